/** Care for the locks of a home: what is due, what was done, what is wrong, and how far an installation is. */

import type {
  AnswerGiven,
  DiagnosisStep,
  Language,
  MaintenanceItem,
  MaintenanceTaskId,
} from "@catenaccio/protocol/api";
import { appendAudit } from "../audit/audit.ts";
import type { ServerDatabase, ServerTransaction } from "../database/tables.ts";
import { refuse, type Outcome } from "../notify/refusal.ts";
import { diagnose } from "./diagnosis.ts";
import { factsOf } from "./lock-facts.ts";
import { findLock, lastRecords, locksOfHome, type LockInHome } from "./lock-in-home.ts";
import { maintenanceOf, maySnooze } from "./maintenance.ts";
import { readTasks, writeTask } from "./maintenance-records.ts";

export interface Care {
  readonly database: ServerDatabase;
  readonly now: () => Date;
}

/** Who does it, in which home. */
export interface CareActor {
  readonly homeId: string;
  readonly accountId: string;
}

const recordsLookedAt = 50;
const dayMs = 86_400_000;

/** What presses first stands first, over all locks of the home. */
export async function listMaintenance(
  { database, now }: Care,
  homeId: string,
  language: Language,
): Promise<readonly MaintenanceItem[]> {
  const items: MaintenanceItem[] = [];
  for (const lock of await locksOfHome(database, homeId))
    items.push(...maintenanceOf(lock, await readTasks(database, lock.lockId), { now: now(), language }));
  const order = ["overdue", "due", "later"];
  return items.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}

export async function doMaintenance(
  care: Care,
  actor: CareActor,
  which: { readonly lockId: string; readonly task: MaintenanceTaskId },
): Promise<Outcome<null>> {
  const at = care.now().toISOString();
  return await changeTask(care, actor, which, async (transaction) => {
    await writeTask(transaction, which, { lastDoneAt: at, doneBy: actor.accountId, snoozedUntil: null });
    return null;
  });
}

export async function snoozeMaintenance(
  care: Care,
  actor: CareActor,
  which: { readonly lockId: string; readonly task: MaintenanceTaskId; readonly days: number },
): Promise<Outcome<null>> {
  const snoozedUntil = new Date(care.now().getTime() + which.days * dayMs).toISOString();
  return await changeTask(care, actor, which, async (transaction, lock) => {
    if (!maySnooze(which.task, lock.report)) return "The batteries are almost flat: this cannot be put off.";
    await writeTask(transaction, which, { snoozedUntil });
    return null;
  });
}

/** The next question, or the remedy. Nothing is kept of it. */
export async function diagnoseLock(
  { database, now }: Care,
  which: { readonly homeId: string; readonly lockId: string },
  answers: readonly AnswerGiven[],
  language: Language,
): Promise<Outcome<DiagnosisStep>> {
  const lock = await findLock(database, which.homeId, which.lockId);
  if (lock === null) return unknownLock;
  const records = await lastRecords(database, lock.lockId, recordsLookedAt);
  return diagnose(factsOf(lock.report, records, now()), answers, language);
}

export const unknownLock = refuse("notFound", "There is no such lock.");

async function changeTask(
  { database, now }: Care,
  { homeId, accountId }: CareActor,
  { lockId, task }: { readonly lockId: string; readonly task: MaintenanceTaskId },
  /** @returns why not. */
  change: (transaction: ServerTransaction, lock: LockInHome) => Promise<string | null>,
): Promise<Outcome<null>> {
  return await database.transaction().execute(async (transaction) => {
    const lock = await findLock(transaction, homeId, lockId);
    if (lock === null) return unknownLock;
    const objection = await change(transaction, lock);
    if (objection !== null) return refuse("invalid", objection);
    await appendAudit(
      transaction,
      { homeId, accountId, action: "maintenance.change", subject: { lockId, task } },
      now(),
    );
    return { ok: true, value: null };
  });
}
