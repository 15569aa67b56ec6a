/** L38: how a home gets the lock: RESET at the rear panel, and the code of its label. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { says } from "../../lock/at-the-door.ts";
import { openLock } from "../lock-process.ts";
import { MatterHome } from "../matter-home.ts";
import {
  assertNotAddable,
  assertWindowShown,
  codeWith,
  holdReset,
  pairings,
  secretsOf,
  success,
  timed,
  untilHomes,
  untilWindowClosed,
} from "./at-the-lock.ts";

/** Core specification, 5.1.7.1, and what samples of the Matter SDK print on their labels. */
const wellKnownPasscodes: readonly number[] = [
  0, 11_111_111, 22_222_222, 33_333_333, 44_444_444, 55_555_555, 66_666_666, 77_777_777, 88_888_888, 99_999_999,
  12_345_678, 87_654_321, 20_202_021,
];
const passcodeOfSamples = 20_202_021;

test("L38: nobody can add a lock before RESET is held for 3 seconds, nor after * has closed its window", async (t) => {
  const { lock, label } = await openLock(t);
  const anna = await MatterHome.open(t, { name: "Anna" });
  await assertNotAddable(anna, label.qr, label.port);
  const { pairing, homes } = await lock.state();
  assert.deepEqual([pairing, homes, label.commissioned], [false, 0, false]);

  await lock.send({ reset: 2_500 });
  await assertNotAddable(anna, label.qr, label.port);
  assertWindowShown(await holdReset(lock));
  const starred = await untilWindowClosed(lock, await lock.send({ press: "*" }));
  assert.ok(says(starred).includes("pairing-closed"), "the voice tells that it is over");
  await assertNotAddable(anna, label.qr, label.port);

  assertWindowShown(await holdReset(lock));
  const seen = await anna.add(label.qr, label.port);
  const joined = await untilWindowClosed(lock);
  assert.ok(says(joined).includes("home-joined"), "the voice tells that a home has joined");
  await untilHomes(lock, 1);
  assert.deepEqual(await seen.invoke("unlockDoor", {}, timed), success);
  assert.deepEqual(pairings(await lock.log()), ["opened", "closed", "opened", "closed", "joined"]);

  const bert = await MatterHome.open(t, { name: "Bert" });
  await assertNotAddable(bert, label.qr, label.port);
});

test("L38: the codes of the label are those of this lock alone, made of chance, and the same after a restart", async (t) => {
  const { lock, label } = await openLock(t);
  const { label: other } = await openLock(t);
  assert.notEqual(label.qr, other.qr);
  assert.notEqual(label.manual, other.manual);
  for (const { qr, manual } of [label, other]) {
    assert.match(qr, /^MT:[0-9A-Z.-]+$/);
    assert.match(manual, /^\d{11}$/);
    assert.deepEqual(secretsOf(qr), secretsOf(manual), "both codes say the same");
    assert.ok(!wellKnownPasscodes.includes(secretsOf(qr).passcode), "the passcode is nobody else's");
  }
  assert.notEqual(secretsOf(label.qr).passcode, secretsOf(other.qr).passcode);
  assert.deepEqual(await lock.reopen(), label);
});

test("L38: a wrong passcode does not add the lock, and after twenty the window is closed", async (t) => {
  const { lock, label } = await openLock(t);
  const home = await MatterHome.open(t, { name: "Anna" });
  await holdReset(lock);
  await assertNotAddable(home, codeWith(passcodeOfSamples, label), label.port);
  assert.equal((await lock.state()).pairing, true, "one mistake closes nothing");
  // Core specification, 5.5: after 20 failed attempts the device leaves commissioning mode.
  for (let tries = 2; tries <= 20; tries += 1)
    await assertNotAddable(home, codeWith(passcodeOfSamples + tries, label), label.port);
  await untilWindowClosed(lock);
  await assertNotAddable(home, label.manual, label.port);
  await holdReset(lock);
  const seen = await home.add(label.manual, label.port);
  assert.equal(await home.fabricIndex(seen), 1);
});

test("L38: RESET on a lock that is in a home lets a second one join, and both have it", async (t) => {
  const { lock, label } = await openLock(t);
  const anna = await MatterHome.open(t, { name: "Anna" });
  const bert = await MatterHome.open(t, { name: "Bert" });
  await holdReset(lock);
  const annas = await anna.add(label.manual, label.port);
  await untilHomes(lock, 1);
  await assertNotAddable(bert, label.manual, label.port);

  assertWindowShown(await holdReset(lock));
  assert.deepEqual(await annas.invoke("unlockDoor", {}, timed), success, "the first home has it meanwhile");
  const berts = await bert.add(label.qr, label.port);
  await untilWindowClosed(lock);
  await untilHomes(lock, 2);
  assert.deepEqual([await anna.fabricIndex(annas), await bert.fabricIndex(berts)], [1, 2]);
  assert.deepEqual(await berts.invoke("lockDoor", {}, timed), success);
  assert.deepEqual(await annas.invoke("unlockDoor", {}, timed), success);
  assert.equal(await berts.read("lockState"), 2);

  assert.deepEqual(await lock.reopen(), { ...label, commissioned: true });
  assert.equal((await lock.state()).homes, 2);
  await Promise.all([anna.reconnect(annas), bert.reconnect(berts)]);
  assert.deepEqual(await annas.invoke("unlockDoor", {}, timed), success);
  assert.deepEqual(await berts.invoke("lockDoor", {}, timed), success);
});
