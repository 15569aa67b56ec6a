/** The log: gapless numbers, a time where it is known, and no secret in any record. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CoreLock, monday, tagOf } from "../test/core-lock.ts";
import { administrator, familyLock, member, stranger } from "../test/family-lock.ts";
import { logRecordsKept, type LogRecord } from "./log-record.ts";
import { hourMs, secondMs } from "./moment.ts";
import { blocksLoggedMax, lockedOutMs } from "./state.ts";

function assertGapless(records: readonly LogRecord[], first: number): void {
  assert.deepEqual(
    records.map(({ seq }) => seq),
    records.map((_, index) => first + index),
  );
}

/** A day in the life of the lock, with something of every kind in it. */
function live(lock: CoreLock): void {
  lock.card(member.card.name);
  lock.wait(10 * secondMs);
  for (let tried = 0; tried < 5; tried++) lock.type(`${stranger.pin}#`);
  lock.wait(hourMs);
  lock.openMenu(() => lock.card(administrator.card.name));
  lock.press("12#739104#739104#22#2##42#*");
  lock.dispatch({ type: "tamperMoved", isRemoved: true });
  lock.order({ type: "unlockDoor", pin: administrator.pin.digits, timeoutSeconds: 3 });
  lock.motor = "motor-stall";
  lock.wait(hourMs);
  lock.motor = "healthy";
  lock.cutPower();
  lock.dispatch({ type: "resetHeld" });
  lock.dispatch({ type: "homeJoined" });
  lock.dispatch({ type: "partChanged", part: "reader", isWorking: false });
  lock.dispatch({ type: "supplyMeasured", batteryMillivolts: 4000, hasUsb: true });
  lock.dispatch({ type: "powerLost", areBatteriesOut: true });
  lock.cutPower();
}

describe("numbers", () => {
  test("L40: the first record of a lock has number 1, and the numbers have no gap", () => {
    const lock = new CoreLock();
    live(lock);
    assert.ok(lock.log.length > 15);
    assertGapless(lock.log, 1);
    assert.equal(lock.state.durable.log.nextSeq, lock.log.length + 1);
  });

  for (const [what, erase] of [
    [
      "initialising",
      (lock: CoreLock) => {
        lock.openMenu(() => lock.finger(administrator.finger.name));
        lock.press("3570##");
      },
    ],
    [
      "a factory reset",
      (lock: CoreLock) => {
        lock.cutPower({ isResetHeld: true });
        lock.press("#");
      },
    ],
  ] as const)
    test(`L28, L40: the numbers go on across ${what}; the old records are gone, and the first new one is the reset`, () => {
      const lock = familyLock();
      live(lock);
      const before = lock.log.length;
      lock.take();
      erase(lock);
      const { records } = lock.take();
      assertGapless(records, records[0]?.seq ?? 0);
      assertGapless(lock.log, lock.log[0]?.seq ?? 0);
      const [first] = lock.log;
      assert.ok(first?.event === "alarm" && first.code === "lockFactoryReset");
      assert.ok(first.seq > before, "the number of the reset follows the last one before it");
      assert.equal(lock.log.length, 1);
      lock.type("3571#12#739104#739104#");
      assertGapless(lock.log, first.seq);
    });

  test("L40: the numbers go on across power cuts at any step", () => {
    for (let steps = 1; steps < 12; steps++) {
      const lock = familyLock();
      lock.log = [];
      const { nextSeq } = lock.state.durable.log;
      lock.cutAfter = { steps, areEffectsDone: steps % 2 === 0 };
      lock.card(member.card.name);
      lock.openMenu(() => lock.card(administrator.card.name));
      lock.press("12#739104#739104#");
      lock.cutPower();
      assertGapless(lock.log, nextSeq);
    }
  });

  test("L40: at least 1 000 records are kept", () => {
    assert.ok(logRecordsKept >= 1000);
  });
});

describe("content", () => {
  test("L40: a record has the time at which it was made, or says that the lock does not know it", () => {
    const lock = familyLock();
    lock.utcMs = monday + 5;
    lock.card(member.card.name);
    assert.equal(lock.take().records[0]?.utcMs, monday + 5);
    lock.utcMs = null;
    lock.card(stranger.card);
    assert.equal(lock.take().records[0]?.utcMs, null);
  });

  test("L40: every kind of thing that the row names is a record", () => {
    const lock = familyLock();
    lock.log = [];
    live(lock);
    lock.dispatch({ type: "homeLeft", fabric: 1 });
    const kinds = new Set<string>(
      lock.log.map((record) => {
        switch (record.event) {
          case "lockOperation":
            return record.operation;
          case "lockOperationError":
            return "refusal";
          case "userChange":
            return record.change;
          case "alarm":
          case "setting":
          case "power":
          case "pairing":
          case "fault":
            return record.event;
          default:
            return record satisfies never;
        }
      }),
    );
    for (const kind of ["unlock", "lock", "refusal", "alarm", "add", "clear", "setting", "pairing", "power", "fault"])
      assert.ok(kinds.has(kind), kind);
  });

  function hammer(lock: CoreLock): readonly string[] {
    lock.take();
    for (let tried = 0; tried < 300; tried++) lock.finger(stranger.finger);
    return lock.take().reasons;
  }

  const lockedOut = Array<string>(blocksLoggedMax).fill("locked-out");
  const stopped = Array<string>(blocksLoggedMax).fill("entry-stopped");

  test("L40: each refusal during a lock-out is a record, up to 20, so that hammering does not push the history out", () => {
    const lock = familyLock();
    for (let tried = 0; tried < 5; tried++) lock.card(stranger.card);
    lock.take();
    for (let tried = 1; tried <= blocksLoggedMax; tried++) {
      lock.card(stranger.card);
      assert.deepEqual(lock.take().reasons, ["locked-out"], `the ${tried}th`);
    }
    assert.equal(blocksLoggedMax, 20);
    assert.deepEqual(hammer(lock), []);
    lock.wait(180 * secondMs);
    for (let tried = 0; tried < 5; tried++) lock.card(stranger.card);
    assert.deepEqual(hammer(lock), lockedOut, "the next lock-out has records of its own");
  });

  test("L40: each refusal of stopped entry is a record, up to 20; a lock-out in between has its own", () => {
    const lock = familyLock();
    for (let tried = 0; tried < 50; tried++) {
      lock.wait(lockedOutMs(lock.state, lock.poweredMs));
      lock.finger(stranger.finger);
    }
    assert.deepEqual(hammer(lock), lockedOut);
    lock.wait(hourMs);
    assert.deepEqual(hammer(lock), stopped);
    assert.deepEqual(hammer(lock), []);
    for (let tried = 0; tried < 5; tried++) lock.card(stranger.card);
    assert.deepEqual(hammer(lock), lockedOut);
    lock.wait(hourMs);
    assert.deepEqual(hammer(lock), stopped);
  });

  test("L40: refusals over the network are logged however many there are", () => {
    const lock = familyLock();
    for (let tried = 0; tried < 5; tried++) lock.card(stranger.card);
    hammer(lock);
    for (let tried = 0; tried < 30; tried++) {
      lock.order({ type: "unlockDoor", pin: stranger.pin, timeoutSeconds: null });
      const [record, ...more] = lock.take().records;
      assert.ok(record?.event === "lockOperationError" && more.length === 0);
      assert.deepEqual([record.reason, record.source], ["locked-out", "remote"]);
    }
  });

  test("L12, L40: no PIN, card or keyed hash is in any record or said, and no PIN is in the store", () => {
    const lock = familyLock();
    const outcome: unknown[] = [];
    live(lock);
    const { effects, records } = lock.take();
    for (const effect of effects)
      if (effect.type !== "verifyPin" && effect.type !== "verifyCard" && effect.type !== "hashNewPin")
        outcome.push(effect);
    const text = JSON.stringify([records, outcome]);
    const pins = [administrator.pin.digits, member.pin.digits, "739104", stranger.pin];
    const cards = [administrator.card.name, member.card.name];
    for (const secret of [...pins, ...cards, ...[...pins, ...cards].map(tagOf)])
      assert.equal(text.includes(secret), false, secret);
    for (const durable of lock.commits) {
      const stored = JSON.stringify(durable);
      for (const digits of pins) assert.equal(stored.includes(digits), false, digits);
    }
  });
});
