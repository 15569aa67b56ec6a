/**
 * What the lock itself knows about its troubles: pure, from its newest report and its last records. A fact that is
 * missing is not known: of a lock that does not answer, of another maker's, or past its freshness.
 */

import type { LockRecord, LockReport } from "@catenaccio/protocol";
import type { LockFact } from "./diagnosis-tree.ts";

export type KnownFacts = Readonly<Partial<Record<LockFact, boolean>>>;

/** Somebody who asks about a failure has just had it. */
const freshMs = 30 * 60_000;

const factOfCause: Readonly<Record<string, LockFact>> = {
  "motor-stall": "motorStall",
  "motor-open": "motorOpen",
  clutch: "clutchFault",
  cable: "cableFault",
  keypad: "keypadFault",
  reader: "readerFault",
  "handle-not-at-rest": "handleNotAtRest",
  "bolted-inside": "boltedInside",
  "finger-images": "fingerImages",
  "open-mode": "openMode",
  "battery-critical": "batteryCritical",
  "locked-out": "lockedOut",
};

const factOfReason: Readonly<Record<string, LockFact>> = {
  "handle-not-at-rest": "handleNotAtRest",
  "bolted-inside": "boltedInside",
  "motor-stall": "motorStall",
  "motor-open": "motorOpen",
  clutch: "clutchFault",
};

const notNow: ReadonlySet<string> = new Set([
  "user-disabled",
  "user-expired",
  "out-of-schedule",
  "clock-unknown",
  "remote-only",
]);

/** @param records the last ones, newest first. */
export function factsOf(report: LockReport | null, records: readonly LockRecord[], now: Date): KnownFacts {
  return { ...factsOfReport(report), ...factsOfRecords(records, now) };
}

function factsOfReport(report: LockReport | null): KnownFacts {
  const situation = report?.situation ?? null;
  if (report === null || situation === null) return {};
  const isCritical = situation.battery?.level === "critical";
  // Batteries do not charge themselves; everything else may have changed since it was heard of.
  if (report.link !== "online") return isCritical ? { batteryCritical: true } : {};
  const { diagnosis, operatingMode, autoRelockSeconds, isLockedOut, isFingerprintEntryStopped } = situation;
  const named = Object.entries(factOfCause).map(([cause, fact]) => [fact, diagnosis.includes(cause)] as const);
  return {
    lockAlive: true,
    ...(situation.battery === null ? {} : { batteryCritical: isCritical }),
    ...(report.abilities?.isCatenaccio === true ? Object.fromEntries(named) : {}),
    ...(operatingMode === null ? {} : { openMode: operatingMode === "passage" }),
    ...(autoRelockSeconds === null ? {} : { relockOff: autoRelockSeconds === 0 }),
    ...(isCritical ? { batteryCritical: true } : {}),
    lockedOut: isLockedOut || diagnosis.includes("locked-out"),
    fingerprintStopped: isFingerprintEntryStopped,
  };
}

/** How the last try ended, and the last one with a finger; a handle that is back by now was the reason all the same. */
function factsOfRecords(records: readonly LockRecord[], now: Date): KnownFacts {
  const failures = failuresOf(records, now);
  const last = factOfReason[failures[0]?.reason ?? ""];
  return { ...(last === undefined ? {} : { [last]: true }), ...factsOfFinger(failures) };
}

function factsOfFinger(failures: readonly Failure[]): KnownFacts {
  const failure = failures.find(({ source }) => source === "biometric");
  if (failure === undefined) return {};
  const { reason, error } = failure;
  if (notNow.has(reason ?? "") || error === "disabledUserDenied") return { notAllowedNow: true };
  const isUnknown = reason === "unknown-finger" || (reason === undefined && error === "invalidCredential");
  return isUnknown ? { unknownFinger: true } : {};
}

type Failure = Extract<LockRecord["happening"], { event: "lockOperationError" }>;

/** Newest first, up to the last time that it opened. */
function failuresOf(records: readonly LockRecord[], now: Date): readonly Failure[] {
  const failures: Failure[] = [];
  for (const { happening, heardAt } of records) {
    if (now.getTime() - Date.parse(heardAt) > freshMs) break;
    if (happening.event === "lockOperation" && happening.operation === "unlock") break;
    if (happening.event === "lockOperationError") failures.push(happening);
  }
  return failures;
}
