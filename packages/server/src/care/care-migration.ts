/** The tables of care, as they come into being. What is here has been carried out somewhere and is never edited. */

import type { Kysely } from "kysely";

export const careMigrations = {
  "300-care": { up: createCare },
} as const;

async function createCare(database: Kysely<never>): Promise<void> {
  const { schema } = database as unknown as Kysely<unknown>;
  await schema
    .createTable("maintenanceRecord")
    .addColumn("lockId", "text", (column) => column.notNull())
    .addColumn("task", "text", (column) => column.notNull())
    .addColumn("lastDoneAt", "text")
    .addColumn("doneBy", "text")
    .addColumn("snoozedUntil", "text")
    .addColumn("remindedAt", "text")
    .addPrimaryKeyConstraint("maintenanceRecordKey", ["lockId", "task"])
    .execute();
  await schema
    .createTable("installationTick")
    .addColumn("homeId", "text", (column) => column.notNull())
    .addColumn("lockId", "text", (column) => column.notNull())
    .addColumn("step", "text", (column) => column.notNull())
    .addColumn("doneAt", "text", (column) => column.notNull())
    .addColumn("doneBy", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("installationTickKey", ["homeId", "lockId", "step"])
    .execute();
}
