/** The window in which a home may add the lock. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CoreLock } from "../test/core-lock.ts";
import { administrator, familyLock, member } from "../test/family-lock.ts";
import { minuteMs } from "./moment.ts";
import { keypadViewOf, lockStateOf, pairingWindowMs } from "./state.ts";

const flashingFive = { isLit: true, shows: "5", isFlashing: true };

function isOpen(lock: CoreLock): boolean {
  return lock.state.volatile.pairingUntilMs !== null;
}

/** What happened to the window: the log, the words, and the orders to the network. */
function windowOf(lock: CoreLock): readonly string[] {
  const { records, said, effects } = lock.take();
  return [
    ...records.flatMap((record) => (record.event === "pairing" ? [`log ${record.what}`] : [])),
    ...said.map((prompt) => `say ${prompt}`),
    ...effects.flatMap((effect) =>
      effect.type === "movePairingWindow" ? [`order ${effect.isOpen ? "open" : "closed"}`] : [],
    ),
  ];
}

const opened = ["log opened", "say pairing-open", "order open"];
const closed = ["log closed", "say pairing-closed", "order closed"];

describe("opening", () => {
  test("L38: RESET held with the batteries in opens the window: a prompt, the digit 5 flashes, and it is logged", () => {
    const lock = familyLock();
    lock.dispatch({ type: "resetHeld" });
    assert.deepEqual(windowOf(lock), opened);
    assert.deepEqual(keypadViewOf(lock.state), flashingFive);
    assert.equal(isOpen(lock), true);
  });

  test("L38: a window that a home opened shows the same signs, and needs no order", () => {
    const lock = familyLock();
    lock.dispatch({ type: "pairingWindowMoved", isOpen: true });
    assert.deepEqual(windowOf(lock), ["log opened", "say pairing-open"]);
    assert.deepEqual(keypadViewOf(lock.state), flashingFive);
  });

  test("L38: the network's word that the window is open, after RESET, is no second opening", () => {
    const lock = familyLock();
    lock.dispatch({ type: "resetHeld" });
    lock.take();
    lock.dispatch({ type: "pairingWindowMoved", isOpen: true });
    assert.deepEqual(windowOf(lock), []);
  });

  test("L38: an unpaired lock opens no window by itself", () => {
    const lock = new CoreLock();
    lock.wait(60 * minuteMs);
    lock.cutPower();
    lock.type("3571#*");
    assert.equal(isOpen(lock), false);
    assert.equal(
      lock.take().effects.some(({ type }) => type === "movePairingWindow"),
      false,
    );
  });

  test("L38: RESET held again begins the 15 minutes anew", () => {
    const lock = familyLock();
    lock.dispatch({ type: "resetHeld" });
    lock.wait(10 * minuteMs);
    lock.dispatch({ type: "resetHeld" });
    lock.wait(14 * minuteMs);
    assert.equal(isOpen(lock), true);
    lock.wait(minuteMs);
    assert.equal(isOpen(lock), false);
  });

  test("L38: RESET leaves an operation in the menu with nothing changed, and the reader's captures are discarded", () => {
    const lock = familyLock();
    lock.openMenu(() => lock.card(administrator.card.name));
    lock.press("11#");
    lock.finger("new-thumb");
    lock.take();
    lock.dispatch({ type: "resetHeld" });
    const { effects } = lock.take();
    assert.ok(effects.some(({ type }) => type === "discardEnrolment"));
    assert.equal(lock.state.volatile.session.kind, "idle");
    assert.deepEqual(keypadViewOf(lock.state), flashingFive);
  });
});

describe("a home that opens a window", () => {
  test("L23, L38: takes nobody out of the menu: a fingerprint that is being added is added", () => {
    const lock = familyLock();
    lock.openMenu(() => lock.card(administrator.card.name));
    lock.press("11#");
    lock.finger("new-thumb");
    lock.take();
    lock.dispatch({ type: "pairingWindowMoved", isOpen: true });
    assert.equal(lock.state.volatile.session.kind, "addFingerprint");
    for (let touch = 0; touch < 4; touch++) lock.finger("new-thumb");
    const { effects, said } = lock.take();
    assert.equal(
      effects.some(({ type }) => type === "discardEnrolment"),
      false,
    );
    assert.equal(said.at(-1), "fingerprint-added");
    assert.equal(isOpen(lock), true);
  });

  test("L23, L38: keeps no captures in the reader when the menu then closes for want of a finger", () => {
    const lock = familyLock();
    lock.openMenu(() => lock.card(administrator.card.name));
    lock.press("11#");
    lock.finger("new-thumb");
    lock.dispatch({ type: "pairingWindowMoved", isOpen: true });
    lock.take();
    lock.wait(minuteMs);
    assert.ok(lock.take().effects.some(({ type }) => type === "discardEnrolment"));
    assert.equal(lock.state.volatile.session.kind, "idle");
  });

  test("L38: wakes a sleeping lock", () => {
    const lock = familyLock();
    lock.dispatch({ type: "pairingWindowMoved", isOpen: true });
    assert.equal(lock.state.volatile.session.kind, "idle");
  });
});

describe("closing", () => {
  test("L38: * leaves: the window closes", () => {
    const lock = familyLock();
    lock.dispatch({ type: "resetHeld" });
    lock.take();
    lock.press("*");
    assert.deepEqual(windowOf(lock), closed);
    assert.equal(isOpen(lock), false);
    lock.press("*");
    assert.deepEqual(windowOf(lock), []);
  });

  test("L38: * closes a window that a home opened too", () => {
    const lock = familyLock();
    lock.dispatch({ type: "pairingWindowMoved", isOpen: true });
    lock.take();
    lock.press("*");
    assert.deepEqual(windowOf(lock), closed);
  });

  test("L38: the window closes by itself after 15 minutes, whoever opened it", () => {
    for (const event of [{ type: "resetHeld" }, { type: "pairingWindowMoved", isOpen: true }] as const) {
      const lock = familyLock();
      lock.dispatch(event);
      lock.wait(15 * minuteMs - 1);
      lock.take();
      assert.equal(isOpen(lock), true);
      lock.wait(1);
      assert.equal(pairingWindowMs, 15 * minuteMs);
      assert.deepEqual(windowOf(lock), closed);
      lock.wait(minuteMs);
      assert.equal(lock.state.volatile.session.kind, "asleep");
    }
  });

  test("L38: a home that closes its window ends the signs", () => {
    const lock = familyLock();
    lock.dispatch({ type: "pairingWindowMoved", isOpen: true });
    lock.take();
    lock.dispatch({ type: "pairingWindowMoved", isOpen: false });
    assert.deepEqual(windowOf(lock), ["log closed"]);
    assert.equal(keypadViewOf(lock.state).isFlashing, false);
    lock.dispatch({ type: "pairingWindowMoved", isOpen: false });
    assert.deepEqual(windowOf(lock), []);
  });

  test("L40: a window that goes with the power is logged as closed, once", () => {
    const lock = familyLock();
    lock.dispatch({ type: "resetHeld" });
    lock.take();
    lock.dispatch({ type: "powerLost", areBatteriesOut: true });
    lock.cutPower();
    assert.deepEqual(windowOf(lock), ["log closed"]);
    lock.dispatch({ type: "powerLost", areBatteriesOut: true });
    assert.deepEqual(windowOf(lock), []);
  });

  test("L38: a power cut closes the window", () => {
    const lock = familyLock();
    lock.dispatch({ type: "resetHeld" });
    lock.cutPower();
    assert.equal(isOpen(lock), false);
    assert.equal(keypadViewOf(lock.state).isLit, false);
  });
});

describe("while it is open", () => {
  test("L38: the lock works as always", () => {
    const lock = familyLock();
    lock.dispatch({ type: "resetHeld" });
    lock.type(`${member.pin.digits}#`);
    assert.equal(lockStateOf(lock.state), "unlocked");
    lock.openMenu(() => lock.card(administrator.card.name));
    assert.equal(lock.state.volatile.session.kind, "menu");
    lock.press("*");
    assert.equal(isOpen(lock), true, "that * left the menu");
    lock.press("*");
    assert.equal(isOpen(lock), false);
  });

  test("L38: a home that joins is told by voice and logged; one that leaves is logged", () => {
    const lock = familyLock();
    lock.dispatch({ type: "resetHeld" });
    lock.take();
    lock.dispatch({ type: "homeJoined" });
    assert.deepEqual(windowOf(lock), ["log joined", "say home-joined"]);
    lock.dispatch({ type: "homeLeft", fabric: 1 });
    assert.deepEqual(windowOf(lock), ["log left"]);
  });

  test("L28: initialising ends the window with everything else", () => {
    const lock = familyLock();
    lock.dispatch({ type: "resetHeld" });
    lock.openMenu(() => lock.card(administrator.card.name));
    lock.press("3570##");
    assert.equal(isOpen(lock), false);
    lock.wait(60 * minuteMs);
    assert.equal(lock.state.volatile.session.kind, "asleep");
  });
});
