/** The spoken menu: every code, from the keys to what is stored, said and shown. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CoreLock } from "../test/core-lock.ts";
import { administrator, contentOf, familyLock, member, stranger } from "../test/family-lock.ts";
import type { LogRecord } from "./log-record.ts";
import { menuCodes } from "./menu.ts";
import { credentialsPerKindMax, usersMax, type CredentialKind } from "./model.ts";
import type { PromptId } from "./prompt.ts";
import { isInitial, keypadViewOf, lockStateOf, type DurableState, type Session } from "./state.ts";

const { digits } = administrator.pin;

function sessionOf(lock: CoreLock): Session["kind"] {
  return lock.state.volatile.session.kind;
}

function numbersOf(lock: CoreLock, kind: CredentialKind): readonly number[] {
  return Object.keys(lock.state.durable.credentials[kind]).map(Number);
}

/** The family's lock with its menu open, by the administrator's finger unless told otherwise. */
function openMenu(lock = familyLock(), verify = () => lock.finger(administrator.finger.name)): CoreLock {
  lock.openMenu(verify);
  assert.equal(sessionOf(lock), "menu");
  lock.take();
  return lock;
}

function newLock(): CoreLock {
  const lock = new CoreLock();
  lock.openMenu();
  lock.take();
  return lock;
}

function touchFiveTimes(lock: CoreLock, finger: string): void {
  for (let touch = 0; touch < 5; touch++) lock.finger(finger);
}

/** What a refusal inside the menu must leave behind. */
function assertRefused(lock: CoreLock, prompt: PromptId, before: DurableState): void {
  const { said, tones, records } = lock.take();
  assert.equal(said.at(-1), prompt);
  assert.deepEqual(
    tones.filter((tone) => tone !== "key"),
    ["failure"],
  );
  assert.deepEqual(records, []);
  assert.deepEqual(contentOf(lock.state.durable), contentOf(before));
  assert.equal(sessionOf(lock), "menu");
}

function userChangesOf(records: readonly LogRecord[]): readonly string[] {
  return records.flatMap((record) =>
    record.event === "userChange"
      ? [`${record.change} user ${record.user} ${record.credential?.kind} ${record.credential?.index} ${record.source}`]
      : [],
  );
}

describe("entering", () => {
  test("L20: in the initial state 3571# opens the menu at once", () => {
    const lock = new CoreLock();
    lock.take();
    lock.type("3571#");
    assert.equal(sessionOf(lock), "menu");
    assert.deepEqual(lock.take().said, ["menu-open"]);
  });

  for (const [what, verify] of [
    ["fingerprint", (lock: CoreLock) => lock.finger(administrator.finger.name)],
    ["PIN", (lock: CoreLock) => lock.type(`${digits}#`)],
    ["PIN with padding", (lock: CoreLock) => lock.type(`123${digits}321#`)],
    ["card", (lock: CoreLock) => lock.card(administrator.card.name)],
  ] as const)
    test(`L20: otherwise an administrator's ${what} verifies first, and the clutch stays where it is`, () => {
      const lock = familyLock();
      lock.type("3571#");
      assert.deepEqual([sessionOf(lock), lock.take().said], ["verify", ["menu-verify"]]);
      verify(lock);
      const { said, drives, tones } = lock.take();
      assert.deepEqual({ said, drives }, { said: ["menu-open"], drives: [] });
      assert.ok(tones.includes("success"));
      assert.deepEqual([sessionOf(lock), lockStateOf(lock.state)], ["menu", "locked"]);
    });

  for (const [what, verify] of [
    ["fingerprint", (lock: CoreLock) => lock.finger(stranger.finger)],
    ["PIN", (lock: CoreLock) => lock.type(`${stranger.pin}#`)],
    ["card", (lock: CoreLock) => lock.card(stranger.card)],
    ["code, 3571# again,", (lock: CoreLock) => lock.type("3571#")],
  ] as const)
    test(`L20: a wrong ${what} counts and leaves to idle`, () => {
      const lock = familyLock();
      lock.openMenu(() => verify(lock));
      assert.equal(sessionOf(lock), "idle");
      assert.equal(lock.state.durable.guard.wrongTries, 1);
      assert.equal(lock.take().said.at(-1), "refused");
    });

  test("L20: the code is 3571 alone: padding is for PINs", () => {
    for (const typed of ["93571#", "35719#", "3571357#"]) {
      const lock = familyLock();
      lock.type(typed);
      assert.equal(sessionOf(lock), "idle");
      assert.deepEqual(lock.take().reasons.length, 1);
    }
  });

  test("L20: asleep, the code does not open the menu: its first key only wakes", () => {
    const lock = new CoreLock();
    lock.press("3571#");
    assert.equal(sessionOf(lock), "idle");
    assert.equal(lock.state.durable.guard.wrongTries, 1, "571# is a wrong PIN");
  });

  test("L20: * leaves verification, and that is no try", () => {
    const lock = familyLock();
    lock.type("3571#40*");
    assert.equal(sessionOf(lock), "idle");
    assert.equal(lock.state.durable.guard.wrongTries, 0);
  });

  test("L11: a member's credential does not open the menu", () => {
    for (const verify of [
      (lock: CoreLock) => lock.finger(member.finger.name),
      (lock: CoreLock) => lock.type(`${member.pin.digits}#`),
      (lock: CoreLock) => lock.card(member.card.name),
    ]) {
      const lock = familyLock();
      lock.openMenu(() => verify(lock));
      assert.equal(sessionOf(lock), "idle");
      assert.deepEqual(lock.take().reasons, ["not-administrator"]);
      assert.equal(lock.state.durable.guard.wrongTries, 0, "it is right, and no guess");
    }
  });

  test("L15x: at menu verification a member is refused as a stranger is: only the log tells them apart", () => {
    for (const kind of ["finger", "pin", "card"] as const) {
      const [refusedMember, refusedStranger] = [member, stranger].map((who) => {
        const lock = familyLock();
        lock.type("3571#");
        lock.take();
        const presented = who[kind];
        const name =
          typeof presented === "string" ? presented : "digits" in presented ? presented.digits : presented.name;
        if (kind === "finger") lock.finger(name);
        else if (kind === "card") lock.card(name);
        else lock.press(`${name}#`);
        const { said, tones, drives } = lock.take();
        return { said, tones: tones.filter((tone) => tone !== "key"), drives, view: keypadViewOf(lock.state) };
      });
      assert.deepEqual(refusedMember, refusedStranger);
      assert.deepEqual([refusedMember?.said, refusedMember?.tones], [["refused"], ["failure"]]);
    }
  });

  test("L11: what is enrolled at the keypad is an administrator's: each opens the menu", () => {
    for (const verify of [
      (lock: CoreLock) => lock.finger("thumb"),
      (lock: CoreLock) => lock.type("739104#"),
      (lock: CoreLock) => lock.card("green"),
    ]) {
      const lock = newLock();
      lock.press("12#739104#739104#11#");
      touchFiveTimes(lock, "thumb");
      lock.press("13#");
      lock.card("green");
      lock.press("*");
      lock.openMenu(() => verify(lock));
      assert.equal(sessionOf(lock), "menu");
    }
  });

  test("L30: with the menu switched off from the app 3571# is refused in words, and is no try", () => {
    for (const lock of [familyLock(), new CoreLock()]) {
      lock.set({ name: "isMenuEnabled", value: false });
      lock.take();
      lock.type("3571#");
      assert.deepEqual([sessionOf(lock), lock.take().said], ["idle", ["menu-disabled"]]);
      assert.equal(lock.state.durable.guard.wrongTries, 0);
      lock.set({ name: "isMenuEnabled", value: true });
      lock.type("3571#");
      assert.notEqual(sessionOf(lock), "idle");
    }
  });
});

describe("codes", () => {
  const expected: Readonly<Record<string, { readonly session: Session["kind"]; readonly prompt: PromptId }>> = {
    "11": { session: "addFingerprint", prompt: "fingerprint-touch" },
    "12": { session: "addPin", prompt: "pin-enter" },
    "13": { session: "addCard", prompt: "card-present" },
    "21": { session: "delete", prompt: "delete-number" },
    "22": { session: "delete", prompt: "delete-number" },
    "23": { session: "delete", prompt: "delete-number" },
    "31": { session: "menu", prompt: "clear-own-kind" },
    "32": { session: "clear", prompt: "clear-confirm" },
    "33": { session: "clear", prompt: "clear-confirm" },
    "41": { session: "menu", prompt: "volume-high" },
    "42": { session: "menu", prompt: "volume-low" },
    "43": { session: "menu", prompt: "volume-silent" },
    "3570": { session: "initialise", prompt: "initialise-confirm" },
  };

  test("L21: the menu has these thirteen codes and no others", () => {
    assert.deepEqual(Object.keys(menuCodes).sort(), Object.keys(expected).sort());
  });

  for (const [code, { session, prompt }] of Object.entries(expected))
    test(`L21: ${code}# in a menu that a finger opened says ${prompt}`, () => {
      const lock = openMenu();
      lock.press(`${code}#`);
      assert.deepEqual([sessionOf(lock), lock.take().said], [session, [prompt]]);
    });

  for (const typed of ["", "1", "10", "14", "24", "34", "44", "3571", "3572", "011", "1111", "9".repeat(25)])
    test(`L21: ${typed === "" ? "a bare " : typed}# is a spoken error, and the menu stays`, () => {
      const lock = openMenu();
      const before = lock.state.durable;
      lock.press(`${typed}#`);
      assertRefused(lock, "menu-unknown-code", before);
    });

  test("L21: a wrong code is no try, however often", () => {
    const lock = openMenu();
    for (let tried = 0; tried < 20; tried++) lock.press("99#");
    assert.equal(lock.state.durable.guard.wrongTries, 0);
  });

  test("L22: * leaves the menu", () => {
    for (const typed of ["*", "12*"]) {
      const lock = openMenu();
      lock.press(typed);
      assert.deepEqual([sessionOf(lock), lock.take().said], ["idle", ["menu-closed"]]);
    }
  });

  test("L22: after each success the lock is back in the menu", () => {
    const lock = newLock();
    lock.press("12#739104#739104#");
    assert.equal(sessionOf(lock), "menu");
    lock.press("13#");
    lock.card("green");
    assert.equal(sessionOf(lock), "menu");
    lock.press("11#");
    touchFiveTimes(lock, "thumb");
    assert.equal(sessionOf(lock), "menu");
    for (const typed of ["42#", "22#1##", "33##"]) {
      lock.press(typed);
      assert.equal(sessionOf(lock), "menu");
    }
    assert.deepEqual(numbersOf(lock, "fingerprint"), [1]);
    assert.deepEqual([numbersOf(lock, "pin"), numbersOf(lock, "rfid")], [[], []]);
  });

  const begun: readonly { readonly what: string; readonly begin: (lock: CoreLock) => void }[] = [
    { what: "a fingerprint before the first touch", begin: (lock) => lock.press("11#") },
    {
      what: "a fingerprint after four touches",
      begin: (lock) => {
        lock.press("11#");
        for (let touch = 0; touch < 4; touch++) lock.finger("new-thumb");
      },
    },
    { what: "a PIN half-typed", begin: (lock) => lock.press("12#7391") },
    { what: "a PIN before it is repeated", begin: (lock) => lock.press("12#739104#") },
    { what: "a PIN all but confirmed", begin: (lock) => lock.press("12#739104#739104") },
    { what: "a card", begin: (lock) => lock.press("13#") },
    { what: "a deletion before the number", begin: (lock) => lock.press("22#2") },
    { what: "a deletion before it is confirmed", begin: (lock) => lock.press("22#2#") },
    { what: "clearing a kind", begin: (lock) => lock.press("33#") },
    { what: "initialising", begin: (lock) => lock.press("3570#") },
  ];
  for (const { what, begin } of begun)
    test(`L22: * cancels ${what}, changes nothing, and is back in the menu`, () => {
      const lock = openMenu();
      const before = contentOf(lock.state.durable);
      begin(lock);
      const isReaderBusy = lock.state.volatile.session.kind === "addFingerprint";
      lock.take();
      lock.press("*");
      const { said, records, effects } = lock.take();
      assert.deepEqual([sessionOf(lock), said, records], ["menu", ["cancelled"], []]);
      assert.deepEqual(contentOf(lock.state.durable), before);
      assert.equal(
        effects.some(({ type }) => type === "discardEnrolment"),
        isReaderBusy,
      );
      lock.press("#");
      assert.deepEqual(contentOf(lock.state.durable), before);
      lock.press("42#");
      assert.equal(lock.state.durable.settings.volume, "low", "the menu takes another code");
    });

  test("L22: a finger or a card that no operation asked for is ignored", () => {
    for (const typed of ["", "4", "12#7391", "22#2#", "33#", "3570#"]) {
      const lock = openMenu();
      lock.press(typed);
      const { session } = lock.state.volatile;
      lock.take();
      lock.finger(stranger.finger);
      lock.dispatch({ type: "fingerUnreadable" });
      lock.card(stranger.card);
      lock.card(administrator.card.name);
      assert.deepEqual(lock.take().effects, []);
      assert.deepEqual(lock.state.volatile.session, session);
      assert.equal(lock.state.durable.guard.wrongTries, 0);
    }
    const cardAsked = openMenu();
    cardAsked.press("13#");
    cardAsked.take();
    cardAsked.finger(administrator.finger.name);
    assert.deepEqual(cardAsked.take().effects, []);
    const fingerAsked = openMenu();
    fingerAsked.press("11#");
    fingerAsked.take();
    fingerAsked.card(administrator.card.name);
    assert.deepEqual(fingerAsked.take().effects, []);
  });
});

describe("adding a fingerprint", () => {
  test("L23: five touches, a prompt and the count at each, then the new number flashes", () => {
    const lock = openMenu();
    lock.press("11#");
    assert.deepEqual(lock.take().said, ["fingerprint-touch"]);
    for (let touch = 1; touch <= 4; touch++) {
      lock.finger("new-thumb");
      const [say] = lock.take().effects.filter((effect) => effect.type === "say");
      assert.deepEqual([say?.prompt, say?.values], ["fingerprint-again", { count: touch, remaining: 5 - touch }]);
      assert.deepEqual(keypadViewOf(lock.state), { isLit: true, shows: String(touch), isFlashing: false });
    }
    assert.deepEqual(numbersOf(lock, "fingerprint"), [1, 2]);
    lock.finger("new-thumb");
    const { said, records, tones } = lock.take();
    assert.deepEqual(said, ["fingerprint-added"]);
    assert.ok(tones.includes("success"));
    assert.deepEqual(keypadViewOf(lock.state), { isLit: true, shows: "3", isFlashing: true });
    assert.deepEqual(numbersOf(lock, "fingerprint"), [1, 2, 3]);
    assert.deepEqual(userChangesOf(records), ["add user 7 fingerprint 3 keypad"]);
  });

  test("L23: a poor image asks again and does not count", () => {
    const lock = openMenu();
    lock.press("11#");
    for (let touch = 0; touch < 5; touch++) {
      assert.deepEqual(numbersOf(lock, "fingerprint"), [1, 2]);
      lock.dispatch({ type: "fingerUnreadable" });
      assert.equal(lock.take().said.at(-1), "finger-unreadable");
      lock.finger("new-thumb");
    }
    assert.deepEqual(numbersOf(lock, "fingerprint"), [1, 2, 3]);
    assert.equal(lock.state.durable.guard.wrongTries, 0);
  });

  test("L23: another finger in between asks again and does not count", () => {
    const lock = openMenu();
    lock.press("11#");
    lock.finger("new-thumb");
    for (let touch = 1; touch < 5; touch++) {
      lock.take();
      lock.finger("other-thumb");
      assert.deepEqual(lock.take().said, ["fingerprint-other-finger"]);
      assert.deepEqual(keypadViewOf(lock.state).shows, String(touch));
      lock.finger("new-thumb");
    }
    assert.deepEqual(numbersOf(lock, "fingerprint"), [1, 2, 3]);
    lock.press("*");
    lock.finger("other-thumb");
    assert.deepEqual(lock.take().reasons, ["unknown-finger"]);
  });

  test("L9: a finger that is already enrolled is refused, at its first touch and at a later one", () => {
    for (const touches of [[administrator.finger.name], ["new-thumb", "new-thumb", member.finger.name]]) {
      const lock = openMenu();
      const before = lock.state.durable;
      lock.press("11#");
      for (const finger of touches) lock.finger(finger);
      assertRefused(lock, "fingerprint-duplicate", before);
    }
  });

  test("L23: a touch while the reader is still at work is not counted twice", () => {
    const lock = openMenu();
    lock.press("11#");
    lock.unanswered.add("captureEnrolment");
    lock.take();
    lock.finger("new-thumb");
    lock.finger("new-thumb");
    assert.equal(lock.take().effects.length, 1);
    lock.dispatch({ type: "enrolmentCaptured", outcome: "kept" });
    lock.dispatch({ type: "enrolmentCaptured", outcome: "kept" });
    assert.equal(keypadViewOf(lock.state).shows, "1");
  });

  test("L23: a template that the reader could not store is refused, and nothing is enrolled", () => {
    const lock = openMenu();
    const before = lock.state.durable;
    lock.unanswered.add("storeTemplate");
    lock.press("11#");
    touchFiveTimes(lock, "new-thumb");
    lock.take();
    lock.dispatch({ type: "templateStored", slot: 3, isStored: false });
    const { effects } = lock;
    assert.ok(effects.some(({ type }) => type === "discardEnrolment"));
    assertRefused(lock, "fingerprint-reader-fault", before);
  });

  test("L33: a template that is stored after its operation was cancelled is deleted from the reader", () => {
    const lock = openMenu();
    lock.unanswered.add("storeTemplate");
    lock.press("11#");
    touchFiveTimes(lock, "new-thumb");
    lock.press("*");
    lock.take();
    lock.dispatch({ type: "templateStored", slot: 3, isStored: true });
    assert.deepEqual(lock.take().effects, [{ type: "deleteTemplate", slot: 3 }]);
    assert.deepEqual(numbersOf(lock, "fingerprint"), [1, 2]);
  });

  test("L33: a late word about a template that is in use deletes nothing", () => {
    const lock = openMenu();
    lock.dispatch({ type: "templateStored", slot: administrator.finger.number, isStored: true });
    assert.deepEqual(lock.take().effects, []);
  });

  test("L23: with a reader or a cable that does not answer, adding a fingerprint is refused in words", () => {
    for (const part of ["reader", "cable"] as const) {
      const lock = openMenu();
      lock.dispatch({ type: "partChanged", part, isWorking: false });
      lock.take();
      const before = lock.state.durable;
      lock.press("11#");
      assertRefused(lock, "fingerprint-reader-fault", before);
    }
  });
});

describe("adding a PIN", () => {
  test("L24: PIN #, the same PIN again #, then the new number flashes", () => {
    const lock = openMenu();
    lock.press("12#739104#");
    assert.deepEqual(lock.take().said, ["pin-enter", "pin-repeat"]);
    assert.deepEqual(numbersOf(lock, "pin"), [1, 2]);
    lock.press("739104#");
    const { said, records } = lock.take();
    assert.deepEqual(said, ["pin-added"]);
    assert.deepEqual(keypadViewOf(lock.state), { isLit: true, shows: "3", isFlashing: true });
    assert.deepEqual(userChangesOf(records), ["add user 7 pin 3 keypad"]);
    lock.press("*739104#");
    assert.equal(lockStateOf(lock.state), "unlocked");
  });

  for (const second of ["739105", "73910", "7391044", "", "7".repeat(25)])
    test(`L24: ${second === "" ? "nothing" : second} the second time is a mismatch, and is refused`, () => {
      const lock = openMenu();
      const before = lock.state.durable;
      lock.press(`12#739104#${second}#`);
      assertRefused(lock, "pin-mismatch", before);
    });

  for (const length of [0, 1, 5, 11, 20, 21])
    test(`L8: a PIN of ${length} digits is refused`, () => {
      const lock = openMenu();
      const before = lock.state.durable;
      lock.press(`12#${"7391048256073910482560739".slice(0, length)}#`);
      assertRefused(lock, "pin-length", before);
    });

  for (const length of [6, 7, 8, 9, 10])
    test(`L8: a PIN of ${length} digits is taken`, () => {
      const lock = openMenu();
      const pin = "7391048256".slice(0, length);
      lock.press(`12#${pin}#${pin}#`);
      assert.equal(lock.state.durable.credentials.pin[3]?.length, length);
    });

  test("L9: a PIN that is already enrolled is refused before it is typed again", () => {
    for (const known of [digits, member.pin.digits]) {
      const lock = openMenu();
      const before = lock.state.durable;
      lock.press(`12#${known}#`);
      assertRefused(lock, "pin-duplicate", before);
    }
  });

  test("L9: a PIN that the app enrols between the two entries is refused at the second", () => {
    const lock = openMenu();
    lock.press("12#739104#");
    lock.issue({ role: "member" }, { pin: "739104" });
    lock.take();
    const before = lock.state.durable;
    lock.press("739104#");
    assertRefused(lock, "pin-duplicate", before);
  });

  for (const [pin, prompt] of [
    ["111111", "pin-easy"],
    ["739104", "pin-longer-needed"],
  ] as const)
    test(`L15c: strict rules that are made between the two entries hold at the second: ${prompt}`, () => {
      const lock = openMenu();
      for (const other of ["936150", "936151"]) lock.issue({ role: "member" }, { pin: other });
      lock.press(`12#${pin}#`);
      lock.set({ name: "guardProfile", value: "strict" });
      lock.take();
      const before = lock.state.durable;
      lock.press(`${pin}#`);
      assertRefused(lock, prompt, before);
    });

  test("L12: the store holds no digits of a PIN while it is added, nor afterwards", () => {
    const lock = openMenu();
    lock.press("12#739104#739104#");
    for (const durable of lock.commits) assert.equal(JSON.stringify(durable).includes("739104"), false);
  });
});

describe("adding a card", () => {
  test("L25: present the card, then the new number flashes", () => {
    const lock = openMenu();
    lock.press("13#");
    lock.take();
    lock.card("green");
    const { said, records } = lock.take();
    assert.deepEqual(said, ["card-added"]);
    assert.deepEqual(keypadViewOf(lock.state), { isLit: true, shows: "3", isFlashing: true });
    assert.deepEqual(userChangesOf(records), ["add user 7 rfid 3 keypad"]);
    lock.press("*");
    lock.card("green");
    assert.equal(lockStateOf(lock.state), "unlocked");
  });

  test("L9: a card that is already enrolled is refused", () => {
    for (const known of [administrator.card.name, member.card.name]) {
      const lock = openMenu();
      const before = lock.state.durable;
      lock.press("13#");
      lock.card(known);
      assertRefused(lock, "card-duplicate", before);
    }
  });
});

describe("room and numbers", () => {
  const kinds: readonly {
    readonly kind: CredentialKind;
    readonly full: PromptId;
    readonly add: (lock: CoreLock, which: number) => void;
    readonly code: string;
  }[] = [
    {
      kind: "fingerprint",
      full: "fingerprint-full",
      code: "11#",
      add: (lock, which) => {
        lock.press("11#");
        touchFiveTimes(lock, `finger ${which}`);
      },
    },
    {
      kind: "pin",
      full: "pin-full",
      code: "12#",
      add: (lock, which) => lock.press(`12#${739_104 + which}#${739_104 + which}#`),
    },
    {
      kind: "rfid",
      full: "card-full",
      code: "13#",
      add: (lock, which) => {
        lock.press("13#");
        lock.card(`card ${which}`);
      },
    },
  ];
  for (const { kind, full, add, code } of kinds)
    test(`L7: there is room for 50 of ${kind}; the 51st is refused; a new one takes the lowest free number`, () => {
      const lock = newLock();
      for (let which = 1; which <= 50; which++) {
        add(lock, which);
        assert.equal(numbersOf(lock, kind).length, which);
      }
      assert.deepEqual(
        numbersOf(lock, kind),
        Array.from({ length: 50 }, (_, index) => index + 1),
      );
      lock.take();
      const before = lock.state.durable;
      lock.press(code);
      assertRefused(lock, full, before);
      for (const number of [31, 17]) lock.press(`2${code[1]}#${number}##`);
      add(lock, 51);
      assert.equal(lock.state.durable.credentials[kind][17] !== undefined, true);
      assert.equal(keypadViewOf(lock.state).shows, "17");
      add(lock, 52);
      assert.equal(keypadViewOf(lock.state).shows, "31");
    });

  test("L7: 50 fingerprints, 50 PINs and 50 cards fit at the same time, each with a user of its own", () => {
    const lock = newLock();
    for (const { add } of kinds) for (let which = 1; which <= credentialsPerKindMax; which++) add(lock, which);
    assert.equal(Object.keys(lock.state.durable.users).length, usersMax);
    assert.equal(usersMax, 150);
    for (const { kind } of kinds) assert.equal(numbersOf(lock, kind).length, 50);
  });

  test("L10: enrolling at the keypad makes a new user, an administrator, whom only this credential belongs to", () => {
    const lock = openMenu();
    lock.press("12#739104#739104#");
    assert.deepEqual(lock.state.durable.users[7], {
      userIndex: 7,
      name: "",
      uniqueId: null,
      role: "administrator",
      userType: "unrestrictedUser",
      userStatus: "occupiedEnabled",
      credentialRule: "single",
      weekDaySchedules: [],
      yearDaySchedules: [],
      creatorFabric: null,
      modifierFabric: null,
      expiry: null,
    });
    assert.equal(lock.state.durable.credentials.pin[3]?.userIndex, 7);
  });

  test("L10: several fingerprints may belong to one person: each is enrolled, and both open", () => {
    const lock = newLock();
    for (const finger of ["anna-thumb", "anna-index"]) {
      lock.press("11#");
      touchFiveTimes(lock, finger);
    }
    lock.press("*");
    for (const finger of ["anna-thumb", "anna-index"]) {
      lock.finger(finger);
      assert.equal(lockStateOf(lock.state), "unlocked");
      lock.order({ type: "lockDoor" });
    }
  });

  test("L7: with no room for another user enrolment is refused as full", () => {
    const lock = openMenu();
    for (let userIndex = 1; userIndex <= usersMax; userIndex++) lock.order({ type: "setUser", userIndex });
    lock.take();
    const before = lock.state.durable;
    lock.press("12#");
    assertRefused(lock, "pin-full", before);
  });

  test("L33: a template whose user finds no room is deleted from the reader", () => {
    const lock = openMenu();
    lock.press("11#");
    for (let touch = 0; touch < 4; touch++) lock.finger("new-thumb");
    for (let userIndex = 1; userIndex <= usersMax; userIndex++) lock.order({ type: "setUser", userIndex });
    lock.take();
    const before = lock.state.durable;
    lock.finger("new-thumb");
    assert.ok(lock.effects.some((effect) => effect.type === "deleteTemplate" && effect.slot === 3));
    assertRefused(lock, "fingerprint-full", before);
  });

  for (const [kind, begin, end] of [
    [
      "fingerprint",
      (lock: CoreLock) => {
        lock.press("11#");
        for (let touch = 0; touch < 4; touch++) lock.finger("new-thumb");
      },
      (lock: CoreLock) => lock.finger("new-thumb"),
    ],
    ["PIN", (lock: CoreLock) => lock.press("12#739104#"), (lock: CoreLock) => lock.press("739104#")],
    ["card", (lock: CoreLock) => lock.press("13#"), (lock: CoreLock) => lock.card("green")],
  ] as const)
    test(`L31: a ${kind} begun before the batteries turned critical is refused at its end; emergency power saves it`, () => {
      for (const hasUsb of [false, true]) {
        const lock = openMenu();
        begin(lock);
        lock.dispatch({ type: "supplyMeasured", batteryMillivolts: 4190, hasUsb });
        lock.take();
        const before = lock.state.durable;
        end(lock);
        const isStored = lock.effects.some(({ type }) => type === "storeTemplate");
        assert.equal(isStored, hasUsb && kind === "fingerprint");
        if (!hasUsb) assertRefused(lock, "battery-too-low-to-enrol", before);
        else assert.match(lock.take().said.join(), /-added$/);
        lock.press("*");
        assert.equal(Object.keys(lock.state.durable.users).length, hasUsb ? 7 : 6);
      }
    });

  test("L31, L33: batteries that turn critical while the reader stores leave no template behind", () => {
    const lock = openMenu();
    lock.press("11#");
    lock.unanswered.add("storeTemplate");
    touchFiveTimes(lock, "new-thumb");
    lock.dispatch({ type: "supplyMeasured", batteryMillivolts: 4190, hasUsb: false });
    lock.take();
    const before = lock.state.durable;
    lock.dispatch({ type: "templateStored", slot: 3, isStored: true });
    assert.ok(lock.effects.some((effect) => effect.type === "deleteTemplate" && effect.slot === 3));
    assertRefused(lock, "battery-too-low-to-enrol", before);
  });

  test("L31: with critical batteries nothing new is enrolled; emergency power allows it", () => {
    for (const code of ["11#", "12#", "13#"]) {
      const lock = openMenu();
      lock.dispatch({ type: "supplyMeasured", batteryMillivolts: 4190, hasUsb: false });
      lock.take();
      const before = lock.state.durable;
      lock.press(code);
      assertRefused(lock, "battery-too-low-to-enrol", before);
      lock.dispatch({ type: "supplyMeasured", batteryMillivolts: 4190, hasUsb: true });
      lock.press(code);
      assert.notEqual(sessionOf(lock), "menu");
    }
  });
});

describe("deleting", () => {
  const kinds = [
    {
      kind: "fingerprint",
      code: "21#",
      own: administrator.finger.number,
      verify: (lock: CoreLock) => lock.finger(administrator.finger.name),
    },
    { kind: "pin", code: "22#", own: administrator.pin.number, verify: (lock: CoreLock) => lock.type(`${digits}#`) },
    {
      kind: "rfid",
      code: "23#",
      own: administrator.card.number,
      verify: (lock: CoreLock) => lock.card(administrator.card.name),
    },
  ] as const;

  for (const { kind, code, own, verify } of kinds) {
    test(`L26: of ${kind}: the number #, the number flashes, # confirms`, () => {
      const lock = familyLock();
      openMenu(lock, () => verify(lock));
      lock.press(`${code}2#`);
      assert.deepEqual(lock.take().said, ["delete-number", "delete-confirm"]);
      assert.deepEqual(keypadViewOf(lock.state), { isLit: true, shows: "2", isFlashing: true });
      assert.deepEqual(numbersOf(lock, kind), [1, 2]);
      lock.press("#");
      const { said, records, effects } = lock.take();
      assert.deepEqual(said, ["deleted"]);
      assert.deepEqual(numbersOf(lock, kind), [1]);
      const { user } = kind === "pin" ? member.pin : kind === "rfid" ? member.card : member.finger;
      assert.equal(lock.state.durable.users[user], undefined, "its user goes with its last credential");
      assert.deepEqual(userChangesOf(records)[0], `clear user ${user} ${kind} 2 keypad`);
      const erased = effects.filter((effect) => effect.type === "deleteTemplate").map(({ slot }) => slot);
      assert.deepEqual(erased, kind === "fingerprint" ? [2] : []);
    });

    test(`L26: the ${kind} that opened this menu cannot be deleted`, () => {
      const lock = familyLock();
      openMenu(lock, () => verify(lock));
      const before = lock.state.durable;
      lock.press(`${code}${own}#`);
      assertRefused(lock, "own-credential", before);
    });

    for (const typed of ["3", "50", "51", "0", "", "999999999999999999999"])
      test(`L26: ${typed === "" ? "no number" : typed} is no ${kind} in use, and is refused`, () => {
        const lock = openMenu();
        const before = lock.state.durable;
        lock.press(`${code}${typed}#`);
        assertRefused(lock, "delete-not-in-use", before);
      });
  }

  test("L26: a deleted credential opens nothing", () => {
    const lock = openMenu();
    lock.press("21#2##22#2##23#2##*");
    lock.finger(member.finger.name);
    lock.type(`${member.pin.digits}#`);
    lock.card(member.card.name);
    assert.equal(lockStateOf(lock.state), "locked");
    assert.deepEqual(lock.take().reasons, ["unknown-finger", "unknown-pin", "unknown-card"]);
  });

  test("L26: a credential that the app removes before # confirms is no longer in use", () => {
    const lock = openMenu();
    lock.press("22#2#");
    lock.order({ type: "clearCredential", kind: "pin", index: 2 });
    lock.take();
    const before = lock.state.durable;
    lock.press("#");
    assertRefused(lock, "delete-not-in-use", before);
  });

  test("L11: the last administrator's credential cannot be removed while others exist", () => {
    const lock = newLock();
    lock.press(`12#${digits}#${digits}#`);
    lock.issue({ role: "member" }, { card: "red" });
    lock.take();
    const before = lock.state.durable;
    lock.press("22#1#");
    assertRefused(lock, "last-administrator", before);
    lock.press("32#");
    assertRefused(lock, "last-administrator", before);
  });

  test("L11: with nobody else left the last administrator's credential may go, and the lock is in its initial state", () => {
    const lock = newLock();
    lock.press(`12#${digits}#${digits}#22#1##`);
    assert.equal(isInitial(lock.state.durable), true);
    assert.deepEqual(lock.state.durable.users, {});
  });

  test("L11: one of two administrators may go", () => {
    const lock = openMenu();
    lock.press("22#1##");
    assert.deepEqual(numbersOf(lock, "pin"), [2]);
  });
});

describe("clearing a kind", () => {
  const kinds = [
    { kind: "fingerprint", code: "31#", verify: (lock: CoreLock) => lock.finger(administrator.finger.name) },
    { kind: "pin", code: "32#", verify: (lock: CoreLock) => lock.type(`${digits}#`) },
    { kind: "rfid", code: "33#", verify: (lock: CoreLock) => lock.card(administrator.card.name) },
  ] as const;

  for (const { kind, code, verify } of kinds) {
    test(`L27: # confirms clearing every ${kind}, with the users whose last credential that was`, () => {
      const lock = familyLock();
      const [opener] = kinds.filter((other) => other.kind !== kind);
      openMenu(lock, () => opener?.verify(lock));
      lock.press(code);
      assert.deepEqual(lock.take().said, ["clear-confirm"]);
      assert.deepEqual(numbersOf(lock, kind), [1, 2]);
      lock.press("#");
      const { said, records, effects } = lock.take();
      assert.deepEqual(said, ["cleared"]);
      assert.deepEqual(numbersOf(lock, kind), []);
      assert.equal(Object.keys(lock.state.durable.users).length, 4);
      assert.equal(userChangesOf(records).length, 2);
      const erased = effects.filter((effect) => effect.type === "deleteTemplate").map(({ slot }) => slot);
      assert.deepEqual(erased, kind === "fingerprint" ? [1, 2] : []);
    });

    test(`L27: the kind with which this menu was opened cannot be cleared: ${kind}`, () => {
      const lock = familyLock();
      openMenu(lock, () => verify(lock));
      const before = lock.state.durable;
      lock.press(code);
      assertRefused(lock, "clear-own-kind", before);
    });
  }

  test("L27: a digit instead of # cancels clearing, and begins the next code", () => {
    const lock = openMenu();
    lock.press("33#4");
    assert.equal(sessionOf(lock), "menu");
    lock.press("1#");
    assert.equal(lock.take().said.at(-1), "volume-high");
    lock.press("#");
    assert.equal(lock.take().said.at(-1), "menu-unknown-code", "there is nothing left to confirm");
    lock.press("33#123456#");
    assert.equal(lock.take().said.at(-1), "menu-unknown-code");
    assert.deepEqual(numbersOf(lock, "rfid"), [1, 2]);
  });

  test("L27: clearing a kind that is empty is done at once and for nobody", () => {
    const lock = newLock();
    lock.press("31##");
    const { said, records } = lock.take();
    assert.deepEqual([said, records], [["clear-confirm", "cleared"], []]);
  });
});

describe("volume", () => {
  for (const [code, volume] of [
    ["41#", "high"],
    ["42#", "low"],
    ["43#", "silent"],
  ] as const)
    test(`L29: ${code} sets the volume ${volume}, tells the speaker, and is logged`, () => {
      const lock = openMenu();
      lock.press(code);
      const { effects, records, said } = lock.take();
      assert.equal(lock.state.durable.settings.volume, volume);
      assert.ok(effects.some((effect) => effect.type === "setLoudness" && effect.volume === volume));
      assert.deepEqual(said, [`volume-${volume}`]);
      assert.deepEqual(
        records.map((record) => (record.event === "setting" ? [record.name, record.value, record.source] : [])),
        [["volume", volume, "keypad"]],
      );
    });

  test("L29: silent mutes the tones of keys and successes in the menu; guidance is spoken on", () => {
    const lock = openMenu();
    lock.press("43#");
    lock.take();
    lock.press("12#739104#739104#99#");
    const { tones, said } = lock.take();
    assert.deepEqual(tones, []);
    assert.deepEqual(said, ["pin-enter", "pin-repeat", "pin-added", "menu-unknown-code"]);
    lock.press("42#1");
    assert.deepEqual(lock.take().tones, ["success", "key"]);
  });
});

describe("initialising", () => {
  test("L28: 3570# and # erase all users' data: the lock is in its initial state", () => {
    const lock = familyLock(
      { name: "volume", value: "low" },
      { name: "language", value: "it" },
      { name: "autoRelockSeconds", value: 60 },
    );
    for (let tried = 0; tried < 5; tried++) lock.card(stranger.card);
    lock.wait(180_000);
    openMenu(lock);
    lock.press("3570#");
    assert.deepEqual(lock.take().said, ["initialise-confirm"]);
    assert.equal(isInitial(lock.state.durable), false);
    lock.press("#");
    const fresh = new CoreLock().state.durable;
    assert.deepEqual(contentOf(lock.state.durable), contentOf(fresh));
    assert.equal(isInitial(lock.state.durable), true);
    assert.equal(sessionOf(lock), "idle");
    const { effects, said } = lock.take();
    assert.equal(said.at(-1), "reset-done");
    assert.deepEqual(
      effects.filter((effect) => effect.type === "deleteTemplate").map(({ slot }) => slot),
      [1, 2],
    );
    assert.ok(effects.some(({ type }) => type === "leaveHomes"));
    assert.ok(effects.some((effect) => effect.type === "setLoudness" && effect.volume === "high"));
  });

  test("L28: a digit instead of # cancels initialising, and begins the next code: 3570#41# sets the volume", () => {
    const lock = openMenu(familyLock({ name: "volume", value: "low" }));
    const { users, credentials, settings } = lock.state.durable;
    lock.press("3570#4");
    assert.equal(sessionOf(lock), "menu");
    lock.press("1#");
    const { said, alarms } = lock.take();
    assert.deepEqual({ said, alarms }, { said: ["initialise-confirm", "volume-high"], alarms: [] });
    lock.press("#");
    assert.equal(lock.take().said.at(-1), "menu-unknown-code", "there is nothing left to confirm");
    const after = lock.state.durable;
    assert.deepEqual([after.users, after.credentials], [users, credentials]);
    assert.deepEqual(after.settings, { ...settings, volume: "high" });
  });

  for (const [what, prepare] of [
    [
      "initialising",
      (lock: CoreLock) => {
        openMenu(lock);
        lock.press("3570#");
      },
    ],
    ["a factory reset", (lock: CoreLock) => lock.cutPower({ isResetHeld: true })],
  ] as const)
    test(`L28: who waits for an answer at the moment of ${what} is told that the lock is busy, once`, () => {
      for (const silent of ["verifyPin", "driveClutch"] as const) {
        const lock = familyLock();
        prepare(lock);
        lock.unanswered.add(silent);
        assert.equal(lock.order({ type: "unlockDoor", pin: member.pin.digits, timeoutSeconds: null }), null);
        lock.unanswered.clear();
        lock.take();
        lock.press("#");
        lock.wait(60_000);
        const replies = lock.take().effects.flatMap((effect) => (effect.type === "reply" ? [effect.result] : []));
        assert.deepEqual(replies, [{ ok: false, error: "busy" }], silent);
        assert.equal(lockStateOf(lock.state), "locked");
      }
    });

  test("L28: no old credential works afterwards, and the menu opens at once", () => {
    const lock = openMenu();
    lock.press("3570##");
    for (const finger of [administrator.finger.name, member.finger.name]) lock.finger(finger);
    for (const card of [administrator.card.name, member.card.name]) lock.card(card);
    lock.take();
    assert.equal(lockStateOf(lock.state), "locked");
    lock.type("3571#");
    assert.equal(sessionOf(lock), "menu");
  });

  test("L28: the clutch lets go when the lock is initialised while the door is free", () => {
    const lock = familyLock({ name: "autoRelockSeconds", value: 0 });
    lock.card(member.card.name);
    openMenu(lock);
    lock.press("3570##");
    assert.equal(lockStateOf(lock.state), "locked");
  });

  test("L28: the menu can be used at once after it, in the same breath", () => {
    const lock = openMenu();
    lock.press(`3570##3571#12#${digits}#${digits}#*${digits}#`);
    assert.equal(lockStateOf(lock.state), "unlocked");
  });

  test("L28: a try that is judged while the lock is initialised opens nothing afterwards, and counts nothing", () => {
    const lock = openMenu();
    lock.press("3570#");
    lock.unanswered.add("verifyPin");
    lock.order({ type: "unlockDoor", pin: digits, timeoutSeconds: null });
    const tag = lock.state.durable.credentials.pin[1]?.tag ?? "";
    lock.press("#");
    lock.dispatch({ type: "pinHashed", candidates: [{ tag, length: digits.length, start: 0 }] });
    assert.equal(lockStateOf(lock.state), "locked");
    assert.equal(lock.state.durable.guard.wrongTries, 0);
  });
});
