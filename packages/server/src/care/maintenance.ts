/**
 * When a task of maintenance is due at a lock: pure. Time counts from when it was done last, or the lock was added; new
 * batteries are asked for by the lock itself, for as long as it asks.
 */

import type { LockReport } from "@catenaccio/protocol";
import {
  maintenanceTaskIds,
  type Language,
  type MaintenanceItem,
  type MaintenanceState,
  type MaintenanceTaskId,
} from "@catenaccio/protocol/api";
import { careTextOf } from "./care-text.ts";
import { maintenanceTasks } from "./maintenance-tasks.ts";

export interface TaskRecord {
  readonly lastDoneAt: string | null;
  readonly snoozedUntil: string | null;
}

export interface LockInCare {
  readonly lockId: string;
  readonly addedAt: string;
  readonly report: LockReport | null;
}

const undone: TaskRecord = { lastDoneAt: null, snoozedUntil: null };

/** What is overdue first, then what is due, then what comes next. */
export function maintenanceOf(
  lock: LockInCare,
  records: ReadonlyMap<MaintenanceTaskId, TaskRecord>,
  at: { readonly now: Date; readonly language: Language },
): readonly MaintenanceItem[] {
  const { now, language } = at;
  return maintenanceTaskIds
    .map((task): MaintenanceItem => {
      const record = records.get(task) ?? undone;
      const { dueAt, overdueAt } = datesOf(task, lock, record);
      return {
        lockId: lock.lockId,
        task,
        title: careTextOf(`task.${task}`, language),
        steps: maintenanceTasks[task].steps.map((step) => careTextOf(step, language)),
        state:
          task === "batteries" ? batteryState(lock.report, record, now) : stateAt({ dueAt, overdueAt }, record, now),
        dueAt,
        lastDoneAt: record.lastDoneAt,
        snoozedUntil: record.snoozedUntil,
      };
    })
    .toSorted((a, b) => rank[a.state] - rank[b.state] || (a.dueAt ?? "").localeCompare(b.dueAt ?? ""));
}

/** A reminder that a person put off comes back at its time; flat batteries cannot be put off. */
export function maySnooze(task: MaintenanceTaskId, report: LockReport | null): boolean {
  return task !== "batteries" || report?.situation?.battery?.level !== "critical";
}

const rank: Readonly<Record<MaintenanceState, number>> = { overdue: 0, due: 1, later: 2 };

function datesOf(task: MaintenanceTaskId, lock: LockInCare, { lastDoneAt }: TaskRecord) {
  const { months } = maintenanceTasks[task];
  if (months === null) return { dueAt: null, overdueAt: null };
  const from = lastDoneAt ?? lock.addedAt;
  return { dueAt: addMonths(from, months.due), overdueAt: addMonths(from, months.overdue) };
}

function stateAt(
  { dueAt, overdueAt }: { readonly dueAt: string | null; readonly overdueAt: string | null },
  record: TaskRecord,
  now: Date,
): MaintenanceState {
  if (isSnoozed(record, now) || dueAt === null || overdueAt === null) return "later";
  const instant = now.toISOString();
  return instant >= overdueAt ? "overdue" : instant >= dueAt ? "due" : "later";
}

function batteryState(report: LockReport | null, record: TaskRecord, now: Date): MaintenanceState {
  const level = report?.situation?.battery?.level ?? "ok";
  if (level === "critical") return "overdue";
  return level === "warning" && !isSnoozed(record, now) ? "due" : "later";
}

function isSnoozed({ snoozedUntil }: TaskRecord, now: Date): boolean {
  return snoozedUntil !== null && now.toISOString() < snoozedUntil;
}

/** 31 August and six months are the end of February. */
function addMonths(instant: string, months: number): string {
  const date = new Date(instant);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return date.toISOString();
}
