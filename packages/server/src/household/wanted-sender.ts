/**
 * Brings the newest documents to the gateway, one after the other. What did not get there stays marked and is tried again
 * with the next occasion: a document may be put twice, but none is left out.
 */

import type { GatewayLink, WantedLock } from "@catenaccio/protocol";
import type { ServerDatabase } from "../database/tables.ts";
import { readWanted } from "./wanted-store.ts";

interface WantedSenderOptions {
  readonly database: ServerDatabase;
  readonly gateway: GatewayLink;
  /** One sentence without secrets. */
  readonly onFault: (sentence: string) => void;
}

export class WantedSender {
  readonly #options: WantedSenderOptions;
  readonly #unsent = new Set<string>();
  #work = Promise.resolve();
  #isSending = false;

  constructor(options: WantedSenderOptions) {
    this.#options = options;
  }

  /** After the change is committed. Returns at once. */
  send(lockIds: readonly string[]): void {
    for (const lockId of lockIds) this.#unsent.add(lockId);
    if (this.#isSending) return;
    this.#isSending = true;
    this.#work = this.#sendAll();
  }

  /** When nothing is under way. */
  async settled(): Promise<void> {
    while (this.#isSending) await this.#work;
  }

  async #sendAll(): Promise<void> {
    const failed = new Set<string>();
    for (;;) {
      const lockId = [...this.#unsent].find((candidate) => !failed.has(candidate));
      if (lockId === undefined) {
        this.#isSending = false;
        return;
      }
      this.#unsent.delete(lockId);
      if (await this.#sendOne(lockId)) continue;
      failed.add(lockId);
      this.#unsent.add(lockId);
    }
  }

  /** The gateway remembers more than we do: this database is an older one that was put back. It counts from now on. */
  async #overtake({ lockId, revision }: WantedLock, known: number): Promise<void> {
    if (known <= revision) return;
    await this.#options.database
      .updateTable("lock")
      .set({ wantedRevision: known + 1 })
      .where("lockId", "=", lockId)
      .where("wantedRevision", "<=", known)
      .execute();
    this.#unsent.add(lockId);
  }

  async #sendOne(lockId: string): Promise<boolean> {
    const { database, gateway, onFault } = this.#options;
    try {
      const wanted = await readWanted(database, lockId);
      if (wanted === null) return true;
      const answer = await gateway.order({ order: "putWanted", wanted });
      if (answer.ok) await this.#overtake(wanted, Number(answer.value?.["revision"] ?? 0));
      // A gateway that is away is no fault: it reports when it is there again, and is sent what it missed.
      else if (answer.error !== "unreachable")
        onFault(`The gateway did not take what lock ${lockId} should hold: ${answer.error}.`);
      return answer.ok;
    } catch (cause) {
      onFault(`What lock ${lockId} should hold could not be sent: ${cause instanceof Error ? cause.name : "unknown"}.`);
      return false;
    }
  }
}
