/**
 * Events on their way to a program of the household. The body is signed (webhook-signature.ts) and says in
 * `catenaccio-delivery` which delivery it is: one that comes twice is the same. A receiver that fails for days is
 * switched off, and those who care for the home are told.
 */

import * as z from "zod";
import type { ServerDatabase } from "../database/tables.ts";
import type { Channel, Conclusion, Sent, Trace } from "./deliveries.ts";
import type { HouseholdReader } from "./household-reader.ts";
import type { Notifications } from "./notifications.ts";
import type { NotifyKeys } from "./notify-keys.ts";
import type { NotifyQueueTable } from "./notify-tables.ts";
import { post, type OutboundAnswer } from "./outbound-request.ts";
import { emptyQueueOf, type QueuedEvent } from "./queue.ts";
import { delayAfter, webhookRetries } from "./retry-plan.ts";
import { noteAttempt } from "./webhook-attempts.ts";
import { signatureHeader, signatureOf } from "./webhook-signature.ts";

const timeoutMs = 10_000;
const switchedOffAfterMs = 3 * 86_400_000;

export const sealedWebhook = z.object({ url: z.string(), secret: z.string() });

export interface WebhookChannelOptions {
  readonly database: ServerDatabase;
  readonly keys: NotifyKeys;
  readonly household: HouseholdReader;
  readonly notifications: Notifications;
  readonly now: () => Date;
}

export class WebhookChannel implements Channel {
  readonly #options: WebhookChannelOptions;

  constructor(options: WebhookChannelOptions) {
    this.#options = options;
  }

  async send(row: NotifyQueueTable): Promise<Sent> {
    const { database, keys, now } = this.#options;
    const hook = await database
      .selectFrom("webhook")
      .selectAll()
      .where("webhookId", "=", row.targetId)
      .executeTakeFirst();
    const opened = hook === undefined ? null : keys.open(hook.sealed, placeOfWebhook(hook.webhookId));
    if (hook === undefined || hook.isEnabled === 0 || opened === null) return notSent;
    const { url, secret } = sealedWebhook.parse(JSON.parse(opened));
    const content = JSON.parse(row.content) as QueuedEvent;
    const body = await this.#compose(row, content);
    const began = performance.now();
    const answer = await post({
      url,
      headers: {
        "content-type": "application/json",
        "user-agent": "Catenaccio",
        "catenaccio-event": content.event,
        "catenaccio-delivery": row.deliveryId,
        [signatureHeader]: signatureOf(secret, body, now()),
      },
      body,
      isHomeNetworkAllowed: hook.isHomeNetworkAllowed === 1,
      timeoutMs,
    });
    return judge(answer, Math.round(performance.now() - began));
  }

  delayAfter(attempts: number, retryAfterMs: number | null): number | null {
    return delayAfter(webhookRetries, attempts, retryAfterMs);
  }

  async conclude(transaction: ServerDatabase, { row, sent, now, nextAttemptAt }: Conclusion): Promise<void> {
    const hook = await transaction
      .selectFrom("webhook")
      .selectAll()
      .where("webhookId", "=", row.targetId)
      .executeTakeFirst();
    if (hook === undefined) return;
    const { webhookId, homeId, name } = hook;
    const isDone = sent.outcome === "done";
    await noteAttempt(transaction, {
      webhookId,
      deliveryId: row.deliveryId,
      event: (JSON.parse(row.content) as QueuedEvent).event,
      attempt: row.attempts,
      at: now,
      outcome: isDone ? "delivered" : nextAttemptAt === null ? "failed" : "retrying",
      ...sent.trace,
      nextAttemptAt,
    });
    const failingSince = isDone ? null : (hook.failingSince ?? now);
    const isHopeless =
      failingSince !== null && hook.isEnabled === 1 && Date.parse(now) - Date.parse(failingSince) >= switchedOffAfterMs;
    const change = isHopeless ? ({ failingSince, isEnabled: 0 } as const) : { failingSince };
    await transaction.updateTable("webhook").set(change).where("webhookId", "=", webhookId).execute();
    if (!isHopeless) return;
    await emptyQueueOf(transaction, webhookId);
    await this.#options.notifications.announce(transaction, {
      kind: "webhookStopped",
      homeId,
      lockId: null,
      personId: null,
      at: now,
      details: { name },
    });
  }

  /** Names as they are now: a person who was deleted meanwhile has none. */
  async #compose(row: NotifyQueueTable, { event, at, lockId, record, level }: QueuedEvent): Promise<string> {
    const { database, household } = this.#options;
    const lock = lockId === null ? null : await household.lock(database, lockId);
    const personId = record?.personId ?? null;
    const person = personId === null ? null : await household.person(database, personId);
    return JSON.stringify({
      deliveryId: row.deliveryId,
      event,
      at,
      homeId: row.homeId,
      lockId,
      lockName: lock?.name ?? null,
      personId,
      personName: person?.name ?? null,
      ...(record === null ? {} : { record }),
      ...(level === undefined ? {} : { level }),
    });
  }
}

const notSent: Sent = {
  outcome: "refused",
  isReceiverGone: false,
  trace: { status: null, error: null, durationMs: 0 },
};

export function placeOfWebhook(webhookId: string): string {
  return `webhook ${webhookId}`;
}

/** Another address, more haste or less will not change what these say (RFC 9110 §15.5), but these three may. */
const passing: ReadonlySet<number> = new Set([408, 425, 429]);

function judge(answer: OutboundAnswer, durationMs: number): Sent {
  if (answer.kind === "failed") {
    const trace: Trace = { status: null, error: answer.error, durationMs };
    return answer.error === "addressNotAllowed"
      ? { outcome: "refused", isReceiverGone: false, trace }
      : { outcome: "failed", isReceiverDown: true, retryAfterMs: null, trace };
  }
  const { status, retryAfterMs } = answer;
  if (status >= 200 && status < 300) return { outcome: "done", trace: { status, error: null, durationMs } };
  const isRedirect = status >= 300 && status < 400;
  const trace: Trace = { status, error: isRedirect ? "redirect" : "status", durationMs };
  if (status >= 400 && status < 500 && !passing.has(status))
    return { outcome: "refused", isReceiverGone: false, trace };
  // Any other 5xx may be about this one delivery: those behind it have their try.
  return { outcome: "failed", isReceiverDown: status === 429 || status === 503, retryAfterMs, trace };
}
