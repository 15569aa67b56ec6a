/** A power cut: the homes that listened hear of the door again without asking. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { adminFinger, moveIn } from "../lock/at-the-door.ts";
import { openLock } from "./lock-process.ts";
import { MatterHome } from "./matter-home.ts";

/** OperationSourceEnum (application cluster specification, 5.2.6.18). */
const biometric = 9;

test("L38: after a power cut the lock tells the home that had subscribed who comes in", async (t) => {
  const { lock, label } = await openLock(t);
  await lock.send(...moveIn);
  const home = await MatterHome.open(t, { name: "Home" });
  await lock.openWindow();
  const seen = await home.add(label.manual, lock.port);
  const subscription = await seen.subscribe();
  const assertHearsOfOpening = async (): Promise<void> => {
    subscription.forget();
    await lock.send({ finger: adminFinger });
    const opened = await subscription.waitForEvent("lockOperation", ({ fields }) => fields["lockOperationType"] === 1);
    assert.equal(opened.fields["operationSource"], biometric);
  };
  await assertHearsOfOpening();
  for (let cut = 1; cut <= 2; cut++) {
    await lock.reopen();
    await assertHearsOfOpening();
  }
  // Else the end of the home waits for the sessions that the cuts have left.
  await home.reconnect(seen);
});
