/** What the state tells about itself: the diagnosis, the lock state, and when it wants to be woken. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CoreLock } from "../test/core-lock.ts";
import { familyLock, member, stranger } from "../test/family-lock.ts";
import { minuteMs, secondMs } from "./moment.ts";
import { diagnose, lockedOutMs, nextDeadlineMs, unpoweredLock, type Cause } from "./state.ts";

/** A test that the lock, once this has begun, names this cause and no other. */
function names(cause: Cause, begin: (lock: CoreLock) => void): () => void {
  return () => {
    const lock = familyLock();
    begin(lock);
    assert.deepEqual(diagnose(lock.state), [cause]);
  };
}

function silence(part: "cable" | "keypad" | "reader"): (lock: CoreLock) => void {
  return (lock) => lock.dispatch({ type: "partChanged", part, isWorking: false });
}

function breakMotor(motor: "motor-stall" | "motor-open"): (lock: CoreLock) => void {
  return (lock) => {
    lock.motor = motor;
    lock.card(member.card.name);
  };
}

function measure(batteryMillivolts: number): (lock: CoreLock) => void {
  return (lock) => lock.dispatch({ type: "supplyMeasured", batteryMillivolts, hasUsb: false });
}

describe("diagnosis", () => {
  test("L41: a lock without troubles names none", () => {
    assert.deepEqual(diagnose(familyLock().state), []);
  });

  test(
    "L41: the lock can name a handle that is not at rest",
    names("handle-not-at-rest", (lock) => lock.dispatch({ type: "handleMoved", isAtRest: false })),
  );
  test(
    "L41: the lock can name a thrown safety bolt",
    names("bolted-inside", (lock) => lock.dispatch({ type: "safetyBoltMoved", isThrown: true })),
  );
  test(
    "L43: the lock can name three poor images in a row",
    names("finger-images", (lock) => {
      for (let image = 0; image < 3; image++) lock.dispatch({ type: "fingerUnreadable" });
    }),
  );
  test("L44: the lock can name a motor that stalls", names("motor-stall", breakMotor("motor-stall")));
  test("L44: the lock can name a broken wire to the motor", names("motor-open", breakMotor("motor-open")));
  test("L45: the lock can name a damaged keypad", names("keypad", silence("keypad")));
  test("L45: the lock can name a broken cable to the front", names("cable", silence("cable")));
  test("L46: the lock can name a damaged fingerprint reader", names("reader", silence("reader")));
  test(
    "L47: the lock can name a clutch that does not let go",
    names("clutch", (lock) => {
      lock.card(member.card.name);
      lock.motor = "clutch";
      lock.wait(minuteMs);
    }),
  );
  test(
    "L47: the lock can name open mode",
    names("open-mode", (lock) => void lock.order({ type: "setOperatingMode", mode: "passage" })),
  );
  test("L31: the lock can name weak batteries", names("battery-low", measure(4700)));
  test("L31: the lock can name critical batteries", names("battery-critical", measure(4100)));
  test(
    "L34: the lock can name a front that was forced off",
    names("front-removed", (lock) => lock.dispatch({ type: "tamperMoved", isRemoved: true })),
  );
  test(
    "L35: the lock can name a lock-out",
    names("locked-out", (lock) => {
      for (let tried = 0; tried < 5; tried++) lock.card(stranger.card);
    }),
  );
  test(
    "L15b: the lock can name stopped entry",
    names("entry-stopped", (lock) => {
      for (let tried = 0; tried < 50; tried++) {
        lock.wait(lockedOutMs(lock.state, lock.poweredMs));
        lock.finger(stranger.finger);
      }
      lock.wait(60 * minuteMs);
    }),
  );

  test("L43: a finger that is read ends the diagnosis of its images", () => {
    const lock = familyLock();
    for (let image = 0; image < 5; image++) lock.dispatch({ type: "fingerUnreadable" });
    lock.finger(member.finger.name);
    assert.deepEqual(diagnose(lock.state), []);
  });

  test("L45: a lock without power names nothing, and wants nothing", () => {
    assert.deepEqual(diagnose(unpoweredLock()), []);
    assert.equal(nextDeadlineMs(unpoweredLock(), { poweredMs: 0, utcMs: null, utcOffsetMs: 0 }), null);
  });
});

describe("waking", () => {
  test("L6: a lock that sleeps and has nothing to do wants no time to pass", () => {
    const lock = familyLock();
    assert.equal(nextDeadlineMs(lock.state, lock.now), null);
  });

  test("L15x: whatever is stored is stored with the powered time of its step", () => {
    const lock = familyLock();
    lock.wait(7 * secondMs);
    lock.card(stranger.card);
    assert.equal(lock.state.durable.clock.poweredMs, lock.poweredMs);
    lock.wait(9 * secondMs);
    lock.cutPower();
    assert.equal(lock.poweredMs, lock.state.durable.guard.lastWrongMs, "a cut goes back to it, and no further");
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
