/** What a home reads of the lock and writes to it, and that the lock at the door is as it was written. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { DoorLock } from "@matter/main/clusters/door-lock";
import { Status } from "@matter/main/types";
import { addPin, adminPin, enter, nobodysPin, openMenu, records, says, tones } from "../../lock/at-the-door.ts";
import {
  answersTo,
  card,
  engages,
  give,
  moveIn,
  opens,
  pin,
  relock,
  success,
  failure,
  unlock,
  untilState,
} from "./home-and-door.ts";
import type { HomeAndDoor } from "./home-and-door.ts";
import type { WireValue } from "../wire-values.ts";

const { Silent, Low, High, Medium } = DoorLock.SoundVolume;
const { Normal, Vacation, Passage } = DoorLock.OperatingMode;
/** Bits of LocalProgrammingFeatures. */
const local = { add: 1, modify: 2, clear: 4, adjustSettings: 8 } as const;
const firstUnknownBit = 16;

const limits = {
  lockType: DoorLock.LockType.Mortise,
  numberOfTotalUsersSupported: 150,
  numberOfPinUsersSupported: 50,
  numberOfRfidUsersSupported: 50,
  numberOfCredentialsSupportedPerUser: 10,
  numberOfWeekDaySchedulesSupportedPerUser: 10,
  numberOfYearDaySchedulesSupportedPerUser: 10,
  numberOfHolidaySchedulesSupported: 10,
  minPinCodeLength: 6,
  maxPinCodeLength: 10,
  minRfidCodeLength: 4,
  maxRfidCodeLength: 20,
  // Single, dual and tri.
  credentialRulesSupport: 0b111,
  // Normal, vacation, privacy, no remote lock and unlock, passage: a bit that is clear is a mode that the lock has.
  supportedOperatingModes: 0b1111_1111_1110_0000,
  // PIN, RID, FGP, WDSCH, COTA, USR, YDSCH, HDSCH.
  featureMap: 0b1101_1001_0111,
} as const;

const asNew = {
  lockState: DoorLock.LockState.Locked,
  actuatorEnabled: true,
  language: "en",
  autoRelockTime: 5,
  soundVolume: High,
  operatingMode: Normal,
  enableLocalProgramming: true,
  localProgrammingFeatures: 0,
  wrongCodeEntryLimit: 5,
  userCodeTemporaryDisableTime: 180,
  requirePinForRemoteOperation: false,
  expiringUserTimeout: 2880,
} as const;

/** Of features that the lock does not have, and of what it has no part for. */
const absent = [
  "doorState",
  "doorOpenEvents",
  "openPeriod",
  "ledSettings",
  "enableOneTouchLocking",
  "enablePrivacyModeButton",
  "sendPinOverTheAir",
  "aliroReaderVerificationKey",
] as const;

test("L7–L15, L29, L30, L39: what a home reads and writes is what the lock at the door is and does", async (t) => {
  const at = await moveIn(t);
  const { home, lock, door } = at;

  await t.test(
    "L7, L8, L11: the lock tells its room, its lengths, its rules and its modes, and nobody writes them",
    async () => {
      assert.deepEqual(await readAll(at, limits), limits);
      for (const [name, value] of Object.entries(limits))
        assert.equal(await lock.write(name, value), Status.UnsupportedWrite, name);
      for (const name of absent) await assert.rejects(lock.read(name), { status: Status.UnsupportedAttribute }, name);
    },
  );

  await t.test("L13, L15, L15x, L30: a new lock is as the manual says", async () => {
    assert.deepEqual(await readAll(at, asNew), asNew);
    for (const name of ["lockState", "actuatorEnabled"])
      assert.equal(await lock.write(name, 1), Status.UnsupportedWrite, name);
  });

  await t.test("a value that the lock does not have is refused, and the old one stays", async () => {
    const impossible: readonly (readonly [string, WireValue])[] = [
      ["language", "xx"],
      ["language", "IT"],
      ["language", ""],
      ["language", "english"],
      ["autoRelockTime", 86_401],
      ["autoRelockTime", 2 ** 32 - 1],
      ["soundVolume", Medium],
      ["soundVolume", 4],
      ["operatingMode", 5],
      ["localProgrammingFeatures", firstUnknownBit],
      ["wrongCodeEntryLimit", 0],
      ["userCodeTemporaryDisableTime", 0],
      ["expiringUserTimeout", 0],
      ["expiringUserTimeout", 2881],
    ];
    const { state, setting } = await whatWritesDo(at, impossible);
    assert.deepEqual(
      state,
      impossible.map(([name, value]) => [name, value, Status.ConstraintError]),
    );
    assert.deepEqual(setting, [], "nothing is in the log");
    assert.deepEqual(await readAll(at, asNew), asNew);
    const wrongTypes: readonly (readonly [string, WireValue])[] = [
      ["language", 1],
      ["autoRelockTime", "soon"],
      ["wrongCodeEntryLimit", null],
      ["enableLocalProgramming", "yes"],
    ];
    for (const [name, value] of wrongTypes) assert.notEqual(await lock.write(name, value), Status.Success, name);
    assert.deepEqual(await readAll(at, asNew), asNew);
  });

  await t.test("each limit that a value may have is taken", async () => {
    const extremes: readonly (readonly [string, WireValue])[] = [
      ["autoRelockTime", 86_400],
      ["autoRelockTime", 0],
      ["wrongCodeEntryLimit", 255],
      ["wrongCodeEntryLimit", 1],
      ["userCodeTemporaryDisableTime", 255],
      ["userCodeTemporaryDisableTime", 1],
      ["expiringUserTimeout", 1],
      ["expiringUserTimeout", 2880],
      ["localProgrammingFeatures", local.add | local.modify | local.clear | local.adjustSettings],
    ];
    for (const [name, value] of extremes) await write(at, name, value);
    await writeAll(at, asNew);
  });

  await t.test("L29: a home sets the volume: silent mutes the key tones, and what is said is heard", async () => {
    for (const [value, volume, heard] of [
      [Silent, "silent", []],
      [Low, "low", ["key"]],
      [High, "high", ["key"]],
    ] as const) {
      await write(at, "soundVolume", value);
      assert.equal((await door.state()).volume, volume);
      const out = await answersTo(door, { touch: true }, { press: "*" });
      assert.deepEqual(tones(out), heard);
    }
    await write(at, "soundVolume", Silent);
    assert.ok(says(await answersTo(door, ...openMenu)).includes("menu-open"));
    await door.send({ press: "*" });
    await write(at, "soundVolume", High);
  });

  await t.test("L39: a home chooses the language of the voice", async () => {
    for (const language of ["it", "en"]) {
      await write(at, "language", language);
      const out = await answersTo(door, ...openMenu, { press: "*" });
      assert.deepEqual(
        out.flatMap(({ say, lang }) => (say === undefined ? [] : [say, lang])),
        ["menu-open", language, "menu-closed", language],
      );
    }
  });

  await t.test("L29: what the keypad's menu sets, a home is told, and reads", async () => {
    const subscription = await lock.subscribe();
    subscription.forget();
    const userChanges = (await lock.events("lockUserChange")).length;
    await door.send(...openMenu, { press: "42#*" });
    await subscription.waitFor(
      (told) => told.kind === "attribute" && told.name === "soundVolume" && told.value === Low,
    );
    assert.equal(await lock.read("soundVolume"), Low);
    await door.send(...openMenu, { press: "41#*" });
    await subscription.waitFor(
      (told) => told.kind === "attribute" && told.name === "soundVolume" && told.value === High,
    );
    assert.equal(await lock.read("soundVolume"), High);
    assert.deepEqual(
      subscription.reports.filter(({ kind, name }) => kind === "event" || name !== "soundVolume"),
      [],
      "volume is no event, and nothing else has changed",
    );
    assert.equal((await lock.events("lockUserChange")).length, userChanges);
    await subscription.close();
  });

  await t.test("L30: a home switches the menu off, all of it or all but what it leaves to the keypad", async () => {
    const menu = async (...codes: readonly string[]) => {
      const out = await answersTo(door, ...openMenu, ...codes.map((code) => ({ press: code })), { press: "***" });
      return says(out).filter((prompt) => prompt !== "menu-open" && prompt !== "menu-closed" && prompt !== "cancelled");
    };
    assert.deepEqual(await menu("12#", "*", "32#", "*", "41#"), ["pin-enter", "clear-confirm", "volume-high"]);
    await write(at, "enableLocalProgramming", false);
    assert.deepEqual(await menu(), ["menu-disabled"]);
    await write(at, "localProgrammingFeatures", local.adjustSettings);
    assert.deepEqual(await menu("12#", "32#", "41#", "3570#"), [
      "menu-code-disabled",
      "menu-code-disabled",
      "volume-high",
      "menu-code-disabled",
    ]);
    await write(at, "localProgrammingFeatures", local.add);
    assert.deepEqual(await menu("12#", "*", "32#", "41#"), ["pin-enter", "menu-code-disabled", "menu-code-disabled"]);
    await write(at, "localProgrammingFeatures", local.clear);
    assert.deepEqual(await menu("12#", "32#", "*", "22#", "*", "41#"), [
      "menu-code-disabled",
      "clear-confirm",
      "delete-number",
      "menu-code-disabled",
    ]);
    await write(at, "enableLocalProgramming", true);
    assert.deepEqual(await menu("12#", "*", "32#", "*", "41#"), ["pin-enter", "clear-confirm", "volume-high"]);
    await write(at, "localProgrammingFeatures", 0);
  });

  await t.test("L30: whoever is in the menu when a home switches it off is out of it", async () => {
    await door.send(...openMenu, { press: "12#" });
    assert.equal((await door.state()).menu, "addPin");
    await write(at, "enableLocalProgramming", false);
    assert.equal((await door.state()).menu, null);
    await write(at, "enableLocalProgramming", true);
  });

  await t.test(
    "L13: a home sets how long the clutch stays engaged, for unlocking at the door and from afar",
    async () => {
      await door.send(...openMenu, ...addPin(adminPin), { press: "*" });
      await write(at, "autoRelockTime", 1);
      assert.ok(await engages(door, ...enter(adminPin)));
      await assertRelocks(at, { afterMs: 1_000, beforeMs: 5_000 });
      assert.deepEqual(await unlock(lock), success);
      await assertRelocks(at, { afterMs: 1_000, beforeMs: 5_000 });
      await write(at, "autoRelockTime", 0);
      assert.ok(await engages(door, ...enter(adminPin)));
      await door.send({ wait: 1_500 });
      assert.equal((await door.state()).clutch, "engaged", "it lets go only when told");
      assert.deepEqual(await relock(lock), success);
    },
  );

  await t.test(
    "L15: so many wrong tries as a home has written lock the lock, for as long as it has written",
    async () => {
      await write(at, "wrongCodeEntryLimit", 2);
      await write(at, "userCodeTemporaryDisableTime", 1);
      await door.send(...enter(nobodysPin));
      assert.equal((await door.state()).lockedOutMs, 0);
      const [alarm] = records(await answersTo(door, ...enter(nobodysPin))).filter(({ event }) => event === "alarm");
      assert.equal(alarm?.code, "wrongCodeEntryLimit");
      const { lockedOutMs } = await door.state();
      assert.ok(lockedOutMs > 0 && lockedOutMs <= 1_000, `${lockedOutMs} ms`);
      assert.equal(await opens(at, ...enter(adminPin)), false);
      await untilState(door, (state) => state.lockedOutMs === 0);
      assert.equal((await door.state()).wrongTries, 0);
      assert.ok(await opens(at, ...enter(adminPin)));
    },
  );

  await t.test("L15b: what a home has written is what doubles", async () => {
    for (const longestMs of [1_000, 2_000]) {
      await door.send(...enter(nobodysPin), ...enter(nobodysPin));
      const { lockedOutMs } = await door.state();
      assert.ok(lockedOutMs > longestMs / 2 && lockedOutMs <= longestMs, `${lockedOutMs} of ${longestMs} ms`);
      await untilState(door, (state) => state.lockedOutMs === 0);
    }
    assert.ok(await opens(at, ...enter(adminPin)));
    await writeAll(at, { ...asNew, autoRelockTime: 0 });
  });

  await t.test(
    "L15x: where a home requires a PIN of whoever asks from afar, none without it opens or locks",
    async () => {
      await write(at, "requirePinForRemoteOperation", true);
      assert.deepEqual(await unlock(lock), failure);
      assert.deepEqual(await lock.invoke("unlockWithTimeout", { timeout: 5 }, { timed: true }), failure);
      assert.equal((await door.state()).clutch, "free");
      assert.deepEqual(await unlock(lock, adminPin), success);
      assert.deepEqual(await relock(lock), failure);
      assert.equal((await door.state()).clutch, "engaged");
      assert.deepEqual(await relock(lock, adminPin), success);
      assert.equal((await door.state()).wrongTries, 0, "an order without a PIN is no try");
      await write(at, "requirePinForRemoteOperation", false);
      assert.deepEqual([await unlock(lock), await relock(lock)], [success, success]);
    },
  );

  await t.test("an expiring user has as many minutes from the first use on as a home has written", async () => {
    const { ExpiringUser } = DoorLock.UserType;
    await door.send({ clock: "2026-03-02T09:00:00Z" });
    const userIndex = await give(lock, card(1), "four", { userType: ExpiringUser });
    await give(lock, pin(3), "204816", { userIndex });
    await write(at, "expiringUserTimeout", 2);
    await door.send({ clock: "2026-03-02T10:00:00Z" });
    assert.ok(await opens(at, ...enter("204816")), "the time begins with the first use");
    await door.send({ clock: "2026-03-02T10:01:30Z" });
    assert.ok(await opens(at, ...enter("204816")));
    await door.send({ clock: "2026-03-02T10:02:10Z" });
    assert.equal(await opens(at, ...enter("204816")), false);
    const { userStatus } = await lock.invoke("getUser", { userIndex });
    assert.equal(userStatus, DoorLock.UserStatus.OccupiedDisabled, "the lock itself disables the user");
    await write(at, "expiringUserTimeout", 2880);
    assert.equal(await opens(at, ...enter("204816")), false, "a longer time brings nobody back");
  });

  await t.test(
    "who may manage the lock sets its volume and not its guard; who may operate it sets nothing",
    async () => {
      const manager = await home.joinAs(lock, "manage");
      const operator = await home.joinAs(lock, "operate");
      const ofManagers: readonly (readonly [string, WireValue])[] = [
        ["language", "it"],
        ["autoRelockTime", 7],
        ["soundVolume", Low],
        ["operatingMode", Vacation],
      ];
      const ofAdministrators: readonly (readonly [string, WireValue])[] = [
        ["enableLocalProgramming", false],
        ["localProgrammingFeatures", local.add],
        ["wrongCodeEntryLimit", 9],
        ["userCodeTemporaryDisableTime", 9],
        ["requirePinForRemoteOperation", true],
        ["expiringUserTimeout", 9],
      ];
      const before = await readAll(at, asNew);
      for (const [name, value] of [...ofManagers, ...ofAdministrators])
        assert.equal(await operator.write(name, value), Status.UnsupportedAccess, name);
      for (const [name, value] of ofAdministrators)
        assert.equal(await manager.write(name, value), Status.UnsupportedAccess, name);
      assert.deepEqual(await readAll(at, asNew), before);
      for (const [name, value] of ofManagers) {
        assert.equal(await manager.write(name, value), Status.Success, name);
        assert.equal(await operator.read(name), value);
      }
      await writeAll(at, before);
    },
  );

  await t.test("L33: what a home has written is there after a power cut", async () => {
    const written = {
      language: "it",
      autoRelockTime: 17,
      soundVolume: Low,
      operatingMode: Passage,
      enableLocalProgramming: false,
      localProgrammingFeatures: local.clear,
      wrongCodeEntryLimit: 7,
      userCodeTemporaryDisableTime: 33,
      requirePinForRemoteOperation: true,
      expiringUserTimeout: 44,
    };
    await writeAll(at, written);
    await door.reopen();
    await home.reconnect(lock);
    assert.deepEqual(await readAll(at, written), written);
    assert.equal((await door.state()).clutch, "engaged");
  });
});

/** The same attributes, as they are. */
async function readAll({ lock }: HomeAndDoor, of: Readonly<Record<string, WireValue>>) {
  const read: Record<string, WireValue> = {};
  for (const name of Object.keys(of)) read[name] = await lock.read(name);
  return read;
}

/** A value is written, and read back. */
async function write({ lock }: HomeAndDoor, name: string, value: WireValue): Promise<void> {
  assert.equal(await lock.write(name, value), Status.Success, name);
  assert.equal(await lock.read(name), value, name);
}

async function writeAll(at: HomeAndDoor, values: Readonly<Record<string, WireValue>>): Promise<void> {
  for (const [name, value] of Object.entries(values))
    if (name !== "lockState" && name !== "actuatorEnabled") await write(at, name, value);
}

/** The status of each write, and the settings that the log has meanwhile. */
async function whatWritesDo({ lock, door }: HomeAndDoor, writes: readonly (readonly [string, WireValue])[]) {
  const before = (await door.log()).length;
  const state: (readonly [string, WireValue, number])[] = [];
  for (const [name, value] of writes) state.push([name, value, await lock.write(name, value)]);
  const setting = (await door.log()).slice(before).filter(({ event }) => event === "setting");
  return { state, setting };
}

/** By the lock's own record: when the last unlock was, and when the lock let go by itself. */
async function assertRelocks({ door }: HomeAndDoor, { afterMs, beforeMs }: { afterMs: number; beforeMs: number }) {
  await untilState(door, ({ clutch }) => clutch === "free");
  const [unlocked, locked] = (await door.log()).filter(({ event }) => event === "lockOperation").slice(-2);
  assert.deepEqual([unlocked?.operation, locked?.operation, locked?.source], ["unlock", "lock", "auto"]);
  const heldMs = Date.parse(locked?.time ?? "") - Date.parse(unlocked?.time ?? "");
  assert.ok(heldMs >= afterMs && heldMs < beforeMs, `${heldMs} ms`);
}
