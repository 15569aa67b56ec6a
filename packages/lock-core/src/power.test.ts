/** Batteries, power cuts, the tamper siren, parts that fall silent, and the factory reset. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CoreLock } from "../test/core-lock.ts";
import { administrator, contentOf, familyLock, member, stranger } from "../test/family-lock.ts";
import {
  batteryCriticalMillivolts,
  batteryDeadMillivolts,
  batteryLevelOf,
  batteryWarningMillivolts,
  type BatteryLevel,
} from "./battery.ts";
import { hourMs, minuteMs, secondMs } from "./moment.ts";
import { isInitial, isSirenOn, keypadViewOf, lockStateOf } from "./state.ts";

function sessionOf(lock: CoreLock): string {
  return lock.state.volatile.session.kind;
}

function measure(lock: CoreLock, batteryMillivolts: number, hasUsb = false): void {
  lock.dispatch({ type: "supplyMeasured", batteryMillivolts, hasUsb });
}

function sirens(lock: CoreLock): readonly boolean[] {
  return lock.take().effects.flatMap((effect) => (effect.type === "soundSiren" ? [effect.isOn] : []));
}

function powerRecords(lock: CoreLock): readonly string[] {
  return lock.take().records.flatMap((record) => (record.event === "power" ? [record.what] : []));
}

describe("batteries", () => {
  test("L31: the warning begins below 4.8 V, critical below 4.2 V, dead below 3.6 V", () => {
    const levels: readonly (readonly [number, BatteryLevel])[] = [
      [6200, "ok"],
      [4800, "ok"],
      [4799, "warning"],
      [4200, "warning"],
      [4199, "critical"],
      [3600, "critical"],
      [3599, "dead"],
      [0, "dead"],
    ];
    for (const [millivolts, level] of levels) assert.equal(batteryLevelOf(millivolts), level, `${millivolts} mV`);
    assert.ok(
      batteryDeadMillivolts < batteryCriticalMillivolts && batteryCriticalMillivolts < batteryWarningMillivolts,
    );
  });

  test("L31, L35: each worsening is said, logged as an alarm, and reported once", () => {
    const lock = familyLock();
    const alarmsAt = [5000, 4790, 4700, 4210, 4190, 4190, 3700, 3590].map((millivolts) => {
      measure(lock, millivolts);
      const { alarms, said } = lock.take();
      assert.equal(said.length, alarms.length);
      return alarms.length;
    });
    assert.deepEqual(alarmsAt, [0, 1, 0, 0, 1, 0, 0, 1]);
  });

  test("L31: a voltage that swings about a threshold is one alarm; new batteries begin again", () => {
    const lock = familyLock();
    for (let swing = 0; swing < 10; swing++) {
      measure(lock, 4790);
      measure(lock, 4790 - 600);
      measure(lock, 4790);
    }
    assert.deepEqual(lock.take().alarms, ["lowBattery", "lowBattery"], "warning and critical");
    measure(lock, 6200);
    measure(lock, 4790);
    assert.deepEqual(lock.take().alarms, ["lowBattery"]);
  });

  test("L31: what was reported is not reported again after a power cut with the same batteries", () => {
    const lock = familyLock();
    measure(lock, 4700);
    lock.take();
    lock.cutPower({ batteryMillivolts: 4700 });
    assert.deepEqual(lock.take().alarms, []);
    lock.cutPower({ batteryMillivolts: 4100 });
    assert.deepEqual(lock.take().alarms, ["lowBattery"]);
    lock.cutPower();
    lock.cutPower({ batteryMillivolts: 4700 });
    assert.deepEqual(lock.take().alarms, ["lowBattery"]);
  });

  test("L31: with critical batteries unlocking is still tried", () => {
    const lock = familyLock();
    measure(lock, 3610);
    lock.take();
    lock.card(member.card.name);
    const { drives, said } = lock.take();
    assert.deepEqual({ drives, said }, { drives: ["engaged"], said: ["battery-low"] });
  });

  test("L31: batteries that are taken out are logged as out, not as low", () => {
    const lock = familyLock();
    measure(lock, 6200, true);
    lock.take();
    measure(lock, 0, true);
    const { alarms, records } = lock.take();
    assert.deepEqual(alarms, []);
    assert.deepEqual(
      records.map((record) => (record.event === "power" ? record.what : record.event)),
      ["batteriesOut"],
    );
    measure(lock, 0, true);
    assert.deepEqual(powerRecords(lock), []);
  });
});

describe("emergency power", () => {
  test("L32: a power bank powers a lock with dead batteries, and it can be unlocked", () => {
    const lock = familyLock();
    lock.dispatch({ type: "powerLost", areBatteriesOut: false });
    lock.finger(member.finger.name);
    lock.type(`${member.pin.digits}#`);
    assert.deepEqual(lock.take().drives, []);
    lock.cutPower({ batteryMillivolts: 3000, hasUsb: true });
    assert.ok(powerRecords(lock).includes("usb"));
    lock.type(`${member.pin.digits}#`);
    assert.equal(lockStateOf(lock.state), "unlocked");
  });

  test("L32: plugging the power bank in is logged once", () => {
    const lock = familyLock();
    measure(lock, 6200, true);
    measure(lock, 6190, true);
    assert.deepEqual(powerRecords(lock), ["usb"]);
    measure(lock, 6190, false);
    assert.deepEqual(powerRecords(lock), []);
  });

  test("L31, L40: batteries taken out while a power bank feeds the lock are logged once, not again when it goes", () => {
    const lock = familyLock();
    measure(lock, 6200, true);
    measure(lock, 0, true);
    lock.dispatch({ type: "powerLost", areBatteriesOut: true });
    assert.deepEqual(powerRecords(lock), ["usb", "batteriesOut"]);
  });

  test("L32: emergency power on and off a thousand times changes no user, count or lock-out", () => {
    const lock = familyLock();
    for (let tried = 0; tried < 3; tried++) lock.card(stranger.card);
    const { users, credentials, settings, guard } = lock.state.durable;
    for (let round = 0; round < 1000; round++) {
      lock.dispatch({ type: "powerLost", areBatteriesOut: false });
      lock.cutPower({ batteryMillivolts: 0, hasUsb: true });
    }
    const after = lock.state.durable;
    assert.deepEqual(
      { users: after.users, credentials: after.credentials, settings: after.settings, guard: after.guard },
      { users, credentials, settings, guard },
    );
  });
});

describe("power that comes and goes", () => {
  test("L33: losing power loses nothing that the store holds, and all that was half done", () => {
    for (const typed of ["", "4079", "3571#", "3571#407913#12#739104#7391"]) {
      const lock = familyLock();
      lock.type(typed);
      const before = contentOf(lock.state.durable);
      lock.cutPower();
      assert.deepEqual(contentOf(lock.state.durable), before);
      assert.equal(sessionOf(lock), "asleep");
      lock.type("13#");
      assert.deepEqual(lock.take().reasons, ["pin-too-short"], "the menu and the digits are gone");
    }
  });

  test("L33: a cut at any step of an enrolment leaves the credential whole or absent, and the reader agrees", () => {
    const enrolments: readonly ((lock: CoreLock) => void)[] = [
      (lock) => {
        lock.press("11#");
        for (let touch = 0; touch < 5; touch++) lock.finger("new-thumb");
      },
      (lock) => lock.press("12#739104#739104#"),
      (lock) => {
        lock.press("13#");
        lock.card("green");
      },
    ];
    for (const enrol of enrolments) {
      let whole = 0;
      for (let steps = 1; steps <= 24; steps++)
        for (const areEffectsDone of [false, true]) {
          const lock = familyLock();
          lock.openMenu(() => lock.card(administrator.card.name));
          lock.cutAfter = { steps, areEffectsDone };
          enrol(lock);
          lock.cutAfter = null;
          lock.cutPower();
          const { users, credentials } = lock.state.durable;
          const count = Object.values(credentials).flatMap((ofKind) => Object.values(ofKind)).length;
          assert.ok(count === 6 || count === 7, `${count} credentials`);
          assert.equal(Object.keys(users).length, count);
          if (count === 7) whole++;
          lock.wait(200 * secondMs);
          lock.take();
          lock.finger("new-thumb");
          const opens = lock.take().drives.length > 0;
          assert.equal(opens, credentials.fingerprint[3] !== undefined);
        }
      assert.ok(whole > 0);
    }
  });

  test("L33: a cut at any step of a deletion removes the credential whole or not at all", () => {
    for (let steps = 1; steps <= 5; steps++)
      for (const areEffectsDone of [false, true]) {
        const lock = familyLock();
        lock.openMenu(() => lock.card(administrator.card.name));
        lock.cutAfter = { steps, areEffectsDone };
        lock.press("21#2##");
        lock.cutAfter = null;
        lock.cutPower();
        lock.wait(minuteMs);
        lock.take();
        lock.finger(member.finger.name);
        const isThere = lock.state.durable.users[member.finger.user] !== undefined;
        assert.equal(isThere, lock.state.durable.credentials.fingerprint[2] !== undefined);
        assert.equal(lock.take().drives.length > 0, isThere);
      }
  });

  test("L33: at power-up a template that no credential names is deleted, and one that is in use stays", () => {
    const lock = familyLock();
    lock.cutPower({ templateSlots: [1, 2, 3, 17] });
    const deleted = lock.take().effects.flatMap((effect) => (effect.type === "deleteTemplate" ? [effect.slot] : []));
    assert.deepEqual(deleted, [3, 17]);
    lock.cutPower({ templateSlots: null });
    assert.equal(
      lock.take().effects.some(({ type }) => type === "deleteTemplate"),
      false,
    );
  });

  test("L40: power that comes back is logged, and the loudness is set again", () => {
    const lock = familyLock({ name: "volume", value: "low" });
    lock.cutPower();
    const { records, effects } = lock.take();
    assert.deepEqual(
      records.map((record) => (record.event === "power" ? record.what : record.event)),
      ["up"],
    );
    assert.deepEqual(effects, [{ type: "setLoudness", volume: "low" }]);
  });

  test("L40: batteries that are taken out are the last record before the power goes", () => {
    const lock = familyLock();
    lock.dispatch({ type: "powerLost", areBatteriesOut: true });
    assert.deepEqual(powerRecords(lock), ["batteriesOut"]);
    assert.equal(sessionOf(lock), "off");
    assert.equal(keypadViewOf(lock.state).isLit, false);
  });

  test("L31: without power the keypad, the reader and the card reader do not answer", () => {
    const lock = familyLock();
    lock.dispatch({ type: "powerLost", areBatteriesOut: false });
    lock.take();
    lock.type(`${member.pin.digits}#`);
    lock.finger(member.finger.name);
    lock.card(member.card.name);
    lock.wait(hourMs);
    const { effects, records } = lock.take();
    assert.deepEqual({ effects, records }, { effects: [], records: [] });
  });

  test("L33: an opening that a cut interrupts is on record: as done if the clutch is engaged, else as interrupted", () => {
    for (const isEngaged of [true, false]) {
      const lock = familyLock();
      lock.unanswered.add("driveClutch");
      lock.card(member.card.name);
      lock.take();
      lock.unanswered.clear();
      lock.clutch = isEngaged ? "engaged" : "free";
      lock.cutPower();
      const operations = lock
        .take()
        .records.flatMap((record) =>
          record.event === "lockOperation"
            ? [`${record.operation} by ${record.source} user ${record.user}`]
            : record.event === "lockOperationError"
              ? [`${record.reason} by ${record.source} user ${record.user}`]
              : [],
        );
      const who = `by rfid user ${member.card.user}`;
      assert.deepEqual(operations, isEngaged ? [`unlock ${who}`, "lock by auto user null"] : [`interrupted ${who}`]);
      assert.equal(lockStateOf(lock.state), "locked");
      assert.equal(lock.state.durable.drive.pending, null);
    }
  });

  test("L33: at every step of an unlock a cut leaves the clutch free, and each engagement is on record", () => {
    for (let steps = 1; steps <= 4; steps++)
      for (const areEffectsDone of [false, true]) {
        const lock = familyLock();
        lock.cutAfter = { steps, areEffectsDone };
        lock.card(member.card.name);
        lock.wait(5 * secondMs);
        lock.cutAfter = null;
        const { drives, records } = lock.take();
        assert.equal(lockStateOf(lock.state), "locked");
        assert.equal(lock.clutch, "free");
        const unlocks = records.filter((record) => record.event === "lockOperation" && record.operation === "unlock");
        assert.ok(unlocks.length >= drives.filter((to) => to === "engaged").length);
      }
  });

  test("L15x: a try that a cut interrupts is settled at power-up, as wrong, with its reason in the log", () => {
    for (const [present, source] of [
      [(lock: CoreLock) => lock.finger(administrator.finger.name), "biometric"],
      [(lock: CoreLock) => lock.card(administrator.card.name), "rfid"],
      [(lock: CoreLock) => lock.type(`${administrator.pin.digits}#`), "keypad"],
    ] as const) {
      const lock = familyLock();
      lock.unanswered.add("matchFinger").add("verifyCard").add("verifyPin");
      present(lock);
      lock.take();
      lock.cutPower();
      const [error] = lock.take().records.filter((record) => record.event === "lockOperationError");
      assert.deepEqual([error?.reason, error?.source], ["interrupted", source]);
      assert.equal(lock.state.durable.guard.wrongTries, 1);
    }
  });

  test("L33: who ordered something that a cut interrupts is told, as long as the capacitor lasts", () => {
    const orders = [
      { type: "unlockDoor", pin: member.pin.digits, timeoutSeconds: null },
      { type: "unlockDoor", pin: null, timeoutSeconds: null },
    ] as const;
    for (const order of orders) {
      const lock = familyLock();
      lock.unanswered.add("verifyPin").add("driveClutch");
      assert.equal(lock.order(order), null);
      lock.take();
      lock.dispatch({ type: "powerLost", areBatteriesOut: true });
      const replies = lock.take().effects.filter((effect) => effect.type === "reply");
      assert.deepEqual(
        replies.map(({ result }) => result),
        [{ ok: false, error: "noPower" }],
      );
    }
  });

  test("L33: power that comes without having gone is taken like any other", () => {
    const lock = familyLock();
    lock.type("3571#");
    lock.powerUp();
    assert.equal(sessionOf(lock), "asleep");
    assert.deepEqual(powerRecords(lock), ["up"]);
  });
});

describe("tamper", () => {
  test("L34: forced dismantling sounds the siren for a minute, and is logged as an alarm", () => {
    const lock = familyLock();
    lock.dispatch({ type: "tamperMoved", isRemoved: true });
    const { alarms, effects } = lock.take();
    assert.deepEqual(alarms, ["frontEscutcheonRemoved"]);
    assert.deepEqual(effects, [{ type: "soundSiren", isOn: true }]);
    lock.wait(minuteMs - 1);
    assert.deepEqual(sirens(lock), []);
    lock.wait(1);
    assert.deepEqual(sirens(lock), [false]);
  });

  test("L34: putting the front back does not silence the siren, and is no second alarm", () => {
    const lock = familyLock();
    lock.dispatch({ type: "tamperMoved", isRemoved: true });
    lock.take();
    lock.dispatch({ type: "tamperMoved", isRemoved: false });
    const { effects, alarms } = lock.take();
    assert.deepEqual({ effects, alarms }, { effects: [], alarms: [] });
    assert.equal(isSirenOn(lock.state), true);
    lock.dispatch({ type: "tamperMoved", isRemoved: true });
    assert.deepEqual(lock.take().alarms, ["frontEscutcheonRemoved"]);
  });

  test("L34: a wrong try does not silence the siren", () => {
    const lock = familyLock();
    lock.dispatch({ type: "tamperMoved", isRemoved: true });
    lock.card(stranger.card);
    assert.equal(isSirenOn(lock.state), true);
  });

  test("L34: a power cut does not silence the siren: it sounds for a minute with power in all", () => {
    const lock = familyLock();
    lock.dispatch({ type: "tamperMoved", isRemoved: true });
    let soundedMs = 0;
    for (let cut = 0; cut < 5; cut++) {
      lock.wait(10 * secondMs);
      soundedMs += 10 * secondMs;
      lock.dispatch({ type: "powerLost", areBatteriesOut: true });
      assert.equal(isSirenOn(lock.state), false, "without power there is no sound");
      lock.take();
      lock.cutPower({ isFrontRemoved: true });
      assert.deepEqual(sirens(lock), [true]);
    }
    lock.wait(minuteMs - soundedMs - 1);
    assert.equal(isSirenOn(lock.state), true);
    lock.wait(1);
    assert.equal(isSirenOn(lock.state), false);
  });

  test("L34: a front that was removed without power is found at power-up", () => {
    const lock = familyLock();
    lock.dispatch({ type: "powerLost", areBatteriesOut: true });
    lock.cutPower({ isFrontRemoved: true });
    assert.deepEqual(lock.take().alarms, ["frontEscutcheonRemoved"]);
    assert.equal(isSirenOn(lock.state), true);
    lock.wait(minuteMs);
    lock.cutPower({ isFrontRemoved: true });
    assert.deepEqual(lock.take().alarms, [], "the same removal is one alarm");
  });

  test("L36: every alarm is heard in silent too, and is in the log", () => {
    const alarms: readonly {
      readonly code: string;
      readonly raise: (lock: CoreLock) => void;
      readonly heard: string;
    }[] = [
      {
        code: "wrongCodeEntryLimit",
        heard: "soundTone",
        raise: (lock) => {
          for (let tried = 0; tried < 5; tried++) lock.card(stranger.card);
        },
      },
      {
        code: "entryStopped",
        heard: "soundTone",
        raise: (lock) => {
          for (let tried = 0; tried < 50; tried++) {
            lock.wait(hourMs);
            lock.finger(stranger.finger);
          }
        },
      },
      {
        code: "lockJammed",
        heard: "soundTone",
        raise: (lock) => {
          lock.motor = "motor-stall";
          lock.card(member.card.name);
        },
      },
      {
        code: "frontEscutcheonRemoved",
        heard: "soundSiren",
        raise: (lock) => lock.dispatch({ type: "tamperMoved", isRemoved: true }),
      },
      { code: "lowBattery", heard: "say", raise: (lock) => measure(lock, 4500) },
    ];
    for (const { code, heard, raise } of alarms) {
      const lock = familyLock({ name: "volume", value: "silent" });
      raise(lock);
      const outcome = lock.take();
      assert.ok(outcome.alarms.includes(code), code);
      const loud = outcome.effects.filter((effect) => effect.type !== "soundTone" || effect.tone === "alarm");
      assert.ok(
        loud.some(({ type }) => type === heard),
        `${code} is not heard`,
      );
    }
  });
});

describe("parts", () => {
  for (const part of ["cable", "keypad", "reader"] as const)
    test(`L45, L46: a ${part} that falls silent is a fault in the log and in the diagnosis, until it answers again`, () => {
      const lock = familyLock();
      lock.dispatch({ type: "partChanged", part, isWorking: false });
      lock.dispatch({ type: "partChanged", part, isWorking: false });
      const faults = () =>
        lock.take().records.map((record) => (record.event === "fault" ? [record.cause, record.on] : []));
      assert.deepEqual(faults(), [[part, true]]);
      assert.deepEqual(lock.state.volatile.faults, [part]);
      lock.dispatch({ type: "partChanged", part, isWorking: true });
      assert.deepEqual(faults(), [[part, false]]);
      assert.deepEqual(lock.state.volatile.faults, []);
    });
});

describe("a reader that was silent", () => {
  for (const part of ["cable", "keypad", "reader"] as const)
    test(`L33: a ${part} that works again ${part === "keypad" ? "asks nothing of" : "tells the fingers in use to"} the reader`, () => {
      const lock = familyLock();
      lock.dispatch({ type: "partChanged", part, isWorking: false });
      assert.deepEqual(lock.take().effects, []);
      lock.dispatch({ type: "partChanged", part, isWorking: true });
      const expected = part === "keypad" ? [] : [{ type: "keepTemplates", slots: [1, 2] }];
      assert.deepEqual(lock.take().effects, expected);
    });

  test("L33: a finger that was removed while the reader did not listen can be enrolled again afterwards", () => {
    const lock = familyLock();
    lock.dispatch({ type: "partChanged", part: "reader", isWorking: false });
    lock.unanswered.add("deleteTemplate");
    lock.order({ type: "clearUser", userIndex: member.finger.user });
    lock.unanswered.clear();
    lock.dispatch({ type: "partChanged", part: "reader", isWorking: true });
    lock.take();
    lock.enrolFinger(member.finger.name, () => lock.card(administrator.card.name));
    assert.ok(lock.take().said.includes("fingerprint-added"));
  });
});

describe("factory reset", () => {
  function resetPrompt(): CoreLock {
    const lock = familyLock({ name: "volume", value: "low" });
    for (let tried = 0; tried < 5; tried++) lock.card(stranger.card);
    lock.dispatch({ type: "powerLost", areBatteriesOut: true });
    lock.take();
    lock.cutPower({ isResetHeld: true });
    return lock;
  }

  test("L37: RESET down at power-up asks, lights the keypad, and # erases everything", () => {
    const lock = resetPrompt();
    assert.equal(lock.take().said.at(-1), "factory-reset-confirm");
    assert.deepEqual([sessionOf(lock), keypadViewOf(lock.state).isLit], ["factoryReset", true]);
    assert.equal(isInitial(lock.state.durable), false);
    lock.press("#");
    const { alarms, said, effects } = lock.take();
    assert.deepEqual(alarms, ["lockFactoryReset"]);
    assert.equal(said.at(-1), "reset-done");
    assert.ok(effects.some(({ type }) => type === "leaveHomes"));
    assert.deepEqual(contentOf(lock.state.durable), contentOf(new CoreLock().state.durable));
    for (const finger of [administrator.finger.name, member.finger.name]) lock.finger(finger);
    assert.equal(lockStateOf(lock.state), "locked");
  });

  test("L37: without # nothing is erased after 30 s", () => {
    const lock = resetPrompt();
    const before = contentOf(lock.state.durable);
    lock.wait(30 * secondMs - 1);
    assert.equal(sessionOf(lock), "factoryReset");
    lock.take();
    lock.wait(1);
    assert.equal(lock.take().said.at(-1), "reset-cancelled");
    assert.equal(sessionOf(lock), "asleep");
    lock.type("#");
    assert.deepEqual(contentOf(lock.state.durable), before);
  });

  test("L37: * cancels, and nothing is erased", () => {
    const lock = resetPrompt();
    const before = contentOf(lock.state.durable);
    lock.take();
    lock.press("*");
    assert.deepEqual([lock.take().said, sessionOf(lock)], [["reset-cancelled"], "idle"]);
    assert.deepEqual(contentOf(lock.state.durable), before);
  });

  test("L37: while the prompt waits digits, fingers, cards and RESET do nothing", () => {
    const lock = resetPrompt();
    lock.wait(hourMs);
    lock.cutPower({ isResetHeld: true });
    const before = contentOf(lock.state.durable);
    lock.press("407913");
    lock.finger(administrator.finger.name);
    lock.card(administrator.card.name);
    lock.dispatch({ type: "resetHeld" });
    assert.equal(sessionOf(lock), "factoryReset");
    assert.deepEqual(contentOf(lock.state.durable), before);
  });

  test("L37: a home that opens a pairing window does not take the prompt away", () => {
    const lock = resetPrompt();
    lock.dispatch({ type: "pairingWindowMoved", isOpen: true });
    assert.equal(sessionOf(lock), "factoryReset");
    lock.press("#");
    assert.equal(isInitial(lock.state.durable), true);
  });

  test("L37: a cut while the prompt waits erases nothing", () => {
    const lock = resetPrompt();
    lock.cutPower();
    assert.equal(sessionOf(lock), "asleep");
    assert.equal(isInitial(lock.state.durable), false);
  });

  test("L37: a cut at any step of the reset erases everything or nothing", () => {
    for (let steps = 1; steps <= 3; steps++)
      for (const areEffectsDone of [false, true]) {
        const lock = resetPrompt();
        lock.cutAfter = { steps, areEffectsDone };
        lock.press("#");
        lock.cutAfter = null;
        lock.cutPower();
        assert.equal(isInitial(lock.state.durable), true);
        lock.take();
        lock.finger(administrator.finger.name);
        assert.deepEqual(lock.take().reasons, ["unknown-finger"], "the reader holds no old template either");
      }
  });

  test("L15x: the reset works during a lock-out and ends it, which nothing at the outer side does", () => {
    const lock = resetPrompt();
    lock.press("#");
    assert.equal(lock.state.durable.guard.lockoutUntilMs, null);
    lock.type("3571#");
    assert.equal(sessionOf(lock), "menu");
  });
});
