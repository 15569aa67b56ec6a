/**
 * From what happened to the queue: who is to be told of a record or a report, by push and by webhook. Called in the
 * transaction that stores the record, so that an alarm that is kept is also told; sending comes later and elsewhere.
 */

import type { LockRecord, LockReport } from "@catenaccio/protocol";
import { webhookEvents, type NoticeKind, type WebhookEvent } from "@catenaccio/protocol/api";
import type { ServerDatabase } from "../database/tables.ts";
import {
  momentOf,
  noticeOfRecord,
  recordsBeforeMax,
  unwatched,
  watchRecord,
  watchReport,
  watchTime,
  webhookEventOf,
  type LockWatch,
  type Watched,
} from "./alarm-rules.ts";
import type { HouseholdReader } from "./household-reader.ts";
import { noticeRules, type Notice } from "./notice.ts";
import { readUnwanted } from "./preferences.ts";
import { enqueue, type QueuedEvent } from "./queue.ts";
import { noteDropped } from "./webhook-attempts.ts";

/** A receiver that is away for longer asks the history. */
const webhookTtlSeconds = 3 * 86_400;

export interface NotificationsOptions {
  readonly household: HouseholdReader;
  readonly now: () => Date;
}

export class Notifications {
  readonly #options: NotificationsOptions;

  constructor(options: NotificationsOptions) {
    this.#options = options;
  }

  /** A record that is new to the server; a double is not to come here. Wake the deliveries after the commit. */
  async recordArrived(transaction: ServerDatabase, record: LockRecord): Promise<void> {
    const { household } = this.#options;
    const lock = await household.lock(transaction, record.lockId);
    if (lock === null) return;
    const { homeId } = lock;
    const { lockId } = record;
    await this.#tellWebhooks(transaction, homeId, {
      event: webhookEventOf(record),
      at: momentOf(record),
      lockId,
      record,
    });
    if (record.happening.event !== "alarm") return;
    const before = await household.recordsBefore(transaction, record, recordsBeforeMax);
    const notice = noticeOfRecord(homeId, record, before);
    if (notice !== null) await this.announce(transaction, notice);
    await this.#watch(transaction, { lockId, homeId, at: momentOf(record) }, (watch) => watchRecord(watch, record));
  }

  /** The newest report of a lock, in the transaction that stores it. */
  async reportArrived(transaction: ServerDatabase, report: LockReport): Promise<void> {
    const lock = await this.#options.household.lock(transaction, report.lockId);
    if (lock === null) return;
    const at = this.#now();
    const subject = { lockId: report.lockId, homeId: lock.homeId, at };
    await this.#watch(transaction, subject, (watch) => watchReport(watch, report, at));
  }

  /** Time has passed: locks that have not answered for long are told. */
  async sweep(database: ServerDatabase): Promise<void> {
    const silent = await database.selectFrom("lockWatch").selectAll().where("silentSince", "is not", null).execute();
    const at = this.#now();
    for (const { lockId } of silent)
      await database.transaction().execute(async (transaction) => {
        const lock = await this.#options.household.lock(transaction, lockId);
        if (lock === null) await transaction.deleteFrom("lockWatch").where("lockId", "=", lockId).execute();
        else await this.#watch(transaction, { lockId, homeId: lock.homeId, at }, (watch) => watchTime(watch, at));
      });
  }

  /** To every device of everybody who may know it and has not said no. */
  async announce(transaction: ServerDatabase, notice: Notice): Promise<void> {
    const { household } = this.#options;
    const { roles, ttlSeconds } = noticeRules[notice.kind];
    const victim =
      notice.kind === "duress" && notice.personId !== null
        ? await household.person(transaction, notice.personId)
        : null;
    for (const { accountId, role } of await household.members(transaction, notice.homeId)) {
      // Whoever forced the victim sees the victim's phone.
      if (!roles.has(role) || (victim !== null && victim.accountId === accountId)) continue;
      if ((await readUnwanted(transaction, accountId, notice.homeId)).includes(notice.kind)) continue;
      const devices = await transaction
        .selectFrom("pushSubscription")
        .select("subscriptionId")
        .where("accountId", "=", accountId)
        .execute();
      for (const { subscriptionId } of devices)
        await enqueue(transaction, {
          channel: "push",
          targetId: subscriptionId,
          homeId: notice.homeId,
          content: { kind: "notice", notice },
          now: this.#now(),
          ttlSeconds,
        });
    }
  }

  async #watch(
    transaction: ServerDatabase,
    subject: { readonly lockId: string; readonly homeId: string; readonly at: string },
    see: (watch: LockWatch) => Watched,
  ): Promise<void> {
    const { lockId, homeId, at } = subject;
    const before = await readWatch(transaction, lockId);
    const { watch, kinds } = see(before);
    if (watch !== before) await writeWatch(transaction, { lockId, homeId }, watch);
    for (const kind of kinds) {
      const since = kind === "lockOffline" ? (watch.silentSince ?? at) : at;
      await this.announce(transaction, { kind, homeId, lockId, personId: null, at: since, details: {} });
      const event = eventOfWatch[kind];
      if (event !== undefined)
        await this.#tellWebhooks(transaction, homeId, {
          event,
          at,
          lockId,
          record: null,
          ...(event === "battery" ? { level: watch.batteryLevel } : {}),
        });
    }
  }

  async #tellWebhooks(transaction: ServerDatabase, homeId: string, content: QueuedEvent): Promise<void> {
    const hooks = await transaction
      .selectFrom("webhook")
      .select(["webhookId", "events"])
      .where("homeId", "=", homeId)
      .where("isEnabled", "=", 1)
      .execute();
    const now = this.#now();
    for (const { webhookId, events } of hooks) {
      if (!readEvents(events).some((event) => event === content.event)) continue;
      const { dropped } = await enqueue(transaction, {
        channel: "webhook",
        targetId: webhookId,
        homeId,
        content,
        now,
        ttlSeconds: webhookTtlSeconds,
      });
      await noteDropped(transaction, dropped, now);
    }
  }

  #now(): string {
    return this.#options.now().toISOString();
  }
}

const eventOfWatch: Readonly<Partial<Record<NoticeKind, WebhookEvent>>> = {
  batteryLow: "battery",
  batteryCritical: "battery",
  lockOffline: "lockOffline",
  lockBack: "lockBack",
};

export function readEvents(json: string): readonly WebhookEvent[] {
  const names = JSON.parse(json) as readonly string[];
  return webhookEvents.filter((event) => names.includes(event));
}

async function readWatch(database: ServerDatabase, lockId: string): Promise<LockWatch> {
  const row = await database.selectFrom("lockWatch").selectAll().where("lockId", "=", lockId).executeTakeFirst();
  if (row === undefined) return unwatched;
  const { batteryLevel, silentSince, isSilenceTold } = row;
  return { batteryLevel, silentSince, isSilenceTold: isSilenceTold === 1 };
}

async function writeWatch(
  database: ServerDatabase,
  lock: { readonly lockId: string; readonly homeId: string },
  watch: LockWatch,
): Promise<void> {
  const { batteryLevel, silentSince } = watch;
  const values = { batteryLevel, silentSince, isSilenceTold: watch.isSilenceTold ? 1 : 0 } as const;
  await database
    .insertInto("lockWatch")
    .values({ ...lock, ...values })
    .onConflict((conflict) => conflict.column("lockId").doUpdateSet(values))
    .execute();
}
