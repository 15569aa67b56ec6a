/**
 * From the household's rows to what one lock is wanted to hold. Pure: the same rows are the same document, and it is the
 * revision alone that tells the gateway which one is newer.
 */

import { schedule, type WantedLock, type WantedUser } from "@catenaccio/protocol";
import type { CredentialTable, LockAccessTable } from "./schema.ts";

export interface AccessWithName extends LockAccessTable {
  readonly name: string;
}

export interface WantedRows {
  readonly lockId: string;
  readonly revision: number;
  /** Of this lock. */
  readonly access: readonly AccessWithName[];
  /** Of the people who have access. */
  readonly credentials: readonly CredentialTable[];
}

/** A one-time access that was used is wanted disabled: else the gateway would wake what the lock has put to sleep. */
export function composeWanted({ lockId, revision, access, credentials }: WantedRows): WantedLock {
  return {
    lockId,
    revision,
    users: access
      .toSorted((one, other) => compareText(one.personId, other.personId))
      .map((row) => userOf(row, credentials)),
  };
}

function userOf(row: AccessWithName, credentials: readonly CredentialTable[]): WantedUser {
  return {
    personId: row.personId,
    name: row.name,
    role: row.role,
    isPaused: row.isPaused === 1 || row.usedAt !== null,
    type: row.type,
    schedule: schedule.parse(JSON.parse(row.schedule)),
    credentials: credentials
      .filter(({ personId }) => personId === row.personId)
      .toSorted((one, other) => compareText(one.credentialId, other.credentialId))
      .map(({ credentialId, kind, sealed }) => ({ credentialId, kind, sealed })),
  };
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
