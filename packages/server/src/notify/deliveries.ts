/**
 * The sending half of notifications: takes what is due from the queue and brings it to phones and webhooks, one at a
 * time for each receiver and in order, several receivers at once. A delivery is claimed before it is sent, for longer
 * than sending can take: after a power cut it is sent again, and a receiver knows the second by its id.
 */

import type { DeliveryError } from "@catenaccio/protocol/api";
import type { ServerDatabase } from "../database/tables.ts";
import type { Notifications } from "./notifications.ts";
import type { NotifyQueueTable } from "./notify-tables.ts";
import { emptyQueueOf } from "./queue.ts";

/** What is written into the log of attempts. */
export interface Trace {
  readonly status: number | null;
  readonly error: DeliveryError | null;
  readonly durationMs: number;
}

export type Sent =
  | { readonly outcome: "done"; readonly trace: Trace }
  /** Not now: another attempt, if there is one left. `isReceiverDown`: so are the others for it. */
  | {
      readonly outcome: "failed";
      readonly isReceiverDown: boolean;
      readonly retryAfterMs: number | null;
      readonly trace: Trace;
    }
  /** Not ever; `isReceiverGone`: nor anything else for it. */
  | { readonly outcome: "refused"; readonly isReceiverGone: boolean; readonly trace: Trace };

export interface Channel {
  /** Must not throw for what a receiver does. @param row as claimed, this attempt counted. */
  send(row: NotifyQueueTable): Promise<Sent>;
  /** Milliseconds until the next attempt; null: it was the last. */
  delayAfter(attempts: number, retryAfterMs: number | null): number | null;
  /** What came of it, in the transaction that changes the queue. */
  conclude(transaction: ServerDatabase, conclusion: Conclusion): Promise<void>;
}

export interface Conclusion {
  readonly row: NotifyQueueTable;
  readonly sent: Sent;
  readonly now: string;
  /** null: it is out of the queue. */
  readonly nextAttemptAt: string | null;
}

export interface DeliveriesOptions {
  readonly database: ServerDatabase;
  readonly now: () => Date;
  readonly notifications: Notifications;
  readonly channels: Readonly<Record<NotifyQueueTable["channel"], Channel>>;
  /** What else is to be looked at from time to time, and may queue something. */
  readonly remind?: () => Promise<void>;
  /** Something on this side failed, such as the disk; what is in the queue stays there. */
  readonly onFault: (sentence: string) => void;
}

const receiversAtOnce = 64;
const readAtOnce = 100;
/** Longer than any request may take. */
const claimMs = 120_000;
const sweepMs = 60_000;
const remindMs = 3_600_000;

export class Deliveries {
  readonly #options: DeliveriesOptions;
  #running: Promise<void> | null = null;
  #isAskedAgain = false;
  #remindAtMs = 0;
  #asked = Promise.withResolvers<void>();
  /** One for each receiver that is busy; one that failed stays, and ends the run. */
  readonly #lines = new Map<string, Promise<void>>();
  #timer: NodeJS.Timeout | null = null;
  #isClosed = true;
  #isStopping = false;

  constructor(options: DeliveriesOptions) {
    this.#options = options;
  }

  start(): void {
    this.#isClosed = false;
    this.#isStopping = false;
    this.wake();
  }

  /** Something may be due: after a commit that queued something. */
  wake(): void {
    if (this.#isClosed) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    void this.runDue().then(() => this.#sleep());
  }

  /** Resolves when nothing is due any more. Never rejects. */
  async runDue(): Promise<void> {
    this.#isAskedAgain = true;
    this.#asked.resolve();
    this.#running ??= this.#run();
    await this.#running;
  }

  /** What is under way is brought to its end; the rest waits for the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#isStopping = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#running;
  }

  /** A receiver that takes its time holds up nobody: what becomes due for others meanwhile is started at once. */
  async #run(): Promise<void> {
    const { notifications, database, onFault } = this.#options;
    let isBusy = true;
    try {
      while (isBusy || this.#isAskedAgain) {
        this.#isAskedAgain = false;
        this.#asked = Promise.withResolvers();
        await notifications.sweep(database);
        await this.#remind();
        if (!this.#isStopping) await this.#startDue();
        isBusy = this.#lines.size > 0;
        if (isBusy) await Promise.race([this.#asked.promise, ...this.#lines.values()]);
      }
    } catch (cause) {
      await Promise.allSettled(this.#lines.values());
      this.#lines.clear();
      onFault(`Notifications wait: ${cause instanceof Error ? cause.message : String(cause)}`);
    } finally {
      // Without a wait since the last look at what was asked: whoever asks from now on begins anew.
      this.#running = null;
    }
  }

  async #remind(): Promise<void> {
    const { remind, now } = this.#options;
    const nowMs = now().getTime();
    if (remind === undefined || nowMs < this.#remindAtMs) return;
    await remind();
    this.#remindAtMs = nowMs + remindMs;
  }

  /** For the receivers that are not busy. */
  async #startDue(): Promise<void> {
    const { database, now } = this.#options;
    const busy = [...this.#lines.keys()];
    const due = await database
      .selectFrom("notifyQueue")
      .selectAll()
      .where("dueAt", "<=", now().toISOString())
      .$if(busy.length > 0, (query) => query.where("targetId", "not in", busy))
      .orderBy("dueAt")
      .orderBy("createdAt")
      .orderBy("deliveryId")
      .limit(readAtOnce)
      .execute();
    for (const [targetId, rows] of Map.groupBy(due, (row) => row.targetId)) {
      if (this.#lines.size >= receiversAtOnce) return;
      const line = this.#runLine(rows);
      this.#lines.set(targetId, line);
      line.then(
        () => this.#lines.delete(targetId),
        () => undefined,
      );
    }
  }

  /** Until its receiver turns out to be down. */
  async #runLine(rows: readonly NotifyQueueTable[]): Promise<void> {
    for (const row of rows) if (this.#isStopping || !(await this.#deliver(row))) return;
  }

  async #deliver(row: NotifyQueueTable): Promise<boolean> {
    const { database, now, channels } = this.#options;
    const began = now();
    if (row.expiresAt <= began.toISOString()) {
      await removeFromQueue(database, row.deliveryId);
      return true;
    }
    const attempts = row.attempts + 1;
    const claimedUntil = new Date(began.getTime() + claimMs).toISOString();
    const claim = await database
      .updateTable("notifyQueue")
      .set({ attempts, dueAt: claimedUntil })
      .where("deliveryId", "=", row.deliveryId)
      .where("dueAt", "=", row.dueAt)
      .executeTakeFirst();
    // Taken back meanwhile, or by another server.
    if (claim.numUpdatedRows === 0n) return true;
    const claimed = { ...row, attempts, dueAt: claimedUntil };
    const sent = await channels[row.channel].send(claimed);
    await this.#conclude(claimed, sent);
    return !(sent.outcome === "failed" && sent.isReceiverDown);
  }

  async #conclude(row: NotifyQueueTable, sent: Sent): Promise<void> {
    const { database, now, channels } = this.#options;
    const { deliveryId, targetId, attempts, expiresAt } = row;
    const channel = channels[row.channel];
    const ended = now();
    const delay = sent.outcome === "failed" ? channel.delayAfter(attempts, sent.retryAfterMs) : null;
    const next = delay === null ? null : new Date(ended.getTime() + delay).toISOString();
    const nextAttemptAt = next !== null && next < expiresAt ? next : null;
    await database.transaction().execute(async (transaction) => {
      if (nextAttemptAt === null) await removeFromQueue(transaction, deliveryId);
      else await postpone(transaction, { deliveryId }, nextAttemptAt);
      if (sent.outcome === "refused" && sent.isReceiverGone) await emptyQueueOf(transaction, targetId);
      if (sent.outcome === "failed" && sent.isReceiverDown && nextAttemptAt !== null)
        await postpone(transaction, { targetId }, nextAttemptAt);
      await channel.conclude(transaction, { row, sent, now: ended.toISOString(), nextAttemptAt });
    });
  }

  #sleep(): void {
    if (this.#isClosed || this.#timer !== null) return;
    this.#options.database
      .selectFrom("notifyQueue")
      .select((eb) => eb.fn.min("dueAt").as("dueAt"))
      .executeTakeFirst()
      .then(
        (first) => this.#sleepUntil(first?.dueAt ?? null),
        () => this.#sleepUntil(null),
      );
  }

  #sleepUntil(dueAt: string | null): void {
    if (this.#isClosed || this.#timer !== null) return;
    const untilDueMs = dueAt === null ? sweepMs : Date.parse(dueAt) - this.#options.now().getTime();
    this.#timer = setTimeout(() => this.wake(), Math.min(Math.max(untilDueMs, 10), sweepMs)).unref();
  }
}

async function removeFromQueue(database: ServerDatabase, deliveryId: string): Promise<void> {
  await database.deleteFrom("notifyQueue").where("deliveryId", "=", deliveryId).execute();
}

/** One delivery, or all of a receiver that are due before. */
async function postpone(
  database: ServerDatabase,
  which: { readonly deliveryId: string } | { readonly targetId: string },
  dueAt: string,
): Promise<void> {
  const update = database.updateTable("notifyQueue").set({ dueAt });
  if ("deliveryId" in which) await update.where("deliveryId", "=", which.deliveryId).execute();
  else await update.where("targetId", "=", which.targetId).where("dueAt", "<", dueAt).execute();
}
