/** Waking, sleeping and typing at the outer side. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CoreLock } from "../test/core-lock.ts";
import { administrator, contentOf, familyLock, member, stranger } from "../test/family-lock.ts";
import { keypadViewOf, lockStateOf, menuTimeoutMs, sleepAfterMs, type Session } from "./state.ts";

const { digits } = administrator.pin;
const dark = { isLit: false, shows: "", isFlashing: false };
const lit = { isLit: true, shows: "", isFlashing: false };

function sessionOf(lock: CoreLock): Session["kind"] {
  return lock.state.volatile.session.kind;
}

function openMenu(lock: CoreLock): void {
  lock.openMenu(() => lock.finger(administrator.finger.name));
  assert.equal(sessionOf(lock), "menu");
}

describe("waking", () => {
  test("L5: touching the keypad wakes the lock: the back light goes on", () => {
    const lock = familyLock();
    assert.deepEqual(keypadViewOf(lock.state), dark);
    lock.touch();
    assert.deepEqual(lock.take().effects, [{ type: "showKeypad", view: lit }]);
    assert.equal(sessionOf(lock), "idle");
  });

  test("L5: a key on a dark keypad wakes it and is no digit", () => {
    const lock = familyLock();
    lock.press(digits);
    lock.press("#");
    assert.deepEqual(lock.take().reasons, ["pin-too-short"]);
    lock.press(`${digits}#`);
    assert.deepEqual(lock.take().drives, ["engaged"]);
  });

  test("L5: a finger and a card work without waking first, and the keypad stays dark", () => {
    for (const present of [
      (lock: CoreLock) => lock.finger(member.finger.name),
      (lock: CoreLock) => lock.card(member.card.name),
    ]) {
      const lock = familyLock();
      present(lock);
      assert.equal(lockStateOf(lock.state), "unlocked");
      assert.deepEqual(keypadViewOf(lock.state), dark);
    }
  });

  test("L5: a wrong finger and a wrong card are judged without waking too", () => {
    const lock = familyLock();
    lock.finger(stranger.finger);
    lock.card(stranger.card);
    assert.deepEqual(lock.take().reasons, ["unknown-finger", "unknown-card"]);
  });
});

describe("falling asleep", () => {
  test("L6: the lock is asleep again after 10 s without input, and not before", () => {
    const lock = familyLock();
    lock.touch();
    lock.wait(sleepAfterMs - 1);
    assert.equal(sessionOf(lock), "idle");
    lock.take();
    lock.wait(1);
    assert.equal(sleepAfterMs, 10_000);
    assert.equal(sessionOf(lock), "asleep");
    assert.deepEqual(lock.take().effects, [{ type: "showKeypad", view: dark }]);
  });

  const inputs: readonly { readonly name: string; readonly give: (lock: CoreLock) => void }[] = [
    { name: "a touch", give: (lock) => lock.touch() },
    { name: "a digit", give: (lock) => lock.press("4") },
    { name: "a star", give: (lock) => lock.press("*") },
    { name: "a bare #", give: (lock) => lock.press("#") },
    { name: "a finger", give: (lock) => lock.finger(stranger.finger) },
    { name: "a poor image", give: (lock) => lock.dispatch({ type: "fingerUnreadable" }) },
    { name: "a card", give: (lock) => lock.card(stranger.card) },
  ];
  for (const { name, give } of inputs)
    test(`L6: ${name} is an input: the 10 s begin anew`, () => {
      const lock = familyLock();
      lock.touch();
      lock.wait(sleepAfterMs - 1);
      give(lock);
      lock.wait(sleepAfterMs - 1);
      assert.equal(sessionOf(lock), "idle");
      lock.wait(1);
      assert.equal(sessionOf(lock), "asleep");
    });

  test("L6: falling asleep forgets half-typed digits", () => {
    const lock = familyLock();
    lock.type(digits.slice(0, 3));
    lock.wait(sleepAfterMs);
    lock.type(digits.slice(3));
    lock.press("#");
    assert.deepEqual(lock.take().reasons, ["pin-too-short"]);
    lock.type("9999");
    lock.wait(sleepAfterMs);
    lock.type(`${digits}#`);
    assert.deepEqual(lock.take().drives, ["engaged"]);
  });

  const operations: readonly { readonly kind: Session["kind"]; readonly begin: (lock: CoreLock) => void }[] = [
    { kind: "verify", begin: (lock) => lock.openMenu() },
    { kind: "menu", begin: openMenu },
    { kind: "addFingerprint", begin: (lock) => beginWith(lock, "11#", () => lock.finger("new-thumb")) },
    { kind: "addPin", begin: (lock) => beginWith(lock, "12#739104#73") },
    { kind: "addCard", begin: (lock) => beginWith(lock, "13#") },
    { kind: "delete", begin: (lock) => beginWith(lock, "22#2#") },
    { kind: "clear", begin: (lock) => beginWith(lock, "33#") },
    { kind: "initialise", begin: (lock) => beginWith(lock, "3570#") },
  ];
  function beginWith(lock: CoreLock, typed: string, then?: () => void): void {
    openMenu(lock);
    lock.press(typed);
    then?.();
  }

  for (const { kind, begin } of operations)
    test(`L6: in the menu it takes 30 s, and leaves ${kind} with nothing changed`, () => {
      const lock = familyLock();
      begin(lock);
      assert.equal(sessionOf(lock), kind);
      const before = contentOf(lock.state.durable);
      lock.wait(menuTimeoutMs - 1);
      assert.equal(sessionOf(lock), kind);
      lock.take();
      lock.wait(1);
      assert.equal(menuTimeoutMs, 30_000);
      assert.equal(sessionOf(lock), "asleep");
      assert.deepEqual(contentOf(lock.state.durable), before);
      const { said, effects, records } = lock.take();
      assert.deepEqual(said, ["menu-closed"]);
      assert.equal(effects.filter(({ type }) => type === "discardEnrolment").length, kind === "addFingerprint" ? 1 : 0);
      assert.deepEqual(records, []);
      lock.type("#");
      assert.deepEqual(contentOf(lock.state.durable), before, "what waited for # waits no more");
    });

  test("L6: each key in the menu begins the 30 s anew", () => {
    const lock = familyLock();
    openMenu(lock);
    for (const typed of ["1", "2", "#", "7"]) {
      lock.wait(menuTimeoutMs - 1);
      lock.press(typed);
    }
    assert.equal(sessionOf(lock), "addPin");
  });

  test("L6: while pairing is open the keypad stays awake, and only half-typed digits are forgotten", () => {
    const lock = familyLock();
    lock.dispatch({ type: "resetHeld" });
    lock.wait(5 * 60_000);
    assert.equal(sessionOf(lock), "idle");
    lock.press(digits.slice(0, 3));
    lock.wait(sleepAfterMs);
    assert.equal(sessionOf(lock), "idle");
    lock.press(`${digits.slice(3)}#`);
    assert.deepEqual(lock.take().reasons, ["pin-too-short"]);
    assert.deepEqual(keypadViewOf(lock.state), { isLit: true, shows: "5", isFlashing: true });
  });

  test("L6: while pairing is open a menu is left after 30 s, and the keypad stays awake", () => {
    const lock = familyLock();
    lock.dispatch({ type: "resetHeld" });
    openMenu(lock);
    lock.wait(menuTimeoutMs);
    assert.equal(sessionOf(lock), "idle");
    lock.wait(60_000);
    assert.equal(sessionOf(lock), "idle");
  });

  test("L6: while the reset prompt waits the keypad stays awake for its 30 s", () => {
    const lock = familyLock();
    lock.cutPower({ isResetHeld: true });
    lock.wait(menuTimeoutMs - 1);
    assert.equal(sessionOf(lock), "factoryReset");
    assert.equal(keypadViewOf(lock.state).isLit, true);
  });
});

describe("typing", () => {
  test("L14: nothing is said before #, however many digits are typed", () => {
    const lock = familyLock();
    lock.touch();
    lock.take();
    lock.press("1".repeat(30));
    const { effects, records } = lock.take();
    assert.deepEqual(new Set(effects.map(({ type }) => type)), new Set(["soundTone"]));
    assert.equal(effects.length, 30);
    assert.deepEqual(records, []);
  });

  test("L14: the keypad shows no digit of what is typed", () => {
    const lock = familyLock();
    lock.type(digits);
    assert.deepEqual(keypadViewOf(lock.state), lit);
  });

  test("L15x: a bare # is no try", () => {
    const lock = familyLock();
    lock.type("##########");
    const { judged, said, records } = lock.take();
    assert.deepEqual({ judged, said, records }, { judged: 0, said: [], records: [] });
    assert.equal(lock.state.durable.guard.wrongTries, 0);
  });

  test("L15x: a poor image is no try, however often; the lock asks again", () => {
    const lock = familyLock();
    for (let image = 0; image < 60; image++) lock.dispatch({ type: "fingerUnreadable" });
    const { said, records, judged } = lock.take();
    assert.deepEqual(new Set(said), new Set(["finger-unreadable"]));
    assert.deepEqual({ records, judged }, { records: [], judged: 0 });
    lock.finger(member.finger.name);
    assert.deepEqual(lock.take().drives, ["engaged"]);
  });

  test("L22: * forgets what was typed", () => {
    const lock = familyLock();
    lock.type(`999*${digits}#`);
    assert.deepEqual(lock.take().drives, ["engaged"]);
    lock.type("3571*#");
    assert.equal(sessionOf(lock), "idle");
  });

  test("L30a: the number that flashes swallows no key: the next one is taken at once", () => {
    const lock = familyLock();
    openMenu(lock);
    lock.press("13#");
    lock.card("green");
    assert.deepEqual(keypadViewOf(lock.state), { isLit: true, shows: "3", isFlashing: true });
    lock.press("43#");
    assert.equal(lock.state.durable.settings.volume, "silent");
    assert.equal(sessionOf(lock), "menu");
  });

  test("L30a: the number to delete flashes, and a digit begins another number", () => {
    const lock = familyLock();
    openMenu(lock);
    lock.press("22#2#");
    assert.deepEqual(keypadViewOf(lock.state), { isLit: true, shows: "2", isFlashing: true });
    lock.press("1#");
    assert.deepEqual(keypadViewOf(lock.state), { isLit: true, shows: "1", isFlashing: true });
    lock.press("#");
    assert.deepEqual(Object.keys(lock.state.durable.credentials.pin), ["2"]);
  });

  test("L30a: prompts swallow no key: a whole menu is typed without a pause", () => {
    const lock = new CoreLock();
    lock.type(`3571#12#${digits}#${digits}#41#*${digits}#`);
    assert.deepEqual(lock.take().drives, ["engaged"]);
  });

  test("L30a: a wrong PIN and its prompt swallow no key", () => {
    const lock = familyLock();
    lock.type(`${stranger.pin}#${digits}#`);
    assert.deepEqual(lock.take().drives, ["engaged"]);
  });
});
