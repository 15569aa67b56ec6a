/** A home that removes the lock takes nothing with it: the people of the house still get in. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { adminFinger, adminPin, enter, moveIn } from "../../lock/at-the-door.ts";
import { MatterHome } from "../matter-home.ts";
import { octets } from "../wire-values.ts";
import type { Fields } from "../wire-values.ts";
import {
  addCredential,
  addPin,
  addUser,
  assertNotAddable,
  credentialTypes,
  opensFor,
  holdReset,
  openLockAtHome,
  pairings,
  renameUser,
  success,
  timed,
  untilHomes,
} from "./at-the-lock.ts";

/** Who made something when the home that made it has gone (application cluster specification, 5.2.10.18.8). */
const gone = 0;
const cleaner = { index: 40, pin: "730264" } as const;
const gardener = { index: 41, pin: "815937" } as const;

test("L38: when one of two homes removes the lock, the other keeps it, and everybody still gets in", async (t) => {
  const { lock, home: anna, seen: annas } = await openLockAtHome(t);
  const bert = await MatterHome.open(t, { name: "Bert" });
  const code = await anna.openWindow(annas);
  const berts = await bert.add(code, lock.port);
  await untilHomes(lock, 2);
  await addUser(annas, cleaner.index, { userName: "cleaner" });
  await addPin(annas, cleaner.index, 40, cleaner.pin);
  const data = Uint8Array.from([4, 0x9a, 0x55, 0x21, 0x7e, 0x10, 0x80]);
  await addCredential(annas, { userIndex: cleaner.index, type: credentialTypes.rfid, index: 40, data });
  await addUser(berts, gardener.index, { userName: "gardener" });
  await addPin(berts, gardener.index, 41, gardener.pin);
  assert.equal((await berts.invoke("getUser", { userIndex: cleaner.index }))["creatorFabricIndex"], 1);
  assert.deepEqual(await renameUser(berts, cleaner.index, "no"), { status: 0x85 }, "it is another home's to name");
  assert.deepEqual(await berts.write("autoRelockTime", 7), 0);
  const before = await lock.state();
  const userBefore = await berts.invoke("getUser", { userIndex: cleaner.index });

  assert.deepEqual(await anna.remove(annas), { statusCode: 0, fabricIndex: 1 });
  await untilHomes(lock, 1);
  assert.equal(pairings(await lock.log()).at(-1), "left");

  const after = await lock.state();
  assert.deepEqual([after.users, after.credentials], [before.users, before.credentials]);
  const user = await berts.invoke("getUser", { userIndex: cleaner.index });
  assert.deepEqual(user, { ...userBefore, creatorFabricIndex: gone, lastModifiedFabricIndex: gone });
  const credential = { credentialType: credentialTypes.pin, credentialIndex: 40 };
  const ofCredential = await berts.invoke("getCredentialStatus", { credential });
  assert.deepEqual([ofCredential["creatorFabricIndex"], ofCredential["lastModifiedFabricIndex"]], [gone, gone]);
  const own = await berts.invoke("getUser", { userIndex: gardener.index });
  assert.deepEqual([own["creatorFabricIndex"], own["lastModifiedFabricIndex"]], [2, 2]);
  assert.equal(await berts.read("autoRelockTime"), 7);

  assert.deepEqual(await renameUser(berts, cleaner.index, "Carla"), success, "nobody's user is anybody's to name");
  assert.equal((await berts.invoke("getUser", { userIndex: cleaner.index }))["userName"], "Carla");
  assert.equal(await opensFor(lock, ...enter(cleaner.pin)), true);
  assert.deepEqual(await berts.invoke("unlockDoor", { pinCode: octets(gardener.pin) }, timed), success);

  const carla = await MatterHome.open(t, { name: "Carla" });
  await holdReset(lock);
  // What a home once gave out is worth nothing any more.
  await assertNotAddable(carla, code, lock.port);
});

test("L38: a lock whose last home removes it keeps its people, settings and label, and can be added anew", async (t) => {
  const { lock, label, home: anna, seen: annas } = await openLockAtHome(t);
  await lock.send(...moveIn);
  await addUser(annas, cleaner.index, { userName: "cleaner" });
  await addPin(annas, cleaner.index, 40, cleaner.pin);
  const schedule: Fields = { daysMask: 0x7f, startHour: 0, startMinute: 0, endHour: 23, endMinute: 59 };
  const place = { weekDayIndex: 1, userIndex: cleaner.index };
  assert.deepEqual(await annas.invoke("setWeekDaySchedule", { ...place, ...schedule }), success);
  for (const [name, value] of Object.entries(settings)) assert.equal(await annas.write(name, value), 0, name);
  const before = await lock.state();
  const logBefore = await lock.log();

  assert.deepEqual(await anna.remove(annas), { statusCode: 0, fabricIndex: 1 });
  await untilHomes(lock, 0);
  const bert = await MatterHome.open(t, { name: "Bert" });
  await assertNotAddable(bert, label.qr, label.port);
  const after = await lock.state();
  assert.deepEqual(
    { ...after, time: null, awake: null, battery: null },
    { ...before, time: null, awake: null, battery: null, homes: 0 },
  );
  assert.deepEqual((await lock.log()).slice(0, logBefore.length), logBefore, "the log goes on");

  assert.deepEqual(await lock.reopen(), { ...label, commissioned: false }, "it opens no window by itself");
  assert.equal((await lock.state()).pairing, false);
  await holdReset(lock);
  const berts = await bert.add(label.qr, label.port);
  await untilHomes(lock, 1);
  for (const [name, value] of Object.entries(settings)) assert.equal(await berts.read(name), value, name);
  const user = await berts.invoke("getUser", { userIndex: cleaner.index });
  assert.deepEqual([user["userName"], user["creatorFabricIndex"]], ["cleaner", gone]);
  assert.deepEqual(await berts.invoke("getWeekDaySchedule", place), { ...place, status: 0, ...schedule });
  for (const act of [enter(adminPin), enter(cleaner.pin), [{ finger: adminFinger }]])
    assert.equal(await opensFor(lock, ...act), true);
});

const settings = {
  autoRelockTime: 9,
  wrongCodeEntryLimit: 7,
  userCodeTemporaryDisableTime: 30,
  soundVolume: 0,
  language: "it",
} as const;
