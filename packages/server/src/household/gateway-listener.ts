/**
 * What the gateway tells: each report in its turn into the database, and to those who look on. A report must not wait and
 * must not throw, so the work is done behind it; a record is waited for.
 */

import type { GatewayListener, GatewayReport, LockRecord, LockReport } from "@catenaccio/protocol";
import { oweRemoval } from "./clean-up.ts";
import type { Household, LockEventType } from "./household.ts";
import { ingestRecord } from "./records.ts";
import { forgetConfirmedSecrets, locksWithGateway } from "./wanted-store.ts";

export class HouseholdListener implements GatewayListener {
  readonly #household: Household;
  #work: Promise<void> = Promise.resolve();
  /** Locks of no home that answer. */
  readonly #strangers = new Set<string>();

  constructor(household: Household) {
    this.#household = household;
  }

  readonly report = (report: GatewayReport): void => {
    if (report.report === "box") this.#takeBox(report);
    else if (report.report === "mqtt") this.#household.mqtt = report;
    else
      this.#work = this.#work
        .then(async () => await this.#take(report))
        .catch((cause: unknown) => this.#couldNot(cause));
  };

  readonly record = async (record: LockRecord): Promise<void> => {
    await ingestRecord(this.#household, record);
  };

  /** When all that was reported is in the database. */
  async settled(): Promise<void> {
    let work;
    do {
      work = this.#work;
      await work;
      await this.#household.wanted?.settled();
      await this.#household.cleanUp?.settled();
    } while (work !== this.#work);
  }

  #takeBox(box: NonNullable<Household["box"]>): void {
    this.#household.box = box;
    if (box.network === "cable" || box.network === "wifi") this.#household.cleanUp?.wake();
  }

  #couldNot(cause: unknown): void {
    const what = cause instanceof Error ? cause.name : "unknown";
    this.#household.ports.onFault(`A report of the gateway could not be kept: ${what}.`);
  }

  async #take(report: Exclude<GatewayReport, { readonly report: "box" | "mqtt" }>): Promise<void> {
    switch (report.report) {
      case "lock":
        return await this.#takeLock(report);
      case "lockRemoved":
        return await this.#takeRemoval(report.lockId);
      case "wanted":
        return await this.#takeWanted(report);
      case "addLock": {
        const { lockId, step, error } = report;
        // Why it failed comes with the order's answer, in a sentence.
        if (error !== null) return;
        const progress = JSON.stringify({ step, error, sentence: null });
        return await this.#update(lockId, { progress }, "addLock");
      }
      case "enrolment": {
        const { lockId, credentialId, status, captures, reason } = report;
        const enrolment = JSON.stringify({ credentialId, status, captures, reason });
        return await this.#update(lockId, { enrolment }, "enrolment");
      }
      default:
        return report satisfies never;
    }
  }

  /** A lock that reports is there, even if the server was away when its adding came to its end. */
  async #takeLock({ lock }: Extract<GatewayReport, { readonly report: "lock" }>): Promise<void> {
    const { lockId } = lock;
    const { database, ports, wanted } = this.#household;
    const before = await database.transaction().execute(async (transaction) => {
      const known = await transaction
        .selectFrom("lock")
        .select(["homeId", "state"])
        .where("lockId", "=", lockId)
        .where("removedAt", "is", null)
        .executeTakeFirst();
      if (known === undefined) return null;
      await transaction
        .updateTable("lock")
        .set({ report: JSON.stringify(lock), state: "added" })
        .where("lockId", "=", lockId)
        .execute();
      await ports.reportArrived(transaction, lock);
      return known;
    });
    if (before === null) return await this.#takeStranger(lock);
    this.#strangers.delete(lockId);
    if (before.state !== "added") wanted?.send([lockId]);
    ports.publish(before.homeId, { type: "lock", lockId });
  }

  /** No home knows it, nor is it being added: what is left of one that is gone, or was put back from an older copy. */
  async #takeStranger({ lockId, link }: LockReport): Promise<void> {
    const { database, cleanUp, ports } = this.#household;
    // Nobody has claimed the gateway yet.
    if ((await database.selectFrom("home").select("homeId").executeTakeFirst()) === undefined) return;
    if (await oweRemoval(database, lockId, this.#household.now()))
      ports.onFault(`The gateway has lock ${lockId}, which no home knows; it is being removed.`);
    const wasOnline = this.#strangers.has(lockId);
    if (link !== "online") this.#strangers.delete(lockId);
    else if (!wasOnline) {
      this.#strangers.add(lockId);
      cleanUp?.wake();
    }
  }

  async #takeWanted({ wanted }: Extract<GatewayReport, { readonly report: "wanted" }>): Promise<void> {
    const { lockId } = wanted;
    await this.#update(lockId, { wantedReport: JSON.stringify(wanted) }, "wanted");
    const { database } = this.#household;
    const changed = await database.transaction().execute(async (transaction) => {
      const known = await transaction
        .selectFrom("lock")
        .select(["homeId", "wantedRevision"])
        .where("lockId", "=", lockId)
        .where("removedAt", "is", null)
        .executeTakeFirst();
      if (known === undefined) return [];
      // What did not get to the gateway gets there with the next occasion.
      const isBehind = wanted.revision !== known.wantedRevision;
      return [...(await forgetConfirmedSecrets(transaction, known.homeId)), ...(isBehind ? [lockId] : [])];
    });
    if (changed.length > 0) this.#household.wanted?.send(changed);
  }

  async #takeRemoval(lockId: string): Promise<void> {
    this.#strangers.delete(lockId);
    await this.#household.database.deleteFrom("lockAccess").where("lockId", "=", lockId).execute();
    await this.#update(lockId, { removedAt: this.#household.now() }, "lock");
  }

  async #update(lockId: string, content: LockContent, type: LockEventType): Promise<void> {
    const { database, ports } = this.#household;
    await database
      .updateTable("lock")
      .set(content)
      .where("lockId", "=", lockId)
      .where("removedAt", "is", null)
      // A step that comes after the end is none.
      .$if(type === "addLock", (query) => query.where("state", "!=", "failed"))
      .execute();
    const lock = await database.selectFrom("lock").select("homeId").where("lockId", "=", lockId).executeTakeFirst();
    if (lock !== undefined) ports.publish(lock.homeId, { type, lockId });
  }
}

interface LockContent {
  readonly progress?: string;
  readonly wantedReport?: string;
  readonly enrolment?: string;
  readonly removedAt?: string;
}

/** @returns what ends it. */
export async function attachHousehold(household: Household, listener: HouseholdListener): Promise<() => void> {
  const { database, ports } = household;
  const { gateway } = ports;
  if (gateway === null) return () => undefined;
  // Nobody is at work on what a former run began.
  await database
    .updateTable("lock")
    .set({
      state: "failed",
      progress: JSON.stringify({
        step: "reading",
        error: "interrupted",
        sentence: "It was interrupted: add the lock again.",
      }),
    })
    .where("state", "=", "adding")
    .execute();
  const end = gateway.attach(listener);
  household.cleanUp?.wake();
  const locks = await locksWithGateway(database);
  for (const { timeZone } of await database.selectFrom("homeSetting").select("timeZone").distinct().execute())
    await gateway.order({ order: "setTimeZone", timeZone });
  household.wanted?.send(locks.map(({ lockId }) => lockId));
  return end;
}
