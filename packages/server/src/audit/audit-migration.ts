/** The tables of the audit, as they come into being, and what keeps them append-only. Never edited. */

import { sql, type Kysely } from "kysely";

export const auditMigrations = {
  "010-audit": { up: createAudit },
} as const;

async function createAudit(typed: Kysely<never>): Promise<void> {
  const database = typed as unknown as Kysely<unknown>;
  const { schema } = database;
  await schema
    .createTable("auditLine")
    .addColumn("homeId", "text", (column) => column.notNull())
    .addColumn("number", "integer", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addColumn("accountId", "text")
    .addColumn("action", "text", (column) => column.notNull())
    .addColumn("subject", "text", (column) => column.notNull())
    .addColumn("previous", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("auditLineKey", ["homeId", "number"])
    .execute();
  await schema
    .createTable("auditAnchor")
    .addColumn("homeId", "text", (column) => column.primaryKey())
    .addColumn("number", "integer", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .execute();
  await schema
    .createTable("auditHead")
    .addColumn("homeId", "text", (column) => column.primaryKey())
    .addColumn("number", "integer", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .execute();
  await forbidChanges(database);
}

/**
 * On Postgres the role of the server has no right to do it; SQLite knows no roles. `REPLACE` deletes without a trigger
 * for it, therefore an insert over something is refused as well.
 */
async function forbidChanges(database: Kysely<unknown>): Promise<void> {
  const refusals: Readonly<Record<string, string>> = {
    audit_line_is_new: `insert on auditLine when exists
      (select 1 from auditLine where homeId = new.homeId and number = new.number)`,
    audit_line_stays_as_it_is: "update on auditLine",
    audit_line_is_cut_by_retention_only: `delete on auditLine
      when old.number > coalesce((select number from auditAnchor where homeId = old.homeId), 0)`,
    audit_anchor_is_a_line: `insert on auditAnchor when not exists
      (select 1 from auditLine where homeId = new.homeId and number = new.number and hash = new.hash)`,
    audit_anchor_only_rises: `update on auditAnchor
      when new.homeId <> old.homeId or new.number <= old.number or not exists
      (select 1 from auditLine where homeId = new.homeId and number = new.number and hash = new.hash)`,
    audit_anchor_stays: "delete on auditAnchor",
    audit_head_is_new: "insert on auditHead when exists (select 1 from auditHead where homeId = new.homeId)",
    audit_head_only_rises: "update on auditHead when new.homeId <> old.homeId or new.number < old.number",
    audit_head_stays: "delete on auditHead",
  };
  for (const [name, when] of Object.entries(refusals))
    await sql
      .raw(`create trigger ${name} before ${when} begin select raise(abort, 'the audit is append-only'); end`)
      .execute(database);
}
