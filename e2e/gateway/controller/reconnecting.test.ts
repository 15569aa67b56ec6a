/** G9: lock and gateway find each other again, whoever was away, and nothing is lost or told twice. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import type { TestContext } from "node:test";
import { LockUnreachableError } from "@catenaccio/gateway";
import type { LockRecord } from "@catenaccio/protocol";
import { limitHere } from "../../home/slowness.ts";
import { adminFinger, moveIn } from "../../lock/at-the-door.ts";
import { openLock } from "../../matter/lock-process.ts";
import { openStockLock } from "../../matter/stock-lock.ts";
import { GatewayLocks } from "./gateway-locks.ts";
import { SlowRoad } from "./slow-road.ts";

/** Our lock, where Anna has a finger, added to a gateway. */
async function openHome(t: TestContext) {
  const { lock, label } = await openLock(t);
  const gateway = await GatewayLocks.open(t);
  await lock.send(...moveIn);
  await lock.openWindow();
  const lockId = await gateway.addFor(label);
  return { lock, label, gateway, lockId };
}

const isOpening = ({ happening }: LockRecord): boolean =>
  happening.event === "lockOperation" && happening.operation === "unlock";

test("after a power cut of the lock the gateway hears who comes in, and its first order is obeyed at once", async (t) => {
  const { lock, gateway, lockId } = await openHome(t);
  for (let cut = 1; cut <= 2; cut++) {
    await lock.reopen();
    const startMs = performance.now();
    const outcome = await (await gateway.clientSoon(lockId)).lock();
    const orderMs = performance.now() - startMs;
    assert.deepEqual(outcome, { ok: true });
    t.diagnostic(`first order after cut ${cut}: ${Math.round(orderMs)} ms`);
    assert.ok(orderMs < limitHere(1_000), `The first order took ${orderMs} ms.`);

    await lock.reopen();
    const readyMs = performance.now();
    const before = gateway.records.length;
    await lock.send({ finger: adminFinger });
    await gateway.until("Anna comes in", () => gateway.records.slice(before).find(isOpening));
    const heardMs = performance.now() - readyMs;
    t.diagnostic(`opening heard after cut ${cut}: ${Math.round(heardMs)} ms`);
    assert.ok(heardMs < limitHere(3_000), `The opening was heard of after ${heardMs} ms.`);
  }
});

test("a gateway that was away finds its lock again at its old place, with all that happened, each thing once", async (t) => {
  const { lock, gateway, lockId } = await openHome(t);
  await lock.send({ finger: adminFinger });
  await gateway.until("the first opening", () => gateway.records.find(isOpening));
  await gateway.client(lockId).lock();
  await gateway.close();
  await lock.send({ finger: adminFinger });
  await gateway.start();
  assert.deepEqual([...gateway.network.locks.keys()], [lockId]);
  await gateway.until("the second opening", () => (gateway.records.filter(isOpening).length === 2 ? true : undefined));
  await gateway.untilOnline(lockId);
  await gateway.client(lockId).lock();
  await lock.send({ finger: adminFinger });
  await gateway.until("the third opening", () => (gateway.records.filter(isOpening).length === 3 ? true : undefined));
  const numbers = gateway.records.map(({ number }) => number);
  assert.deepEqual(
    numbers,
    numbers.map((_, at) => (numbers[0] ?? 0) + at),
  );
  const inLog = (await lock.log()).filter(({ operation }) => operation === "unlock").length;
  assert.equal(inLog, 3);
  assert.deepEqual(gateway.faults, []);
});

test("a lock that is gone is looked for, and an order to it ends with that; when it is back it is online again", async (t) => {
  const { lock, gateway, lockId } = await openHome(t);
  const client = gateway.client(lockId);
  await lock.kill();
  const startMs = performance.now();
  await assert.rejects(client.unlock(null), LockUnreachableError);
  const orderMs = performance.now() - startMs;
  t.diagnostic(`given up after ${Math.round(orderMs)} ms`);
  assert.ok(orderMs < limitHere(8_000), `It took ${orderMs} ms.`);
  assert.equal(gateway.report(lockId).link, "connecting");
  assert.equal(gateway.network.locks.get(lockId)?.client(), null);
  assert.equal(gateway.report(lockId).situation?.lockState, "locked", "what was known last is still told");
  await lock.open();
  await gateway.untilOnline(lockId);
});

test("an order that the lock received too late is not carried out, nor sent again", async (t) => {
  const { lock, label } = await openLock(t);
  const road = await SlowRoad.open(t, label.port);
  const gateway = await GatewayLocks.open(t);
  await lock.openWindow();
  const lockId = await gateway.addFor({ ...label, port: road.port });
  const client = gateway.client(lockId);
  const before = (await lock.state()).lockState;
  const startMs = performance.now();
  const late = async (): Promise<void> => await setTimeout(Math.max(0, startMs + 1_200 - performance.now()));
  await road.lookingDuring(late, async () => {
    await assert.rejects(client.unlock(null, startMs + 400), LockUnreachableError);
    const tookMs = performance.now() - startMs;
    assert.ok(tookMs < limitHere(1_000), `It took ${tookMs} ms.`);
    await setTimeout(4_000);
  });
  assert.equal((await lock.state()).lockState, before);
  await gateway.untilOnline(lockId);
  assert.deepEqual(await gateway.client(lockId).unlock(null, performance.now() + 10_000), { ok: true });
  assert.notEqual((await lock.state()).lockState, before);
});

test("a foreign lock that says nothing after a power cut obeys the first order all the same", async (t) => {
  const { lock, label } = await openStockLock(t);
  const gateway = await GatewayLocks.open(t);
  const lockId = await gateway.addFor(label);
  const client = gateway.client(lockId);
  await lock.kill();
  await lock.open(label.port);
  const startMs = performance.now();
  assert.deepEqual(await client.lock(), { ok: true });
  const orderMs = performance.now() - startMs;
  t.diagnostic(`first order: ${Math.round(orderMs)} ms`);
  assert.ok(orderMs < limitHere(2_000), `The first order took ${orderMs} ms.`);
  await gateway.until("it is subscribed to anew", () => (gateway.report(lockId).link === "online" ? true : undefined));
});
