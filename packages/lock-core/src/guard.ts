/**
 * The guard against guessing: wrong tries, lock-outs, and the stops of PIN and fingerprint entry.
 *
 * A try is opened, which counts it, and settled when its outcome is known; the device stores the opening before it lets
 * anything be judged. A try that a power cut left open is settled as wrong, so no cut gives a guess for nothing. All
 * times are powered time: somebody who can cut the power wins nothing by it.
 */

import type { CredentialKind, GuardProfile, Settings } from "./model.ts";
import { dayMs, minuteMs, secondMs, type Moment } from "./moment.ts";

export interface OpenTry {
  readonly kind: CredentialKind;
  /** Candidate windows that a wrong PIN entry costs. */
  readonly windows: number;
}

export interface Guard {
  /** Consecutive wrong tries, the open one included. */
  readonly wrongTries: number;
  readonly openTry: OpenTry | null;
  readonly lockoutUntilMs: number | null;
  /** Lock-outs without an administrator's success in between, one less for each day without a wrong try. */
  readonly lockoutLevel: number;
  readonly lastWrongMs: number | null;
  /** Wrong PIN entries and wrong fingers without an administrator's success. */
  readonly wrongPins: number;
  readonly wrongFingers: number;
  /** Candidate windows of the wrong PIN entries of the last 24 hours. */
  readonly guesses: readonly { readonly atMs: number; readonly windows: number }[];
  /** Wrong PIN entries without any success. */
  readonly wrongPinsInRow: number;
  readonly isPinEntryStopped: boolean;
  readonly isFingerprintEntryStopped: boolean;
}

export const untouchedGuard: Guard = {
  wrongTries: 0,
  openTry: null,
  lockoutUntilMs: null,
  lockoutLevel: 0,
  lastWrongMs: null,
  wrongPins: 0,
  wrongFingers: 0,
  guesses: [],
  wrongPinsInRow: 0,
  isPinEntryStopped: false,
  isFingerprintEntryStopped: false,
};

export const wrongPinsMax = 100;
export const guessWindowsPerDayMax = 1000;
export const wrongFingersMax = 50;
export const lockoutMaxMs = 60 * minuteMs;
/** `strict`: so many wrong PIN entries in a row, and padding is accepted no more. */
const paddedTriesMax = 2;

export type GuardAnswer = "judge" | "lockedOut" | "entryStopped";

/** Whether a credential of this kind is judged at all now. */
export function mayTry(guard: Guard, kind: CredentialKind): GuardAnswer {
  if (guard.lockoutUntilMs !== null) return "lockedOut";
  if (kind === "pin" && guard.isPinEntryStopped) return "entryStopped";
  if (kind === "fingerprint" && guard.isFingerprintEntryStopped) return "entryStopped";
  return "judge";
}

export function isPaddingAccepted(guard: Guard, profile: GuardProfile): boolean {
  return profile !== "strict" || guard.wrongPinsInRow < paddedTriesMax;
}

export function openTry(guard: Guard, attempt: OpenTry): Guard {
  return { ...guard, wrongTries: guard.wrongTries + 1, openTry: attempt };
}

/** The try told nothing about guessing (a right credential that the lock refuses for another reason): not counted. */
export function settleNeutral(guard: Guard): Guard {
  return { ...guard, openTry: null, wrongTries: guard.wrongTries - 1 };
}

/**
 * A success ends the run of wrong tries. An administrator's puts everything back, but a PIN gives no guesses back: else
 * whoever guesses between a household's own entries would never meet the budget of a day.
 */
export function settleSuccess(guard: Guard, kind: CredentialKind, isAdministrator: boolean): Guard {
  if (!isAdministrator) return { ...guard, openTry: null, wrongTries: 0, wrongPinsInRow: 0 };
  return kind === "pin" ? { ...untouchedGuard, guesses: guard.guesses } : untouchedGuard;
}

/** Puts stopped entry back and clears its counts; a running lock-out goes on. */
export function restoreEntry(guard: Guard): Guard {
  return {
    ...guard,
    wrongPins: 0,
    wrongFingers: 0,
    guesses: [],
    isPinEntryStopped: false,
    isFingerprintEntryStopped: false,
  };
}

export interface WrongTry {
  readonly guard: Guard;
  readonly isLockedOut: boolean;
  readonly hasStoppedPins: boolean;
  readonly hasStoppedFingers: boolean;
}

/** Settles the open try as wrong, with what follows from it. */
export function settleWrong(guard: Guard, settings: Settings, now: Moment): WrongTry {
  const attempt = guard.openTry;
  const isPin = attempt?.kind === "pin";
  const isGuarded = settings.guardProfile !== "manual";
  let next: Guard = {
    ...guard,
    openTry: null,
    lockoutLevel: decayedLevel(guard, now),
    lastWrongMs: now.poweredMs,
    wrongPins: guard.wrongPins + (isPin ? 1 : 0),
    wrongFingers: guard.wrongFingers + (attempt?.kind === "fingerprint" ? 1 : 0),
    wrongPinsInRow: guard.wrongPinsInRow + (isPin ? 1 : 0),
    guesses: recentGuesses(guard, attempt, now),
  };
  if (!isGuarded) next = { ...next, lockoutLevel: 0, wrongPins: 0, wrongFingers: 0, guesses: [], wrongPinsInRow: 0 };

  const windows = next.guesses.reduce((sum, guess) => sum + guess.windows, 0);
  const stopsPin =
    isGuarded && !guard.isPinEntryStopped && (next.wrongPins >= wrongPinsMax || windows >= guessWindowsPerDayMax);
  const stopsFinger = isGuarded && !guard.isFingerprintEntryStopped && next.wrongFingers >= wrongFingersMax;
  const isLockedOut = next.wrongTries >= settings.wrongCodeEntryLimit && guard.lockoutUntilMs === null;
  return {
    guard: {
      ...next,
      isPinEntryStopped: next.isPinEntryStopped || stopsPin,
      isFingerprintEntryStopped: next.isFingerprintEntryStopped || stopsFinger,
      ...(isLockedOut && {
        lockoutUntilMs: now.poweredMs + lockoutMs(next.lockoutLevel, settings),
        lockoutLevel: isGuarded ? next.lockoutLevel + 1 : 0,
      }),
    },
    isLockedOut,
    hasStoppedPins: stopsPin,
    hasStoppedFingers: stopsFinger,
  };
}

export function endLockout(guard: Guard): Guard {
  return { ...guard, lockoutUntilMs: null, wrongTries: 0 };
}

/** What another profile keeps of the guard: `manual` knows no stops. */
export function guardForProfile(guard: Guard, profile: GuardProfile): Guard {
  if (profile !== "manual") return guard;
  return { ...restoreEntry(guard), lockoutLevel: 0, wrongPinsInRow: 0 };
}

function lockoutMs(level: number, settings: Settings): number {
  const firstMs = settings.temporaryDisableSeconds * secondMs;
  return Math.min(firstMs * 2 ** level, Math.max(firstMs, lockoutMaxMs));
}

function decayedLevel(guard: Guard, now: Moment): number {
  if (guard.lastWrongMs === null) return guard.lockoutLevel;
  return Math.max(0, guard.lockoutLevel - Math.floor((now.poweredMs - guard.lastWrongMs) / dayMs));
}

function recentGuesses(guard: Guard, attempt: OpenTry | null, now: Moment): Guard["guesses"] {
  const recent = guard.guesses.filter((guess) => guess.atMs > now.poweredMs - dayMs);
  if (attempt?.kind !== "pin" || attempt.windows === 0) return recent;
  return [...recent, { atMs: now.poweredMs, windows: attempt.windows }];
}
