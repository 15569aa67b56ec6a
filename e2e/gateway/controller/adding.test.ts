/** G6, G7: a lock is added by its label, and leaves the home again. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { ManualPairingCodeCodec } from "@matter/main/types";
import { limitHere } from "../../home/slowness.ts";
import { findFreePort, openLock } from "../../matter/lock-process.ts";
import { untilHomes } from "../../matter/node/at-the-lock.ts";
import { openStockLock } from "../../matter/stock-lock.ts";
import { GatewayLocks } from "./gateway-locks.ts";

test("what goes wrong with a code is told in a sentence, and changes nothing; then the right one adds our lock", async (t) => {
  const { lock, label } = await openLock(t);
  const gateway = await GatewayLocks.open(t);
  const assertRefused = async (error: string, code: string, port: number): Promise<void> => {
    const answer = await gateway.add(code, port);
    assert.ok(!answer.ok && answer.error === error, `${JSON.stringify(answer)} is ${error}`);
    assert.match(answer.sentence, /^[A-Z].*\.$/);
    assert.equal(answer.sentence.includes(code), false);
    assert.equal(gateway.network.locks.size, 0);
  };
  await assertRefused("badCode", "123", label.port);
  await assertRefused("badCode", `${label.manual.slice(0, -1)}${(Number(label.manual.at(-1)) + 1) % 10}`, label.port);
  await assertRefused("notFound", label.manual, await findFreePort());
  await assertRefused("notFound", label.manual, label.port);

  await lock.openWindow();
  const { passcode, shortDiscriminator = 0 } = ManualPairingCodeCodec.decode(label.manual);
  const discriminator = shortDiscriminator << 8;
  const wrong = ManualPairingCodeCodec.encode({ discriminator, passcode: passcode === 20_202_021 ? 1 : 20_202_021 });
  await assertRefused("wrongPasscode", wrong, label.port);
  assert.equal((await lock.state()).homes, 0);

  const lockId = await gateway.addFor(label);
  assert.deepEqual(gateway.steps, ["reading", "searching", "securing", "joining", "learning", "done"]);
  const { link, heardAt, answerMs, abilities, situation } = gateway.report(lockId);
  assert.equal(link, "online");
  assert.ok(heardAt !== null && Math.abs(Date.parse(heardAt) - Date.now()) < 60_000);
  assert.ok(answerMs !== null && answerMs < limitHere(5_000));
  assert.equal(abilities?.isCatenaccio, true);
  assert.equal(situation?.lockState, "locked");
  assert.deepEqual(situation.battery, { level: "ok", percent: 100, volts: 6.2 });
  assert.deepEqual(gateway.faults, []);

  await lock.openWindow();
  const again = await gateway.add(label.manual, label.port);
  assert.ok(!again.ok && again.error === "alreadyAdded", JSON.stringify(again));
  assert.equal(gateway.network.locks.size, 1);
});

test("our lock is added by its QR code, leaves the home when told, and can be added again", async (t) => {
  const { lock, label } = await openLock(t);
  const gateway = await GatewayLocks.open(t);
  for (let time = 1; time <= 2; time++) {
    const lockId = randomUUID();
    await lock.openWindow();
    assert.deepEqual(await gateway.add(label.qr, label.port, lockId), { ok: true });
    await untilHomes(lock, 1);
    assert.deepEqual(await gateway.network.removeLock(lockId, { isForced: false }), { ok: true });
    assert.equal(gateway.network.locks.size, 0);
    await untilHomes(lock, 0);
  }
  await gateway.close();
  await gateway.start();
  assert.equal(gateway.network.locks.size, 0, "it is not there after a restart either");
});

test("a lock that does not answer stays in the home until somebody insists", async (t) => {
  const { lock, label } = await openStockLock(t);
  const gateway = await GatewayLocks.open(t);
  const lockId = await gateway.addFor(label);
  await lock.kill();
  const answer = await gateway.network.removeLock(lockId, { isForced: false });
  assert.ok(!answer.ok && answer.error === "unreachable", JSON.stringify(answer));
  assert.equal(gateway.network.locks.size, 1);
  assert.deepEqual(await gateway.network.removeLock(lockId, { isForced: true }), { ok: true });
  assert.equal(gateway.network.locks.size, 0);
});

test("a lock that was forgotten while it was away is added again by its code, and works", async (t) => {
  const { lock, label } = await openLock(t);
  const gateway = await GatewayLocks.open(t);
  await lock.openWindow();
  const first = await gateway.addFor(label);
  await lock.kill();
  assert.deepEqual(await gateway.network.removeLock(first, { isForced: true }), { ok: true });
  await gateway.close();
  await gateway.start();
  await lock.open();
  await lock.openWindow();
  const again = await gateway.addFor(label);
  assert.equal(gateway.report(again).link, "online");
  assert.deepEqual(await gateway.client(again).unlock(null), { ok: true });
  assert.equal((await lock.state()).homes, 1);
  assert.deepEqual(await gateway.network.removeLock(again, { isForced: false }), { ok: true });
  await untilHomes(lock, 0);
});
