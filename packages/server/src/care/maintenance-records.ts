/** What is kept of the tasks of maintenance at a lock: when one was done, put off, and told. */

import type { MaintenanceTaskId } from "@catenaccio/protocol/api";
import type { ServerDatabase } from "../database/tables.ts";
import type { MaintenanceRecordTable } from "./care-tables.ts";
import type { TaskRecord } from "./maintenance.ts";

export interface KeptTask extends TaskRecord {
  readonly remindedAt: string | null;
}

export async function readTasks(
  database: ServerDatabase,
  lockId: string,
): Promise<ReadonlyMap<MaintenanceTaskId, KeptTask>> {
  const rows = await database
    .selectFrom("maintenanceRecord")
    .select(["task", "lastDoneAt", "snoozedUntil", "remindedAt"])
    .where("lockId", "=", lockId)
    .execute();
  return new Map(rows.map(({ task, ...record }) => [task, record]));
}

export async function writeTask(
  transaction: ServerDatabase,
  { lockId, task }: { readonly lockId: string; readonly task: MaintenanceTaskId },
  change: Partial<Omit<MaintenanceRecordTable, "lockId" | "task">>,
): Promise<void> {
  await transaction
    .insertInto("maintenanceRecord")
    .values({ lockId, task, lastDoneAt: null, doneBy: null, snoozedUntil: null, remindedAt: null, ...change })
    .onConflict((conflict) => conflict.columns(["lockId", "task"]).doUpdateSet(change))
    .execute();
}
