/** Tries: what opens, what counts as wrong, what is no try, and what a person at the door notices of it. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CoreLock, monday, type Outcome } from "../test/core-lock.ts";
import { administrator, familyLock, member, stranger } from "../test/family-lock.ts";
import type { CommandBody } from "./command.ts";
import type { Effect } from "./effect.ts";
import type { OperatingMode, UserType } from "./model.ts";
import { hourMs, minuteMs, secondMs } from "./moment.ts";
import { keypadViewOf, lockedOutMs, lockStateOf } from "./state.ts";

const kinds = ["fingerprint", "pin", "rfid"] as const;
type Kind = (typeof kinds)[number];
const sources = { fingerprint: "biometric", pin: "keypad", rfid: "rfid" } as const;

function present(lock: CoreLock, who: typeof administrator | typeof member | typeof stranger, kind: Kind): void {
  if (kind === "fingerprint") lock.finger(typeof who.finger === "string" ? who.finger : who.finger.name);
  else if (kind === "rfid") lock.card(typeof who.card === "string" ? who.card : who.card.name);
  else lock.type(`${typeof who.pin === "string" ? who.pin : who.pin.digits}#`);
}

function wrongTries(lock: CoreLock): number {
  return lock.state.durable.guard.wrongTries;
}

function isOpen(lock: CoreLock): boolean {
  return lockStateOf(lock.state) === "unlocked";
}

/** What a person perceives of the judgement; keys and the light of the keypad belong to the typing. */
function perceived({ effects }: Outcome): readonly Effect[] {
  return effects.filter(
    (effect) =>
      (effect.type === "soundTone" && effect.tone !== "key") ||
      effect.type === "say" ||
      effect.type === "driveClutch" ||
      effect.type === "soundSiren",
  );
}

function order(lock: CoreLock, pin: string | null): ReturnType<CoreLock["order"]> {
  return lock.order({ type: "unlockDoor", pin, timeoutSeconds: null });
}

function setUser(lock: CoreLock, userIndex: number, change: Partial<CommandBody & { type: "setUser" }>): void {
  lock.order({ type: "setUser", userIndex, ...change });
  lock.take();
}

describe("a success", () => {
  for (const kind of kinds)
    test(`L13: an enrolled ${kind} engages the clutch, sounds success, and is logged with who and how`, () => {
      for (const who of [administrator, member]) {
        const lock = familyLock();
        present(lock, who, kind);
        const { drives, tones, records, said } = lock.take();
        const { user, number } = kind === "pin" ? who.pin : kind === "rfid" ? who.card : who.finger;
        assert.deepEqual(drives, ["engaged"]);
        assert.deepEqual(
          tones.filter((tone) => tone !== "key"),
          ["success"],
        );
        assert.deepEqual(said, []);
        assert.deepEqual(records, [
          {
            event: "lockOperation",
            operation: "unlock",
            source: sources[kind],
            user,
            credential: { kind, index: number },
            seq: records[0]?.seq,
            utcMs: monday + 10 * secondMs,
          },
        ]);
        assert.equal(isOpen(lock), true);
      }
    });

  test("L14: a PIN opens with padding before, after, and on both sides, up to 20 digits in all", () => {
    const { digits } = administrator.pin;
    for (const entry of [`99${digits}`, `${digits}99`, `1234567${digits}7654321`, digits.padStart(20, "8")]) {
      const lock = familyLock();
      lock.type(`${entry}#`);
      assert.equal(isOpen(lock), true, entry);
    }
  });

  test("L14: an entry of more than 20 digits is void, PIN or not", () => {
    for (const entry of [administrator.pin.digits.padStart(21, "8"), administrator.pin.digits.padEnd(40, "8")]) {
      const lock = familyLock();
      lock.type(`${entry}#`);
      assert.equal(isOpen(lock), false);
      assert.deepEqual(lock.take().reasons, ["entry-too-long"]);
      assert.equal(wrongTries(lock), 1);
    }
  });

  test("L14: of several PINs in one entry the longest is the one that opens, then the earliest", () => {
    const lock = familyLock();
    lock.type(`${administrator.pin.digits}${member.pin.digits}#`);
    assert.deepEqual(userOfUnlock(lock.take()), member.pin.user);
    const neighbour = lock.issue({ role: "member" }, { pin: "913582" });
    lock.take();
    lock.type("913582407913#");
    assert.equal(userOfUnlock(lock.take()), neighbour);
    lock.type("407913582#");
    assert.equal(userOfUnlock(lock.take()), administrator.pin.user);
  });

  function userOfUnlock({ records }: Outcome): number | null | undefined {
    const [unlock] = records.filter((record) => record.event === "lockOperation" && record.operation === "unlock");
    return unlock !== undefined && "user" in unlock ? unlock.user : undefined;
  }

  test("L15: a success resets the count", () => {
    for (const kind of kinds) {
      const lock = familyLock();
      for (let tried = 0; tried < 4; tried++) lock.card(stranger.card);
      assert.equal(wrongTries(lock), 4);
      present(lock, member, kind);
      assert.equal(wrongTries(lock), 0);
      for (let tried = 0; tried < 4; tried++) lock.card(stranger.card);
      assert.equal(lockedOutMs(lock.state, lock.poweredMs), 0);
    }
  });

  test("L15x: it is a success even if the motor then fails", () => {
    const lock = familyLock();
    for (let tried = 0; tried < 4; tried++) lock.card(stranger.card);
    lock.motor = "motor-stall";
    lock.card(member.card.name);
    assert.equal(isOpen(lock), false);
    assert.equal(wrongTries(lock), 0);
  });

  test("L34: a success silences the siren, at the door and at menu verification", () => {
    for (const verify of [
      (lock: CoreLock) => lock.card(member.card.name),
      (lock: CoreLock) => lock.openMenu(() => lock.card(administrator.card.name)),
    ]) {
      const lock = familyLock();
      lock.dispatch({ type: "tamperMoved", isRemoved: true });
      lock.take();
      verify(lock);
      const sirens = lock.take().effects.filter((effect) => effect.type === "soundSiren");
      assert.deepEqual(sirens, [{ type: "soundSiren", isOn: false }]);
    }
  });
});

describe("five wrong tries", () => {
  test("L15: the fifth consecutive wrong try, of whatever kinds, locks the system for 3 minutes with an alarm", () => {
    const lock = familyLock();
    lock.finger(stranger.finger);
    lock.card(stranger.card);
    lock.type(`${stranger.pin}#`);
    lock.openMenu(() => lock.card(stranger.card));
    assert.equal(lockedOutMs(lock.state, lock.poweredMs), 0);
    assert.deepEqual(lock.take().alarms, []);
    lock.finger(stranger.finger);
    assert.equal(lockedOutMs(lock.state, lock.poweredMs), 3 * minuteMs);
    const { alarms, tones, effects } = lock.take();
    assert.deepEqual(alarms, ["wrongCodeEntryLimit"]);
    assert.ok(tones.includes("alarm"));
    const [last] = effects.filter((effect) => effect.type === "say").slice(-1);
    assert.deepEqual(last, { type: "say", prompt: "locked-out", values: { minutes: 3 }, language: "en" });
  });

  test("L15x: nothing is judged during a lock-out: a right credential is refused at 179 s and opens at 181 s", () => {
    for (const kind of kinds) {
      const lock = lockedOut();
      lock.wait(179 * secondMs);
      present(lock, administrator, kind);
      const { judged, drives, said } = lock.take();
      assert.deepEqual({ judged, drives, said }, { judged: 0, drives: [], said: ["locked-out"] });
      lock.wait(2 * secondMs);
      present(lock, administrator, kind);
      assert.equal(isOpen(lock), true);
    }
  });

  test("L15x: the lock-out ends with its last millisecond", () => {
    const lock = lockedOut();
    lock.wait(3 * minuteMs - 1);
    lock.card(administrator.card.name);
    assert.equal(isOpen(lock), false);
    lock.wait(1);
    lock.card(administrator.card.name);
    assert.equal(isOpen(lock), true);
  });

  test("L15x: a wrong try during a lock-out neither counts nor makes it longer", () => {
    const lock = lockedOut();
    for (let tried = 0; tried < 20; tried++) {
      lock.wait(5 * secondMs);
      lock.card(stranger.card);
      lock.finger(stranger.finger);
      lock.type(`${stranger.pin}#`);
    }
    assert.equal(lock.take().judged, 0);
    assert.equal(lockedOutMs(lock.state, lock.poweredMs), 80 * secondMs);
  });

  test("L15x: at the end of a lock-out the count is 0: four more wrong tries do not lock", () => {
    const lock = lockedOut();
    lock.wait(3 * minuteMs);
    assert.equal(wrongTries(lock), 0);
    for (let tried = 0; tried < 4; tried++) lock.card(stranger.card);
    assert.equal(lockedOutMs(lock.state, lock.poweredMs), 0);
    lock.card(stranger.card);
    assert.ok(lockedOutMs(lock.state, lock.poweredMs) > 0);
  });

  test("L15x: the menu does not open during a lock-out", () => {
    const lock = lockedOut();
    lock.openMenu();
    assert.deepEqual(lock.take().said, ["locked-out"]);
    assert.equal(lock.state.volatile.session.kind, "idle");
  });

  test("L15x: the spoken time is what is left, in whole minutes begun", () => {
    const lock = lockedOut();
    const spoken = [0, 60_000, 59_999, 1, 60_000 - 1].map((ms) => {
      lock.wait(ms);
      lock.take();
      lock.card(stranger.card);
      const [say] = lock.take().effects.filter((effect) => effect.type === "say");
      return say?.values["minutes"];
    });
    assert.deepEqual(spoken, [3, 2, 2, 1, 1]);
  });

  test("L15x: WrongCodeEntryLimit and UserCodeTemporaryDisableTime can be written", () => {
    const lock = familyLock({ name: "wrongCodeEntryLimit", value: 3 }, { name: "temporaryDisableSeconds", value: 60 });
    for (let tried = 0; tried < 2; tried++) lock.card(stranger.card);
    assert.equal(lockedOutMs(lock.state, lock.poweredMs), 0);
    lock.card(stranger.card);
    assert.equal(lockedOutMs(lock.state, lock.poweredMs), minuteMs);
  });

  function lockedOut(): CoreLock {
    const lock = familyLock();
    for (let tried = 0; tried < 5; tried++) lock.card(stranger.card);
    lock.take();
    return lock;
  }
});

describe("what is a wrong try", () => {
  const entries: readonly { readonly what: string; readonly typed: string; readonly reason: string }[] = [
    { what: "one digit", typed: "4#", reason: "pin-too-short" },
    { what: "five digits", typed: "40791#", reason: "pin-too-short" },
    { what: "a PIN that nobody has", typed: `${stranger.pin}#`, reason: "unknown-pin" },
    { what: "20 digits without a PIN", typed: "60417260417260417260#", reason: "unknown-pin" },
    { what: "21 digits", typed: "604172604172604172604#", reason: "entry-too-long" },
    { what: "the menu's code with a digit too many", typed: "35711#", reason: "pin-too-short" },
  ];
  for (const { what, typed, reason } of entries)
    test(`L15x: # after ${what} is a wrong try`, () => {
      const lock = familyLock();
      lock.type(typed);
      const { reasons, records } = lock.take();
      assert.deepEqual(reasons, [reason]);
      assert.equal(wrongTries(lock), 1);
      const [record] = records;
      assert.ok(record?.event === "lockOperationError");
      assert.deepEqual([record.error, record.user, record.credential], ["invalidCredential", null, null]);
    });

  test("L15x: an unknown finger and an unknown card are wrong tries", () => {
    const lock = familyLock();
    lock.finger(stranger.finger);
    lock.card(stranger.card);
    assert.deepEqual(lock.take().reasons, ["unknown-finger", "unknown-card"]);
    assert.equal(wrongTries(lock), 2);
  });

  /** How each user type is answered at the door on a Monday morning, without schedules and with the clock known. */
  const types: Readonly<
    Record<UserType, { readonly opens: boolean; readonly counts: boolean; readonly reason?: string }>
  > = {
    unrestrictedUser: { opens: true, counts: false },
    programmingUser: { opens: true, counts: false },
    forcedUser: { opens: true, counts: false },
    disposableUser: { opens: true, counts: false },
    expiringUser: { opens: true, counts: false },
    yearDayScheduleUser: { opens: false, counts: true, reason: "out-of-schedule" },
    weekDayScheduleUser: { opens: false, counts: true, reason: "out-of-schedule" },
    scheduleRestrictedUser: { opens: false, counts: true, reason: "out-of-schedule" },
    remoteOnlyUser: { opens: false, counts: true, reason: "remote-only" },
    nonAccessUser: { opens: false, counts: false },
  };
  for (const [userType, { opens, counts, reason }] of Object.entries(types))
    for (const kind of kinds)
      test(`L15x: the ${kind} of a ${userType} ${opens ? "opens" : counts ? "is a wrong try" : "opens nothing"}`, () => {
        const lock = familyLock();
        const { user } = kind === "pin" ? member.pin : kind === "rfid" ? member.card : member.finger;
        setUser(lock, user, { userType: userType as UserType });
        present(lock, member, kind);
        assert.equal(isOpen(lock), opens);
        assert.equal(wrongTries(lock), counts ? 1 : 0);
        const { records, reasons } = lock.take();
        assert.deepEqual(reasons, reason === undefined ? [] : [reason]);
        const found = records.find((one) => one.event === "lockOperation" || one.event === "lockOperationError");
        assert.ok(found !== undefined && found.user === user, "the log tells who it was");
      });

  for (const kind of kinds)
    test(`L15x: the right ${kind} of a disabled user is a wrong try, at the door and at menu verification`, () => {
      const lock = familyLock();
      const { user } = kind === "pin" ? administrator.pin : kind === "rfid" ? administrator.card : administrator.finger;
      setUser(lock, user, { userStatus: "occupiedDisabled" });
      present(lock, administrator, kind);
      lock.openMenu(() => present(lock, administrator, kind));
      assert.equal(wrongTries(lock), 2);
      const { reasons, records, drives } = lock.take();
      assert.deepEqual(reasons, ["user-disabled", "user-disabled"]);
      assert.ok(
        records.every((record) => record.event === "lockOperationError" && record.error === "disabledUserDenied"),
      );
      assert.deepEqual(drives, []);
      assert.equal(lock.state.volatile.session.kind, "idle");
    });

  test("L15x: an unknown clock denies whom schedules restrict, and nobody else", () => {
    const lock = familyLock();
    const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
    lock.order({
      type: "setWeekDaySchedule",
      userIndex: member.card.user,
      index: null,
      days,
      fromMinute: 0,
      toMinute: 1440,
    });
    lock.card(member.card.name);
    assert.equal(isOpen(lock), true);
    lock.wait(5 * secondMs);
    lock.take();
    lock.utcMs = null;
    lock.card(member.card.name);
    assert.deepEqual(lock.take().reasons, ["clock-unknown"]);
    lock.card(administrator.card.name);
    assert.equal(isOpen(lock), true);
  });

  test("L15x: a schedule denies a second before its start and from its end on", () => {
    const lock = familyLock();
    lock.order({
      type: "setWeekDaySchedule",
      userIndex: member.card.user,
      index: null,
      days: ["mon"],
      fromMinute: 9 * 60,
      toMinute: 10 * 60,
    });
    lock.utcOffsetMs = hourMs;
    const answers = [9 * hourMs - 1, 9 * hourMs, 10 * hourMs - 1, 10 * hourMs].map((localMs) => {
      lock.utcMs = Date.UTC(2026, 0, 5) + localMs - hourMs;
      lock.card(member.card.name);
      const opens = isOpen(lock);
      lock.wait(5 * secondMs);
      return opens;
    });
    assert.deepEqual(answers, [false, true, true, false]);
  });

  test("L15x: a one-time user opens once; the second time is a wrong try", () => {
    const lock = familyLock();
    const user = lock.issue({ role: "guest", userType: "disposableUser" }, { pin: "936150" });
    lock.take();
    lock.type("936150#");
    assert.equal(isOpen(lock), true);
    assert.equal(lock.state.durable.users[user]?.userStatus, "occupiedDisabled");
    assert.ok(lock.take().records.some((record) => record.event === "userChange" && record.user === user));
    lock.wait(5 * secondMs);
    lock.type("936150#");
    assert.equal(isOpen(lock), false);
    assert.equal(wrongTries(lock), 1);
    const [error] = lock.take().records.filter((record) => record.event === "lockOperationError");
    assert.equal(error?.error, "disabledUserDenied");
  });

  for (const [what, row, block] of [
    ["handle", "L17", (lock: CoreLock, on: boolean) => lock.dispatch({ type: "handleMoved", isAtRest: !on })],
    ["safety bolt", "L19", (lock: CoreLock, on: boolean) => lock.dispatch({ type: "safetyBoltMoved", isThrown: on })],
  ] as const)
    test(`${row}: a use that the ${what} keeps from the clutch is not spent, at the door nor over the network`, () => {
      const uses: readonly ((lock: CoreLock) => void)[] = [
        (lock) => lock.type("936150#"),
        (lock) => void order(lock, "936150"),
      ];
      for (const use of uses)
        for (const userType of ["disposableUser", "expiringUser"] as const) {
          const lock = familyLock();
          const user = lock.issue({ role: "guest", userType }, { pin: "936150" });
          const before = lock.state.durable.users[user];
          block(lock, true);
          use(lock);
          assert.deepEqual([isOpen(lock), wrongTries(lock)], [false, 0]);
          assert.deepEqual(lock.state.durable.users[user], before);
          lock.wait(72 * hourMs);
          block(lock, false);
          use(lock);
          assert.equal(isOpen(lock), true);
          assert.notDeepEqual(lock.state.durable.users[user], before, "now it is");
        }
    });

  test("L15x: a one-time use is spent by ending open mode, and by opening the menu", () => {
    const uses: readonly ((lock: CoreLock) => void)[] = [
      (lock) => {
        lock.order({ type: "setOperatingMode", mode: "passage" });
        lock.type("936150#");
      },
      (lock) => lock.openMenu(() => lock.type("936150#")),
    ];
    for (const use of uses) {
      const lock = familyLock();
      const user = lock.issue({ role: "administrator", userType: "disposableUser" }, { pin: "936150" });
      use(lock);
      assert.equal(lock.state.durable.users[user]?.userStatus, "occupiedDisabled");
    }
  });

  test("L15x: a one-time user is used up over the network as well", () => {
    const lock = familyLock();
    lock.issue({ role: "guest", userType: "disposableUser" }, { pin: "936150" });
    assert.deepEqual(order(lock, "936150"), { ok: true, index: null });
    assert.deepEqual(order(lock, "936150"), { ok: false, error: "disabledUser" });
  });

  test("L15x: an expiring user has its time from its first use on, and is a wrong try after it", () => {
    const lock = familyLock({ name: "expiringUserTimeoutMinutes", value: 60 });
    lock.issue({ role: "guest", userType: "expiringUser" }, { pin: "936150" });
    lock.wait(5 * hourMs);
    lock.type("936150#");
    assert.equal(isOpen(lock), true, "first use");
    lock.wait(hourMs - 1);
    lock.type("936150#");
    assert.equal(isOpen(lock), true, "the last millisecond");
    lock.wait(5 * secondMs);
    lock.take();
    lock.type("936150#");
    assert.deepEqual(lock.take().reasons, ["user-expired"]);
    assert.equal(wrongTries(lock), 1);
  });

  test("L15x: an expiring user expires with the wall clock unknown, and across a power cut", () => {
    const lock = familyLock({ name: "expiringUserTimeoutMinutes", value: 60 });
    lock.issue({ role: "guest", userType: "expiringUser" }, { pin: "936150" });
    lock.utcMs = null;
    lock.type("936150#");
    lock.wait(30 * minuteMs);
    lock.dispatch({ type: "powerLost", areBatteriesOut: true });
    lock.cutPower();
    lock.wait(30 * minuteMs);
    lock.take();
    lock.type("936150#");
    assert.deepEqual(lock.take().reasons, ["user-expired"]);
  });

  test("L15x: a try that nothing answers is given up, and counts", () => {
    for (const [effect, tryIt] of [
      ["matchFinger", (lock: CoreLock) => lock.finger(member.finger.name)],
      ["verifyCard", (lock: CoreLock) => lock.card(member.card.name)],
      ["verifyPin", (lock: CoreLock) => lock.type(`${member.pin.digits}#`)],
    ] as const) {
      const lock = familyLock();
      lock.unanswered.add(effect);
      tryIt(lock);
      assert.equal(wrongTries(lock), 1, "the count is there before the outcome");
      lock.wait(10 * secondMs);
      const { said, reasons, drives } = lock.take();
      assert.deepEqual({ said, reasons, drives }, { said: ["refused"], reasons: ["interrupted"], drives: [] });
      assert.equal(wrongTries(lock), 1);
    }
  });

  test("L15x: an answer that nobody waits for opens nothing and counts nothing", () => {
    const lock = familyLock();
    lock.dispatch({ type: "fingerMatched", slot: administrator.finger.number });
    lock.dispatch({ type: "cardHashed", tag: lock.state.durable.credentials.rfid[1]?.tag ?? "" });
    const pin = lock.state.durable.credentials.pin[1];
    assert.ok(pin !== undefined);
    lock.dispatch({ type: "pinHashed", candidates: [{ tag: pin.tag, length: pin.length, start: 0 }] });
    const { effects, records } = lock.take();
    assert.deepEqual({ effects, records }, { effects: [], records: [] });
    assert.equal(wrongTries(lock), 0);
  });
});

describe("a try and a power cut", () => {
  test("L15x: the count is in the store before the try is judged", () => {
    for (const kind of kinds) {
      const lock = familyLock();
      lock.unanswered.add("matchFinger").add("verifyCard").add("verifyPin");
      present(lock, stranger, kind);
      assert.equal(lock.commits.at(-1)?.guard.wrongTries, 1);
      assert.equal(lock.take().judged, 1);
    }
  });

  test("L15x: a cut between the try and its outcome gives nothing away: the try counts as wrong", () => {
    for (const kind of kinds)
      for (const areEffectsDone of [false, true]) {
        const lock = familyLock();
        if (kind === "pin") lock.type(administrator.pin.digits);
        lock.cutAfter = { steps: 1, areEffectsDone };
        if (kind === "pin") lock.press("#");
        else present(lock, administrator, kind);
        assert.equal(isOpen(lock), false);
        assert.equal(wrongTries(lock), 1);
        assert.deepEqual(lock.take().reasons, ["interrupted"]);
      }
  });

  test("L15x: a cut after each of five tries locks the system like five wrong ones", () => {
    const lock = familyLock();
    for (let tried = 0; tried < 5; tried++) {
      lock.cutAfter = { steps: 1, areEffectsDone: true };
      lock.card(stranger.card);
    }
    assert.equal(lockedOutMs(lock.state, lock.poweredMs), 3 * minuteMs);
    assert.deepEqual(lock.take().alarms, ["wrongCodeEntryLimit"]);
  });

  test("L15x: no power cut shortens the count or the lock-out, however often: the time without power does not run", () => {
    for (const cuts of [0, 1, 5, 50]) {
      const lock = familyLock();
      for (let tried = 0; tried < 4; tried++) lock.card(stranger.card);
      lock.cutPower();
      assert.equal(wrongTries(lock), 4);
      lock.card(stranger.card);
      let waitedMs = 0;
      const everyMs = Math.floor((3 * minuteMs) / (cuts + 1));
      for (let cut = 0; cut < cuts; cut++) {
        lock.wait(everyMs);
        waitedMs += everyMs;
        lock.cutPower();
        lock.card(administrator.card.name);
        assert.equal(isOpen(lock), false);
      }
      while (lockedOutMs(lock.state, lock.poweredMs) > 0) {
        lock.wait(secondMs);
        waitedMs += secondMs;
      }
      assert.ok(waitedMs >= 3 * minuteMs, `${waitedMs} ms with ${cuts} cuts`);
    }
  });

  test("L15x: a supply that fails with notice keeps the lock-out to the millisecond", () => {
    const lock = familyLock();
    for (let tried = 0; tried < 5; tried++) lock.card(stranger.card);
    for (let cut = 0; cut < 10; cut++) {
      lock.wait(17 * secondMs);
      lock.dispatch({ type: "powerLost", areBatteriesOut: false });
      lock.cutPower();
    }
    assert.equal(lockedOutMs(lock.state, lock.poweredMs), 10 * secondMs);
  });

  test("L15x: a one-time PIN never opens twice, with a cut at every commit and a second one after it", () => {
    for (let steps = 1; steps <= 6; steps++)
      for (let second = 0; second <= 6; second++)
        for (const areEffectsDone of [false, true]) {
          const lock = familyLock();
          lock.issue({ role: "guest", userType: "disposableUser" }, { pin: "936150" });
          lock.take();
          lock.type("936150");
          lock.cutAfter = { steps, areEffectsDone };
          lock.press("#");
          lock.wait(20 * secondMs);
          lock.cutAfter = second === 0 ? null : { steps: second, areEffectsDone };
          lock.type("936150#");
          lock.cutAfter = null;
          lock.wait(20 * secondMs);
          lock.type("936150#");
          const opened = lock.take().drives.filter((to) => to === "engaged").length;
          assert.ok(opened <= 1, `opened ${opened} times with cuts after ${steps} and ${second} steps`);
        }
  });
});

describe("no try", () => {
  test("L15x: a non-administrator's credential at menu verification is refused, neither counted nor resetting", () => {
    for (const kind of kinds) {
      const lock = familyLock();
      for (let tried = 0; tried < 3; tried++) lock.card(stranger.card);
      lock.take();
      for (let tried = 0; tried < 8; tried++) lock.openMenu(() => present(lock, member, kind));
      const { reasons, drives } = lock.take();
      assert.deepEqual(new Set(reasons), new Set(["not-administrator"]));
      assert.equal(wrongTries(lock), 3);
      assert.deepEqual(drives, []);
      assert.equal(lock.state.volatile.session.kind, "idle");
      lock.card(stranger.card);
      lock.card(stranger.card);
      assert.ok(lockedOutMs(lock.state, lock.poweredMs) > 0);
    }
  });

  test("L15x: the credential of a user without access is logged, opens nothing, and neither counts nor resets", () => {
    const lock = familyLock();
    setUser(lock, member.card.user, { userType: "nonAccessUser" });
    lock.card(stranger.card);
    lock.take();
    for (let tried = 0; tried < 8; tried++) lock.card(member.card.name);
    const { records, drives } = lock.take();
    assert.ok(records.every((record) => record.event === "lockOperation" && record.operation === "nonAccessUserEvent"));
    assert.equal(records.length, 8);
    assert.deepEqual(drives, []);
    assert.equal(wrongTries(lock), 1);
  });

  test("L15x: a remote order without PIN neither counts nor resets, and works throughout", () => {
    const lock = familyLock();
    for (let tried = 0; tried < 4; tried++) lock.card(stranger.card);
    assert.deepEqual(order(lock, null), { ok: true, index: null });
    assert.equal(wrongTries(lock), 4);
    lock.card(stranger.card);
    lock.wait(5 * secondMs);
    lock.take();
    assert.deepEqual(order(lock, null), { ok: true, index: null });
    assert.deepEqual(lock.take().drives, ["engaged"]);
    assert.deepEqual(lock.order({ type: "lockDoor" }), { ok: true, index: null });
    assert.equal(isOpen(lock), false);
    assert.ok(lockedOutMs(lock.state, lock.poweredMs) > 0, "the lock-out goes on");
  });
});

describe("a remote order with a PIN", () => {
  test("L15x: is a PIN try: a right one opens and resets the count, a wrong one counts and locks", () => {
    const lock = familyLock();
    for (let tried = 0; tried < 4; tried++) assert.deepEqual(order(lock, stranger.pin), invalid);
    assert.equal(wrongTries(lock), 4);
    assert.deepEqual(order(lock, member.pin.digits), { ok: true, index: null });
    assert.equal(wrongTries(lock), 0);
    for (let tried = 0; tried < 5; tried++) order(lock, stranger.pin);
    assert.equal(lockedOutMs(lock.state, lock.poweredMs), 3 * minuteMs);
    lock.take();
    assert.deepEqual(order(lock, member.pin.digits), { ok: false, error: "lockedOut" });
    assert.equal(lock.take().judged, 0);
  });

  test("L15x: is judged without padding", () => {
    const lock = familyLock();
    assert.deepEqual(order(lock, `9${administrator.pin.digits}`), invalid);
    assert.equal(wrongTries(lock), 1);
  });

  test("L15x: is logged as remote, with the user and the credential, and nothing sounds at the door", () => {
    const lock = familyLock();
    order(lock, member.pin.digits);
    const { records, tones, said } = lock.take();
    assert.deepEqual({ tones, said }, { tones: [], said: [] });
    const [record] = records;
    assert.ok(record?.event === "lockOperation");
    assert.deepEqual(
      [record.source, record.user, record.credential],
      ["remote", member.pin.user, { kind: "pin", index: member.pin.number }],
    );
  });

  test("L15x: of a disabled or unscheduled user is refused for its reason, and counts", () => {
    const lock = familyLock();
    setUser(lock, member.pin.user, { userStatus: "occupiedDisabled" });
    assert.deepEqual(order(lock, member.pin.digits), { ok: false, error: "disabledUser" });
    setUser(lock, member.pin.user, { userStatus: "occupiedEnabled", userType: "scheduleRestrictedUser" });
    assert.deepEqual(order(lock, member.pin.digits), { ok: false, error: "restricted" });
    assert.equal(wrongTries(lock), 2);
  });

  test("L15x: of a remote-only user opens", () => {
    const lock = familyLock();
    setUser(lock, member.pin.user, { userType: "remoteOnlyUser" });
    assert.deepEqual(order(lock, member.pin.digits), { ok: true, index: null });
  });

  const invalid = { ok: false, error: "invalidCredential" } as const;
});

describe("what a person notices", () => {
  test("L15x: at the door all refusals look, sound and last the same", () => {
    const refusals: readonly ((lock: CoreLock) => void)[] = [
      (lock) => lock.finger(stranger.finger),
      (lock) => lock.card(stranger.card),
      (lock) => lock.type(`${stranger.pin}#`),
      (lock) => lock.type("4#"),
      (lock) => lock.type("111111111111111111111#"),
      ...(["yearDayScheduleUser", "remoteOnlyUser", "nonAccessUser"] as const).map((userType) => (lock: CoreLock) => {
        setUser(lock, member.card.user, { userType });
        lock.card(member.card.name);
      }),
      (lock) => {
        setUser(lock, member.finger.user, { userStatus: "occupiedDisabled" });
        lock.finger(member.finger.name);
      },
      (lock) => {
        setUser(lock, member.pin.user, { userType: "expiringUser" });
        lock.type(`${member.pin.digits}#`);
        lock.wait(49 * hourMs);
        lock.take();
        lock.type(`${member.pin.digits}#`);
      },
      (lock) => {
        lock.order({ type: "setOperatingMode", mode: "privacy" });
        lock.take();
        lock.card(administrator.card.name);
      },
    ];
    for (const refuse of refusals) {
      const lock = familyLock();
      const view = keypadViewOf(lock.state);
      refuse(lock);
      assert.deepEqual(perceived(lock.take()), [
        { type: "soundTone", tone: "failure" },
        { type: "say", prompt: "refused", values: {}, language: "en" },
      ]);
      lock.wait(10 * secondMs);
      assert.deepEqual(keypadViewOf(lock.state), view);
    }
  });

  test("L15x: the work of a PIN try depends on the digits typed alone", () => {
    const { digits } = administrator.pin;
    for (const entry of [
      digits,
      stranger.pin,
      `${digits}99`,
      `99${digits}`,
      `${stranger.pin}99`,
      "4079",
      "12345678901",
    ]) {
      const lock = familyLock();
      lock.type(`${entry}#`);
      const expected = [6, 7, 8, 9, 10].reduce((sum, length) => sum + Math.max(0, entry.length - length + 1), 0);
      assert.equal(lock.hashes, expected);
    }
  });

  test("L36: duress at the door is exactly a normal success, and an alarm in the log alone", () => {
    const outcomes = (["unrestrictedUser", "forcedUser"] as const).map((userType) => {
      const lock = familyLock();
      lock.issue({ userType }, { pin: "936150" });
      lock.take();
      lock.type("936150#");
      lock.wait(20 * secondMs);
      return lock.take();
    });
    const [normal, forced] = outcomes;
    assert.ok(normal !== undefined && forced !== undefined);
    assert.deepEqual(forced.effects, normal.effects);
    assert.deepEqual(normal.alarms, []);
    assert.deepEqual(forced.alarms, ["forcedUser"]);
    const operations = ({ records }: Outcome) => records.filter(({ event }) => event !== "alarm").length;
    assert.equal(operations(forced), operations(normal));
  });

  test("L36: duress raises its alarm over the network, at menu verification, and when it ends open mode", () => {
    const { user, digits } = administrator.pin;
    const acts: readonly ((lock: CoreLock) => void)[] = [
      (lock) => void order(lock, digits),
      (lock) => lock.openMenu(() => lock.type(`${digits}#`)),
      (lock) => {
        lock.order({ type: "setOperatingMode", mode: "passage" });
        lock.type(`${digits}#`);
      },
    ];
    for (const act of acts) {
      const lock = familyLock();
      setUser(lock, user, { userType: "forcedUser" });
      act(lock);
      assert.deepEqual(lock.take().alarms, ["forcedUser"]);
    }
  });

  test("L29: silent mutes the tones of a success and a refusal, never the alarm and the words", () => {
    const lock = familyLock({ name: "volume", value: "silent" });
    lock.card(member.card.name);
    lock.type(`${stranger.pin}#`);
    assert.deepEqual(lock.take().tones, []);
    for (let tried = 0; tried < 4; tried++) lock.card(stranger.card);
    const { tones, said } = lock.take();
    assert.deepEqual(tones, ["alarm"]);
    assert.deepEqual(said, ["refused", "refused", "refused", "refused", "locked-out"]);
  });

  test("L31: with weak batteries each use ends with the spoken warning, with a power bank too", () => {
    const uses: readonly ((lock: CoreLock) => void)[] = [
      (lock) => lock.openMenu(() => lock.card(member.card.name)),
      (lock) => lock.card(member.card.name),
      (lock) => lock.card(stranger.card),
      (lock) => lock.type(`${member.pin.digits}#`),
      (lock) => lock.openMenu(() => lock.finger(administrator.finger.name)),
    ];
    for (const use of uses) {
      const lock = familyLock();
      lock.dispatch({ type: "supplyMeasured", batteryMillivolts: 4790, hasUsb: false });
      for (let round = 0; round < 2; round++) {
        lock.take();
        use(lock);
        assert.equal(lock.take().said.at(-1), "battery-low");
        lock.wait(40 * secondMs);
      }
      lock.dispatch({ type: "supplyMeasured", batteryMillivolts: 4790, hasUsb: true });
      lock.take();
      use(lock);
      assert.equal(lock.take().said.at(-1), "battery-low", "the power bank leaves with the visitor");
      lock.wait(40 * secondMs);
      lock.dispatch({ type: "supplyMeasured", batteryMillivolts: 6200, hasUsb: true });
      lock.take();
      use(lock);
      assert.equal(lock.take().said.includes("battery-low"), false);
    }
  });

  test("L31: with weak batteries the menu of a new lock opens with the warning", () => {
    const lock = new CoreLock();
    lock.dispatch({ type: "supplyMeasured", batteryMillivolts: 4790, hasUsb: false });
    lock.take();
    lock.type("3571#");
    assert.deepEqual(lock.take().said, ["menu-open", "battery-low"]);
  });

  test("L31: with weak batteries a refusal without judgement warns too", () => {
    const lock = familyLock();
    lock.dispatch({ type: "supplyMeasured", batteryMillivolts: 4790, hasUsb: false });
    for (let tried = 0; tried < 50; tried++) {
      lock.wait(lockedOutMs(lock.state, lock.poweredMs));
      lock.finger(stranger.finger);
    }
    lock.take();
    lock.card(member.card.name);
    assert.deepEqual(lock.take().said, ["locked-out", "battery-low"]);
    lock.wait(hourMs);
    lock.take();
    lock.finger(member.finger.name);
    assert.deepEqual(lock.take().said, ["fingerprint-entry-stopped", "battery-low"]);
  });
});

describe("operating modes", () => {
  /** Who opens in which mode: the administrator's card, the member's card, an order without PIN, an order with one. */
  const modes: Readonly<Record<Exclude<OperatingMode, "passage">, readonly boolean[]>> = {
    normal: [true, true, true, true],
    vacation: [true, false, true, true],
    privacy: [false, false, false, false],
    noRemoteLockUnlock: [true, true, false, false],
  };
  for (const [mode, expected] of Object.entries(modes))
    test(`L13: in ${mode} mode the door opens to whom the mode leaves it`, () => {
      const acts: readonly ((lock: CoreLock) => unknown)[] = [
        (lock) => lock.card(administrator.card.name),
        (lock) => lock.card(member.card.name),
        (lock) => order(lock, null),
        (lock) => order(lock, member.pin.digits),
      ];
      const opened = acts.map((act) => {
        const lock = familyLock();
        lock.order({ type: "setOperatingMode", mode: mode as OperatingMode });
        act(lock);
        return isOpen(lock);
      });
      assert.deepEqual(opened, expected);
    });

  test("L15x: a right credential that the mode refuses neither counts nor resets, and is logged with the mode", () => {
    const lock = familyLock();
    lock.order({ type: "setOperatingMode", mode: "vacation" });
    lock.card(stranger.card);
    lock.take();
    for (let tried = 0; tried < 6; tried++) lock.card(member.card.name);
    assert.deepEqual(new Set(lock.take().reasons), new Set(["operating-mode"]));
    assert.equal(wrongTries(lock), 1);
  });

  test("L20: neither vacation nor refused remote orders keep an administrator out of the menu", () => {
    for (const mode of ["vacation", "noRemoteLockUnlock"] as const) {
      const lock = familyLock();
      lock.order({ type: "setOperatingMode", mode });
      lock.openMenu(() => lock.card(administrator.card.name));
      assert.equal(lock.state.volatile.session.kind, "menu");
    }
  });

  test("L20: in privacy the menu stays shut to whoever is outside", () => {
    const lock = familyLock();
    lock.order({ type: "setOperatingMode", mode: "privacy" });
    lock.openMenu(() => lock.card(administrator.card.name));
    assert.equal(lock.state.volatile.session.kind, "idle");
  });
});
