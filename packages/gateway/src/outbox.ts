/**
 * Brings what has happened to the server: of each lock one after the other, in order, and the next one only when the
 * server has the one before for good. It may send one twice, after a crash in between; it never leaves one out.
 */

import type { GatewayListener } from "@catenaccio/protocol";
import type { GatewayStore } from "./store/gateway-store.ts";
import type { WaitingRecord } from "./store/record-rows.ts";
import { sentenceOf } from "./fault.ts";
import { Backoff, type RetryTimes } from "./wanted/backoff.ts";

const tellEveryMs = 3_600_000;

export class Outbox {
  readonly #store: GatewayStore;
  readonly #retry: RetryTimes;
  readonly #onFault: (sentence: string) => void;
  readonly #listeners = new Set<GatewayListener>();
  /** Locks whose records are on their way. */
  readonly #busy = new Map<string, Promise<void>>();
  /** Ends what waits for its time. */
  readonly #waiting = new Set<() => void>();
  /** When it was last said that the server does not take a lock's record. */
  readonly #toldAtMs = new Map<string, number>();
  #isClosed = false;

  /** @param options `onFault`: a record could not be taken out; it is sent again. */
  constructor(
    store: GatewayStore,
    options: { readonly retry: RetryTimes; readonly onFault: (sentence: string) => void },
  ) {
    this.#store = store;
    this.#retry = options.retry;
    this.#onFault = options.onFault;
  }

  /** @returns what ends it. */
  attach(listener: GatewayListener): () => void {
    this.#listeners.add(listener);
    for (const lockId of this.#store.records.lockIds()) this.send(lockId);
    return () => void this.#listeners.delete(listener);
  }

  /** There is something new of this lock. */
  send(lockId: string): void {
    if (this.#isClosed || this.#busy.has(lockId) || this.#listeners.size === 0) return;
    const sending = this.#sendAll(lockId).finally(() => this.#rest(lockId));
    this.#busy.set(lockId, sending);
  }

  /** Something may have come after it was found empty. */
  #rest(lockId: string): void {
    this.#busy.delete(lockId);
    if (this.#isClosed || this.#listeners.size === 0) return;
    try {
      if (this.#store.records.oldest(lockId) !== null) this.send(lockId);
    } catch (cause) {
      this.#onFault(`The outbox could not be looked into: ${sentenceOf(cause)}`);
    }
  }

  /** What the server is being told meanwhile is told again after the next start. */
  close(): void {
    this.#isClosed = true;
    for (const end of this.#waiting) end();
  }

  async #sendAll(lockId: string): Promise<void> {
    const backoff = new Backoff(this.#retry);
    while (!this.#isClosed && this.#listeners.size > 0) {
      const result = await this.#sendNext(lockId);
      if (result === "empty") return;
      if (result === "sent") backoff.reset();
      else if (!this.#isClosed) await this.#wait(backoff.next());
    }
  }

  async #sendNext(lockId: string): Promise<"sent" | "failed" | "empty"> {
    try {
      const waiting = this.#store.records.oldest(lockId);
      if (waiting === null) return "empty";
      if (!(await this.#sendOne(waiting)) || this.#isClosed) return "failed";
      this.#store.transact(() => this.#store.records.remove(waiting));
      this.#toldAtMs.delete(lockId);
      return "sent";
    } catch (cause) {
      this.#onFault(`The outbox could not be emptied: ${sentenceOf(cause)}`);
      return "failed";
    }
  }

  /** @returns whether everybody has it for good. */
  async #sendOne({ record }: WaitingRecord): Promise<boolean> {
    const answers = await Promise.allSettled(
      [...this.#listeners].map(async (listener) => await listener.record(record)),
    );
    const refused = answers.find((answer) => answer.status === "rejected");
    if (refused !== undefined) this.#tellRefusal(record, refused.reason);
    return answers.length > 0 && refused === undefined;
  }

  /** Never what the record says, nor the cause's words, which may quote it. */
  #tellRefusal({ lockId, number }: WaitingRecord["record"], cause: unknown): void {
    const told = this.#toldAtMs.get(lockId);
    if (told !== undefined && performance.now() - told < tellEveryMs) return;
    this.#toldAtMs.set(lockId, performance.now());
    this.#onFault(
      `The server does not store record ${number} of lock ${lockId}, and those after it wait: ${kindOf(cause)}.`,
    );
  }

  async #wait(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#waiting.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.#waiting.add(end);
    });
  }
}

function kindOf(cause: unknown): string {
  if (!(cause instanceof Error)) return "unknown cause";
  return "code" in cause && typeof cause.code === "string" ? `${cause.name} ${cause.code}` : cause.name;
}
