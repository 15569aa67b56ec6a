/**
 * Tells the household that a lock wants looking after: once for what has become due, and again when it was put off and
 * that is over. New batteries are an alarm of their own.
 */

import type { ServerDatabase } from "../database/tables.ts";
import type { Notice } from "../notify/notice.ts";
import type { Care } from "./care.ts";
import { allLocks, type LockInHome } from "./lock-in-home.ts";
import { maintenanceOf } from "./maintenance.ts";
import { readTasks, writeTask } from "./maintenance-records.ts";

export type Announce = (transaction: ServerDatabase, notice: Notice) => Promise<void>;

export async function remindOfMaintenance(care: Care, announce: Announce): Promise<void> {
  for (const lock of await allLocks(care.database))
    await care.database.transaction().execute(async (transaction) => {
      await remindOf(transaction, lock, { now: care.now(), announce });
    });
}

async function remindOf(
  transaction: ServerDatabase,
  lock: LockInHome & { readonly homeId: string },
  { now, announce }: { readonly now: Date; readonly announce: Announce },
): Promise<void> {
  const { lockId, homeId } = lock;
  const records = await readTasks(transaction, lockId);
  const at = now.toISOString();
  const due = maintenanceOf(lock, records, { now, language: "en" }).filter(
    ({ state, dueAt }) => state !== "later" && dueAt !== null,
  );
  const untold = due.filter(({ task, dueAt, snoozedUntil }) => {
    const remindedAt = records.get(task)?.remindedAt ?? "";
    return remindedAt < (dueAt ?? at) || remindedAt < (snoozedUntil ?? "");
  });
  if (untold.length === 0) return;
  for (const { task } of untold) await writeTask(transaction, { lockId, task }, { remindedAt: at });
  const details = { tasks: due.length };
  await announce(transaction, { kind: "maintenanceDue", homeId, lockId, personId: null, at, details });
}
