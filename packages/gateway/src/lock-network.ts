/**
 * The locks as a whole, as the gateway needs them: the port that the Matter side fills. Whoever fills it keeps which
 * locks there are and how to reach them; what the household wants of them, and what has happened, is kept here.
 *
 * No promise of it stays open for ever: each ends within a time of its own, with an answer.
 */

import type {
  CredentialReference,
  enrolmentStatuses,
  addLockSteps,
  LockHappening,
  LockRecord,
  LockReport,
  OrderAnswer,
} from "@catenaccio/protocol";
import type { LockClient } from "./lock-client.ts";

export interface LockNetwork {
  /** Whether they answer or not. */
  readonly locks: ReadonlyMap<string, NetworkLock>;

  /** Called once, before anything else: from now on it connects, listens, and delivers. */
  start(options: NetworkStart): Promise<void>;
  close(): Promise<void>;

  /** `ok`: the lock is in `locks`, and answers. Broken off, it leaves nothing behind on our side. */
  addLock(request: AddLockRequest, onStep: (step: AddLockStep) => void): Promise<OrderAnswer>;
  /** `ok`: it is no longer in `locks`. */
  removeLock(lockId: string, options: { readonly isForced: boolean }): Promise<OrderAnswer>;
  /** A second home may join for so long. `value`: `{ manual, qr }`. */
  shareLock(lockId: string, seconds: number): Promise<OrderAnswer>;
  /** Tells each lock, now or when it is there again. */
  setTimeZone(timeZone: string): void;
}

export interface NetworkLock {
  /** null: it cannot be reached now. */
  client(): LockClient | null;
  report(): LockReport;
}

export interface NetworkStart {
  readonly listener: LockNetworkListener;
  readonly records: RecordSink;
  /** IANA name; null: not told yet. */
  readonly timeZone: string | null;
}

/** None of them throws; each returns at once. */
export interface LockNetworkListener {
  /** The lock's report is another one, its link too. */
  readonly reportChanged: (lockId: string) => void;
  /** Users, credentials or schedules changed at the lock, whoever did it. */
  readonly peopleChanged: (lockId: string) => void;
  readonly enrolment: (lockId: string, progress: EnrolmentProgress) => void;
}

export interface EnrolmentProgress {
  readonly status: (typeof enrolmentStatuses)[number];
  readonly captures: number;
  readonly userIndex: number | null;
  readonly credential: CredentialReference | null;
  readonly reason: string | null;
}

export type AddLockStep = (typeof addLockSteps)[number];

export interface AddLockRequest {
  readonly lockId: string;
  /** The text of the QR code, or the digits of the label. */
  readonly code: string;
  readonly address: { readonly ip: string; readonly port: number } | null;
}

export interface RecordSink {
  /** The number of the newest record that is stored or was passed by; null: none of that lock and numbering. */
  cursorOf(lockId: string, numbering: LockRecord["numbering"]): number | null;
  /**
   * Stores the records and moves the cursor, for good, before it returns. Without records only the cursor moves.
   * What is not newer than the cursor is left out.
   * @throws GatewayStoreError when the disk refuses; nothing has changed then.
   */
  deliver(lockId: string, delivery: RecordDelivery): void;
}

export interface RecordDelivery {
  readonly numbering: LockRecord["numbering"];
  /** The highest number that needs no reading any more. */
  readonly cursor: number;
  /** In order. */
  readonly records: readonly HeardRecord[];
}

export interface HeardRecord {
  readonly number: number;
  /** By the lock's clock, ISO 8601 in UTC; null: it did not know. */
  readonly time: string | null;
  readonly happening: LockHappening;
}
