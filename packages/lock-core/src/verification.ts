/**
 * A try, from the count to its consequence, in two steps. The first counts it, and asks for what is needed to judge it;
 * the second, when the answer is there, judges. Between them lies a commit, so that a power cut never gives a free guess.
 */

import type { PinCandidate } from "./event.ts";
import {
  isPaddingAccepted,
  mayTry,
  openTry,
  settleNeutral,
  settleSuccess,
  settleWrong,
  type GuardAnswer,
} from "./guard.ts";
import { remindOfBattery } from "./battery-warning.ts";
import { changeMode, engageClutch, freeClutch, mayEngage } from "./clutch.ts";
import type { Refusal } from "./command.ts";
import type { OperationError, OperationReason, Origin } from "./log-record.ts";
import {
  pinLengthMin,
  type Credential,
  type CredentialKind,
  type CredentialRule,
  type OperatingMode,
  type User,
} from "./model.ts";
import { minuteMs } from "./moment.ts";
import { findCredential, isAdministrator, isSame, logUserChange, putUser, referenceTo } from "./people.ts";
import { findPin, guessWindowsOf } from "./pin.ts";
import { accessOf, isExpired } from "./schedule.ts";
import {
  answerTimeoutMs,
  blocksLoggedMax,
  isPassage,
  nextCredentialMs,
  noEntry,
  type Entry,
  type OperationCause,
  type PendingTry,
} from "./state.ts";
import { sourceOf, type Turn } from "./turn.ts";

export type Place = PendingTry["place"];

/** What a person presents. */
export type Presented =
  | { readonly kind: "fingerprint" }
  | { readonly kind: "rfid"; readonly tag: string }
  | { readonly kind: "pin"; readonly entry: Entry };

interface RemoteAsker {
  readonly request: number;
  readonly operation: "lock" | "unlock";
  readonly origin: Origin | null;
  readonly relockSeconds: number | null;
}

/** Counts the try and asks for what judges it; refuses it unjudged during a lock-out or stop. */
export function beginTry(turn: Turn, presented: Presented, place: Place, asker: RemoteAsker | null = null): void {
  const answer = mayTry(turn.durable.guard, presented.kind);
  if (answer !== "judge") return refuseUnjudged(turn, { answer, kind: presented.kind, place, asker });
  if (turn.volatile.pendingTry !== null) return turn.refuse(asker?.request ?? null, "busy");

  const entry = presented.kind === "pin" ? presented.entry : noEntry;
  const isPadded = place !== "remote" && presented.kind === "pin";
  turn.changeVolatile({
    pendingTry: {
      kind: presented.kind,
      place,
      operation: asker?.operation ?? "unlock",
      origin: asker?.origin ?? null,
      entryLength: entry.digits.length,
      isEntryTooLong: entry.isTooLong,
      isPaddingAccepted: isPadded && isPaddingAccepted(turn.durable.guard, turn.durable.settings.guardProfile),
      request: asker?.request ?? null,
      relockSeconds: asker?.relockSeconds ?? null,
      deadlineMs: turn.now.poweredMs + answerTimeoutMs,
    },
  });
  turn.changeDurable({
    guard: openTry(turn.durable.guard, { kind: presented.kind, windows: windowsOf(presented.kind, entry) }),
  });
  switch (presented.kind) {
    case "fingerprint":
      return turn.order({ type: "matchFinger" });
    case "rfid":
      return turn.order({ type: "verifyCard", tag: presented.tag });
    case "pin":
      return turn.order({ type: "verifyPin", digits: entry.isTooLong ? "" : entry.digits, isPadded });
    default:
      return presented satisfies never;
  }
}

function windowsOf(kind: CredentialKind, entry: Entry): number {
  return kind !== "pin" || entry.isTooLong ? 0 : guessWindowsOf(entry.digits.length);
}

function refuseUnjudged(
  turn: Turn,
  refused: { answer: Exclude<GuardAnswer, "judge">; kind: CredentialKind; place: Place; asker: RemoteAsker | null },
): void {
  const { answer, kind, place, asker } = refused;
  const isLockedOut = answer === "lockedOut";
  if (turn.volatile.blocksLogged < blocksLoggedMax || place === "remote") {
    if (place !== "remote") turn.changeVolatile({ blocksLogged: turn.volatile.blocksLogged + 1 });
    logRefusal(turn, {
      operation: asker?.operation ?? "unlock",
      cause: unknownCause(place, kind, asker?.origin ?? null),
      error: "unspecified",
      reason: isLockedOut ? "locked-out" : "entry-stopped",
    });
  }
  if (place === "remote") return turn.refuse(asker?.request ?? null, answer);
  turn.sound("failure");
  if (isLockedOut) sayLockedOut(turn);
  else turn.say(kind === "pin" ? "pin-entry-stopped" : "fingerprint-entry-stopped");
  remindOfBattery(turn);
}

function unknownCause(place: Place, kind: CredentialKind, origin: Origin | null): OperationCause {
  const source = place === "remote" ? "remote" : sourceOf(kind);
  return { source, user: null, credential: null, ...(origin !== null && { origin }) };
}

function sayLockedOut(turn: Turn): void {
  const untilMs = turn.durable.guard.lockoutUntilMs ?? turn.now.poweredMs;
  turn.say("locked-out", { minutes: Math.ceil((untilMs - turn.now.poweredMs) / minuteMs) });
}

export function pinHashed(turn: Turn, candidates: readonly PinCandidate[]): void {
  const pending = turn.volatile.pendingTry;
  if (pending?.kind !== "pin") return;
  const isWhole = (candidate: PinCandidate): boolean =>
    candidate.start === 0 && candidate.length === pending.entryLength;
  const pins = Object.values(turn.durable.credentials.pin);
  const found = findPin(candidates, pins, (candidate) => pending.isPaddingAccepted || isWhole(candidate));
  judge(turn, pending, found, reasonOfUnknownPin(pending));
}

function reasonOfUnknownPin(pending: PendingTry): OperationReason {
  if (pending.isEntryTooLong) return "entry-too-long";
  if (pending.entryLength < pinLengthMin) return "pin-too-short";
  return pending.isPaddingAccepted || pending.place === "remote" ? "unknown-pin" : "padding-not-accepted";
}

export function cardHashed(turn: Turn, tag: string): void {
  const pending = turn.volatile.pendingTry;
  if (pending?.kind !== "rfid") return;
  const found = Object.values(turn.durable.credentials.rfid).find((card) => card.tag === tag) ?? null;
  judge(turn, pending, found, "unknown-card");
}

export function fingerMatched(turn: Turn, slot: number | null): void {
  const pending = turn.volatile.pendingTry;
  if (pending?.kind !== "fingerprint") return;
  const found = slot === null ? null : findCredential(turn.durable, { kind: "fingerprint", index: slot });
  judge(turn, pending, found, "unknown-finger");
}

/** The part that was to judge did not answer. */
export function tryTimedOut(turn: Turn): void {
  const pending = turn.volatile.pendingTry;
  if (pending !== null) judge(turn, pending, null, "interrupted");
}

/** A try that the last power cut left open counts. */
export function settleInterruptedTry(turn: Turn): void {
  const { openTry: left } = turn.durable.guard;
  if (left === null) return;
  logRefusal(turn, {
    operation: "unlock",
    cause: unknownCause("door", left.kind, null),
    error: "invalidCredential",
    reason: "interrupted",
  });
  countWrong(turn);
}

function judge(turn: Turn, pending: PendingTry, found: Credential | null, reasonIfUnknown: OperationReason): void {
  turn.changeVolatile({ pendingTry: null });
  const user = found === null ? undefined : turn.durable.users[found.userIndex];
  const unknown = unknownCause(pending.place, pending.kind, pending.origin);
  if (found === null || user === undefined) {
    wrongTry(turn, pending, {
      cause: unknown,
      error: "invalidCredential",
      reason: reasonIfUnknown,
      refusal: "invalidCredential",
    });
    return;
  }
  const cause: OperationCause = { ...unknown, user: user.userIndex, credential: referenceTo(found) };
  const access = accessOf(user, pending.place === "remote" ? "remote" : "door", turn.now);
  switch (access.kind) {
    case "denied":
      return wrongTry(turn, pending, {
        cause,
        error: access.error,
        reason: access.reason,
        refusal: access.error === "restricted" ? "restricted" : "disabledUser",
      });
    case "notifyOnly":
      turn.changeDurable({ guard: settleNeutral(turn.durable.guard) });
      turn.log({ event: "lockOperation", operation: "nonAccessUserEvent", ...cause });
      if (pending.place === "menu") turn.enter({ kind: "idle", entry: noEntry });
      return refuseAtDoor(turn, pending, "restricted");
    case "granted":
      return presentedEnough(turn, pending, user, cause);
    default:
      return access satisfies never;
  }
}

const credentialsAskedBy: Readonly<Record<CredentialRule, number>> = { single: 1, dual: 2, tri: 3 };

/** Matter CredentialRule: one right credential is enough, or the lock asks for another one of the same user. */
function presentedEnough(turn: Turn, pending: PendingTry, user: User, cause: OperationCause): void {
  const verified = pending.place === "menu" ? verifiedForMenu : verifiedForDoor;
  const { presented } = turn.volatile;
  turn.changeVolatile({ presented: null });
  if (user.credentialRule === "single" || cause.credential === null) return verified(turn, pending, user, cause);
  if (pending.place === "remote") {
    // Over the network there is only one: it is right, and not enough.
    turn.changeDurable({ guard: settleNeutral(turn.durable.guard) });
    logRefusal(turn, {
      operation: pending.operation,
      cause,
      error: "restricted",
      reason: "more-credentials-needed",
    });
    return turn.refuse(pending.request, "restricted");
  }
  const isSamePerson =
    presented !== null &&
    presented.user === user.userIndex &&
    presented.place === pending.place &&
    turn.now.poweredMs < presented.untilMs;
  const own = cause.credential;
  const before = isSamePerson ? presented.credentials.filter((other) => !isSame(other, own)) : [];
  if (before.length + 1 >= credentialsAskedBy[user.credentialRule])
    return verified(turn, pending, user, { ...cause, credentialsBefore: before });
  turn.changeVolatile({
    presented: {
      user: user.userIndex,
      place: pending.place,
      credentials: [...before, own],
      untilMs: turn.now.poweredMs + nextCredentialMs,
    },
  });
  turn.changeDurable({ guard: settleNeutral(turn.durable.guard) });
  turn.sound("success");
  turn.say("another-credential");
  remindOfBattery(turn);
}

interface Refused {
  readonly operation: "lock" | "unlock";
  readonly cause: OperationCause;
  readonly error: OperationError;
  readonly reason: OperationReason;
}

function logRefusal(turn: Turn, { operation, cause, error, reason }: Refused): void {
  const { source, user, credential, origin } = cause;
  turn.log({
    event: "lockOperationError",
    operation,
    source,
    error,
    user,
    credential,
    reason,
    ...(origin !== undefined && { origin }),
  });
}

/** At the door every wrong try looks and sounds the same; only the log tells which it was. */
function wrongTry(
  turn: Turn,
  pending: PendingTry,
  refused: Omit<Refused, "operation"> & { readonly refusal: Refusal },
): void {
  const { cause, error, reason } = refused;
  turn.changeVolatile({ presented: null });
  logRefusal(turn, { operation: pending.operation, cause, error, reason });
  if (pending.place === "menu") turn.enter({ kind: "idle", entry: noEntry });
  refuseAtDoor(turn, pending, refused.refusal);
  countWrong(turn);
}

function refuseAtDoor(turn: Turn, pending: PendingTry, refusal: Refusal): void {
  if (pending.place === "remote") return turn.refuse(pending.request, refusal);
  turn.sound("failure");
  const isPadded = pending.kind !== "pin" || pending.isPaddingAccepted;
  turn.say(isPadded ? "refused" : "pin-alone");
  remindOfBattery(turn);
}

function countWrong(turn: Turn): void {
  const { durable, now } = turn;
  const { guard, isLockedOut, hasStoppedPins, hasStoppedFingers } = settleWrong(durable.guard, durable.settings, now);
  turn.changeDurable({ guard });
  if (isLockedOut || hasStoppedPins || hasStoppedFingers) {
    turn.changeVolatile({ blocksLogged: 0 });
    turn.sound("alarm");
  }
  if (isLockedOut) {
    turn.logAlarm("wrongCodeEntryLimit");
    sayLockedOut(turn);
  }
  if (hasStoppedPins || hasStoppedFingers) {
    turn.logAlarm("entryStopped");
    turn.say(hasStoppedPins ? "pin-entry-stopped" : "fingerprint-entry-stopped");
  }
}

function verifiedForMenu(turn: Turn, pending: PendingTry, user: User, cause: OperationCause): void {
  if (user.role !== "administrator") {
    turn.changeDurable({ guard: settleNeutral(turn.durable.guard) });
    logRefusal(turn, { operation: "unlock", cause, error: "restricted", reason: "not-administrator" });
    turn.enter({ kind: "idle", entry: noEntry });
    return refuseAtDoor(turn, pending, "restricted");
  }
  succeed(turn, pending, user);
  spendUse(turn, user);
  turn.sound("success");
  turn.enter({ kind: "menu", opener: cause.credential, entry: noEntry, flash: null });
  turn.say("menu-open");
  remindOfBattery(turn);
}

function verifiedForDoor(turn: Turn, pending: PendingTry, user: User, cause: OperationCause): void {
  if (isModeClosedTo(turn.durable.settings.operatingMode, user, pending.place)) {
    turn.changeDurable({ guard: settleNeutral(turn.durable.guard) });
    logRefusal(turn, { operation: pending.operation, cause, error: "restricted", reason: "operating-mode" });
    return refuseAtDoor(turn, pending, "operatingMode");
  }
  succeed(turn, pending, user);
  if (pending.operation === "lock") return lockByOrder(turn, cause, pending.request);
  if (isPassage(turn.state) && pending.place !== "remote") {
    changeMode(turn, "normal", { source: cause.source });
    // With the clutch free nobody could see that the door was in open mode: then this is an unlock like any other.
    if (turn.volatile.sensors.clutch === "engaged") {
      spendUse(turn, user);
      return endPassage(turn, cause);
    }
  }

  const obstacle = mayEngage(turn);
  if (obstacle !== null) {
    logRefusal(turn, { operation: "unlock", cause, error: "unspecified", reason: obstacle });
    turn.refuse(pending.request, obstacle === "bolted-inside" ? "boltedInside" : "handleNotAtRest");
    if (pending.place !== "remote") {
      turn.sound("failure");
      turn.say(obstacle);
      remindOfBattery(turn);
    }
    return;
  }
  spendUse(turn, user);
  engageClutch(turn, cause, { request: pending.request, relockSeconds: pending.relockSeconds });
  if (pending.place !== "remote") {
    turn.sound("success");
    remindOfBattery(turn);
  }
}

/** What every success does, wherever it leads: the guard, the siren, duress. */
function succeed(turn: Turn, pending: PendingTry, user: User): void {
  const isByAdministrator = isAdministrator(turn.durable, user.userIndex);
  turn.changeDurable({ guard: settleSuccess(turn.durable.guard, pending.kind, isByAdministrator) });
  turn.changeVolatile({ blocksLogged: 0 });
  if (turn.durable.alarm.sirenUntilMs !== null)
    turn.changeDurable({ alarm: { ...turn.durable.alarm, sirenUntilMs: null } });
  if (user.userType === "forcedUser") turn.logAlarm("forcedUser");
}

/** Single and timed use begin when something comes of the success, in the same commit. */
function spendUse(turn: Turn, user: User): void {
  if (user.userType === "disposableUser") {
    putUser(turn, { ...user, userStatus: "occupiedDisabled" });
    logUserChange(turn, { change: "modify", user: user.userIndex, credential: null, source: "unspecified" });
  }
  if (user.userType === "expiringUser" && user.expiry === null) {
    const lifeMs = turn.durable.settings.expiringUserTimeoutMinutes * minuteMs;
    const { poweredMs, utcMs } = turn.now;
    putUser(turn, {
      ...user,
      expiry: { poweredMs: poweredMs + lifeMs, utcMs: utcMs === null ? null : utcMs + lifeMs },
    });
  }
}

/** Locking ends open mode too. */
export function lockByOrder(turn: Turn, cause: OperationCause, request: number | null): void {
  if (isPassage(turn.state))
    changeMode(turn, "normal", {
      source: cause.source,
      ...(cause.origin !== undefined && { origin: cause.origin }),
    });
  freeClutch(turn, cause, { request, relockSeconds: null });
}

/** Matter: once its time is over, the lock itself disables an expiring user. */
export function expireUsers(turn: Turn): void {
  for (const user of Object.values(turn.durable.users)) {
    if (user.userStatus === "occupiedDisabled" || !isExpired(user, turn.now)) continue;
    putUser(turn, { ...user, userStatus: "occupiedDisabled" });
    logUserChange(turn, { change: "modify", user: user.userIndex, credential: null, source: "unspecified" });
  }
}

function endPassage(turn: Turn, cause: OperationCause): void {
  freeClutch(turn, cause);
  turn.sound("success");
  turn.say("passage-ended");
  remindOfBattery(turn);
}

/** Matter OperatingMode: vacation leaves the door to administrators, privacy to nobody at the outer side. */
function isModeClosedTo(mode: OperatingMode, user: User, place: Place): boolean {
  switch (mode) {
    case "normal":
    case "passage":
    case "noRemoteLockUnlock":
      return false;
    case "vacation":
      return place !== "remote" && user.role !== "administrator";
    case "privacy":
      return true;
    default:
      return mode satisfies never;
  }
}
