import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { TestHome } from "../../test/household/test-home.ts";
import { readLocks } from "./locks.ts";

/** As a gateway has it whose server's database was put back from an older copy, or is a new one. */
function addStranger({ gateway }: TestHome): string {
  const lockId = randomUUID();
  gateway.locks.set(lockId, { isOnline: true, wanted: null, found: [], held: new Map(), nextNumber: 1 });
  return lockId;
}

test("a lock of the gateway that no home knows is removed, and those that one knows stay", async () => {
  await using home = await TestHome.open();
  const lockId = await home.addLock("Front");
  const stranger = addStranger(home);
  await home.restart();
  assert.deepEqual([...home.gateway.locks.keys()], [lockId]);
  assert.ok(home.gateway.orders.some((order) => order.order === "removeLock" && order.lockId === stranger));
  assert.equal((await readLocks(home.household, home.actor.homeId)).length, 1);
});

test("a lock that no home knows and that does not answer is removed as soon as it does", async () => {
  await using home = await TestHome.open();
  const stranger = addStranger(home);
  home.gateway.setOnline(stranger, false);
  await home.settled();
  await home.restart();
  assert.ok(home.gateway.locks.has(stranger));
  home.gateway.setOnline(stranger, true);
  await home.settled();
  assert.ok(!home.gateway.locks.has(stranger));
  await home.restart();
});

test("nothing is taken from a lock that is being added", async () => {
  await using home = await TestHome.open();
  await home.addLock("Front");
  assert.deepEqual(
    home.gateway.orders.filter(({ order }) => order === "removeLock"),
    [],
  );
});
