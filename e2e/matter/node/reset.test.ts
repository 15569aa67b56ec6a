/** L28, L37: initialisation and factory reset: the homes are told, and left; the label stays; of the people nothing is left. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { adminCard, adminFinger, adminPin, enter, moveIn, openMenuAsAdmin } from "../../lock/at-the-door.ts";
import type { Line } from "../../lock/panel-process.ts";
import type { EventRecord } from "../cluster-access.ts";
import type { HomeLock } from "../home-lock.ts";
import type { LockProcess } from "../lock-process.ts";
import { MatterHome } from "../matter-home.ts";
import type { Subscription } from "../subscription.ts";
import {
  addPin,
  addUser,
  assertNotAddable,
  holdReset,
  openLockAtHome,
  opensFor,
  success,
  timed,
  until,
  untilHomes,
} from "./at-the-lock.ts";

const lockFactoryReset = 1;
const guest = { index: 30, name: "Wilhelmine", pin: "815937" } as const;
const silenceMs = 3_000;

interface Reset {
  readonly row: string;
  readonly what: string;
  /** Up to the `#` that confirms. */
  readonly prepare: readonly Line[];
  /** Records or prompts at which the power goes. */
  readonly cuts: readonly string[];
}

const factoryReset: Reset = {
  row: "L37",
  what: "a factory reset",
  prepare: [{ batteries: "out" }, { batteries: "in", volts: 6.2, reset: true }],
  cuts: ["lockFactoryReset", "left"],
};
const resets: readonly Reset[] = [
  {
    row: "L28",
    what: "an initialisation",
    prepare: [...openMenuAsAdmin, { press: "3570#" }],
    cuts: ["lockFactoryReset", "reset-done", "left"],
  },
  factoryReset,
];
const confirm: Line = { press: "#" };

for (const { row, what, prepare } of resets)
  test(`${row}: ${what} is told to all homes, leaves them, forgets the people, and changes nothing of the label`, async (t) => {
    const { lock, label, home: anna, seen: annas } = await openLockAtHome(t);
    const bert = await MatterHome.open(t, { name: "Bert" });
    const berts = await bert.add(await anna.openWindow(annas), label.port);
    await untilHomes(lock, 2);
    await furnish(lock, annas);
    const subscriptions = [await annas.subscribe(), await berts.subscribe()];
    await lock.send(...prepare);
    assert.equal((await lock.state()).homes, 2, "before # nothing is left");
    for (const subscription of subscriptions) assert.deepEqual(alarmsIn(subscription), []);
    await lock.send(confirm);
    const { initial, users, credentials } = await untilHomes(lock, 0);
    assert.deepEqual([initial, users], [true, {}]);
    assert.deepEqual(credentials, { fingerprint: [], pin: [], rfid: [] });
    await Promise.all([annas, berts].map(assertForgotten));
    const carla = await MatterHome.open(t, { name: "Carla" });
    await assertNotAddable(carla, label.qr, label.port);

    assert.deepEqual(await lock.close(), { code: 0, signal: null });
    assert.deepEqual(placesOf(lock.data, guest.name), [], "the name of a guest is nowhere");
    assert.deepEqual(await lock.open(), { ...label, commissioned: false });
    await holdReset(lock);
    const carlas = await carla.add(label.manual, label.port);
    await assertAsNew(carlas);
    assert.equal(await opensFor(lock, { finger: adminFinger }), false);
    assert.equal(await opensFor(lock, { card: adminCard }), false);
    for (const pin of [adminPin, guest.pin]) assert.equal(await opensFor(lock, ...enter(pin)), false);

    const told = { annas: [lockFactoryReset], berts: [lockFactoryReset], eventsOfThePast: 0 };
    const [annasAlarms, bertsAlarms] = subscriptions.map(alarmsIn);
    const eventsOfThePast = (await eventsOfPeople(carlas)).length;
    assert.deepEqual({ annas: annasAlarms, berts: bertsAlarms, eventsOfThePast }, told);
  });

test("L37: what a home orders after the reset, while the lock is still about to leave it, is not done", async (t) => {
  const { lock, label, home: anna, seen: annas } = await openLockAtHome(t);
  const bert = await MatterHome.open(t, { name: "Bert" });
  const berts = await bert.add(await anna.openWindow(annas), label.port);
  await untilHomes(lock, 2);
  // A lock that still has something to tell a home does not leave it at once.
  await annas.subscribe();
  await lock.send(...factoryReset.prepare, confirm);
  const nobody = { userUniqueId: null, userStatus: null, userType: null, credentialRule: null };
  const request = { operationType: 0, userIndex: 1, userName: "Mallory", ...nobody };
  const answers = await Promise.all(
    [annas, berts].map((seen) =>
      seen.invoke("setUser", request, { ...timed, signal: AbortSignal.timeout(silenceMs) }).catch(() => null),
    ),
  );
  const { users, initial } = await untilHomes(lock, 0);
  assert.deepEqual([users, initial], [{}, true], `the homes were answered ${JSON.stringify(answers)}`);
});

for (const { row, what, prepare, cuts } of resets)
  test(`${row}, L33: ${what} that a power cut interrupts is finished when the power is back`, async (t) => {
    const { lock, label, home, seen } = await openLockAtHome(t);
    let current = seen;
    const found: Found[] = [];
    for (const moment of cuts) {
      await furnish(lock, current);
      await lock.send(...prepare);
      await lock.killAt(({ log, say }) => [log?.code, log?.what, say].includes(moment), confirm);
      const { commissioned } = await lock.open();
      await untilHomes(lock, 0);
      const state = await lock.state();
      assert.deepEqual([state.initial, state.users, state.pairing], [true, {}, false]);
      await holdReset(lock);
      current = await home.add(label.qr, label.port);
      found.push({ moment, commissioned, events: (await eventsOfPeople(current)).length });
    }
    const nothing = { commissioned: false, events: 0 };
    assert.deepEqual(
      found,
      cuts.map((moment) => ({ moment, ...nothing })),
    );
  });

/** What the ready line says after a power cut, and how many events of the past the next home finds. */
interface Found {
  readonly moment: string;
  readonly commissioned: boolean;
  readonly events: number;
}

/** People, in every way that they come into a lock. */
async function furnish(lock: LockProcess, seen: HomeLock): Promise<void> {
  await lock.send(...moveIn);
  await addUser(seen, guest.index, { userName: guest.name });
  await addPin(seen, guest.index, 30, guest.pin);
  assert.deepEqual(await seen.invoke("unlockDoor", {}, timed), success);
  assert.deepEqual(await seen.invoke("lockDoor", {}, timed), success);
  for (const [name, value] of Object.entries(settings)) assert.equal(await seen.write(name, value), 0, name);
}

const settings = { autoRelockTime: 9, wrongCodeEntryLimit: 7, soundVolume: 0 } as const;
const factorySettings = { autoRelockTime: 5, wrongCodeEntryLimit: 5, soundVolume: 2 } as const;

/** What a home finds on a lock that has no past. */
async function assertAsNew(seen: HomeLock): Promise<void> {
  const { userStatus, nextUserIndex } = await seen.invoke("getUser", { userIndex: 1 });
  assert.deepEqual([userStatus, nextUserIndex], [null, null]);
  for (const [name, value] of Object.entries(factorySettings)) assert.equal(await seen.read(name), value, name);
}

/** Who came and went, and whose credentials there were. */
async function eventsOfPeople(seen: HomeLock): Promise<readonly EventRecord[]> {
  return [...(await seen.events("lockOperation")), ...(await seen.events("lockUserChange"))];
}

/** The lock does not know this home any more: neither in the session that it had, nor in a new one. */
async function assertForgotten(seen: HomeLock): Promise<void> {
  const ask = () => seen.invoke("unlockDoor", {}, { ...timed, signal: AbortSignal.timeout(silenceMs) });
  await until(
    "the home is forgotten",
    () => ask().catch(() => null),
    (answer) => answer === null,
  );
}

/** Each alarm once: a report whose receipt is lost is sent again, with the same number. */
function alarmsIn(subscription: Subscription): readonly unknown[] {
  const alarms = subscription
    .events("doorLockAlarm")
    .map(({ number, fields }) => [number, fields["alarmCode"]] as const);
  return [...new Map(alarms).values()];
}

/** The files of a folder in which a word stands. */
function placesOf(folder: string, word: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => join(folder, file));
  return files.filter((file) => statSync(file).isFile() && readFileSync(file).includes(word));
}
