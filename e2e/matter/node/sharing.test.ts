/** L38: a window that a home opens ("share") is to whoever stands at the door the same as one that RESET opens. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Out } from "../../lock/panel-process.ts";
import type { LockProcess } from "../lock-process.ts";
import { MatterHome } from "../matter-home.ts";
import {
  assertNotAddable,
  assertWindowShown,
  holdReset,
  openLockAtHome,
  pairings,
  success,
  timed,
  until,
  untilHomes,
  untilState,
  untilWindowClosed,
} from "./at-the-lock.ts";

/** The status of the protocol for all of them is FAILURE; the cluster adds its own (core specification, 11.19.6). */
const busy = { status: 1, clusterStatus: 2 } as const;
const notOpen = { status: 1, clusterStatus: 4 } as const;
const windowNotOpen = 0;
const enhancedWindowOpen = 1;
const seconds = 180;

test("L38: a home's window shows the flashing 5, and ends when the home revokes it, by * at the door, or by joining", async (t) => {
  const { lock, label, home, seen } = await openLockAtHome(t);
  await untilHomes(lock, 1);
  const sharing = seen.other(0, "AdministratorCommissioning");
  const revoke = () => sharing.invoke("revokeCommissioning", {}, timed);
  const bert = await MatterHome.open(t, { name: "Bert" });
  assert.deepEqual(await revoke(), notOpen);

  // By the home that opened it.
  let code = "";
  assertWindowShown(await open(lock, async () => (code = await home.openWindow(seen, { seconds }))));
  assert.equal(await sharing.read("windowStatus"), enhancedWindowOpen);
  assert.equal(await sharing.read("adminFabricIndex"), await home.fabricIndex(seen));
  await assertNotAddable(bert, label.qr, label.port);
  assert.deepEqual(await revoke(), success);
  await untilWindowClosed(lock);
  assert.equal(await sharing.read("windowStatus"), windowNotOpen);
  await assertNotAddable(bert, code, label.port);
  assert.deepEqual(await revoke(), notOpen);

  // By whoever stands at the door.
  assertWindowShown(await open(lock, async () => (code = await home.openWindow(seen, { seconds }))));
  await untilWindowClosed(lock, await lock.send({ press: "*" }));
  await until(
    "the home reads that it is closed",
    () => sharing.read("windowStatus"),
    (status) => status === windowNotOpen,
  );
  assert.equal(await sharing.read("adminFabricIndex"), null);
  await assertNotAddable(bert, code, label.port);

  // By joining: with the code that the home gave, and not with the label's.
  assertWindowShown(await open(lock, async () => (code = await home.openWindow(seen, { seconds }))));
  await assertNotAddable(bert, label.manual, label.port);
  const berts = await bert.add(code, label.port);
  await untilWindowClosed(lock);
  await untilHomes(lock, 2);
  assert.deepEqual(await berts.invoke("unlockDoor", {}, timed), success);
  assert.deepEqual(await seen.invoke("lockDoor", {}, timed), success);
  const carla = await MatterHome.open(t, { name: "Carla" });
  await assertNotAddable(carla, code, label.port);
  assert.deepEqual(pairings(await lock.log()).slice(3), ["opened", "closed", "opened", "closed", ...joining]);
});

const joining = ["opened", "closed", "joined"] as const;

test("L38: a home can open the basic window too, in which the label's code counts", async (t) => {
  const { lock, label, seen } = await openLockAtHome(t);
  const bert = await MatterHome.open(t, { name: "Bert" });
  const sharing = seen.other(0, "AdministratorCommissioning");
  const openBasic = async () =>
    assert.deepEqual(
      await sharing.invoke("openBasicCommissioningWindow", { commissioningTimeout: seconds }, timed),
      success,
    );
  assertWindowShown(await open(lock, openBasic));
  await untilWindowClosed(lock, await lock.send({ press: "*" }));
  await assertNotAddable(bert, label.qr, label.port);
  assertWindowShown(await open(lock, openBasic));
  await bert.add(label.qr, label.port);
  await untilWindowClosed(lock);
  await untilHomes(lock, 2);
});

test("L38: while a window is open, whoever opened it, a home that wants to open another is told that the lock is busy", async (t) => {
  const { lock, label, home, seen } = await openLockAtHome(t);
  const bert = await MatterHome.open(t, { name: "Bert" });
  assertWindowShown(await holdReset(lock));
  const sharing = seen.other(0, "AdministratorCommissioning");
  const refused = new RegExp(JSON.stringify(busy).replaceAll(/[{}]/g, "\\$&"));
  await assert.rejects(home.openWindow(seen, { seconds }), refused);
  const basic = { commissioningTimeout: seconds };
  assert.deepEqual(await sharing.invoke("openBasicCommissioningWindow", basic, timed), busy);
  assert.equal((await lock.state()).pairing, true, "the first window is undisturbed");
  const berts = await bert.add(label.qr, label.port);
  await untilHomes(lock, 2);
  await untilState(lock, "the window is closed", ({ pairing }) => !pairing);

  const code = await home.openWindow(seen, { seconds });
  await assert.rejects(home.openWindow(seen, { seconds }), refused);
  await assert.rejects(bert.openWindow(berts, { seconds }), refused);
  const carla = await MatterHome.open(t, { name: "Carla" });
  await carla.add(code, label.port);
  await untilHomes(lock, 3);
});

test("L38: a home revokes the window that RESET opened", async (t) => {
  const { lock, label, seen } = await openLockAtHome(t);
  assertWindowShown(await holdReset(lock));
  const sharing = seen.other(0, "AdministratorCommissioning");
  assert.deepEqual(await sharing.invoke("revokeCommissioning", {}, timed), success);
  await untilWindowClosed(lock);
  await assertNotAddable(await MatterHome.open(t, { name: "Bert" }), label.qr, label.port);
});

/** Opens a window from afar. @returns what somebody at the door perceives. */
async function open(lock: LockProcess, act: () => Promise<unknown>): Promise<readonly Out[]> {
  await lock.state();
  await act();
  await lock.untilOut(({ pairing }) => pairing === true);
  return lock.send({ ask: "state" });
}
