/** The guard profiles with their figures: how long each lock-out lasts, and when entry stops for good. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CoreLock } from "../test/core-lock.ts";
import { administrator, familyLock, member, stranger } from "../test/family-lock.ts";
import { dayMs, hourMs, minuteMs, secondMs } from "./moment.ts";
import { lockedOutMs, lockStateOf } from "./state.ts";

/** 20 digits without a PIN of the family: 15 windows at once. */
const paddedGuess = "60417260417260417260";

function minutesLocked(lock: CoreLock): number {
  return lockedOutMs(lock.state, lock.poweredMs) / minuteMs;
}

/** Wrong cards until the system locks: cards lead to no stop. @returns the minutes that it takes. */
function lockOut(lock: CoreLock): number {
  for (let tried = 0; tried < 5; tried++) {
    assert.equal(minutesLocked(lock), 0);
    lock.card(stranger.card);
  }
  return minutesLocked(lock);
}

function lockOuts(lock: CoreLock, count: number): readonly number[] {
  return Array.from({ length: count }, () => {
    const minutes = lockOut(lock);
    lock.wait(minutes * minuteMs);
    return minutes;
  });
}

/** One wrong PIN entry or finger, waiting for the end of a lock-out before it. */
function guessPin(lock: CoreLock, entry: string): void {
  lock.wait(lockedOutMs(lock.state, lock.poweredMs));
  lock.type(`${entry}#`);
}

function guessFinger(lock: CoreLock): void {
  lock.wait(lockedOutMs(lock.state, lock.poweredMs));
  lock.finger(stranger.finger);
}

/** Further on than any lock-out. */
function waitOut(lock: CoreLock): void {
  lock.wait(hourMs);
}

function repeat(times: number, act: () => void): void {
  for (let done = 0; done < times; done++) act();
}

function opensWith(lock: CoreLock, verify: () => void): boolean {
  verify();
  const isOpen = lockStateOf(lock.state) === "unlocked";
  lock.wait(5 * secondMs);
  return isOpen;
}

function stopped(lock: CoreLock): { readonly pin: boolean; readonly finger: boolean } {
  const { isPinEntryStopped, isFingerprintEntryStopped } = lock.state.durable.guard;
  return { pin: isPinEntryStopped, finger: isFingerprintEntryStopped };
}

const manual = { name: "guardProfile", value: "manual" } as const;
const strict = { name: "guardProfile", value: "strict" } as const;

describe("manual", () => {
  test("L15a: each lock-out lasts 3 minutes, for ever", () => {
    assert.deepEqual(lockOuts(familyLock(manual), 30), Array.from({ length: 30 }).fill(3));
  });

  test("L15a: nothing stops for good: 300 padded PINs and 100 fingers later a PIN and a finger open", () => {
    const lock = familyLock(manual);
    repeat(300, () => guessPin(lock, paddedGuess));
    repeat(100, () => guessFinger(lock));
    waitOut(lock);
    assert.deepEqual(stopped(lock), { pin: false, finger: false });
    assert.equal(lock.take().alarms.includes("entryStopped"), false);
    assert.equal(
      opensWith(lock, () => lock.type(`${member.pin.digits}#`)),
      true,
    );
    assert.equal(
      opensWith(lock, () => lock.finger(member.finger.name)),
      true,
    );
  });

  test("L15a: padding is accepted after any number of wrong PINs", () => {
    const lock = familyLock(manual);
    repeat(4, () => guessPin(lock, stranger.pin));
    assert.equal(
      opensWith(lock, () => lock.type(`99${member.pin.digits}#`)),
      true,
    );
  });
});

describe("guarded: lock-outs", () => {
  test("L15b: guarded is the profile of a new lock", () => {
    assert.equal(new CoreLock().state.durable.settings.guardProfile, "guarded");
  });

  test("L15b: the lock-outs last 3, 6, 12, 24, 48, 60, 60 … minutes", () => {
    assert.deepEqual(lockOuts(familyLock(), 9), [3, 6, 12, 24, 48, 60, 60, 60, 60]);
  });

  test("L15b: each lock-out is an alarm", () => {
    const lock = familyLock();
    lockOuts(lock, 4);
    assert.deepEqual(lock.take().alarms, Array.from({ length: 4 }).fill("wrongCodeEntryLimit"));
  });

  test("L15b: a lock-out starts from the time that is set", () => {
    const lock = familyLock({ name: "temporaryDisableSeconds", value: 255 });
    assert.deepEqual(lockOuts(lock, 6), [4.25, 8.5, 17, 34, 60, 60]);
  });

  test("L15b: a member's success resets the count of tries and leaves the doubling", () => {
    const lock = familyLock();
    lockOuts(lock, 2);
    repeat(4, () => lock.card(stranger.card));
    lock.card(member.card.name);
    assert.equal(lockOut(lock), 12);
  });

  test("L15b: an administrator's success of any kind begins again with 3 minutes, at the door and in the menu", () => {
    const verifications: readonly ((lock: CoreLock) => void)[] = [
      (lock) => lock.finger(administrator.finger.name),
      (lock) => lock.type(`${administrator.pin.digits}#`),
      (lock) => lock.card(administrator.card.name),
      (lock) => {
        lock.openMenu(() => lock.card(administrator.card.name));
        lock.press("*");
      },
    ];
    for (const verify of verifications) {
      const lock = familyLock();
      lockOuts(lock, 4);
      verify(lock);
      assert.deepEqual(lockOuts(lock, 2), [3, 6]);
    }
  });

  test("L15b: a remote order without PIN is no success: the doubling goes on", () => {
    const lock = familyLock();
    lockOuts(lock, 2);
    lock.order({ type: "unlockDoor", pin: null, timeoutSeconds: null });
    lock.order({ type: "restoreEntry" });
    assert.equal(lockOut(lock), 12);
  });

  test("L15b: a day without a wrong try takes one step back", () => {
    const waits = [dayMs - 1, dayMs, 2 * dayMs - 1, 2 * dayMs, 30 * dayMs];
    const next = waits.map((waitMs) => {
      const lock = familyLock();
      lockOuts(lock, 3);
      // The last wrong try was 12 minutes ago.
      lock.wait(waitMs - 12 * minuteMs);
      return lockOut(lock);
    });
    assert.deepEqual(next, [24, 12, 12, 6, 3]);
  });

  test("L15b: a wrong try in the middle of the day begins the day anew", () => {
    const lock = familyLock();
    lockOuts(lock, 3);
    lock.wait(dayMs - hourMs);
    lock.card(stranger.card);
    lock.wait(dayMs - hourMs);
    repeat(4, () => lock.card(stranger.card));
    assert.equal(minutesLocked(lock), 24);
  });

  test("L15b: a power cut puts no lock-out back a step", () => {
    const lock = familyLock();
    lockOuts(lock, 3);
    lock.cutPower();
    assert.equal(lockOut(lock), 24);
  });
});

describe("guarded: the stop of PIN entry", () => {
  test("L15b: the 100th wrong PIN entry without an administrator's success stops PIN entry, with an alarm", () => {
    const lock = familyLock();
    repeat(99, () => guessPin(lock, stranger.pin));
    assert.deepEqual(stopped(lock), { pin: false, finger: false });
    lock.take();
    guessPin(lock, stranger.pin);
    const { alarms, said } = lock.take();
    assert.deepEqual(stopped(lock), { pin: true, finger: false });
    assert.deepEqual(alarms, ["wrongCodeEntryLimit", "entryStopped"]);
    assert.ok(said.includes("pin-entry-stopped"));
  });

  test("L15b: stopped PIN entry judges no PIN, with no wait in the world; fingers and cards go on", () => {
    const lock = stoppedPinLock();
    lock.wait(40 * dayMs);
    lock.take();
    lock.type(`${administrator.pin.digits}#`);
    lock.openMenu(() => lock.type(`${administrator.pin.digits}#`));
    const { judged, said, reasons } = lock.take();
    assert.equal(judged, 0);
    assert.deepEqual(said, ["pin-entry-stopped", "menu-verify", "pin-entry-stopped"]);
    assert.deepEqual(new Set(reasons), new Set(["entry-stopped"]));
    lock.press("*");
    const order = lock.order({ type: "unlockDoor", pin: administrator.pin.digits, timeoutSeconds: null });
    assert.deepEqual(order, { ok: false, error: "entryStopped" });
    assert.equal(
      opensWith(lock, () => lock.finger(member.finger.name)),
      true,
    );
    assert.equal(
      opensWith(lock, () => lock.card(member.card.name)),
      true,
    );
    assert.equal(stopped(lock).pin, true, "members put nothing back");
  });

  test("L15b: the stop survives power cuts", () => {
    const lock = stoppedPinLock();
    repeat(5, () => lock.cutPower());
    assert.equal(
      opensWith(lock, () => lock.type(`${administrator.pin.digits}#`)),
      false,
    );
  });

  for (const [what, restore] of [
    ["an administrator's finger", (lock: CoreLock) => lock.finger(administrator.finger.name)],
    ["an administrator's card", (lock: CoreLock) => lock.card(administrator.card.name)],
    [
      "an administrator's card in the menu",
      (lock: CoreLock) => {
        lock.openMenu(() => lock.card(administrator.card.name));
        lock.press("*");
      },
    ],
    ["an order from the app", (lock: CoreLock) => void lock.order({ type: "restoreEntry" })],
  ] as const)
    test(`L15b: ${what} puts PIN entry back and clears its counts`, () => {
      const lock = stoppedPinLock();
      waitOut(lock);
      restore(lock);
      lock.wait(10 * secondMs);
      assert.equal(stopped(lock).pin, false);
      repeat(4, () => guessPin(lock, paddedGuess));
      assert.equal(stopped(lock).pin, false);
      assert.equal(
        opensWith(lock, () => lock.type(`${member.pin.digits}#`)),
        true,
      );
      repeat(95, () => guessPin(lock, stranger.pin));
      assert.equal(stopped(lock).pin, false);
      guessPin(lock, stranger.pin);
      assert.equal(stopped(lock).pin, true, "the count goes to 100 again");
    });

  test("L15b: an administrator's PIN begins the count of 100 anew; a member's does not", () => {
    for (const [who, expected] of [
      [administrator, false],
      [member, true],
    ] as const) {
      const lock = familyLock();
      repeat(60, () => guessPin(lock, stranger.pin));
      waitOut(lock);
      assert.equal(
        opensWith(lock, () => lock.type(`${who.pin.digits}#`)),
        true,
      );
      repeat(40, () => guessPin(lock, stranger.pin));
      assert.equal(stopped(lock).pin, expected);
    }
  });

  test("L15b: who types his own PIN after every fourth guess never locks the system, and is stopped at the 100th", () => {
    const lock = familyLock();
    let guesses = 0;
    while (!stopped(lock).pin && guesses < 500) {
      repeat(4, () => guessPin(lock, stranger.pin));
      guesses += 4;
      lock.type(`${member.pin.digits}#`);
    }
    assert.equal(guesses, 100);
    assert.deepEqual(lock.take().alarms, ["entryStopped"]);
  });

  test("L15b: wrong PINs that together held 1 000 windows within 24 hours stop PIN entry", () => {
    const lock = familyLock();
    repeat(66, () => guessPin(lock, paddedGuess));
    assert.deepEqual(stopped(lock), { pin: false, finger: false }, "990 windows");
    // One window for up to six digits, none for more than 20.
    repeat(3, () => guessPin(lock, `${paddedGuess}0`));
    for (const entry of ["4", "12345", stranger.pin, stranger.pin, stranger.pin, stranger.pin, stranger.pin])
      guessPin(lock, entry);
    guessPin(lock, `${stranger.pin}0`);
    assert.deepEqual(stopped(lock), { pin: false, finger: false }, "999 windows");
    lock.take();
    guessPin(lock, "1");
    assert.deepEqual(stopped(lock), { pin: true, finger: false }, "1 000 windows");
    assert.ok(lock.take().alarms.includes("entryStopped"));
  });

  test("L15b: windows older than 24 hours do not count", () => {
    const lock = familyLock();
    repeat(60, () => guessPin(lock, paddedGuess));
    lock.wait(dayMs);
    repeat(39, () => guessPin(lock, paddedGuess));
    assert.equal(stopped(lock).pin, false);
  });

  test("L15b: a member's success does not refund windows", () => {
    const lock = familyLock();
    repeat(66, () => {
      guessPin(lock, paddedGuess);
      lock.wait(lockedOutMs(lock.state, lock.poweredMs));
      lock.card(member.card.name);
    });
    assert.equal(stopped(lock).pin, false);
    guessPin(lock, paddedGuess);
    assert.equal(stopped(lock).pin, true);
  });

  for (const [what, refund] of [
    ["an administrator's finger", (lock: CoreLock) => lock.finger(administrator.finger.name)],
    ["an administrator's card", (lock: CoreLock) => lock.card(administrator.card.name)],
    ["an order from the app", (lock: CoreLock) => void lock.order({ type: "restoreEntry" })],
  ] as const)
    test(`L15b: ${what} refunds them`, () => {
      const lock = familyLock();
      repeat(50, () => guessPin(lock, paddedGuess));
      waitOut(lock);
      refund(lock);
      repeat(50, () => guessPin(lock, paddedGuess));
      assert.equal(stopped(lock).pin, false);
    });

  for (const [what, verify] of [
    ["at the door", (lock: CoreLock) => lock.type(`${administrator.pin.digits}#`)],
    ["in the menu", (lock: CoreLock) => lock.openMenu(() => lock.type(`${administrator.pin.digits}#`))],
    [
      "over the network",
      (lock: CoreLock) => void lock.order({ type: "unlockDoor", pin: administrator.pin.digits, timeoutSeconds: null }),
    ],
  ] as const)
    test(`L15b: an administrator's PIN ${what} does not refund the windows of the last 24 hours`, () => {
      const lock = familyLock();
      repeat(66, () => guessPin(lock, paddedGuess));
      lock.wait(lockedOutMs(lock.state, lock.poweredMs));
      verify(lock);
      assert.equal(lock.state.durable.guard.lockoutLevel, 0, "everything else is put back");
      lock.wait(40 * secondMs);
      assert.equal(stopped(lock).pin, false);
      guessPin(lock, paddedGuess);
      assert.equal(stopped(lock).pin, true, "1 005 windows within 24 hours");
    });

  test("L15b: who guesses beside an administrator who opens by PIN all day gets 1 000 windows and one entry", () => {
    const lock = familyLock();
    let windows = 0;
    repeat(20, () => {
      repeat(4, () => {
        lock.take();
        lock.type(`${paddedGuess}#`);
        windows += 15 * lock.take().judged;
      });
      lock.type(`${administrator.pin.digits}#`);
      lock.wait(hourMs);
    });
    assert.equal(windows, 1005);
    assert.equal(stopped(lock).pin, true);
  });

  test("L15b: a stranger gets 100 entries in 30 days, or 67 padded ones, and no more", () => {
    for (const [entry, expected] of [
      [stranger.pin, 100],
      [paddedGuess, 67],
    ] as const) {
      const lock = familyLock();
      let judged = 0;
      const endMs = lock.poweredMs + 30 * dayMs;
      while (lock.poweredMs < endMs) {
        guessPin(lock, entry);
        judged += lock.take().judged;
        if (stopped(lock).pin) lock.wait(12 * hourMs);
      }
      assert.equal(judged, expected);
    }
  });

  function stoppedPinLock(): CoreLock {
    const lock = familyLock();
    repeat(67, () => guessPin(lock, paddedGuess));
    assert.equal(stopped(lock).pin, true);
    waitOut(lock);
    lock.take();
    return lock;
  }
});

describe("guarded: the stop of fingerprints", () => {
  test("L15b: the 50th wrong finger without an administrator's success stops the reader, with an alarm", () => {
    const lock = familyLock();
    repeat(49, () => guessFinger(lock));
    assert.deepEqual(stopped(lock), { pin: false, finger: false });
    lock.take();
    guessFinger(lock);
    const { alarms, said } = lock.take();
    assert.deepEqual(stopped(lock), { pin: false, finger: true });
    assert.deepEqual(alarms, ["wrongCodeEntryLimit", "entryStopped"]);
    assert.ok(said.includes("fingerprint-entry-stopped"));
  });

  test("L15b: the stopped reader judges no finger; PINs and cards go on", () => {
    const lock = stoppedFingerLock();
    lock.take();
    lock.finger(administrator.finger.name);
    const { judged, said } = lock.take();
    assert.deepEqual({ judged, said }, { judged: 0, said: ["fingerprint-entry-stopped"] });
    assert.equal(
      opensWith(lock, () => lock.type(`${member.pin.digits}#`)),
      true,
    );
    assert.equal(
      opensWith(lock, () => lock.card(member.card.name)),
      true,
    );
    assert.equal(stopped(lock).finger, true, "members put nothing back");
  });

  for (const [what, restore] of [
    ["an administrator's PIN", (lock: CoreLock) => lock.type(`${administrator.pin.digits}#`)],
    ["an administrator's card", (lock: CoreLock) => lock.card(administrator.card.name)],
    ["an order from the app", (lock: CoreLock) => void lock.order({ type: "restoreEntry" })],
  ] as const)
    test(`L15b: ${what} puts the reader back and clears its count`, () => {
      const lock = stoppedFingerLock();
      restore(lock);
      lock.wait(10 * secondMs);
      assert.equal(
        opensWith(lock, () => lock.finger(member.finger.name)),
        true,
      );
      repeat(49, () => guessFinger(lock));
      assert.equal(stopped(lock).finger, false);
      guessFinger(lock);
      assert.equal(stopped(lock).finger, true);
    });

  test("L15b: an administrator's finger begins the count anew; a member's does not", () => {
    for (const [who, expected] of [
      [administrator, false],
      [member, true],
    ] as const) {
      const lock = familyLock();
      repeat(30, () => guessFinger(lock));
      waitOut(lock);
      lock.finger(who.finger.name);
      repeat(20, () => guessFinger(lock));
      assert.equal(stopped(lock).finger, expected);
    }
  });

  test("L15b: poor images stop nothing", () => {
    const lock = familyLock();
    repeat(200, () => lock.dispatch({ type: "fingerUnreadable" }));
    assert.deepEqual(stopped(lock), { pin: false, finger: false });
  });

  test("L15b, L39: the voice names the entry that stops now, not the one that had stopped before", () => {
    const fingersLast = familyLock();
    repeat(67, () => guessPin(fingersLast, paddedGuess));
    repeat(49, () => guessFinger(fingersLast));
    fingersLast.take();
    guessFinger(fingersLast);
    assert.equal(fingersLast.take().said.at(-1), "fingerprint-entry-stopped");

    const pinsLast = stoppedFingerLock();
    repeat(66, () => guessPin(pinsLast, paddedGuess));
    pinsLast.take();
    guessPin(pinsLast, paddedGuess);
    assert.equal(pinsLast.take().said.at(-1), "pin-entry-stopped");
  });

  test("L15b: with both stopped an administrator's card puts both back", () => {
    const lock = stoppedFingerLock();
    repeat(67, () => guessPin(lock, paddedGuess));
    waitOut(lock);
    assert.deepEqual(stopped(lock), { pin: true, finger: true });
    lock.card(administrator.card.name);
    assert.deepEqual(stopped(lock), { pin: false, finger: false });
  });

  function stoppedFingerLock(): CoreLock {
    const lock = familyLock();
    repeat(50, () => guessFinger(lock));
    waitOut(lock);
    assert.equal(stopped(lock).finger, true);
    return lock;
  }
});

describe("the stop and the order that ends it", () => {
  test("L15b: the order from the app is logged, and leaves a running lock-out alone", () => {
    const lock = familyLock();
    repeat(100, () => guessPin(lock, stranger.pin));
    assert.ok(minutesLocked(lock) > 0);
    lock.take();
    assert.deepEqual(lock.order({ type: "restoreEntry" }), { ok: true, index: null });
    const { records } = lock.take();
    assert.deepEqual(
      records.map((record) => (record.event === "setting" ? [record.name, record.value, record.source] : [])),
      [["pinEntry", "on", "remote"]],
    );
    assert.ok(minutesLocked(lock) > 0);
  });

  test("L15b: changing to manual ends the stops, because manual knows none", () => {
    const lock = familyLock();
    repeat(67, () => guessPin(lock, paddedGuess));
    waitOut(lock);
    lock.set(manual);
    assert.equal(
      opensWith(lock, () => lock.type(`${member.pin.digits}#`)),
      true,
    );
  });
});

describe("strict", () => {
  test("L15c: after two wrong PIN entries in a row padding is not accepted, and the voice asks for the PIN alone", () => {
    const lock = familyLock(strict);
    lock.type(`${stranger.pin}#`);
    assert.equal(
      opensWith(lock, () => lock.type(`99${member.pin.digits}#`)),
      true,
      "after one it is",
    );
    repeat(2, () => lock.type(`${stranger.pin}#`));
    lock.take();
    lock.type(`99${member.pin.digits}#`);
    const { said, reasons, drives } = lock.take();
    assert.deepEqual({ said, reasons, drives }, { said: ["pin-alone"], reasons: ["padding-not-accepted"], drives: [] });
    assert.equal(lock.state.durable.guard.wrongTries, 3, "it counts");
    assert.equal(
      opensWith(lock, () => lock.type(`${member.pin.digits}#`)),
      true,
      "the PIN alone opens",
    );
  });

  test("L15c: the work of a try is the same with padding on and off", () => {
    const lock = familyLock(strict);
    repeat(2, () => lock.type(`${stranger.pin}#`));
    lock.hashes = 0;
    lock.type(`${paddedGuess}#`);
    assert.equal(lock.hashes, 65);
  });

  test("L15c: waiting does not bring padding back, nor does a power cut", () => {
    const lock = familyLock(strict);
    repeat(2, () => lock.type(`${stranger.pin}#`));
    lock.wait(10 * dayMs);
    lock.cutPower();
    assert.equal(
      opensWith(lock, () => lock.type(`99${member.pin.digits}#`)),
      false,
    );
  });

  for (const [what, succeed] of [
    ["a PIN", (lock: CoreLock) => lock.type(`${member.pin.digits}#`)],
    ["a finger", (lock: CoreLock) => lock.finger(member.finger.name)],
    ["a card", (lock: CoreLock) => lock.card(member.card.name)],
  ] as const)
    test(`L15c: a success with ${what} brings padding back`, () => {
      const lock = familyLock(strict);
      repeat(2, () => lock.type(`${stranger.pin}#`));
      succeed(lock);
      lock.wait(5 * secondMs);
      assert.equal(
        opensWith(lock, () => lock.type(`99${member.pin.digits}#`)),
        true,
      );
    });

  test("L15c: wrong fingers and cards take no padding away", () => {
    const lock = familyLock(strict);
    repeat(2, () => lock.finger(stranger.finger));
    repeat(2, () => lock.card(stranger.card));
    assert.equal(
      opensWith(lock, () => lock.type(`99${member.pin.digits}#`)),
      true,
    );
  });

  test("L15c: padding is refused at menu verification too", () => {
    const lock = familyLock(strict);
    repeat(2, () => lock.type(`${stranger.pin}#`));
    lock.openMenu(() => lock.press(`99${administrator.pin.digits}#`));
    assert.equal(lock.state.volatile.session.kind, "idle");
    lock.openMenu(() => lock.press(`${administrator.pin.digits}#`));
    assert.equal(lock.state.volatile.session.kind, "menu");
  });

  test("L15c: strict locks and stops as guarded does", () => {
    const lock = familyLock(strict);
    assert.deepEqual(lockOuts(lock, 7), [3, 6, 12, 24, 48, 60, 60]);
    repeat(100, () => guessPin(lock, stranger.pin));
    assert.equal(stopped(lock).pin, true);
  });

  test("L15c: in the other profiles padding is accepted after any number of wrong PINs", () => {
    const lock = familyLock();
    repeat(4, () => lock.type(`${stranger.pin}#`));
    assert.equal(
      opensWith(lock, () => lock.type(`99${member.pin.digits}#`)),
      true,
    );
  });
});

describe("strict: new PINs", () => {
  /** Types a new PIN twice in the open menu. @returns what was said of it. */
  function add(lock: CoreLock, pin: string): string | undefined {
    lock.press(`12#${pin}#`);
    if (lock.state.volatile.session.kind === "addPin") lock.press(`${pin}#`);
    const said = lock.take().said.at(-1);
    if (lock.state.volatile.session.kind !== "menu") lock.press("*");
    return said;
  }

  function openNewLock(profile: "manual" | "guarded" | "strict"): CoreLock {
    const lock = new CoreLock();
    lock.set({ name: "guardProfile", value: profile });
    lock.openMenu();
    return lock;
  }

  test("L15c: a six-digit PIN is refused from the fifth PIN on; a longer one is not", () => {
    const lock = openNewLock("strict");
    const pins = ["407913", "582034", "936150", "648207"];
    for (const pin of pins) assert.equal(add(lock, pin), "pin-added");
    assert.equal(add(lock, "753902"), "pin-longer-needed");
    assert.equal(add(lock, "7539024"), "pin-added");
    assert.equal(add(lock, "753902"), "pin-longer-needed");
    assert.equal(Object.keys(lock.state.durable.credentials.pin).length, 5);
  });

  test("L15c: the other profiles take six digits for any PIN", () => {
    for (const profile of ["manual", "guarded"] as const) {
      const lock = openNewLock(profile);
      for (const pin of ["407913", "582034", "936150", "648207", "753902"]) assert.equal(add(lock, pin), "pin-added");
    }
  });

  for (const [what, pin] of [
    ["repeats", "777777"],
    ["a run", "345678"],
    ["a date", "240783"],
    ["a line on the keypad", "159357"],
  ] as const)
    test(`L15c: a PIN of ${what} is refused; in the other profiles it is accepted with a spoken warning`, () => {
      const refusing = openNewLock("strict");
      assert.equal(add(refusing, pin), "pin-easy");
      assert.deepEqual(refusing.state.durable.credentials.pin, {});
      for (const profile of ["manual", "guarded"] as const) {
        const lock = openNewLock(profile);
        assert.equal(add(lock, pin), "pin-added-easy");
        assert.deepEqual(Object.keys(lock.state.durable.credentials.pin), ["1"]);
      }
    });
});
