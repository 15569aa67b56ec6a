/** The household's tables, as they come into being. What is here has been carried out somewhere and is never edited. */

import { sql, type Kysely } from "kysely";

export const householdMigrations = {
  "100-household": { up: createHousehold },
  "350-who-ordered": { up: keepWhoOrdered },
  "400-clean-up": { up: createCleanUp },
} as const;

async function createCleanUp(database: Kysely<never>): Promise<void> {
  await (database as unknown as Kysely<unknown>).schema
    .createTable("cleanUp")
    .addColumn("subject", "text", (column) => column.primaryKey())
    .addColumn("since", "text", (column) => column.notNull())
    .execute();
}

async function createHousehold(database: Kysely<never>): Promise<void> {
  const { schema } = database as unknown as Kysely<unknown>;
  await schema
    .createTable("homeSetting")
    .addColumn("homeId", "text", (column) => column.primaryKey())
    .addColumn("timeZone", "text", (column) => column.notNull())
    .addColumn("historyDays", "integer")
    .addColumn("keepsSealedPins", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  await schema
    .createTable("person")
    .addColumn("personId", "text", (column) => column.primaryKey())
    .addColumn("homeId", "text", (column) => column.notNull())
    .addColumn("accountId", "text")
    .addColumn("isGuest", "integer", (column) => column.notNull())
    .addColumn("createdAt", "text", (column) => column.notNull())
    .execute();
  await schema.createIndex("personOfHome").on("person").column("homeId").execute();
  await schema
    .createTable("personName")
    .addColumn("personId", "text", (column) => column.primaryKey().references("person.personId").onDelete("cascade"))
    .addColumn("name", "text", (column) => column.notNull())
    .execute();
  await schema
    .createTable("lock")
    .addColumn("lockId", "text", (column) => column.primaryKey())
    .addColumn("homeId", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("addedAt", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("progress", "text")
    .addColumn("report", "text")
    .addColumn("wantedRevision", "integer", (column) => column.notNull().defaultTo(1))
    .addColumn("wantedReport", "text")
    .addColumn("enrolment", "text")
    .addColumn("removedAt", "text")
    .execute();
  await schema.createIndex("lockOfHome").on("lock").column("homeId").execute();
  await schema
    .createTable("lockAccess")
    .addColumn("personId", "text", (column) => column.notNull().references("person.personId").onDelete("cascade"))
    .addColumn("lockId", "text", (column) => column.notNull().references("lock.lockId"))
    .addColumn("role", "text", (column) => column.notNull())
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("isPaused", "integer", (column) => column.notNull())
    .addColumn("schedule", "text", (column) => column.notNull())
    .addColumn("changedAt", "text", (column) => column.notNull())
    .addColumn("usedAt", "text")
    .addPrimaryKeyConstraint("lockAccessKey", ["personId", "lockId"])
    .execute();
  await schema.createIndex("accessAtLock").on("lockAccess").column("lockId").execute();
  await schema
    .createTable("credential")
    .addColumn("credentialId", "text", (column) => column.primaryKey())
    .addColumn("personId", "text", (column) => column.notNull().references("person.personId").onDelete("cascade"))
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("label", "text", (column) => column.notNull())
    .addColumn("sealed", "text")
    .addColumn("tag", "text")
    .addColumn("createdAt", "text", (column) => column.notNull())
    .execute();
  await schema.createIndex("credentialOfPerson").on("credential").column("personId").execute();
  await createHistory(database);
}

async function keepWhoOrdered(database: Kysely<never>): Promise<void> {
  const { schema } = database as unknown as Kysely<unknown>;
  await schema.alterTable("lockRecord").addColumn("accountId", "text").execute();
  await schema.alterTable("lock").addColumn("codeTag", "text").execute();
  await schema
    .createTable("remoteOrder")
    .addColumn("orderId", "text", (column) => column.primaryKey())
    .addColumn("lockId", "text", (column) => column.notNull())
    .addColumn("accountId", "text", (column) => column.notNull())
    .addColumn("operation", "text", (column) => column.notNull())
    .addColumn("orderedAt", "text", (column) => column.notNull())
    .addColumn("endsAt", "text", (column) => column.notNull())
    .addColumn("outcome", "text", (column) => column.notNull())
    .execute();
  await schema.createIndex("remoteOrdersOfLock").on("remoteOrder").column("lockId").execute();
  // An order looks for its record among the newest of its lock.
  await schema.createIndex("recordsByHearing").on("lockRecord").columns(["lockId", "heardAt"]).execute();
  await repairDates(database as unknown as Kysely<StoredSchedules>);
}

interface StoredSchedules {
  lockAccess: { readonly personId: string; readonly lockId: string; schedule: string };
  lock: { readonly lockId: string; wantedRevision: number };
}

/** Dates that the calendar does not have were taken once; locks read them as days of the month after. */
async function repairDates(database: Kysely<StoredSchedules>): Promise<void> {
  const rows = await database.selectFrom("lockAccess").select(["personId", "lockId", "schedule"]).execute();
  for (const { personId, lockId, schedule } of rows) {
    const repaired = schedule.replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d/g, (local) => {
      const ms = Date.parse(`${local}Z`);
      return Number.isNaN(ms) ? local : new Date(ms).toISOString().slice(0, local.length);
    });
    if (repaired === schedule) continue;
    await database
      .updateTable("lockAccess")
      .set({ schedule: repaired })
      .where("personId", "=", personId)
      .where("lockId", "=", lockId)
      .execute();
    await database
      .updateTable("lock")
      .set((eb) => ({ wantedRevision: eb("wantedRevision", "+", 1) }))
      .where("lockId", "=", lockId)
      .execute();
  }
}

/** The records of a lock stay when the lock goes, so they refer to it by its id only. */
async function createHistory(database: Kysely<never>): Promise<void> {
  const { schema } = database as unknown as Kysely<unknown>;
  await schema
    .createTable("lockRecord")
    .addColumn("lockId", "text", (column) => column.notNull())
    .addColumn("numbering", "text", (column) => column.notNull())
    .addColumn("number", "bigint", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addColumn("time", "text")
    .addColumn("heardAt", "text", (column) => column.notNull())
    .addColumn("personId", "text")
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("happening", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("lockRecordKey", ["lockId", "numbering", "number"])
    .execute();
  await schema.createIndex("recordsByTime").on("lockRecord").columns(["at", "lockId", "numbering", "number"]).execute();
  await schema.createIndex("recordsOfPerson").on("lockRecord").column("personId").execute();
  await schema
    .createTable("lockAlarm")
    .addColumn("alarmId", "text", (column) => column.primaryKey())
    .addColumn("homeId", "text", (column) => column.notNull())
    .addColumn("lockId", "text", (column) => column.notNull())
    .addColumn("code", "text", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addColumn("acknowledgedAt", "text")
    .addColumn("acknowledgedBy", "text")
    .execute();
  await schema.createIndex("alarmOfHome").on("lockAlarm").columns(["homeId", "at"]).execute();
  await schema
    .createTable("guestLink")
    .addColumn("personId", "text", (column) => column.primaryKey().references("person.personId").onDelete("cascade"))
    .addColumn("tokenHash", "text", (column) => column.notNull().unique())
    .addColumn("sealedPin", "text", (column) => column.notNull())
    .addColumn("createdAt", "text", (column) => column.notNull())
    .addColumn("expiresAt", "text", (column) => column.notNull())
    .addColumn("revokedAt", "text")
    .execute();
  await schema
    .createTable("remoteOperation")
    .addColumn("operationId", "text", (column) => column.primaryKey())
    .addColumn("accountId", "text", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .execute();
  await sql`create index ${sql.ref("operationsOfAccount")} on ${sql.table("remoteOperation")} (${sql.ref("accountId")}, ${sql.ref("at")})`.execute(
    database,
  );
}
