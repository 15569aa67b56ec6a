/**
 * Which records become notices: pure. A battery is told once for each change of its level and silence after an hour;
 * both are seen in reports and not in one record, so that what was told before goes in and comes out.
 */

import type { AlarmCode, LockHappening, LockRecord, LockReport } from "@catenaccio/protocol";
import type { NoticeKind, WebhookEvent } from "@catenaccio/protocol/api";
import type { Notice, NoticeDetails } from "./notice.ts";

/** null: it stands in the history, and nobody needs to be called for it. */
const kindOfAlarm: Readonly<Record<AlarmCode, NoticeKind | null>> = {
  lockJammed: "jammed",
  wrongCodeEntryLimit: "wrongCodes",
  entryStopped: "entryStopped",
  frontEscutcheonRemoved: "tamper",
  lockFactoryReset: "factoryReset",
  lockRadioPowerCycled: null,
  // By the level, which the watch knows.
  lowBattery: null,
  doorForcedOpen: "forcedOpen",
  doorAjar: "doorAjar",
  forcedUser: "duress",
};

/** How many records before an alarm are looked at. */
export const recordsBeforeMax = 200;

/** @param before the newest records of that lock before this one, newest first; the longest run is told. */
export function noticeOfRecord(homeId: string, record: LockRecord, before: readonly LockRecord[]): Notice | null {
  const { happening, lockId } = record;
  if (happening.event !== "alarm") return null;
  const kind = kindOfAlarm[happening.code];
  if (kind === null) return null;
  return {
    kind,
    homeId,
    lockId,
    personId: kind === "duress" ? (record.personId ?? personOfDuress(before)) : null,
    at: momentOf(record),
    details: kind === "wrongCodes" || kind === "entryStopped" ? triesBefore(record, before) : {},
  };
}

/** What a webhook calls it. The alarm and the operation of a duress go to those alone who asked for duress. */
export function webhookEventOf({ happening }: LockRecord): WebhookEvent {
  if (happening.event === "alarm" && happening.code === "forcedUser") return "duress";
  if (happening.event === "lockOperation" && happening.operation === "forcedUserEvent") return "duress";
  return happening.event;
}

/** The unlock stands right before its alarm, or after. */
function personOfDuress(before: readonly LockRecord[]): string | null {
  const [newest] = before;
  return newest?.happening.event === "lockOperation" ? newest.personId : null;
}

const dayMs = 86_400_000;
/** The right credential of somebody who may not come counts too (spec L15x). */
const wrongErrors: ReadonlySet<string> = new Set(["invalidCredential", "disabledUserDenied", "restricted"]);
/** Not judged, or not by a credential: no try. */
const noTries: ReadonlySet<string> = new Set([
  "not-administrator",
  "operating-mode",
  "pin-required",
  "more-credentials-needed",
  "locked-out",
  "entry-stopped",
  "handle-not-at-rest",
  "bolted-inside",
]);

function triesBefore(alarm: LockRecord, before: readonly LockRecord[]): NoticeDetails {
  const run = before.slice(0, lengthOfRun(before)).filter(({ happening }) => isWrongTry(happening));
  const first = run.at(-1);
  const since = Date.parse(momentOf(alarm)) - dayMs;
  const lockouts = before.filter(
    (record) => isLockout(record.happening) && Date.parse(momentOf(record)) >= since,
  ).length;
  return {
    ...(first === undefined ? {} : { tries: run.length, since: momentOf(first) }),
    lockouts: lockouts + (isLockout(alarm.happening) ? 1 : 0),
  };
}

/** Up to the last success or lock-out: there the count began anew. */
function lengthOfRun(before: readonly LockRecord[]): number {
  const end = before.findIndex(({ happening }) => isSuccess(happening) || isLockout(happening));
  return end === -1 ? before.length : end;
}

function isSuccess(happening: LockHappening): boolean {
  return happening.event === "lockOperation" && happening.operation !== "lock" && happening.credential !== null;
}

function isLockout(happening: LockHappening): boolean {
  return happening.event === "alarm" && happening.code === "wrongCodeEntryLimit";
}

function isWrongTry(happening: LockHappening): boolean {
  return (
    happening.event === "lockOperationError" && wrongErrors.has(happening.error) && !noTries.has(happening.reason ?? "")
  );
}

export function momentOf({ time, heardAt }: LockRecord): string {
  return time ?? heardAt;
}

export type BatteryLevel = NonNullable<NonNullable<LockReport["situation"]>["battery"]>["level"];

/** What is known of a lock from before; it outlives a restart, so that nothing is told twice. */
export interface LockWatch {
  readonly batteryLevel: BatteryLevel;
  /** Since when it does not answer; null: it does. */
  readonly silentSince: string | null;
  readonly isSilenceTold: boolean;
}

export const unwatched: LockWatch = { batteryLevel: "ok", silentSince: null, isSilenceTold: false };

const silenceToldAfterMs = 3_600_000;

export interface Watched {
  readonly watch: LockWatch;
  readonly kinds: readonly NoticeKind[];
}

/** A report of the lock has come. */
export function watchReport(watch: LockWatch, report: LockReport, now: string): Watched {
  const level = report.situation?.battery?.level ?? watch.batteryLevel;
  const battery = levelsOf[level] > levelsOf[watch.batteryLevel] ? [kindOfLevel[level]] : [];
  const isBack = report.link === "online";
  return {
    watch: {
      batteryLevel: level,
      // Not since it was heard last: the home itself may have been switched off.
      silentSince: isBack ? null : (watch.silentSince ?? now),
      isSilenceTold: !isBack && watch.isSilenceTold,
    },
    kinds: [
      ...battery.filter((kind) => kind !== null),
      ...(isBack && watch.isSilenceTold ? (["lockBack"] as const) : []),
    ],
  };
}

/** A lock's own alarm of its battery counts as `warning`, where no report has told more. */
export function watchRecord(watch: LockWatch, { happening }: LockRecord): Watched {
  const isFirst = happening.event === "alarm" && happening.code === "lowBattery" && watch.batteryLevel === "ok";
  return isFirst ? { watch: { ...watch, batteryLevel: "warning" }, kinds: ["batteryLow"] } : { watch, kinds: [] };
}

/** Time has passed. */
export function watchTime(watch: LockWatch, now: string): Watched {
  const { silentSince, isSilenceTold } = watch;
  const isLong = silentSince !== null && Date.parse(now) - Date.parse(silentSince) > silenceToldAfterMs;
  return isLong && !isSilenceTold
    ? { watch: { ...watch, isSilenceTold: true }, kinds: ["lockOffline"] }
    : { watch, kinds: [] };
}

const levelsOf: Readonly<Record<BatteryLevel, number>> = { ok: 0, warning: 1, critical: 2 };
const kindOfLevel: Readonly<Record<BatteryLevel, NoticeKind | null>> = {
  ok: null,
  warning: "batteryLow",
  critical: "batteryCritical",
};
