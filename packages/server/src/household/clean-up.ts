/**
 * What the gateway still has of a home that is not there any more: its locks, with its people on them, and its broker. It
 * stands in the database until the gateway has let it go, however long a lock or the gateway is away: until then whoever
 * had a PIN opens the door with it.
 */

import type { GatewayLink, GatewayOrder } from "@catenaccio/protocol";
import type { ServerDatabase } from "../database/tables.ts";

const broker = "broker";
const firstRetryMs = 60_000;
const lastRetryMs = 3_600_000;

interface CleanUpOptions {
  readonly database: ServerDatabase;
  readonly gateway: GatewayLink;
  /** One sentence without secrets. */
  readonly onFault: (sentence: string) => void;
}

export class CleanUp {
  readonly #options: CleanUpOptions;
  #work = Promise.resolve();
  #isWorking = false;
  #isAskedAgain = false;
  #isClosed = false;
  #retryMs = firstRetryMs;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: CleanUpOptions) {
    this.#options = options;
  }

  /** There is something to do, or somebody may be within reach again. Returns at once. */
  wake(): void {
    this.#retryMs = firstRetryMs;
    this.#begin();
  }

  /** When nothing is under way. */
  async settled(): Promise<void> {
    while (this.#isWorking) await this.#work;
  }

  /** What is not done yet is done after the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.settled();
  }

  #begin(): void {
    this.#isAskedAgain = true;
    if (this.#isWorking || this.#isClosed) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#isWorking = true;
    this.#work = this.#workOff();
  }

  async #workOff(): Promise<void> {
    let isLeft = false;
    while (this.#isAskedAgain && !this.#isClosed) {
      this.#isAskedAgain = false;
      isLeft = !(await this.#carryOutAll().catch(() => false));
    }
    this.#isWorking = false;
    if (!isLeft || this.#isClosed) return;
    this.#timer = setTimeout(() => this.#begin(), this.#retryMs).unref();
    this.#retryMs = Math.min(this.#retryMs * 2, lastRetryMs);
  }

  /** @returns whether all is done. */
  async #carryOutAll(): Promise<boolean> {
    const { database } = this.#options;
    const rows = await database.selectFrom("cleanUp").select("subject").orderBy("since").orderBy("subject").execute();
    let isDone = true;
    for (const { subject } of rows) if (!(await this.#carryOut(subject))) isDone = false;
    return isDone;
  }

  async #carryOut(subject: string): Promise<boolean> {
    const { database, gateway, onFault } = this.#options;
    try {
      const answer = await gateway.order(orderFor(subject));
      const isDone = answer.ok || answer.error === "unknownLock";
      if (isDone) await database.deleteFrom("cleanUp").where("subject", "=", subject).execute();
      else if (answer.error !== "unreachable")
        onFault(`The gateway did not let go what a former home left: ${answer.error}.`);
      return isDone;
    } catch (cause) {
      onFault(`What a former home left could not be removed: ${cause instanceof Error ? cause.name : "unknown"}.`);
      return false;
    }
  }
}

/** Never by force: a lock that is forgotten while it does not answer keeps everybody's PIN. */
function orderFor(subject: string): GatewayOrder {
  if (subject === broker) return { order: "setMqtt", mqtt: null };
  return { order: "removeLock", lockId: subject, isForced: false };
}

/** @returns whether it is new. */
export async function oweRemoval(database: ServerDatabase, lockId: string, at: string): Promise<boolean> {
  return await owe(database, lockId, at);
}

export async function oweNoBroker(database: ServerDatabase, at: string): Promise<void> {
  await owe(database, broker, at);
}

/** Somebody has a broker of their own by now. */
export async function keepBroker(database: ServerDatabase): Promise<void> {
  await database.deleteFrom("cleanUp").where("subject", "=", broker).execute();
}

async function owe(database: ServerDatabase, subject: string, since: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await database
    .insertInto("cleanUp")
    .values({ subject, since })
    .onConflict((conflict) => conflict.column("subject").doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows > 0n;
}
