/**
 * The household's tables. Instants are ISO 8601 in UTC, lists and documents are JSON, booleans are 0 or 1: the same on
 * SQLite and Postgres. A name stands in `personName` alone, so that it can be erased; no PIN and no card's identifier
 * stands anywhere but sealed to the gateway.
 */

import type { CredentialKind, LockRole, WantedUser } from "@catenaccio/protocol";
import type { HistoryKind } from "@catenaccio/protocol/api";

export type Flag = 0 | 1;

export interface HomeSettingTable {
  readonly homeId: string;
  timeZone: string;
  historyDays: number | null;
  keepsSealedPins: Flag;
}

export interface PersonTable {
  readonly personId: string;
  readonly homeId: string;
  readonly accountId: string | null;
  readonly isGuest: Flag;
  readonly createdAt: string;
}

export interface PersonNameTable {
  readonly personId: string;
  name: string;
}

export interface LockTable {
  readonly lockId: string;
  readonly homeId: string;
  name: string;
  readonly addedAt: string;
  state: "adding" | "failed" | "added";
  /** JSON of `AddLockProgress`. */
  progress: string | null;
  /** JSON of the newest `LockReport`. */
  report: string | null;
  /** Of the document that the household wants now. */
  wantedRevision: number;
  /** JSON of the newest `WantedReport`. */
  wantedReport: string | null;
  /** JSON of the newest `EnrolmentProgress`. */
  enrolment: string | null;
  /** Its history stays. */
  removedAt: string | null;
  /** A keyed hash of the code that it was added by; null: it is older than that column. */
  readonly codeTag: string | null;
}

export interface LockAccessTable {
  readonly personId: string;
  readonly lockId: string;
  role: LockRole;
  type: WantedUser["type"];
  isPaused: Flag;
  /** JSON of `Schedule`. */
  schedule: string;
  changedAt: string;
  /** When a one-time access was used. */
  usedAt: string | null;
}

export interface CredentialTable {
  readonly credentialId: string;
  readonly personId: string;
  readonly kind: CredentialKind;
  label: string;
  /** Sealed to the gateway; null: forgotten, or a finger. */
  sealed: string | null;
  /** A keyed hash, by which the same PIN is recognised; it goes with what was sealed. */
  tag: string | null;
  readonly createdAt: string;
}

export interface LockRecordTable {
  readonly lockId: string;
  readonly numbering: "log" | "matter";
  readonly number: number;
  /** By the lock's clock, or else when it was heard of: what history is sorted by. */
  readonly at: string;
  readonly time: string | null;
  readonly heardAt: string;
  personId: string | null;
  /** Whose order from afar it was; null: nobody's that is known. */
  accountId: string | null;
  readonly kind: HistoryKind;
  /** JSON of `LockHappening`. */
  readonly happening: string;
}

export interface LockAlarmTable {
  readonly alarmId: string;
  readonly homeId: string;
  readonly lockId: string;
  readonly code: string;
  readonly at: string;
  acknowledgedAt: string | null;
  acknowledgedBy: string | null;
}

export interface GuestLinkTable {
  readonly personId: string;
  /** SHA-256 of the token: who has the database has no link. */
  readonly tokenHash: string;
  /** The PIN under a key that only the token gives. */
  readonly sealedPin: string;
  readonly createdAt: string;
  expiresAt: string;
  revokedAt: string | null;
}

export interface RemoteOperationTable {
  readonly operationId: string;
  readonly accountId: string;
  readonly at: string;
}

/** An order to lock or unlock, until no record of it can come any more. */
export interface RemoteOrderTable {
  readonly orderId: string;
  readonly lockId: string;
  readonly accountId: string;
  readonly operation: "lock" | "unlock";
  readonly orderedAt: string;
  /** When it was answered, or will not be carried out any more. */
  endsAt: string;
  outcome: "pending" | "done" | "failed";
}

/** What the gateway has to let go of a home that is not there any more. */
export interface CleanUpTable {
  /** The id of a lock, or `broker`. */
  readonly subject: string;
  readonly since: string;
}

export interface HouseholdTables {
  homeSetting: HomeSettingTable;
  person: PersonTable;
  personName: PersonNameTable;
  lock: LockTable;
  lockAccess: LockAccessTable;
  credential: CredentialTable;
  lockRecord: LockRecordTable;
  lockAlarm: LockAlarmTable;
  guestLink: GuestLinkTable;
  remoteOperation: RemoteOperationTable;
  remoteOrder: RemoteOrderTable;
  cleanUp: CleanUpTable;
}
