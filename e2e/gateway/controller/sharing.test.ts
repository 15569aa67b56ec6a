/** G8: the lock is shared with a second home, by a code of its own; and what the first tells it, the second sees. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { openLock } from "../../matter/lock-process.ts";
import { MatterHome } from "../../matter/matter-home.ts";
import { until, untilHomes } from "../../matter/node/at-the-lock.ts";
import type { Fields } from "../../matter/wire-values.ts";
import { GatewayLocks } from "./gateway-locks.ts";

test("a second home adds the lock with the code, one window at a time, and the first keeps it", async (t) => {
  const { lock, label } = await openLock(t);
  const gateway = await GatewayLocks.open(t);
  await lock.openWindow();
  const lockId = await gateway.addFor(label);

  const shared = await gateway.network.shareLock(lockId, 180);
  assert.ok(shared.ok && shared.value, JSON.stringify(shared));
  const { manual, qr } = shared.value;
  assert.match(String(manual), /^\d{11}$/);
  assert.match(String(qr), /^MT:/);
  assert.notEqual(manual, label.manual);
  const twice = await gateway.network.shareLock(lockId, 180);
  assert.ok(!twice.ok && twice.error === "busy", JSON.stringify(twice));

  const bruno = await MatterHome.open(t, { name: "Bruno" });
  const theirs = await bruno.add(String(qr), label.port);
  await untilHomes(lock, 2);
  assert.equal(await theirs.read("lockState"), 1);

  gateway.network.setTimeZone("Europe/Rome");
  const clock = theirs.other(0, "TimeSynchronization");
  const zones = await until(
    "the lock is told its zone",
    () => clock.read("timeZone"),
    (found) => JSON.stringify(found).includes("Rome"),
  );
  assert.deepEqual(
    (zones as readonly Fields[]).map(({ offset }) => offset),
    [3600],
  );
  const summers = (await until(
    "the lock is told of summer time",
    () => clock.read("dstOffset"),
    (found) => (found as readonly unknown[]).length > 0,
  )) as readonly Fields[];
  assert.ok(summers.some(({ offset }) => offset === 3600));

  assert.deepEqual(await gateway.client(lockId).lock(), { ok: true });
  assert.deepEqual(await gateway.network.removeLock(lockId, { isForced: false }), { ok: true });
  await untilHomes(lock, 1);
});
