/** The household's tables, as they come into being. What is here has been carried out somewhere and is never edited. */

import { sql, type Kysely } from "kysely";

export const householdMigrations = {
  "100-household": { up: createHousehold },
} as const;

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
