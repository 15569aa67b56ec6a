/**
 * What the lock knows. The durable part is in the store before anybody can notice it; the volatile part is what a power
 * cut may take: the sensors are read anew, a half-typed entry is forgotten.
 */

import { batteryLevelOf, type BatteryLevel } from "./battery.ts";
import type { ClutchPosition } from "./event.ts";
import type { KeypadView } from "./effect.ts";
import { untouchedGuard, type Guard } from "./guard.ts";
import { detectableFaults, type DetectableFault, type OperationSource, type Origin } from "./log-record.ts";
import {
  factorySettings,
  type CredentialKind,
  type CredentialReference,
  type Credentials,
  type Holidays,
  type HolidaySchedule,
  type NewPin,
  type OperatingMode,
  type Settings,
  type User,
} from "./model.ts";
import { hourMs, localMsOf, minuteMs, secondMs, type Moment } from "./moment.ts";

/** Who caused a movement of the clutch, and how; what the log says of it. */
export interface OperationCause {
  readonly source: OperationSource;
  readonly user: number | null;
  readonly credential: CredentialReference | null;
  readonly credentialsBefore?: readonly CredentialReference[];
  readonly origin?: Origin;
}

/** A movement that was ordered and not yet seen: kept, so that an opening is on record whatever happens to the power. */
export interface Drive {
  readonly to: ClutchPosition;
  readonly cause: OperationCause;
}

export interface AlarmState {
  readonly isFrontRemoved: boolean;
  readonly sirenUntilMs: number | null;
  /** The worst level reported since the batteries were good. */
  readonly reportedBattery: BatteryLevel;
}

export interface DurableState {
  /** Powered time of the last stored step. */
  readonly clock: { readonly poweredMs: number };
  readonly users: Readonly<Record<number, User>>;
  readonly credentials: Credentials;
  readonly settings: Settings;
  readonly holidays: Holidays;
  readonly guard: Guard;
  readonly alarm: AlarmState;
  readonly drive: { readonly pending: Drive | null };
  readonly log: { readonly nextSeq: number };
}

/** Digits typed so far. More than 20 are counted no further: the entry is void. */
export interface Entry {
  readonly digits: string;
  readonly isTooLong: boolean;
}

export const noEntry: Entry = { digits: "", isTooLong: false };

/** The credential that opened the menu; null in the initial state. */
export type Opener = CredentialReference | null;

/** Who asked over the network for a finger to be enrolled, and for whom. */
export interface EnrolmentOrder {
  /** null: a new user. */
  readonly userIndex: number | null;
  readonly origin: Origin | null;
}

export type Session =
  /** No power. */
  | { readonly kind: "off" }
  | { readonly kind: "asleep" }
  | { readonly kind: "idle"; readonly entry: Entry }
  /** `3571#` was typed: an administrator is to verify. */
  | { readonly kind: "verify"; readonly entry: Entry }
  | { readonly kind: "menu"; readonly opener: Opener; readonly entry: Entry; readonly flash: number | null }
  | {
      readonly kind: "addFingerprint";
      readonly opener: Opener;
      /** null: the menu asked. */
      readonly order: EnrolmentOrder | null;
      readonly captures: number;
      /** What the reader was asked and has not answered. */
      readonly awaits: "capture" | "store" | null;
    }
  | {
      readonly kind: "addPin";
      readonly opener: Opener;
      readonly entry: Entry;
      /** The first entry, while the second is typed; its digits are never stored. */
      readonly first: { readonly digits: string; readonly pin: NewPin | null } | null;
    }
  | { readonly kind: "addCard"; readonly opener: Opener }
  | {
      readonly kind: "delete";
      readonly opener: Opener;
      readonly target: CredentialKind;
      readonly entry: Entry;
      /** The number that flashes and waits for `#`. */
      readonly number: number | null;
    }
  | { readonly kind: "clear"; readonly opener: Opener; readonly target: CredentialKind }
  | { readonly kind: "initialise"; readonly opener: Opener }
  /** RESET was down at power-up: `#` confirms. */
  | { readonly kind: "factoryReset" };

/** A try that is counted and waits for its outcome. */
export interface PendingTry {
  readonly kind: CredentialKind;
  readonly place: "door" | "menu" | "remote";
  readonly operation: "lock" | "unlock";
  readonly origin: Origin | null;
  /** Digits of a PIN entry; 0 for the other kinds. */
  readonly entryLength: number;
  readonly isEntryTooLong: boolean;
  readonly isPaddingAccepted: boolean;
  readonly request: number | null;
  readonly relockSeconds: number | null;
  readonly deadlineMs: number;
}

export interface Sensors {
  readonly clutch: ClutchPosition;
  readonly isHandleAtRest: boolean;
  readonly isSafetyBoltThrown: boolean;
  readonly isDeadBoltThrown: boolean;
  readonly batteryMillivolts: number;
  readonly hasUsb: boolean;
}

/** Right credentials of a user whose rule asks for more of them. */
export interface Presented {
  readonly user: number;
  readonly place: PendingTry["place"];
  readonly credentials: readonly CredentialReference[];
  readonly untilMs: number;
}

export interface VolatileState {
  readonly session: Session;
  readonly lastInputMs: number;
  readonly pendingTry: PendingTry | null;
  readonly presented: Presented | null;
  readonly sensors: Sensors;
  readonly faults: readonly DetectableFault[];
  /** The drive in flight: when to give it up, whom to answer, how long to stay engaged. */
  readonly driveInFlight: {
    readonly deadlineMs: number;
    readonly request: number | null;
    readonly relockSeconds: number | null;
    readonly isRetry: boolean;
    readonly modeBefore: OperatingMode;
  } | null;
  readonly relockAtMs: number | null;
  readonly relockFailures: number;
  readonly pairingUntilMs: number | null;
  /** Poor finger images in a row; they are no tries, but the diagnosis wants them. */
  readonly poorImages: number;
  /** Refusals without judgement that are in the log since the last lock-out or stop began. */
  readonly blocksLogged: number;
}

export interface LockState {
  readonly durable: DurableState;
  readonly volatile: VolatileState;
}

export const sleepAfterMs = 10 * secondMs;
export const menuTimeoutMs = 30 * secondMs;
export const pairingWindowMs = 15 * minuteMs;
export const sirenMs = 60 * secondMs;
/** An answer of a part that has not come by then does not come. */
export const answerTimeoutMs = 3 * secondMs;
/** Whoever hammers at a locked-out keypad must not push the history out of the log. */
export const blocksLoggedMax = 20;
/** Between two credentials of a user whose rule asks for more than one. */
export const nextCredentialMs = 30 * secondMs;
/** A holiday whose mode cannot be entered now (the handle is held, a bolt thrown) is tried again. */
export const holidayRetryMs = minuteMs;
export const relockRetryMs = 10 * secondMs;
export const relockFailuresMax = 3;
/** A power cut lengthens a running lock-out or siren by at most this. */
const checkpointMs = 30 * secondMs;
const slowCheckpointMs = hourMs;

export const factoryDurable: DurableState = {
  clock: { poweredMs: 0 },
  users: {},
  credentials: { fingerprint: {}, pin: {}, rfid: {} },
  settings: factorySettings,
  holidays: { schedules: [], running: null },
  guard: untouchedGuard,
  alarm: { isFrontRemoved: false, sirenUntilMs: null, reportedBattery: "ok" },
  drive: { pending: null },
  log: { nextSeq: 1 },
};

const unpowered: VolatileState = {
  session: { kind: "off" },
  lastInputMs: 0,
  pendingTry: null,
  presented: null,
  sensors: {
    clutch: "free",
    isHandleAtRest: true,
    isSafetyBoltThrown: false,
    isDeadBoltThrown: false,
    batteryMillivolts: 0,
    hasUsb: false,
  },
  faults: [],
  driveInFlight: null,
  relockAtMs: null,
  relockFailures: 0,
  pairingUntilMs: null,
  poorImages: 0,
  blocksLogged: 0,
};

/** A lock without power, with what its store holds; `poweredUp` is its first event. */
export function unpoweredLock(durable: DurableState = factoryDurable): LockState {
  return { durable, volatile: unpowered };
}

/** No credential at all: whoever stands before the lock may open its menu. */
export function isInitial(durable: DurableState): boolean {
  const { fingerprint, pin, rfid } = durable.credentials;
  return [fingerprint, pin, rfid].every((kind) => Object.keys(kind).length === 0);
}

/** Whether the clutch is to stay engaged by itself. */
export function isPassage(state: LockState): boolean {
  return state.durable.settings.operatingMode === "passage";
}

export function entryOf(session: Session): Entry {
  return "entry" in session ? session.entry : noEntry;
}

/** What the keypad shows follows from the state; no step sets it by hand. */
export function keypadViewOf(state: LockState): KeypadView {
  const { session, pairingUntilMs } = state.volatile;
  if (session.kind === "off" || session.kind === "asleep") return { isLit: false, shows: "", isFlashing: false };
  if (session.kind === "addFingerprint" && session.captures > 0)
    return { isLit: true, shows: String(session.captures), isFlashing: false };
  if (session.kind === "menu" && session.flash !== null)
    return { isLit: true, shows: String(session.flash), isFlashing: true };
  if (session.kind === "delete" && session.number !== null)
    return { isLit: true, shows: String(session.number), isFlashing: true };
  if (pairingUntilMs !== null) return { isLit: true, shows: "5", isFlashing: true };
  return { isLit: true, shows: "", isFlashing: false };
}

export function isSirenOn(state: LockState): boolean {
  return state.volatile.session.kind !== "off" && state.durable.alarm.sirenUntilMs !== null;
}

export type LockStateName = "locked" | "unlocked";

/** Matter LockState, concluded from the clutch's sensor alone. */
export function lockStateOf(state: LockState): LockStateName {
  return state.volatile.sensors.clutch === "engaged" ? "unlocked" : "locked";
}

export function lockedOutMs(state: LockState, poweredMs: number): number {
  const untilMs = state.durable.guard.lockoutUntilMs;
  return untilMs === null ? 0 : Math.max(0, untilMs - poweredMs);
}

export const causes = [
  ...detectableFaults,
  "handle-not-at-rest",
  "bolted-inside",
  "open-mode",
  "battery-low",
  "battery-critical",
  "front-removed",
  "locked-out",
  "entry-stopped",
  "finger-images",
] as const;
export type Cause = (typeof causes)[number];

const poorImagesTold = 3;

/** What the lock itself can name now of the troubles that a person has at the door. */
export function diagnose(state: LockState): readonly Cause[] {
  if (state.volatile.session.kind === "off") return [];
  const { sensors, faults, poorImages } = state.volatile;
  const { guard, alarm } = state.durable;
  const level = batteryLevelOf(sensors.batteryMillivolts);
  const others: readonly (readonly [Cause, boolean])[] = [
    ["handle-not-at-rest", !sensors.isHandleAtRest],
    ["bolted-inside", sensors.isSafetyBoltThrown],
    ["open-mode", isPassage(state)],
    ["battery-low", level === "warning"],
    ["battery-critical", level === "critical" || level === "dead"],
    ["front-removed", alarm.isFrontRemoved],
    ["locked-out", guard.lockoutUntilMs !== null],
    ["entry-stopped", guard.isPinEntryStopped || guard.isFingerprintEntryStopped],
    ["finger-images", poorImages >= poorImagesTold],
  ];
  return [...faults, ...others.filter(([, holds]) => holds).map(([cause]) => cause)];
}

/** When the session falls asleep or gives up for want of input; null: never by itself. */
export function sessionDeadlineMs(volatile: VolatileState): number | null {
  const { session, lastInputMs, pairingUntilMs } = volatile;
  switch (session.kind) {
    case "off":
    case "asleep":
      return null;
    case "idle":
      return pairingUntilMs !== null && session.entry.digits === "" ? null : lastInputMs + sleepAfterMs;
    case "verify":
    case "menu":
    case "addFingerprint":
    case "addPin":
    case "addCard":
    case "delete":
    case "clear":
    case "initialise":
    case "factoryReset":
      return lastInputMs + menuTimeoutMs;
    default:
      return session satisfies never;
  }
}

/** When the powered clock is to be stored although nothing else changed. */
export function checkpointDeadlineMs(durable: DurableState): number | null {
  const { guard, alarm, clock, users } = durable;
  if (guard.lockoutUntilMs !== null || alarm.sirenUntilMs !== null) return clock.poweredMs + checkpointMs;
  const isAging =
    guard.lockoutLevel > 0 || guard.guesses.length > 0 || Object.values(users).some((user) => user.expiry !== null);
  return isAging ? clock.poweredMs + slowCheckpointMs : null;
}

/** The holiday whose span holds this local time; of several the one with the lowest number. */
export function holidayAt(durable: DurableState, localMs: number): HolidaySchedule | null {
  const { schedules } = durable.holidays;
  return schedules.find(({ fromLocalMs, toLocalMs }) => localMs >= fromLocalMs && localMs < toLocalMs) ?? null;
}

/** When the wall clock next asks for something: a holiday begins or ends, an expiring user's time is over. */
function wallDeadlinesMs(durable: DurableState, now: Moment): readonly number[] {
  const localMs = localMsOf(now);
  const { schedules, running } = durable.holidays;
  const holidays =
    localMs === null
      ? []
      : schedules
          .flatMap(({ fromLocalMs, toLocalMs }) => [fromLocalMs, toLocalMs])
          .filter((edgeMs) => edgeMs > localMs)
          .map((edgeMs) => now.poweredMs + edgeMs - localMs);
  const due = localMs === null ? null : holidayAt(durable, localMs);
  const isLate = localMs !== null && (due?.index !== running?.index || due?.operatingMode !== running?.mode);
  const expiries = Object.values(durable.users).flatMap(({ userStatus, userType, expiry }) => {
    if (userType !== "expiringUser" || userStatus !== "occupiedEnabled" || expiry === null) return [];
    const byWallMs = expiry.utcMs === null || now.utcMs === null ? [] : [now.poweredMs + expiry.utcMs - now.utcMs];
    return [expiry.poweredMs, ...byWallMs];
  });
  return [...holidays, ...(isLate ? [now.poweredMs + holidayRetryMs] : []), ...expiries];
}

/** When `timePassed` is wanted next, in powered time; null: not before another event. */
export function nextDeadlineMs(state: LockState, now: Moment): number | null {
  if (state.volatile.session.kind === "off") return null;
  const { volatile, durable } = state;
  const deadlines = [
    durable.guard.lockoutUntilMs,
    durable.alarm.sirenUntilMs,
    volatile.relockAtMs,
    volatile.pairingUntilMs,
    volatile.pendingTry?.deadlineMs ?? null,
    volatile.driveInFlight?.deadlineMs ?? null,
    sessionDeadlineMs(volatile),
    checkpointDeadlineMs(durable),
    ...wallDeadlinesMs(durable, now),
  ].filter((deadline) => deadline !== null);
  return deadlines.length === 0 ? null : Math.min(...deadlines);
}
