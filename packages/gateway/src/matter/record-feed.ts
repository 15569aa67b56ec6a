/**
 * What happened at one lock, each thing once, in order and without a gap, whoever was away meanwhile. What the lock tells
 * by itself is only the sign to read on from the cursor: a report can be lost, repeated, or overtaken, a number cannot.
 *
 * Our lock has a log with numbers of its own, which it keeps over power cuts. Of a foreign lock there are Matter's events,
 * as many as it keeps. The cursor is moved by whoever stores the records, together with them, so neither is ahead.
 */

import { setTimeout } from "node:timers/promises";
import type { HeardRecord, RecordDelivery, RecordSink } from "../lock-network.ts";
import { LockUnreachableError } from "../lock-client.ts";
import type { LockAccess, LockEvent } from "./lock-access.ts";
import { foreignRecord } from "./foreign-happenings.ts";
import { LockAsking } from "./lock-asking.ts";
import { gapOf, ownRecord } from "./own-log-record.ts";

/** Of what a foreign lock told by itself and could not be read yet; the rest it has to keep itself. */
const heldEventsMax = 500;
const firstRetryMs = 500;
const lastRetryMs = 60_000;

export interface RecordFeedOptions {
  readonly lockId: string;
  readonly access: LockAccess;
  readonly sink: RecordSink;
  /** It could not be stored, or not be understood; it is tried again. */
  readonly onTrouble: (error: unknown) => void;
}

export class RecordFeed {
  readonly #options: RecordFeedOptions;
  readonly #asking: LockAsking;
  readonly #ended = new AbortController();
  readonly #unlisten: () => void;
  readonly #heldEvents = new Map<number, LockEvent>();
  #isAsked = false;
  /** Until the moment at which nobody looks at `#isAsked` any more. */
  #isReading = false;
  #running: Promise<void> = Promise.resolve();
  /** Ends the wait before the next try. */
  #wake: () => void = () => undefined;

  /** Begins at once if the lock is there. A lock that is new begins with what happens from now on. */
  constructor(options: RecordFeedOptions) {
    this.#options = options;
    this.#asking = new LockAsking(options.access);
    this.#unlisten = options.access.listen({
      connected: () => this.#read(),
      attributesChanged: (cluster, names) => {
        if (cluster === "catenaccioLock" && names.includes("newestLogNumber")) this.#read();
      },
      event: (event) => {
        if (!this.#hasLog && this.#heldEvents.size < heldEventsMax) this.#heldEvents.set(event.number, event);
        this.#read();
      },
    });
    if (options.access.isConnected) this.#read();
  }

  /** Nothing is delivered after that. */
  async close(): Promise<void> {
    this.#unlisten();
    this.#ended.abort();
    this.#wake();
    await this.#running;
  }

  #read(): void {
    this.#isAsked = true;
    this.#wake();
    if (this.#isReading) return;
    this.#isReading = true;
    this.#running = this.#readAll();
  }

  async #readAll(): Promise<void> {
    try {
      for (let retryMs = firstRetryMs; this.#isAsked && !this.#isOver;) {
        this.#isAsked = false;
        const isRead = await this.#tryToRead();
        if (isRead) retryMs = firstRetryMs;
        // It says so when it is there again.
        if (isRead || !this.#options.access.isConnected) continue;
        if (!this.#isAsked) await this.#wait(retryMs);
        retryMs = Math.min(2 * retryMs, lastRetryMs);
        this.#isAsked = true;
      }
    } finally {
      this.#isReading = false;
    }
  }

  async #tryToRead(): Promise<boolean> {
    try {
      await (this.#hasLog ? this.#readLog() : this.#readEvents());
      return true;
    } catch (error) {
      if (!(error instanceof LockUnreachableError)) this.#options.onTrouble(error);
      return false;
    }
  }

  get #hasLog(): boolean {
    return this.#options.access.has("catenaccioLock");
  }

  get #isOver(): boolean {
    return this.#ended.signal.aborted;
  }

  async #wait(ms: number): Promise<void> {
    const waiting = new AbortController();
    this.#wake = () => waiting.abort();
    await setTimeout(ms, undefined, { signal: waiting.signal, ref: false }).catch(() => undefined);
    this.#wake = () => undefined;
  }

  async #readLog(): Promise<void> {
    let cursor = this.#cursorOf("log");
    if (cursor === null) {
      const { newestLogNumber = 0 } = await this.#options.access.read("catenaccioLock", ["newestLogNumber"]);
      return this.#deliver({ numbering: "log", cursor: newestLogNumber, records: [] });
    }
    for (let from: number | null = cursor + 1; from !== null && !this.#isOver;) {
      const page: { readonly records: readonly string[]; readonly next: number | null } = await this.#asking.ask(
        "catenaccioLock",
        "readLog",
        { from },
      );
      const records = withGaps(
        page.records.map(ownRecord).filter((record) => record !== null),
        cursor,
      );
      const last = records.at(-1);
      if (last !== undefined) this.#deliver({ numbering: "log", cursor: last.number, records });
      cursor = last?.number ?? cursor;
      from = page.next !== null && page.next > from ? page.next : null;
    }
  }

  async #readEvents(): Promise<void> {
    const cursor = this.#cursorOf("matter");
    const read = await this.#options.access.readEvents(cursor === null ? 0 : cursor + 1);
    const numbers = new Map([...this.#heldEvents, ...read.map((event) => [event.number, event] as const)]);
    const events = [...numbers.values()].toSorted((one, other) => one.number - other.number);
    const newest = Math.max(cursor ?? 0, ...events.map(({ number }) => number));
    const isNew = ({ number }: LockEvent): boolean => cursor !== null && number > cursor;
    const records = events
      .filter(isNew)
      .map(foreignRecord)
      .filter((record) => record !== null);
    if (newest !== cursor) this.#deliver({ numbering: "matter", cursor: newest, records });
    for (const { number } of events) this.#heldEvents.delete(number);
  }

  #cursorOf(numbering: RecordDelivery["numbering"]): number | null {
    return this.#options.sink.cursorOf(this.#options.lockId, numbering);
  }

  #deliver(delivery: RecordDelivery): void {
    if (!this.#isOver) this.#options.sink.deliver(this.#options.lockId, delivery);
  }
}

/** In the place of records that are gone, one that says so, with the number of the last of them. */
function withGaps(records: readonly HeardRecord[], cursor: number): readonly HeardRecord[] {
  return records.flatMap((record, at) => {
    const before = at === 0 ? cursor : (records[at - 1]?.number ?? cursor);
    const isNext = record.number === before + 1;
    const gap = { number: record.number - 1, time: null, happening: gapOf(before + 1, record.number - 1) };
    return isNext ? [record] : [gap, record];
  });
}
