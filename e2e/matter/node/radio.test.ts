/** A lock without power has no radio; with power again it is where it was. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { MatterHome } from "../matter-home.ts";
import {
  assertNotAddable,
  assertWindowShown,
  holdReset,
  openLockAtHome,
  pairings,
  success,
  timed,
  untilHomes,
  untilWindowClosed,
} from "./at-the-lock.ts";

/** A lock that answers does so in some milliseconds. */
const silenceMs = 3_000;

test("L31, L38: without batteries the lock answers nobody and its window is closed; with them it is in its homes again", async (t) => {
  const { lock, label, home, seen } = await openLockAtHome(t);
  const bert = await MatterHome.open(t, { name: "Bert" });
  await untilHomes(lock, 1);
  assertWindowShown(await holdReset(lock));
  const asked = () => seen.invoke("unlockDoor", {}, { ...timed, signal: AbortSignal.timeout(silenceMs) });
  assert.deepEqual(await asked(), success);

  await untilWindowClosed(lock, await lock.send({ batteries: "out" }));
  await assert.rejects(asked(), { name: "TimeoutError" });
  assert.equal((await lock.state()).homes, 1, "who has it is no matter of power");

  await lock.send({ batteries: "in", volts: 6.2 });
  assert.deepEqual(await seen.invoke("unlockDoor", {}, timed), success);
  assert.equal(await seen.read("lockState"), 2);
  await assertNotAddable(bert, label.qr, label.port);
  const { homes, pairing } = await lock.state();
  assert.deepEqual([homes, pairing], [1, false]);
  assert.deepEqual(pairings(await lock.log()), ["opened", "closed", "joined", "opened", "closed"]);

  assertWindowShown(await holdReset(lock));
  const berts = await bert.add(label.qr, label.port);
  await untilHomes(lock, 2);
  assert.equal(await home.fabricIndex(seen), 1);
  assert.equal(await bert.fabricIndex(berts), 2);
});

test("L32: a lock with flat batteries is silent, and a power bank on its socket brings it back", async (t) => {
  const { lock, seen } = await openLockAtHome(t);
  const asked = () => seen.invoke("unlockDoor", {}, { ...timed, signal: AbortSignal.timeout(silenceMs) });
  await lock.send({ volts: 3.2 });
  await assert.rejects(asked(), { name: "TimeoutError" });
  await lock.send({ usb: true });
  assert.deepEqual(await seen.invoke("unlockDoor", {}, timed), success);
  await lock.send({ usb: false });
  await assert.rejects(asked(), { name: "TimeoutError" });
  await lock.send({ batteries: "out" }, { batteries: "in", volts: 6.2 });
  assert.deepEqual(await seen.invoke("unlockDoor", {}, timed), success);
});
