/**
 * The queue of deliveries in the database: filled in the transaction of what happened, so that neither is there without
 * the other, and emptied when a delivery is done or past use. Bounded for each receiver.
 */

import { randomUUID } from "node:crypto";
import type { LockRecord } from "@catenaccio/protocol";
import type { WebhookEvent } from "@catenaccio/protocol/api";
import type { ServerDatabase } from "../database/tables.ts";
import type { Notice } from "./notice.ts";
import type { NotifyQueueTable } from "./notify-tables.ts";

export type QueuedPush = { readonly kind: "notice"; readonly notice: Notice } | { readonly kind: "test" };

/** What a webhook is told: a record of a lock, or what the server found. */
export interface QueuedEvent {
  readonly event: WebhookEvent | "test";
  readonly at: string;
  readonly lockId: string | null;
  readonly record: LockRecord | null;
  /** Of a battery. */
  readonly level?: string;
}

const queuedPerTargetMax = 1000;

export interface QueueEntry {
  readonly channel: NotifyQueueTable["channel"];
  readonly targetId: string;
  readonly homeId: string;
  readonly content: QueuedPush | QueuedEvent;
  readonly now: string;
  readonly ttlSeconds: number;
}

/** @returns the id of the delivery, and what had to go to make room for it. */
export async function enqueue(
  database: ServerDatabase,
  entry: QueueEntry,
): Promise<{ readonly deliveryId: string; readonly dropped: readonly NotifyQueueTable[] }> {
  const { channel, targetId, homeId, content, now, ttlSeconds } = entry;
  const deliveryId = randomUUID();
  const dropped = await makeRoom(database, targetId);
  await database
    .insertInto("notifyQueue")
    .values({
      deliveryId,
      channel,
      targetId,
      homeId,
      content: JSON.stringify(content),
      createdAt: now,
      expiresAt: new Date(Date.parse(now) + ttlSeconds * 1000).toISOString(),
      attempts: 0,
      dueAt: now,
    })
    .execute();
  return { deliveryId, dropped };
}

export async function countQueued(database: ServerDatabase, targetId: string): Promise<number> {
  const { count } = await database
    .selectFrom("notifyQueue")
    .select((eb) => eb.fn.countAll<number | string>().as("count"))
    .where("targetId", "=", targetId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export async function emptyQueueOf(database: ServerDatabase, targetId: string): Promise<void> {
  await database.deleteFrom("notifyQueue").where("targetId", "=", targetId).execute();
}

/** The oldest go: what a receiver needs is how things are. */
async function makeRoom(database: ServerDatabase, targetId: string): Promise<readonly NotifyQueueTable[]> {
  const excess = (await countQueued(database, targetId)) - (queuedPerTargetMax - 1);
  if (excess <= 0) return [];
  const oldest = await database
    .selectFrom("notifyQueue")
    .selectAll()
    .where("targetId", "=", targetId)
    .orderBy("createdAt")
    .orderBy("deliveryId")
    .limit(excess)
    .execute();
  await database
    .deleteFrom("notifyQueue")
    .where(
      "deliveryId",
      "in",
      oldest.map(({ deliveryId }) => deliveryId),
    )
    .execute();
  return oldest;
}
