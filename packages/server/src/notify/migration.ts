/** The tables of notifications, as they come into being. What is here has been carried out somewhere and is never edited. */

import type { Kysely } from "kysely";

export const notifyMigrations = {
  "200-notify": { up: createNotify },
} as const;

async function createNotify(database: Kysely<never>): Promise<void> {
  const { schema } = database as unknown as Kysely<unknown>;
  await schema
    .createTable("pushSubscription")
    .addColumn("subscriptionId", "text", (column) => column.primaryKey())
    .addColumn("accountId", "text", (column) => column.notNull())
    .addColumn("endpointHash", "text", (column) => column.notNull().unique())
    .addColumn("sealed", "text", (column) => column.notNull())
    .addColumn("device", "text", (column) => column.notNull())
    .addColumn("language", "text", (column) => column.notNull())
    .addColumn("service", "text", (column) => column.notNull())
    .addColumn("createdAt", "text", (column) => column.notNull())
    .addColumn("deliveredAt", "text")
    .execute();
  await schema.createIndex("pushSubscriptionOfAccount").on("pushSubscription").column("accountId").execute();
  await schema
    .createTable("noticePreference")
    .addColumn("accountId", "text", (column) => column.notNull())
    .addColumn("homeId", "text", (column) => column.notNull())
    .addColumn("unwanted", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("noticePreferenceKey", ["accountId", "homeId"])
    .execute();
  await schema
    .createTable("webhook")
    .addColumn("webhookId", "text", (column) => column.primaryKey())
    .addColumn("homeId", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("sealed", "text", (column) => column.notNull())
    .addColumn("events", "text", (column) => column.notNull())
    .addColumn("isHomeNetworkAllowed", "integer", (column) => column.notNull())
    .addColumn("isEnabled", "integer", (column) => column.notNull())
    .addColumn("createdAt", "text", (column) => column.notNull())
    .addColumn("failingSince", "text")
    .execute();
  await schema.createIndex("webhookOfHome").on("webhook").column("homeId").execute();
  await schema
    .createTable("notifyQueue")
    .addColumn("deliveryId", "text", (column) => column.primaryKey())
    .addColumn("channel", "text", (column) => column.notNull())
    .addColumn("targetId", "text", (column) => column.notNull())
    .addColumn("homeId", "text", (column) => column.notNull())
    .addColumn("content", "text", (column) => column.notNull())
    .addColumn("createdAt", "text", (column) => column.notNull())
    .addColumn("expiresAt", "text", (column) => column.notNull())
    .addColumn("attempts", "integer", (column) => column.notNull())
    .addColumn("dueAt", "text", (column) => column.notNull())
    .execute();
  await schema.createIndex("notifyQueueByDue").on("notifyQueue").column("dueAt").execute();
  await schema.createIndex("notifyQueueOfTarget").on("notifyQueue").column("targetId").execute();
  await schema
    .createTable("webhookAttempt")
    .addColumn("attemptId", "text", (column) => column.primaryKey())
    .addColumn("webhookId", "text", (column) => column.notNull())
    .addColumn("deliveryId", "text", (column) => column.notNull())
    .addColumn("event", "text", (column) => column.notNull())
    .addColumn("attempt", "integer", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addColumn("outcome", "text", (column) => column.notNull())
    .addColumn("status", "integer")
    .addColumn("error", "text")
    .addColumn("durationMs", "integer", (column) => column.notNull())
    .addColumn("nextAttemptAt", "text")
    .execute();
  await schema.createIndex("webhookAttemptOf").on("webhookAttempt").columns(["webhookId", "at"]).execute();
  await schema
    .createTable("lockWatch")
    .addColumn("lockId", "text", (column) => column.primaryKey())
    .addColumn("homeId", "text", (column) => column.notNull())
    .addColumn("batteryLevel", "text", (column) => column.notNull())
    .addColumn("silentSince", "text")
    .addColumn("isSilenceTold", "integer", (column) => column.notNull())
    .execute();
}
