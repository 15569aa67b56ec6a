/** The log of attempts at webhooks: what the owner looks at when a receiver hears nothing. Bounded for each webhook. */

import { randomUUID } from "node:crypto";
import type { ServerDatabase } from "../database/tables.ts";
import type { NotifyQueueTable, WebhookAttemptTable } from "./notify-tables.ts";
import type { QueuedEvent } from "./queue.ts";

const attemptsKept = 200;

export async function noteAttempt(
  database: ServerDatabase,
  attempt: Omit<WebhookAttemptTable, "attemptId">,
): Promise<void> {
  await database
    .insertInto("webhookAttempt")
    .values({ attemptId: randomUUID(), ...attempt })
    .execute();
  const old = await database
    .selectFrom("webhookAttempt")
    .select("attemptId")
    .where("webhookId", "=", attempt.webhookId)
    .orderBy("at", "desc")
    .orderBy("attemptId")
    .offset(attemptsKept)
    .limit(attemptsKept)
    .execute();
  if (old.length === 0) return;
  const ids = old.map(({ attemptId }) => attemptId);
  await database.deleteFrom("webhookAttempt").where("attemptId", "in", ids).execute();
}

/** Deliveries that went to make room. */
export async function noteDropped(
  database: ServerDatabase,
  dropped: readonly NotifyQueueTable[],
  at: string,
): Promise<void> {
  for (const { deliveryId, targetId, content, attempts } of dropped)
    await noteAttempt(database, {
      webhookId: targetId,
      deliveryId,
      event: (JSON.parse(content) as QueuedEvent).event,
      attempt: attempts,
      at,
      outcome: "dropped",
      status: null,
      error: "queueFull",
      durationMs: 0,
      nextAttemptAt: null,
    });
}
