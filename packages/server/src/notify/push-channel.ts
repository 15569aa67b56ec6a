/**
 * Notices on their way to a browser: encrypted for it (RFC 8291) and signed for its push service (RFC 8292), so that the
 * service learns neither what happened nor where. A device that is gone takes its subscription with it.
 */

import type { PushMessage } from "@catenaccio/protocol/api";
import webPush from "web-push";
import * as z from "zod";
import type { ServerDatabase } from "../database/tables.ts";
import type { Channel, Conclusion, Sent } from "./deliveries.ts";
import type { HouseholdReader } from "./household-reader.ts";
import type { NotifyKeys } from "./notify-keys.ts";
import type { NotifyQueueTable, PushSubscriptionTable } from "./notify-tables.ts";
import { mayKnowNames, noticeRules, type Urgency } from "./notice.ts";
import { noticeTexts, wordNotice } from "./notice-text.ts";
import { post, type OutboundAnswer } from "./outbound-request.ts";
import type { QueuedPush } from "./queue.ts";
import { delayAfter, pushRetries } from "./retry-plan.ts";

const timeoutMs = 10_000;

export const sealedSubscription = z.object({
  endpoint: z.string(),
  keys: z.object({ p256dh: z.string(), auth: z.string() }),
});

export interface PushChannelOptions {
  readonly database: ServerDatabase;
  readonly keys: NotifyKeys;
  readonly household: HouseholdReader;
  readonly now: () => Date;
  /** Whom a push service turns to: a `mailto:` or `https:` address (RFC 8292 §2.1). */
  readonly contact: string;
  /** A push service on this machine, over http: for tests. */
  readonly isLocalServiceAllowed?: boolean;
}

export class PushChannel implements Channel {
  readonly #options: PushChannelOptions;

  constructor(options: PushChannelOptions) {
    this.#options = options;
  }

  async send(row: NotifyQueueTable): Promise<Sent> {
    const { database, keys } = this.#options;
    const subscription = await database
      .selectFrom("pushSubscription")
      .selectAll()
      .where("subscriptionId", "=", row.targetId)
      .executeTakeFirst();
    if (subscription === undefined) return notSent;
    const opened = keys.open(subscription.sealed, placeOfSubscription(subscription.subscriptionId));
    const content = JSON.parse(row.content) as QueuedPush;
    const message = await this.#compose(content, row, subscription);
    if (opened === null || message === null) return notSent;
    return judge(await this.#push(sealedSubscription.parse(JSON.parse(opened)), message, row));
  }

  delayAfter(attempts: number, retryAfterMs: number | null): number | null {
    return delayAfter(pushRetries, attempts, retryAfterMs);
  }

  async conclude(transaction: ServerDatabase, { row, sent, now }: Conclusion): Promise<void> {
    const subscriptionId = row.targetId;
    if (sent.outcome === "done")
      await transaction
        .updateTable("pushSubscription")
        .set({ deliveredAt: now })
        .where("subscriptionId", "=", subscriptionId)
        .execute();
    else if (sent.outcome === "refused" && sent.isReceiverGone)
      await transaction.deleteFrom("pushSubscription").where("subscriptionId", "=", subscriptionId).execute();
  }

  /** @returns null: the account may not know it any more. */
  async #compose(
    content: QueuedPush,
    { homeId, createdAt }: NotifyQueueTable,
    { accountId, language }: PushSubscriptionTable,
  ): Promise<PushMessage | null> {
    const { database, household } = this.#options;
    if (content.kind === "test") {
      const { title, body } = noticeTexts[language].test;
      return { homeId, kind: "test", title, body, language, lockId: null, at: createdAt, isSilent: false, tag: "test" };
    }
    const { notice } = content;
    const { kind, lockId, personId, at } = notice;
    const { roles, isSilent } = noticeRules[kind];
    const member = (await household.members(database, homeId)).find((other) => other.accountId === accountId);
    if (member === undefined || !roles.has(member.role)) return null;
    const lock = lockId === null ? null : await household.lock(database, lockId);
    const person = personId === null || !mayKnowNames(member.role) ? null : await household.person(database, personId);
    const text = wordNotice(notice, {
      lock: lock?.name ?? null,
      person: person?.name ?? null,
      language,
      timeZone: await household.timeZone(database, homeId),
    });
    return { homeId, kind, ...text, language, lockId, at, isSilent, tag: `${kind} ${lockId ?? homeId}` };
  }

  async #push(
    subscription: z.infer<typeof sealedSubscription>,
    message: PushMessage,
    { content, expiresAt }: NotifyQueueTable,
  ): Promise<Timed> {
    const { keys, contact, now, isLocalServiceAllowed = false } = this.#options;
    const began = performance.now();
    const { headers, body } = webPush.generateRequestDetails(subscription, JSON.stringify(message), {
      vapidDetails: { subject: contact, ...keys.vapid },
      contentEncoding: "aes128gcm",
      urgency: urgencyOf(JSON.parse(content) as QueuedPush),
      TTL: Math.max(0, Math.floor((Date.parse(expiresAt) - now().getTime()) / 1000)),
    });
    const answer = await post({
      url: subscription.endpoint,
      headers: headers as Readonly<Record<string, string | number>>,
      body,
      isHomeNetworkAllowed: isLocalServiceAllowed,
      timeoutMs,
    });
    return { answer, durationMs: Math.round(performance.now() - began) };
  }
}

interface Timed {
  readonly answer: OutboundAnswer;
  readonly durationMs: number;
}

const notSent: Sent = {
  outcome: "refused",
  isReceiverGone: false,
  trace: { status: null, error: null, durationMs: 0 },
};

export function placeOfSubscription(subscriptionId: string): string {
  return `push subscription ${subscriptionId}`;
}

function urgencyOf(content: QueuedPush): Urgency {
  return content.kind === "test" ? "high" : noticeRules[content.notice.kind].urgency;
}

/** RFC 8030 §5, §7.3: 404 and 410 say that the subscription is over. */
function judge({ answer, durationMs }: Timed): Sent {
  if (answer.kind === "failed") {
    const trace = { status: null, error: answer.error, durationMs };
    return answer.error === "addressNotAllowed"
      ? { outcome: "refused", isReceiverGone: true, trace }
      : { outcome: "failed", isReceiverDown: true, retryAfterMs: null, trace };
  }
  const { status, retryAfterMs } = answer;
  const isDone = status >= 200 && status < 300;
  const trace = { status, error: isDone ? null : ("status" as const), durationMs };
  if (isDone) return { outcome: "done", trace };
  if (status === 404 || status === 410) return { outcome: "refused", isReceiverGone: true, trace };
  if (status >= 500 || status === 408 || status === 429)
    return { outcome: "failed", isReceiverDown: true, retryAfterMs, trace };
  return { outcome: "refused", isReceiverGone: false, trace };
}
