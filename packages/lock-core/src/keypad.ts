/** What a hand at the outer side does: touches, keys, fingers, cards, and what each means in each session. */

import type { Key } from "./event.ts";
import { captureFinger, fingerNotCaptured } from "./fingerprint-enrolment.ts";
import { menuEntryCode } from "./menu.ts";
import {
  cardPresentedToAdd,
  chooseFromMenu,
  confirmClear,
  confirmDelete,
  enterMenu,
  erase,
  pinEntered,
} from "./menu-operations.ts";
import { cancelOperation, discardCaptures, leaveMenu } from "./menu-session.ts";
import { pinEntryLengthMax } from "./model.ts";
import { closeWindow } from "./pairing.ts";
import { entryOf, noEntry, type Entry, type Session } from "./state.ts";
import type { Turn } from "./turn.ts";
import { beginTry } from "./verification.ts";

export function touched(turn: Turn): void {
  noteInput(turn);
  if (turn.session.kind === "asleep") turn.enter({ kind: "idle", entry: noEntry });
}

export function pressed(turn: Turn, key: Key): void {
  const { session } = turn;
  // Nobody sees digits on a dark keypad: the key that wakes it is no digit.
  if (session.kind === "asleep") return touched(turn);
  noteInput(turn);
  turn.sound("key");
  if (key === "#") confirmed(turn, session);
  else if (key === "*") starred(turn, session);
  else typed(turn, session, key);
}

function noteInput(turn: Turn): void {
  turn.changeVolatile({ lastInputMs: turn.now.poweredMs });
}

function typed(turn: Turn, session: Session, digit: string): void {
  const entry = appendDigit(entryOf(session), digit);
  switch (session.kind) {
    case "idle":
    case "verify":
    case "addPin":
      return turn.enter({ ...session, entry });
    case "menu":
      return turn.enter({ ...session, entry, flash: null });
    case "delete":
      return turn.enter({ ...session, entry, number: null });
    case "clear":
    case "initialise":
      // Whoever types on has changed their mind; the digit belongs to the next code.
      return turn.enter({ kind: "menu", opener: session.opener, entry, flash: null });
    case "off":
    case "asleep":
    case "addFingerprint":
    case "addCard":
    case "factoryReset":
      return;
    default:
      return session satisfies never;
  }
}

function appendDigit(entry: Entry, digit: string): Entry {
  if (entry.digits.length === pinEntryLengthMax) return { ...entry, isTooLong: true };
  return { digits: entry.digits + digit, isTooLong: entry.isTooLong };
}

function confirmed(turn: Turn, session: Session): void {
  switch (session.kind) {
    case "idle":
    case "verify":
      return entryConfirmed(turn, session);
    case "menu":
      return chooseFromMenu(turn, session.opener, session.entry.isTooLong ? "" : session.entry.digits);
    case "addPin":
      return pinEntered(turn, session);
    case "delete":
      return confirmDelete(turn, session);
    case "clear":
      return confirmClear(turn, session);
    case "initialise":
    case "factoryReset":
      return erase(turn);
    case "off":
    case "asleep":
    case "addFingerprint":
    case "addCard":
      return;
    default:
      return session satisfies never;
  }
}

/** `#` at the door or at menu verification: the menu's code, or a PIN somewhere in the digits. */
function entryConfirmed(turn: Turn, session: Session & { kind: "idle" | "verify" }): void {
  const { entry } = session;
  if (entry.digits === "" || turn.volatile.pendingTry !== null) return;
  turn.enter({ ...session, entry: noEntry });
  const isMenuCode = session.kind === "idle" && entry.digits === menuEntryCode && !entry.isTooLong;
  const isLockedOut = turn.durable.guard.lockoutUntilMs !== null;
  if (isMenuCode && !isLockedOut) return enterMenu(turn);
  beginTry(turn, { kind: "pin", entry }, session.kind === "verify" ? "menu" : "door");
}

function starred(turn: Turn, session: Session): void {
  switch (session.kind) {
    case "idle":
      turn.enter({ ...session, entry: noEntry });
      return closeWindow(turn);
    case "verify":
    case "menu":
      return leaveMenu(turn);
    case "addFingerprint":
    case "addPin":
    case "addCard":
    case "delete":
    case "clear":
    case "initialise":
      return cancelOperation(turn, session.opener);
    case "factoryReset":
      turn.enter({ kind: "idle", entry: noEntry });
      return turn.say("reset-cancelled");
    case "off":
    case "asleep":
      return;
    default:
      return session satisfies never;
  }
}

export function fingerCaptured(turn: Turn): void {
  turn.changeVolatile({ poorImages: 0 });
  const { session } = turn;
  switch (session.kind) {
    case "asleep":
    case "idle":
      noteInput(turn);
      return beginTry(turn, { kind: "fingerprint" }, "door");
    case "verify":
      noteInput(turn);
      return beginTry(turn, { kind: "fingerprint" }, "menu");
    case "addFingerprint":
      noteInput(turn);
      return captureFinger(turn, session);
    case "off":
    case "menu":
    case "addPin":
    case "addCard":
    case "delete":
    case "clear":
    case "initialise":
    case "factoryReset":
      return;
    default:
      return session satisfies never;
  }
}

/** A poor image is no try: the lock asks again. */
export function fingerUnreadable(turn: Turn): void {
  const { kind } = turn.session;
  if (kind !== "asleep" && kind !== "idle" && kind !== "verify" && kind !== "addFingerprint") return;
  noteInput(turn);
  turn.changeVolatile({ poorImages: turn.volatile.poorImages + 1 });
  fingerNotCaptured(turn);
  turn.say("finger-unreadable");
}

export function cardPresented(turn: Turn, tag: string): void {
  const { session } = turn;
  switch (session.kind) {
    case "asleep":
    case "idle":
      noteInput(turn);
      return beginTry(turn, { kind: "rfid", tag }, "door");
    case "verify":
      noteInput(turn);
      return beginTry(turn, { kind: "rfid", tag }, "menu");
    case "addCard":
      noteInput(turn);
      return cardPresentedToAdd(turn, session, tag);
    case "off":
    case "menu":
    case "addFingerprint":
    case "addPin":
    case "delete":
    case "clear":
    case "initialise":
    case "factoryReset":
      return;
    default:
      return session satisfies never;
  }
}

/** No input for so long: what was begun is forgotten. */
export function inputTimedOut(turn: Turn): void {
  const { session } = turn;
  if (session.kind === "off" || session.kind === "asleep") return;
  discardCaptures(turn, "timeout");
  if (session.kind === "factoryReset") turn.say("reset-cancelled");
  else if (session.kind === "addFingerprint" && session.order !== null) turn.say("cancelled");
  else if (session.kind !== "idle") turn.say("menu-closed");
  const staysAwake = turn.volatile.pairingUntilMs !== null;
  turn.enter(staysAwake ? { kind: "idle", entry: noEntry } : { kind: "asleep" });
  if (staysAwake) noteInput(turn);
}
