/**
 * A fingerprint on its way into the reader: five captures, one template. The menu asks for it, or a home over the
 * network: a finger cannot be sent, so what a home can do is to have the lock ask for one at the door.
 */

import type { Command, Refusal } from "./command.ts";
import type { EnrolmentReport } from "./effect.ts";
import type { FingerprintReaderEvent } from "./event.ts";
import {
  addedPrompt,
  discardCaptures,
  duplicatePrompt,
  fullPrompt,
  isEnrolmentForbidden,
  refuse,
  succeed,
} from "./menu-session.ts";
import { credentialsPerUserMax, usersMax } from "./model.ts";
import {
  credentialsOf,
  enrolAtKeypad,
  logUserChange,
  lowestFreeCredential,
  lowestFreeUser,
  newUser,
  putCredential,
  putUser,
} from "./people.ts";
import { noEntry, type EnrolmentOrder, type Opener, type Session } from "./state.ts";
import type { Turn } from "./turn.ts";

type EnrolmentSession = Session & { readonly kind: "addFingerprint" };

const capturesNeeded = 5;

/** The menu's code was chosen, or a home's order taken. */
export function askForFinger(turn: Turn, opener: Opener, order: EnrolmentOrder | null): void {
  turn.enter({ kind: "addFingerprint", opener, order, captures: 0, awaits: null });
  turn.say("fingerprint-touch");
}

export function isReaderDead(turn: Turn): boolean {
  const { faults } = turn.volatile;
  return faults.includes("reader") || faults.includes("cable");
}

/** @returns why the order is refused, or null when the lock asks for the finger now. */
export function beginEnrolment(turn: Turn, command: Command & { readonly type: "beginEnrolment" }): Refusal | null {
  const { userIndex, fabric, node } = command;
  const { session, pendingTry } = turn.volatile;
  if (userIndex !== null && (!Number.isInteger(userIndex) || userIndex < 1 || userIndex > usersMax))
    return "outOfRange";
  if (userIndex !== null && turn.durable.users[userIndex] === undefined) return "unknownUser";
  if (isEnrolmentForbidden(turn)) return "batteryCritical";
  const isFull =
    lowestFreeCredential(turn.durable, "fingerprint") === null ||
    (userIndex === null
      ? lowestFreeUser(turn.durable) === null
      : credentialsOf(turn.durable, userIndex).length >= credentialsPerUserMax);
  if (isFull) return "full";
  if (isReaderDead(turn)) return "readerFault";
  const isFree = session.kind === "asleep" || (session.kind === "idle" && session.entry.digits === "");
  if (!isFree || pendingTry !== null) return "busy";
  turn.changeVolatile({ lastInputMs: turn.now.poweredMs });
  askForFinger(turn, null, { userIndex, origin: fabric === null || node === undefined ? null : { fabric, node } });
  report(turn, { status: "started" });
  return null;
}

/** @returns why the order is refused: there is no enrolment that a home ordered. */
export function cancelEnrolment(turn: Turn): Refusal | null {
  const { session } = turn;
  if (session.kind !== "addFingerprint" || session.order === null) return "notInUse";
  discardCaptures(turn);
  turn.enter({ kind: "idle", entry: noEntry });
  turn.say("cancelled");
  return null;
}

function report(turn: Turn, report: EnrolmentReport): void {
  if (turn.session.kind === "addFingerprint" && turn.session.order !== null)
    turn.order({ type: "reportEnrolment", report });
}

/** A finger lies on the reader while a fingerprint is to be added. */
export function captureFinger(turn: Turn, session: EnrolmentSession): void {
  if (session.awaits !== null) return;
  turn.enter({ ...session, awaits: "capture" });
  turn.order({ type: "captureEnrolment", number: session.captures + 1 });
}

/** The finger's image was poor: it is asked for again, and does not count. */
export function fingerNotCaptured(turn: Turn): void {
  if (turn.session.kind === "addFingerprint")
    report(turn, { status: "again", captures: turn.session.captures, reason: "unreadable" });
}

export function enrolmentAnswered(
  turn: Turn,
  event: FingerprintReaderEvent & { readonly type: "enrolmentCaptured" | "templateStored" },
): void {
  const { session } = turn;
  if (session.kind !== "addFingerprint") {
    if (event.type === "templateStored") forgetOrphan(turn, event.slot);
    return;
  }
  if (event.type === "templateStored") {
    if (session.awaits === "store") templateStored(turn, session, event);
    else forgetOrphan(turn, event.slot);
    return;
  }
  if (session.awaits !== "capture") return;
  switch (event.outcome) {
    case "alreadyEnrolled":
      return refuse(turn, session.opener, duplicatePrompt.fingerprint);
    case "otherFinger":
      turn.enter({ ...session, awaits: null });
      report(turn, { status: "again", captures: session.captures, reason: "otherFinger" });
      return turn.say("fingerprint-other-finger");
    case "kept":
      return captureKept(turn, session);
    default:
      return event.outcome satisfies never;
  }
}

function captureKept(turn: Turn, session: EnrolmentSession): void {
  const captures = session.captures + 1;
  report(turn, { status: "captured", captures });
  if (captures < capturesNeeded) {
    turn.enter({ ...session, captures, awaits: null });
    return turn.say("fingerprint-again", { count: captures, remaining: capturesNeeded - captures });
  }
  const slot = lowestFreeCredential(turn.durable, "fingerprint");
  if (isEnrolmentForbidden(turn)) return refuse(turn, session.opener, "battery-too-low-to-enrol");
  if (slot === null) return refuse(turn, session.opener, fullPrompt.fingerprint);
  turn.enter({ ...session, captures, awaits: "store" });
  turn.order({ type: "storeTemplate", slot });
}

function templateStored(
  turn: Turn,
  session: EnrolmentSession,
  event: { readonly slot: number; readonly isStored: boolean },
): void {
  const index = event.slot;
  if (!event.isStored) return refuse(turn, session.opener, "fingerprint-reader-fault");
  if (isEnrolmentForbidden(turn)) return refuseTemplate(turn, session, index, "battery-too-low-to-enrol");
  if (session.order !== null) return finishOrder(turn, session.order, index);
  const base = { kind: "fingerprint", index, creatorFabric: null, modifierFabric: null } as const;
  if (!enrolAtKeypad(turn, (userIndex) => ({ ...base, userIndex })))
    return refuseTemplate(turn, session, index, fullPrompt.fingerprint);
  succeed(turn, session.opener, addedPrompt.fingerprint, index);
}

function refuseTemplate(
  turn: Turn,
  session: EnrolmentSession,
  index: number,
  prompt: "battery-too-low-to-enrol" | "fingerprint-full",
): void {
  forgetOrphan(turn, index);
  refuse(turn, session.opener, prompt);
}

/** Meanwhile the user may have gone, or another home have filled its place. */
function finishOrder(turn: Turn, order: EnrolmentOrder, index: number): void {
  const { durable } = turn;
  const userIndex = order.userIndex ?? lowestFreeUser(durable);
  const isFull = userIndex === null || credentialsOf(durable, userIndex).length >= credentialsPerUserMax;
  const isUnknown = order.userIndex !== null && durable.users[order.userIndex] === undefined;
  if (isFull || isUnknown) {
    forgetOrphan(turn, index);
    report(turn, { status: "failed", reason: isUnknown ? "unknownUser" : "full" });
    turn.enter({ kind: "idle", entry: noEntry });
    turn.sound("failure");
    return turn.say(isUnknown ? "cancelled" : fullPrompt.fingerprint);
  }
  const fabric = order.origin?.fabric ?? null;
  if (order.userIndex === null)
    putUser(turn, { ...newUser(userIndex, "member"), creatorFabric: fabric, modifierFabric: fabric });
  putCredential(turn, { kind: "fingerprint", index, userIndex, creatorFabric: fabric, modifierFabric: fabric });
  logUserChange(turn, {
    change: "add",
    user: userIndex,
    credential: { kind: "fingerprint", index },
    source: "remote",
    ...(order.userIndex === null && { isUserToo: true }),
    ...(order.origin !== null && { origin: order.origin }),
  });
  report(turn, { status: "enrolled", user: userIndex, index });
  turn.enter({ kind: "idle", entry: noEntry });
  turn.sound("success");
  turn.say(addedPrompt.fingerprint, { number: index });
}

/** A template that no credential names opens nothing and only takes room. */
function forgetOrphan(turn: Turn, slot: number): void {
  if (turn.durable.credentials.fingerprint[slot] === undefined) turn.order({ type: "deleteTemplate", slot });
}
