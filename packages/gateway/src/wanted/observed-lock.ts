/** What was last read at a lock: its users and their credentials, and the schedules of those whom we look after. */

import type { CredentialKind, CredentialReference, LockAbilities, Schedule } from "@catenaccio/protocol";
import type { LockUser } from "../lock-client.ts";

export interface ObservedLock {
  readonly abilities: LockAbilities;
  readonly users: readonly LockUser[];
  /** By user index; only those that count. */
  readonly schedules: Readonly<Record<number, Schedule>>;
}

export function userAt(lock: ObservedLock, userIndex: number): LockUser | null {
  return lock.users.find((user) => user.userIndex === userIndex) ?? null;
}

/** null: there is no such credential. */
export function holderOf(lock: ObservedLock, credential: CredentialReference): LockUser | null {
  return lock.users.find(({ credentials }) => credentials.some((other) => isSame(other, credential))) ?? null;
}

export function isSame(a: CredentialReference, b: CredentialReference): boolean {
  return a.kind === b.kind && a.index === b.index;
}

export function roomFor(kind: CredentialKind, abilities: LockAbilities): number {
  switch (kind) {
    case "pin":
      return abilities.pins;
    case "rfid":
      return abilities.cards;
    case "fingerprint":
      return abilities.fingerprints;
    default:
      return kind satisfies never;
  }
}

/** Equal for equal situations: tells whether anything has changed at the lock since. */
export function signatureOf(lock: ObservedLock): string {
  const users = lock.users.map(({ userIndex, name, role, isEnabled, type, credentials, madeBy }) => [
    userIndex,
    name,
    role,
    isEnabled,
    type,
    credentials.map(({ kind, index }) => `${kind} ${index}`).toSorted(),
    madeBy,
  ]);
  return JSON.stringify([users, lock.schedules]);
}

/** Equal for schedules that let in at the same times, however they are written. */
export function canonicalSchedule({ weekDays, dates }: Schedule): string {
  const windows = weekDays.flatMap(({ days, from, to }) => days.map((day) => `${day} ${from} ${to}`));
  return JSON.stringify([
    [...new Set(windows)].toSorted(),
    [...new Set(dates.map(({ from, to }) => `${from} ${to}`))].toSorted(),
  ]);
}

export function isAlways({ weekDays, dates }: Schedule): boolean {
  return weekDays.length === 0 && dates.length === 0;
}
