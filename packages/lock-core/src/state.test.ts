/** What the state tells about itself: the diagnosis, the lock state, and when it wants to be woken. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CoreLock } from "../test/core-lock.ts";
import { familyLock, member, stranger } from "../test/family-lock.ts";
import { minuteMs, secondMs } from "./moment.ts";
import { diagnose, lockedOutMs, nextDeadlineMs, unpoweredLock, type Cause } from "./state.ts";

describe("diagnosis", () => {
  const troubles: readonly { readonly row: string; readonly cause: Cause; readonly begin: (lock: CoreLock) => void }[] =
    [
      {
        row: "L41",
        cause: "handle-not-at-rest",
        begin: (lock) => lock.dispatch({ type: "handleMoved", isAtRest: false }),
      },
      {
        row: "L41",
        cause: "bolted-inside",
        begin: (lock) => lock.dispatch({ type: "safetyBoltMoved", isThrown: true }),
      },
      {
        row: "L43",
        cause: "finger-images",
        begin: (lock) => {
          for (let image = 0; image < 3; image++) lock.dispatch({ type: "fingerUnreadable" });
        },
      },
      ...(["motor-stall", "motor-open"] as const).map((cause) => ({
        row: "L44",
        cause,
        begin: (lock: CoreLock) => {
          lock.motor = cause;
          lock.card(member.card.name);
        },
      })),
      {
        row: "L45",
        cause: "keypad",
        begin: (lock) => lock.dispatch({ type: "partChanged", part: "keypad", isWorking: false }),
      },
      {
        row: "L45",
        cause: "cable",
        begin: (lock) => lock.dispatch({ type: "partChanged", part: "cable", isWorking: false }),
      },
      {
        row: "L46",
        cause: "reader",
        begin: (lock) => lock.dispatch({ type: "partChanged", part: "reader", isWorking: false }),
      },
      {
        row: "L47",
        cause: "clutch",
        begin: (lock) => {
          lock.card(member.card.name);
          lock.motor = "clutch";
          lock.wait(minuteMs);
        },
      },
      {
        row: "L47",
        cause: "open-mode",
        begin: (lock) => void lock.order({ type: "setOperatingMode", mode: "passage" }),
      },
      ...(
        [
          [4700, "battery-low"],
          [4100, "battery-critical"],
        ] as const
      ).map(([batteryMillivolts, cause]) => ({
        row: "L31",
        cause,
        begin: (lock: CoreLock) => lock.dispatch({ type: "supplyMeasured", batteryMillivolts, hasUsb: false }),
      })),
      { row: "L34", cause: "front-removed", begin: (lock) => lock.dispatch({ type: "tamperMoved", isRemoved: true }) },
      {
        row: "L35",
        cause: "locked-out",
        begin: (lock) => {
          for (let tried = 0; tried < 5; tried++) lock.card(stranger.card);
        },
      },
      {
        row: "L15b",
        cause: "entry-stopped",
        begin: (lock) => {
          for (let tried = 0; tried < 50; tried++) {
            lock.wait(lockedOutMs(lock.state, lock.poweredMs));
            lock.finger(stranger.finger);
          }
          lock.wait(60 * minuteMs);
        },
      },
    ];

  test("L41: a lock without troubles names none", () => {
    assert.deepEqual(diagnose(familyLock().state), []);
  });

  for (const { row, cause, begin } of troubles)
    test(`${row}: the lock can name ${cause}`, () => {
      const lock = familyLock();
      begin(lock);
      assert.deepEqual(diagnose(lock.state), [cause]);
    });

  test("L43: a finger that is read ends the diagnosis of its images", () => {
    const lock = familyLock();
    for (let image = 0; image < 5; image++) lock.dispatch({ type: "fingerUnreadable" });
    lock.finger(member.finger.name);
    assert.deepEqual(diagnose(lock.state), []);
  });

  test("L45: a lock without power names nothing, and wants nothing", () => {
    assert.deepEqual(diagnose(unpoweredLock()), []);
    assert.equal(nextDeadlineMs(unpoweredLock()), null);
  });
});

describe("waking", () => {
  test("L6: a lock that sleeps and has nothing to do wants no time to pass", () => {
    assert.equal(nextDeadlineMs(familyLock().state), null);
  });

  test("L15x: during a lock-out the powered clock is stored at least each 30 s, so that a cut costs no more", () => {
    const lock = familyLock();
    for (let tried = 0; tried < 5; tried++) lock.card(stranger.card);
    const stored = lock.commits.length;
    lock.wait(170 * secondMs);
    assert.ok(lock.commits.length - stored >= 5);
    assert.ok(lock.poweredMs - lock.state.durable.clock.poweredMs <= 30 * secondMs);
  });
});
