/** Orders from the app and the homes: what each does, and each refusal, in the order in which they are checked. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CoreLock, newPinOf, outcomeOf, tagOf } from "../test/core-lock.ts";
import { administrator, contentOf, familyLock, member, stranger } from "../test/family-lock.ts";
import { refusals, type CommandBody, type CommandResult, type Refusal } from "./command.ts";
import { credentialsPerKindMax, usersMax, weekDays, type OperatingMode } from "./model.ts";
import { secondMs } from "./moment.ts";
import { lockedOutMs, lockStateOf, unpoweredLock } from "./state.ts";
import { step } from "./step.ts";

const done = { ok: true, index: null } as const;

function refused(error: Refusal): CommandResult {
  return { ok: false, error };
}

/** A refused order changes nothing that the store keeps but the log. */
function assertRefused(lock: CoreLock, command: CommandBody, error: Refusal): void {
  const before = contentOf(lock.state.durable);
  assert.deepEqual(lock.order(command), refused(error));
  assert.deepEqual(contentOf(lock.state.durable), before, `${command.type} was refused and changed something`);
}

const unlock = { type: "unlockDoor", pin: null, timeoutSeconds: null } as const;

function unlockWith(pin: string): CommandBody {
  return { ...unlock, pin };
}

function pinCommand(pin: string, userIndex: number | null = null, index: number | null = null): CommandBody {
  return { type: "setCredential", userIndex, index, credential: { kind: "pin", pin: newPinOf(pin) } };
}

function cardCommand(card: string, userIndex: number | null = null, index: number | null = null): CommandBody {
  return { type: "setCredential", userIndex, index, credential: { kind: "rfid", tag: tagOf(card) } };
}

const weekly = {
  type: "setWeekDaySchedule",
  userIndex: member.card.user,
  index: null,
  days: ["mon"],
  fromMinute: 540,
  toMinute: 720,
} as const satisfies CommandBody;
const dates = {
  type: "setYearDaySchedule",
  userIndex: member.card.user,
  index: null,
  fromLocalMs: 1000,
  toLocalMs: 2000,
} as const satisfies CommandBody;

/** One of each, all in range: a new command without a line here does not compile. */
const commands: { readonly [Type in CommandBody["type"]]: CommandBody & { readonly type: Type } } = {
  lockDoor: { type: "lockDoor" },
  unlockDoor: unlock,
  setOperatingMode: { type: "setOperatingMode", mode: "vacation" },
  changeSetting: { type: "changeSetting", setting: { name: "volume", value: "low" } },
  restoreEntry: { type: "restoreEntry" },
  setUser: { type: "setUser", userIndex: 9 },
  clearUser: { type: "clearUser", userIndex: member.pin.user },
  setCredential: {
    type: "setCredential",
    userIndex: null,
    index: null,
    credential: { kind: "pin", pin: newPinOf("739104") },
  },
  clearCredential: { type: "clearCredential", kind: "pin", index: member.pin.number },
  setWeekDaySchedule: weekly,
  setYearDaySchedule: dates,
  clearSchedules: { type: "clearSchedules", userIndex: member.card.user },
  clearCredentials: { type: "clearCredentials", kind: "pin" },
  mergeUsers: { type: "mergeUsers", from: member.pin.user, into: member.card.user },
  setHolidaySchedule: {
    type: "setHolidaySchedule",
    index: 1,
    fromLocalMs: 1000,
    toLocalMs: 2000,
    operatingMode: "vacation",
  },
  clearHolidaySchedules: { type: "clearHolidaySchedules", index: null },
  beginEnrolment: { type: "beginEnrolment", userIndex: member.card.user },
  cancelEnrolment: { type: "cancelEnrolment" },
  identify: { type: "identify" },
};

/** What comes of these is logged when it comes. */
const silent: readonly CommandBody["type"][] = ["restoreEntry", "beginEnrolment", "cancelEnrolment", "identify"];

function lockFor(command: CommandBody): CoreLock {
  const lock = familyLock();
  if (command.type === "cancelEnrolment") lock.order({ type: "beginEnrolment", userIndex: null });
  lock.take();
  return lock;
}

describe("every order", () => {
  for (const command of Object.values(commands)) {
    test(`L40: ${command.type} is answered exactly once, and logged as remote`, () => {
      const lock = lockFor(command);
      lock.order(command);
      const { effects, records } = lock.take();
      const replies = effects.filter((effect) => effect.type === "reply");
      assert.equal(replies.length, 1);
      assert.equal(replies[0]?.result.ok, true);
      if (silent.includes(command.type)) return assert.deepEqual(records, []);
      assert.ok(records.length > 0);
      for (const record of records) assert.equal("source" in record ? record.source : "remote", "remote");
    });

    test(`L31: ${command.type} is refused without power, and the lock stays as it is`, () => {
      const lock = familyLock();
      lock.dispatch({ type: "powerLost", areBatteriesOut: true });
      const before = lock.state;
      lock.take();
      assertRefused(lock, command, "noPower");
      assert.deepEqual(lock.state, before);
      assert.deepEqual(lock.take().records, []);
    });
  }

  test("L40: an order by the start flags is logged as unspecified", () => {
    const lock = familyLock();
    const command = { type: "changeSetting", setting: { name: "language", value: "it" } } as const;
    lock.dispatch({
      type: "commandReceived",
      request: 77,
      command: { ...command, source: "unspecified", fabric: null },
    });
    const [record] = lock.take().records;
    assert.ok(record?.event === "setting" && record.source === "unspecified");
  });

  test("L40: the start flags are taken before there is power, and logged; no other order is", () => {
    const setting = { name: "language", value: "it" } as const;
    for (const [command, result] of [
      [{ type: "changeSetting", setting, source: "unspecified", fabric: null }, done],
      [{ type: "changeSetting", setting, source: "remote", fabric: null }, refused("noPower")],
      [{ ...unlock, source: "unspecified", fabric: null }, refused("noPower")],
    ] as const) {
      const { state, records, effects } = step(
        unpoweredLock(),
        { type: "commandReceived", request: 7, command },
        new CoreLock().now,
      );
      assert.deepEqual(effects, [{ type: "reply", request: 7, result }]);
      assert.deepEqual(
        records.map((record) => (record.event === "setting" ? [record.name, record.value, record.source] : [])),
        result.ok ? [["language", "it", "unspecified"]] : [],
      );
      assert.equal(state.durable.settings.language, result.ok ? "it" : "en");
      assert.equal(state.volatile.session.kind, "off");
    }
  });
});

describe("refusals", () => {
  /**
   * A ladder: an order against which everything speaks, and with each step one thing less. Each answer is further down
   * the list of refusals.
   */
  interface Ladder {
    readonly name: string;
    readonly steps: readonly { readonly answer: Refusal; readonly order: (lock: CoreLock) => CommandResult | null }[];
    readonly prepare: (lock: CoreLock) => void;
    readonly end: (lock: CoreLock) => CommandResult | null;
  }

  const ladders: readonly Ladder[] = [
    {
      name: "setCredential with a PIN",
      prepare: (lock) => {
        for (let index = 3; index <= credentialsPerKindMax; index++) lock.order(pinCommand(`${7_391_000 + index}`));
        lock.set({ name: "guardProfile", value: "strict" });
        lock.dispatch({ type: "supplyMeasured", batteryMillivolts: 4000, hasUsb: false });
      },
      steps: [
        { answer: "outOfRange", order: (lock) => lock.order(pinCommand("111111", usersMax + 1, 1)) },
        { answer: "unknownUser", order: (lock) => lock.order(pinCommand("111111", usersMax, 1)) },
        { answer: "occupied", order: (lock) => lock.order(pinCommand("111111", member.card.user, 1)) },
        { answer: "batteryCritical", order: (lock) => lock.order(pinCommand(member.pin.digits, member.card.user)) },
        {
          answer: "full",
          order: (lock) => {
            lock.dispatch({ type: "supplyMeasured", batteryMillivolts: 4000, hasUsb: true });
            return lock.order(pinCommand(member.pin.digits, member.card.user));
          },
        },
        {
          answer: "pinLength",
          order: (lock) => {
            lock.order({ type: "clearCredential", kind: "pin", index: 50 });
            const pin = { ...newPinOf(member.pin.digits), length: 5 };
            const userIndex = member.card.user;
            return lock.order({ type: "setCredential", userIndex, index: null, credential: { kind: "pin", pin } });
          },
        },
        { answer: "duplicate", order: (lock) => lock.order(pinCommand(member.pin.digits, member.card.user)) },
        { answer: "easyPin", order: (lock) => lock.order(pinCommand("111111", member.card.user)) },
        { answer: "longerPinNeeded", order: (lock) => lock.order(pinCommand("739104", member.card.user)) },
      ],
      end: (lock) => lock.order(pinCommand("9402857", member.card.user)),
    },
    {
      name: "setCredential with a card",
      prepare: (lock) => {
        for (let index = 3; index <= credentialsPerKindMax; index++) lock.order(cardCommand(`card ${index}`));
        lock.dispatch({ type: "supplyMeasured", batteryMillivolts: 4000, hasUsb: false });
      },
      steps: [
        { answer: "outOfRange", order: (lock) => lock.order(cardCommand(member.card.name, 0, 1)) },
        { answer: "unknownUser", order: (lock) => lock.order(cardCommand(member.card.name, usersMax, 1)) },
        { answer: "occupied", order: (lock) => lock.order(cardCommand(member.card.name, member.pin.user, 1)) },
        { answer: "batteryCritical", order: (lock) => lock.order(cardCommand(member.card.name, member.pin.user)) },
        {
          answer: "full",
          order: (lock) => {
            lock.dispatch({ type: "supplyMeasured", batteryMillivolts: 6000, hasUsb: false });
            return lock.order(cardCommand(member.card.name, member.pin.user));
          },
        },
        {
          answer: "duplicate",
          order: (lock) => {
            lock.order({ type: "clearCredential", kind: "rfid", index: 50 });
            return lock.order(cardCommand(member.card.name, member.pin.user));
          },
        },
      ],
      end: (lock) => lock.order(cardCommand("green", member.pin.user)),
    },
    {
      name: "unlockDoor with a PIN",
      prepare: (lock) => {
        lock.order({ type: "setOperatingMode", mode: "noRemoteLockUnlock" });
        lock.set({ name: "isPinRequiredForRemote", value: true });
        lock.order({ type: "setUser", userIndex: member.pin.user, userStatus: "occupiedDisabled" });
        lock.dispatch({ type: "safetyBoltMoved", isThrown: true });
        lock.dispatch({ type: "handleMoved", isAtRest: false });
        lock.motor = "motor-stall";
        for (let tried = 0; tried < 5; tried++) lock.card(stranger.card);
      },
      steps: [
        { answer: "outOfRange", order: (lock) => lock.order(unlockWith("58203a6")) },
        { answer: "operatingMode", order: (lock) => lock.order(unlockWith(stranger.pin)) },
        {
          answer: "pinRequired",
          order: (lock) => {
            lock.order({ type: "setOperatingMode", mode: "normal" });
            return lock.order(unlock);
          },
        },
        { answer: "lockedOut", order: (lock) => lock.order(unlockWith(stranger.pin)) },
        {
          answer: "invalidCredential",
          order: (lock) => {
            lock.wait(180 * secondMs);
            return lock.order(unlockWith(stranger.pin));
          },
        },
        { answer: "disabledUser", order: (lock) => lock.order(unlockWith(member.pin.digits)) },
        {
          answer: "restricted",
          order: (lock) => {
            const userIndex = member.pin.user;
            lock.order({ type: "setUser", userIndex, userStatus: "occupiedEnabled", userType: "weekDayScheduleUser" });
            return lock.order(unlockWith(member.pin.digits));
          },
        },
        {
          answer: "boltedInside",
          order: (lock) => {
            lock.order({ type: "setUser", userIndex: member.pin.user, userType: "unrestrictedUser" });
            return lock.order(unlockWith(member.pin.digits));
          },
        },
        {
          answer: "handleNotAtRest",
          order: (lock) => {
            lock.dispatch({ type: "safetyBoltMoved", isThrown: false });
            return lock.order(unlockWith(member.pin.digits));
          },
        },
        {
          answer: "motorFault",
          order: (lock) => {
            lock.dispatch({ type: "handleMoved", isAtRest: true });
            return lock.order(unlockWith(member.pin.digits));
          },
        },
      ],
      end: (lock) => {
        lock.motor = "healthy";
        return lock.order(unlockWith(member.pin.digits));
      },
    },
    {
      name: "unlockDoor without a PIN",
      prepare: (lock) => {
        lock.order({ type: "setOperatingMode", mode: "privacy" });
        lock.set({ name: "isPinRequiredForRemote", value: true });
        lock.dispatch({ type: "safetyBoltMoved", isThrown: true });
        lock.dispatch({ type: "handleMoved", isAtRest: false });
        lock.motor = "motor-open";
      },
      steps: [
        { answer: "operatingMode", order: (lock) => lock.order(unlock) },
        {
          answer: "pinRequired",
          order: (lock) => {
            lock.order({ type: "setOperatingMode", mode: "normal" });
            return lock.order(unlock);
          },
        },
        {
          answer: "boltedInside",
          order: (lock) => {
            lock.set({ name: "isPinRequiredForRemote", value: false });
            return lock.order(unlock);
          },
        },
        {
          answer: "handleNotAtRest",
          order: (lock) => {
            lock.dispatch({ type: "safetyBoltMoved", isThrown: false });
            return lock.order(unlock);
          },
        },
        {
          answer: "motorFault",
          order: (lock) => {
            lock.dispatch({ type: "handleMoved", isAtRest: true });
            return lock.order(unlock);
          },
        },
      ],
      end: (lock) => {
        lock.motor = "healthy";
        return lock.order(unlock);
      },
    },
    {
      name: "setOperatingMode",
      prepare: (lock) => {
        lock.dispatch({ type: "safetyBoltMoved", isThrown: true });
        lock.dispatch({ type: "handleMoved", isAtRest: false });
        lock.motor = "clutch";
      },
      steps: [
        { answer: "boltedInside", order: (lock) => lock.order({ type: "setOperatingMode", mode: "passage" }) },
        {
          answer: "handleNotAtRest",
          order: (lock) => {
            lock.dispatch({ type: "safetyBoltMoved", isThrown: false });
            return lock.order({ type: "setOperatingMode", mode: "passage" });
          },
        },
      ],
      end: (lock) => {
        lock.dispatch({ type: "handleMoved", isAtRest: true });
        return lock.order({ type: "setOperatingMode", mode: "passage" });
      },
    },
    {
      name: "clearUser",
      prepare: (lock) => {
        for (const userIndex of [administrator.finger.user, administrator.card.user])
          lock.order({ type: "clearUser", userIndex });
      },
      steps: [
        { answer: "outOfRange", order: (lock) => lock.order({ type: "clearUser", userIndex: 0 }) },
        { answer: "unknownUser", order: (lock) => lock.order({ type: "clearUser", userIndex: usersMax }) },
        { answer: "lastAdministrator", order: (lock) => lock.order({ type: "clearUser", userIndex: 1 }) },
      ],
      end: (lock) => lock.order({ type: "clearUser", userIndex: member.pin.user }),
    },
    {
      name: "clearCredential",
      prepare: (lock) => {
        for (const userIndex of [administrator.finger.user, administrator.card.user])
          lock.order({ type: "clearUser", userIndex });
      },
      steps: [
        { answer: "outOfRange", order: (lock) => lock.order({ type: "clearCredential", kind: "pin", index: 51 }) },
        {
          answer: "notInUse",
          order: (lock) => lock.order({ type: "clearCredential", userIndex: 2, kind: "pin", index: 50 }),
        },
        {
          answer: "occupied",
          order: (lock) => lock.order({ type: "clearCredential", userIndex: 2, kind: "pin", index: 1 }),
        },
        {
          answer: "lastAdministrator",
          order: (lock) => lock.order({ type: "clearCredential", kind: "pin", index: 1 }),
        },
      ],
      end: (lock) => lock.order({ type: "clearCredential", kind: "pin", index: 2 }),
    },
    ...[weekly, dates].map((schedule): Ladder => ({
      name: schedule.type,
      prepare: (lock) => {
        for (let index = 1; index <= 10; index++) lock.order({ ...schedule, index });
      },
      steps: [
        { answer: "outOfRange", order: (lock) => lock.order({ ...schedule, userIndex: 151 }) },
        { answer: "unknownUser", order: (lock) => lock.order({ ...schedule, userIndex: 150 }) },
        { answer: "full", order: (lock) => lock.order(schedule) },
      ],
      end: (lock) => lock.order({ ...schedule, index: 10 }),
    })),
  ];

  for (const { name, prepare, steps, end } of ladders)
    test(`L39: the refusals of ${name} come in their order: ${steps.map(({ answer }) => answer).join(", ")}`, () => {
      const places = steps.map(({ answer }) => refusals.indexOf(answer));
      assert.deepEqual(
        places,
        [...places].sort((one, other) => one - other),
      );
      const lock = familyLock();
      prepare(lock);
      for (const { answer, order } of steps) assert.deepEqual(order(lock), refused(answer));
      assert.equal(end(lock)?.ok, true);
    });

  test("L39: stopped PIN entry is refused before the PIN is looked at", () => {
    const lock = familyLock();
    for (let tried = 0; tried < 67; tried++) {
      lock.type("60417260417260417260#");
      lock.wait(lockedOutMs(lock.state, lock.poweredMs));
    }
    lock.take();
    assertRefused(lock, unlockWith(stranger.pin), "entryStopped");
    assert.equal(lock.take().judged, 0);
  });

  test("L39: an order with a PIN while another try is judged is told that the lock is busy", () => {
    const lock = familyLock();
    lock.unanswered.add("matchFinger");
    lock.finger(member.finger.name);
    assertRefused(lock, unlockWith(member.pin.digits), "busy");
    assert.equal(lock.state.durable.guard.wrongTries, 1, "only the finger counts");
  });

  test("L39: each refusal is the answer to some order", () => {
    const met = new Set(ladders.flatMap(({ steps }) => steps.map(({ answer }) => answer)));
    const metElsewhere: readonly Refusal[] = ["noPower", "entryStopped", "busy", "otherHome", "readerFault"];
    assert.deepEqual(
      refusals.filter((refusal) => !met.has(refusal) && !metElsewhere.includes(refusal)),
      [],
    );
  });
});

describe("ranges", () => {
  const outOfRange: readonly CommandBody[] = [
    unlockWith(""),
    unlockWith("123456789012345678901"),
    unlockWith("40791a"),
    unlockWith("40 913"),
    unlockWith("٤٠٧٩١٣"),
    ...([-1, 86_401, 0.5, Number.NaN] as const).map((value): CommandBody => ({
      type: "changeSetting",
      setting: { name: "autoRelockSeconds", value },
    })),
    ...([0, 256, 2.5] as const).flatMap((value): readonly CommandBody[] => [
      { type: "changeSetting", setting: { name: "wrongCodeEntryLimit", value } },
      { type: "changeSetting", setting: { name: "temporaryDisableSeconds", value } },
    ]),
    ...([0, 2881] as const).map((value): CommandBody => ({
      type: "changeSetting",
      setting: { name: "expiringUserTimeoutMinutes", value },
    })),
    ...(["", "i", "IT", "ital", "it-IT", "../it"] as const).map((value): CommandBody => ({
      type: "changeSetting",
      setting: { name: "language", value },
    })),
    { type: "setUser", userIndex: 0 },
    { type: "setUser", userIndex: 151 },
    { type: "setUser", userIndex: 1.5 },
    { type: "setUser", userIndex: 9, name: "x".repeat(65) },
    { type: "clearUser", userIndex: 151 },
    pinCommand("739104", 0),
    pinCommand("739104", null, 51),
    { type: "clearCredential", kind: "rfid", index: 0 },
    { ...weekly, index: 0 },
    { ...weekly, index: 11 },
    { ...weekly, days: [] },
    { ...weekly, fromMinute: -1 },
    { ...weekly, fromMinute: 720 },
    { ...weekly, fromMinute: 721 },
    { ...weekly, toMinute: 1441 },
    { ...dates, toLocalMs: 1000 },
    { ...dates, toLocalMs: 999 },
    { ...dates, fromLocalMs: Number.NaN },
    { ...dates, toLocalMs: Number.POSITIVE_INFINITY },
    { ...dates, index: 11 },
    { type: "clearSchedules", userIndex: 0 },
  ];
  for (const command of outOfRange)
    test(`L39: ${JSON.stringify(command)} is out of range`, () => {
      const lock = familyLock();
      assertRefused(lock, command, "outOfRange");
      assert.deepEqual(lock.take().records, []);
    });

  test("L13: an unlock order keeps the door open for whole seconds, from one to a day; any other time is refused untried", () => {
    for (const pin of [null, member.pin.digits])
      for (const timeoutSeconds of [-1, 0, 0.5, 86_401, Number.NaN, Number.POSITIVE_INFINITY]) {
        const lock = familyLock();
        assertRefused(lock, { type: "unlockDoor", pin, timeoutSeconds }, "outOfRange");
        const { records, judged, drives } = lock.take();
        assert.deepEqual({ records, judged, drives }, { records: [], judged: 0, drives: [] });
      }
  });

  const atTheEdge: readonly CommandBody[] = [
    { ...unlock, timeoutSeconds: 1 },
    { ...unlock, timeoutSeconds: 86_400 },
    { type: "changeSetting", setting: { name: "autoRelockSeconds", value: 0 } },
    { type: "changeSetting", setting: { name: "autoRelockSeconds", value: 86_400 } },
    { type: "changeSetting", setting: { name: "wrongCodeEntryLimit", value: 1 } },
    { type: "changeSetting", setting: { name: "wrongCodeEntryLimit", value: 255 } },
    { type: "changeSetting", setting: { name: "temporaryDisableSeconds", value: 1 } },
    { type: "changeSetting", setting: { name: "temporaryDisableSeconds", value: 255 } },
    { type: "changeSetting", setting: { name: "expiringUserTimeoutMinutes", value: 1 } },
    { type: "changeSetting", setting: { name: "expiringUserTimeoutMinutes", value: 2880 } },
    { type: "changeSetting", setting: { name: "language", value: "deu" } },
    { type: "setUser", userIndex: 150, name: "x".repeat(64) },
    pinCommand("739104", null, 50),
    { ...weekly, fromMinute: 0, toMinute: 1440, days: weekDays, index: 10 },
    { ...dates, fromLocalMs: -1, toLocalMs: 0 },
  ];
  for (const command of atTheEdge)
    test(`L39: ${JSON.stringify(command)} is just in range`, () => {
      assert.equal(familyLock().order(command)?.ok, true);
    });
});

describe("settings", () => {
  test("L40: a setting is stored and logged with its value; the value it has already is no change", () => {
    const lock = familyLock();
    const command: CommandBody = { type: "changeSetting", setting: { name: "autoRelockSeconds", value: 30 } };
    assert.deepEqual(lock.order(command), done);
    assert.equal(lock.state.durable.settings.autoRelockSeconds, 30);
    const [record] = lock.take().records;
    assert.ok(record?.event === "setting");
    assert.deepEqual([record.name, record.value, record.source], ["autoRelockSeconds", 30, "remote"]);
    assert.deepEqual(lock.order(command), done);
    assert.deepEqual(lock.take().records, []);
  });

  test("L29: the volume that the app sets reaches the speaker", () => {
    const lock = familyLock();
    lock.set({ name: "volume", value: "silent" });
    assert.ok(lock.take().effects.some((effect) => effect.type === "setLoudness" && effect.volume === "silent"));
  });

  test("L39: the lock speaks the language that is set from then on", () => {
    const lock = familyLock({ name: "language", value: "it" });
    lock.card(stranger.card);
    const [say] = lock.take().effects.filter((effect) => effect.type === "say");
    assert.equal(say?.language, "it");
  });

  test("L13: privacy is refused while the clutch is engaged, and changes nothing", () => {
    const lock = familyLock();
    lock.card(member.card.name);
    assertRefused(lock, { type: "setOperatingMode", mode: "privacy" }, "operatingMode");
    lock.wait(5 * secondMs);
    assert.deepEqual(lock.order({ type: "setOperatingMode", mode: "privacy" }), done);
  });

  test("L40: each operating mode is stored and logged; the one it has already is no change", () => {
    const lock = familyLock();
    for (const mode of [
      "vacation",
      "privacy",
      "noRemoteLockUnlock",
      "normal",
    ] as const satisfies readonly OperatingMode[]) {
      assert.deepEqual(lock.order({ type: "setOperatingMode", mode }), done);
      assert.equal(lock.state.durable.settings.operatingMode, mode);
      const [record] = lock.take().records;
      assert.ok(record?.event === "setting" && record.name === "operatingMode" && record.value === mode);
      lock.order({ type: "setOperatingMode", mode });
      assert.deepEqual(lock.take().records, []);
    }
  });

  test("L16, L18: a motor that fails on the way to open mode is told, and the mode is normal, in the log too", () => {
    for (const motor of ["motor-stall", "silent"] as const) {
      const lock = familyLock();
      if (motor === "silent") lock.unanswered.add("driveClutch");
      else lock.motor = motor;
      lock.order({ type: "setOperatingMode", mode: "passage" });
      lock.wait(3 * secondMs);
      assert.deepEqual([...lock.replies.values()].at(-1), refused("motorFault"));
      assert.equal(lock.state.durable.settings.operatingMode, "normal");
      const modes = lock
        .take()
        .records.flatMap((record) => (record.event === "setting" ? [[record.name, record.value, record.source]] : []));
      assert.deepEqual(modes, [
        ["operatingMode", "passage", "remote"],
        ["operatingMode", "normal", "remote"],
      ]);
    }
  });

  test("L16, L18: a motor that fails on the way to open mode leaves a stricter mode as strict as it was", () => {
    const lock = familyLock();
    lock.order({ type: "setOperatingMode", mode: "vacation" });
    lock.motor = "motor-stall";
    lock.order({ type: "setOperatingMode", mode: "passage" });
    assert.equal(lock.state.durable.settings.operatingMode, "vacation");
  });

  test("L18: a lock order that the motor cannot carry out is told", () => {
    const lock = familyLock();
    lock.card(member.card.name);
    lock.motor = "clutch";
    assert.deepEqual(lock.order({ type: "lockDoor" }), refused("motorFault"));
    assert.equal(lockStateOf(lock.state), "unlocked");
  });

  test("L16: lock and unlock over the network are refused in the modes that close the network, and logged", () => {
    for (const mode of ["noRemoteLockUnlock", "privacy"] as const) {
      const lock = familyLock();
      lock.order({ type: "setOperatingMode", mode });
      lock.take();
      for (const command of [unlock, { type: "lockDoor" }] as const) assertRefused(lock, command, "operatingMode");
      assert.deepEqual(lock.take().reasons, ["operating-mode", "operating-mode"]);
    }
  });

  test("L40: an unlock without the PIN that is required is refused and logged", () => {
    const lock = familyLock({ name: "isPinRequiredForRemote", value: true });
    assertRefused(lock, unlock, "pinRequired");
    assert.deepEqual(lock.take().reasons, ["pin-required"]);
    assert.deepEqual(lock.order(unlockWith(member.pin.digits)), done);
  });
});

describe("users", () => {
  test("L10: setUser makes a user, and changes only what it names", () => {
    const lock = familyLock();
    assert.deepEqual(lock.order({ type: "setUser", userIndex: 20, name: "Eva", role: "guest" }), {
      ok: true,
      index: 20,
    });
    lock.order({ type: "setUser", userIndex: 20, userStatus: "occupiedDisabled", uniqueId: 7 });
    const { name, role, userStatus, uniqueId, userType } = lock.state.durable.users[20] ?? {};
    assert.deepEqual(
      { name, role, userStatus, uniqueId, userType },
      { name: "Eva", role: "guest", userStatus: "occupiedDisabled", uniqueId: 7, userType: "unrestrictedUser" },
    );
    const changes = lock.take().records.map((record) => (record.event === "userChange" ? record.change : record.event));
    assert.deepEqual(changes, ["add", "modify"]);
  });

  test("L11: a user that an issuer makes without a role is a member", () => {
    const lock = familyLock();
    lock.order({ type: "setUser", userIndex: 20 });
    assert.equal(lock.state.durable.users[20]?.role, "member");
    lock.order(pinCommand("739104"));
    assert.equal(lock.state.durable.users[7]?.role, "member");
  });

  test("L11: what is issued remotely has the role that its issuer chose, and an administrator's opens the menu", () => {
    for (const role of ["administrator", "member", "guest"] as const) {
      const lock = familyLock();
      lock.issue({ role }, { pin: "739104" });
      lock.openMenu(() => lock.press("739104#"));
      assert.equal(lock.state.volatile.session.kind, role === "administrator" ? "menu" : "idle");
    }
  });

  test("L10: the fabrics that made and last changed a user are kept; the lock's own users have none", () => {
    const lock = familyLock();
    const order = (request: number, fabric: number): void =>
      lock.dispatch({
        type: "commandReceived",
        request,
        command: { type: "setUser", userIndex: 20, name: `by ${fabric}`, source: "remote", fabric },
      });
    order(101, 1);
    lock.order({ type: "setUser", userIndex: 20, userStatus: "occupiedDisabled" }, { fabric: 2, node: "7" });
    const { creatorFabric, modifierFabric } = lock.state.durable.users[20] ?? {};
    assert.deepEqual({ creatorFabric, modifierFabric }, { creatorFabric: 1, modifierFabric: 2 });
    assert.equal(lock.state.durable.users[1]?.creatorFabric, null);
  });

  test("L15x: a one-time user that is enabled again may open once more", () => {
    const lock = familyLock();
    const userIndex = lock.issue({ userType: "disposableUser" }, { pin: "739104" });
    lock.type("739104#");
    lock.order({ type: "setUser", userIndex, userStatus: "occupiedEnabled" });
    lock.wait(5 * secondMs);
    lock.type("739104#");
    assert.equal(lockStateOf(lock.state), "unlocked");
  });

  test("L10: clearUser removes a user with all its credentials and their templates", () => {
    const lock = familyLock();
    lock.order(pinCommand("739104", member.finger.user));
    lock.order({ ...weekly, userIndex: member.finger.user });
    lock.take();
    assert.deepEqual(lock.order({ type: "clearUser", userIndex: member.finger.user }), done);
    assert.equal(lock.state.durable.users[member.finger.user], undefined);
    const { effects, records } = lock.take();
    assert.ok(effects.some((effect) => effect.type === "deleteTemplate" && effect.slot === member.finger.number));
    const cleared = records.map((record) => (record.event === "userChange" ? record.credential?.kind : null));
    assert.deepEqual(cleared, ["fingerprint", "pin", undefined]);
    lock.finger(member.finger.name);
    lock.type("739104#");
    assert.deepEqual(lock.take().reasons, ["unknown-finger", "unknown-pin"]);
  });

  test("L11: the menu of somebody whose credential is removed closes", () => {
    for (const command of [
      { type: "clearUser", userIndex: administrator.card.user },
      { type: "clearCredential", kind: "rfid", index: administrator.card.number },
    ] as const) {
      const lock = familyLock();
      lock.openMenu(() => lock.card(administrator.card.name));
      lock.order(command);
      assert.equal(lock.state.volatile.session.kind, "idle");
    }
    const other = familyLock();
    other.openMenu(() => other.card(administrator.card.name));
    other.order({ type: "clearCredential", kind: "rfid", index: member.card.number });
    assert.equal(other.state.volatile.session.kind, "menu");
  });

  const { user: opener } = administrator.card;
  for (const [what, row, command] of [
    ["is disabled", "L11", { type: "setUser", userIndex: opener, userStatus: "occupiedDisabled" }],
    ["is an administrator no more", "L11", { type: "setUser", userIndex: opener, role: "guest" }],
    ["is removed", "L11", { type: "clearUser", userIndex: opener }],
    ["may not, because the menu is switched off,", "L30", off()],
  ] as const)
    test(`${row}: a menu whose opener ${what} closes wherever it is, and changes nothing any more`, () => {
      for (const [typed, session] of [
        ["", "menu"],
        ["12#739104#", "addPin"],
        ["13#", "addCard"],
        ["22#2#", "delete"],
        ["32#", "clear"],
        ["3570#", "initialise"],
      ] as const) {
        const lock = familyLock();
        lock.openMenu(() => lock.card(administrator.card.name));
        lock.press(typed);
        assert.equal(lock.state.volatile.session.kind, session);
        lock.take();
        assert.equal(lock.order(command)?.ok, true);
        assert.equal(lock.state.volatile.session.kind, "idle");
        assert.deepEqual(lock.take().said, ["menu-closed"]);
        const before = lock.state.durable.credentials;
        lock.press("#");
        assert.deepEqual(lock.state.durable.credentials, before);
      }
    });

  test("L23: the reader discards its captures when the opener of the menu is removed or demoted meanwhile", () => {
    for (const command of [
      { type: "clearUser", userIndex: opener },
      { type: "setUser", userIndex: opener, role: "member" },
    ] as const) {
      const lock = familyLock();
      lock.openMenu(() => lock.card(administrator.card.name));
      lock.press("11#");
      lock.finger("new-thumb");
      lock.take();
      lock.order(command);
      assert.ok(lock.take().effects.some(({ type }) => type === "discardEnrolment"));
    }
  });

  test("L11: what does not take the right to the menu from its opener leaves it open", () => {
    for (const command of [
      { type: "setUser", userIndex: opener, name: "Carla" },
      { type: "setUser", userIndex: administrator.pin.user, role: "guest" },
      { type: "changeSetting", setting: { name: "volume", value: "low" } },
      pinCommand("739104"),
    ] as const) {
      const lock = familyLock();
      lock.openMenu(() => lock.card(administrator.card.name));
      assert.equal(lock.order(command)?.ok, true);
      assert.equal(lock.state.volatile.session.kind, "menu");
    }
  });

  test("L30: whoever is to verify when the menu is switched off does not get into it", () => {
    const lock = familyLock();
    lock.type("3571#");
    lock.order(off());
    assert.equal(lock.state.volatile.session.kind, "idle");
  });

  test("L20: a menu that is open to all closes when the app enrols somebody; a menu in which somebody was enrolled stays", () => {
    for (const [typed, session] of [
      ["", "idle"],
      ["12#904718#904718#", "menu"],
    ] as const) {
      const lock = new CoreLock();
      lock.openMenu();
      lock.press(typed);
      lock.order({ type: "setUser", userIndex: 9 });
      assert.equal(lock.state.volatile.session.kind, "menu", "a user without a credential opens nothing");
      lock.order(pinCommand("739104"));
      assert.equal(lock.state.volatile.session.kind, session);
    }
  });

  function off(): CommandBody {
    return { type: "changeSetting", setting: { name: "isMenuEnabled", value: false } };
  }
});

describe("credentials", () => {
  test("L7: setCredential takes the lowest free number, or the one that is asked for", () => {
    const lock = familyLock();
    assert.deepEqual(lock.order(pinCommand("739104")), { ok: true, index: 3 });
    assert.deepEqual(lock.order(pinCommand("739105", null, 40)), { ok: true, index: 40 });
    assert.deepEqual(lock.order(cardCommand("green")), { ok: true, index: 3 });
    lock.order({ type: "clearCredential", kind: "pin", index: 2 });
    assert.deepEqual(lock.order(pinCommand("739106")), { ok: true, index: 2 });
  });

  test("L10: a credential without a user makes one; with one it is that user's", () => {
    const lock = familyLock();
    lock.order(pinCommand("739104"));
    assert.equal(lock.state.durable.credentials.pin[3]?.userIndex, 7);
    lock.order(cardCommand("green", 7));
    assert.equal(lock.state.durable.credentials.rfid[3]?.userIndex, 7);
  });

  test("L9: a user's own number can be given another PIN; the old one opens nothing any more", () => {
    const lock = familyLock();
    assert.deepEqual(lock.order(pinCommand("739104", member.pin.user, member.pin.number)), { ok: true, index: 2 });
    const [record] = lock.take().records;
    assert.ok(record?.event === "userChange" && record.change === "modify");
    lock.type(`${member.pin.digits}#`);
    assert.deepEqual(lock.take().reasons, ["unknown-pin"]);
    lock.type("739104#");
    assert.equal(lockStateOf(lock.state), "unlocked");
  });

  test("L9: the same PIN or card again at its own number is no duplicate; at any other it is", () => {
    const lock = familyLock();
    const { user, number } = member.pin;
    assert.deepEqual(lock.order(pinCommand(member.pin.digits, user, number)), { ok: true, index: number });
    assertRefused(lock, pinCommand(member.pin.digits, user), "duplicate");
    assertRefused(lock, pinCommand(member.pin.digits), "duplicate");
    assert.equal(lock.order(cardCommand(member.card.name, member.card.user, member.card.number))?.ok, true);
    assertRefused(lock, cardCommand(member.card.name), "duplicate");
  });

  test("L8: a PIN of 5 or 11 digits is refused", () => {
    for (const pin of ["73910", "73910482560"]) assertRefused(familyLock(), pinCommand(pin), "pinLength");
  });

  test("L7: a user has room for 10 credentials", () => {
    const lock = familyLock();
    for (let card = 2; card <= 10; card++) assert.equal(lock.order(cardCommand(`card ${card}`, 1))?.ok, true);
    assertRefused(lock, cardCommand("one too many", 1), "full");
    assert.equal(lock.order(pinCommand("739104", 1, 1))?.ok, true, "another PIN at a number of its own fits");
  });

  test("L7: without room for another user a new credential is refused as full", () => {
    const lock = familyLock();
    for (let userIndex = 1; userIndex <= usersMax; userIndex++) lock.order({ type: "setUser", userIndex });
    assertRefused(lock, pinCommand("739104"), "full");
    assert.equal(lock.order(pinCommand("739104", 150))?.ok, true);
  });

  test("L26: clearCredential removes the credential, its template, and a user without any other", () => {
    const lock = familyLock();
    assert.deepEqual(lock.order({ type: "clearCredential", kind: "fingerprint", index: 2 }), done);
    assert.ok(lock.take().effects.some((effect) => effect.type === "deleteTemplate" && effect.slot === 2));
    assert.equal(lock.state.durable.users[member.finger.user], undefined);
  });

  test("L26: clearCredential with a user clears only that user's", () => {
    const { user, number: index } = member.pin;
    const lock = familyLock();
    for (const userIndex of [administrator.pin.user, usersMax])
      assertRefused(lock, { type: "clearCredential", userIndex, kind: "pin", index }, "occupied");
    assert.deepEqual(lock.take().records, []);
    assert.deepEqual(lock.order({ type: "clearCredential", userIndex: user, kind: "pin", index }), done);
    assert.equal(lock.state.durable.credentials.pin[index], undefined);
  });
});

describe("schedules", () => {
  test("L15x: a schedule restricts an unrestricted user, and without any the user is denied", () => {
    const lock = familyLock();
    assert.deepEqual(lock.order(weekly), { ok: true, index: 1 });
    assert.equal(lock.state.durable.users[member.card.user]?.userType, "scheduleRestrictedUser");
    assert.deepEqual(lock.order({ type: "clearSchedules", userIndex: member.card.user }), done);
    const { userType, weekDaySchedules, yearDaySchedules } = lock.state.durable.users[member.card.user] ?? {};
    assert.deepEqual([userType, weekDaySchedules, yearDaySchedules], ["scheduleRestrictedUser", [], []]);
    lock.take();
    lock.card(member.card.name);
    assert.deepEqual(lock.take().reasons, ["out-of-schedule"]);
  });

  test("L15x: schedules take the lowest free place, and one at a taken place replaces it", () => {
    const lock = familyLock();
    const places = () => lock.state.durable.users[member.card.user]?.weekDaySchedules.map(({ index }) => index);
    lock.order({ ...weekly, index: 3 });
    assert.deepEqual(lock.order(weekly), { ok: true, index: 1 });
    assert.deepEqual(lock.order(weekly), { ok: true, index: 2 });
    assert.deepEqual(lock.order(weekly), { ok: true, index: 4 });
    lock.order({ ...weekly, index: 3, toMinute: 600 });
    assert.deepEqual(places(), [1, 2, 3, 4]);
    assert.equal(lock.state.durable.users[member.card.user]?.weekDaySchedules[2]?.toMinute, 600);
    assert.deepEqual(lock.order(dates), { ok: true, index: 1 }, "the other kind has places of its own");
  });

  test("L39: clearing the schedules of nobody is refused", () => {
    assertRefused(familyLock(), { type: "clearSchedules", userIndex: 99 }, "unknownUser");
  });

  test("L40: each change of a schedule is logged as a change of its user", () => {
    const lock = familyLock();
    for (const command of [weekly, dates, commands.clearSchedules]) {
      lock.order(command);
      const [record] = lock.take().records;
      assert.ok(record?.event === "userChange" && record.change === "modify" && record.user === member.card.user);
    }
  });
});

describe("without a step in between", () => {
  test("L33: a refused order leaves the very same durable state", () => {
    const lock = familyLock();
    const command = { type: "clearUser", userIndex: 99, source: "remote", fabric: null } as const;
    const { state, records, effects } = step(lock.state, { type: "commandReceived", request: 5, command }, lock.now);
    assert.equal(state.durable, lock.state.durable);
    assert.deepEqual(outcomeOf(effects, records).effects, [
      { type: "reply", request: 5, result: refused("unknownUser") },
    ]);
  });

  test("L31: without power nothing is noticed but orders", () => {
    const state = unpoweredLock();
    const { now } = new CoreLock();
    for (const event of [
      { type: "keypadTouched" },
      { type: "fingerCaptured" },
      { type: "timePassed" },
      { type: "resetHeld" },
    ] as const) {
      const { effects, records, state: after } = step(state, event, now);
      assert.deepEqual({ effects, records, after }, { effects: [], records: [], after: state });
    }
  });
});
