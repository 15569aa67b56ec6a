/** The durable half of the lock, as the device sees it. One commit is one step of the core, whole or not at all. */

import type { DurableState, LogRecord } from "@catenaccio/lock-core";

export interface StoreCommit {
  readonly before: DurableState;
  readonly after: DurableState;
  /** The records of this step, oldest first; they end with `after.log.nextSeq - 1`. */
  readonly records: readonly LogRecord[];
  /** A factory reset: the log kept so far goes, and what is to be done outside the store falls due. */
  readonly isLogErased: boolean;
}

/**
 * What a factory reset has yet to do outside the store. It falls due with the commit of the reset, so a power cut
 * between the two only puts it off to the next start.
 */
export interface UnfinishedReset {
  readonly isKeyOutdated: boolean;
  readonly areHomesToLeave: boolean;
}

export interface LockStore {
  load(): { readonly durable: DurableState };
  /**
   * Returns when the change is on the disk. Only what is another object than before is written.
   * @throws StoreError `writeFailed`; whether the change is on the disk is then known at the next opening only, and
   * the store takes no further commit.
   */
  commit(change: StoreCommit): void;
  /** The records kept, oldest first. */
  readLog(): readonly LogRecord[];
  /** The number of the oldest record kept; 0: there is none. */
  oldestSeq(): number;
  /** The records kept whose number is at least `fromSeq`, oldest first, at most `count`. */
  readRecords(fromSeq: number, count: number): readonly LogRecord[];
  unfinishedReset(): UnfinishedReset;
  recordHomesLeft(): void;
  close(): void;
}
