/** Users and their credentials: finding room, adding, removing. Each change is complete within its step. */

import type { CredentialReference, Credential, CredentialKind, Role, User } from "./model.ts";
import { credentialKinds, credentialsPerKindMax, usersMax } from "./model.ts";
import type { OperationSource } from "./log-record.ts";
import type { DurableState } from "./state.ts";
import type { Turn } from "./turn.ts";

type Numbered<T> = Readonly<Record<number, T>>;

export function lowestFree(used: Numbered<unknown>, max: number): number | null {
  for (let index = 1; index <= max; index++) if (used[index] === undefined) return index;
  return null;
}

export function lowestFreeUser(durable: DurableState): number | null {
  return lowestFree(durable.users, usersMax);
}

export function lowestFreeCredential(durable: DurableState, kind: CredentialKind): number | null {
  return lowestFree(durable.credentials[kind], credentialsPerKindMax);
}

export function findCredential(durable: DurableState, reference: CredentialReference): Credential | null {
  return durable.credentials[reference.kind][reference.index] ?? null;
}

function allCredentials(durable: DurableState): readonly Credential[] {
  return credentialKinds.flatMap((kind): Credential[] => Object.values(durable.credentials[kind]));
}

export function credentialsOf(durable: DurableState, userIndex: number): readonly Credential[] {
  return allCredentials(durable).filter((credential) => credential.userIndex === userIndex);
}

export function referenceTo(credential: CredentialReference): CredentialReference {
  return { kind: credential.kind, index: credential.index };
}

export function isSame(one: CredentialReference, other: CredentialReference): boolean {
  return one.kind === other.kind && one.index === other.index;
}

export function newUser(userIndex: number, role: Role): User {
  return {
    userIndex,
    name: "",
    uniqueId: null,
    role,
    userType: "unrestrictedUser",
    userStatus: "occupiedEnabled",
    credentialRule: "single",
    weekDaySchedules: [],
    yearDaySchedules: [],
    creatorFabric: null,
    modifierFabric: null,
    expiry: null,
  };
}

export function putUser(turn: Turn, user: User): void {
  turn.changeDurable({ users: { ...turn.durable.users, [user.userIndex]: user } });
}

export function putCredential(turn: Turn, credential: Credential): void {
  const { credentials } = turn.durable;
  turn.changeDurable({
    credentials: {
      ...credentials,
      [credential.kind]: { ...credentials[credential.kind], [credential.index]: credential },
    },
  });
}

/** Enrolled at the keypad: a new user, administrator, with this as its first credential. */
export function enrolAtKeypad(turn: Turn, make: (userIndex: number) => Credential): boolean {
  const userIndex = lowestFreeUser(turn.durable);
  if (userIndex === null) return false;
  const credential = make(userIndex);
  putUser(turn, newUser(userIndex, "administrator"));
  putCredential(turn, credential);
  logUserChange(turn, { change: "add", user: userIndex, credential, source: "keypad" });
  return true;
}

/** Removes credentials, and each user who thereby has none left, with its schedules (Matter ClearCredential). */
export function removeCredentials(
  turn: Turn,
  references: readonly CredentialReference[],
  source: OperationSource,
): void {
  for (const reference of references) {
    const credential = findCredential(turn.durable, reference);
    if (credential === null) continue;
    const { credentials, users } = turn.durable;
    turn.changeDurable({
      credentials: {
        ...credentials,
        [reference.kind]: without<Credential>(credentials[reference.kind], reference.index),
      },
    });
    logUserChange(turn, { change: "clear", user: credential.userIndex, credential, source });
    if (credentialsOf(turn.durable, credential.userIndex).length === 0)
      turn.changeDurable({ users: without(users, credential.userIndex) });
    if (reference.kind === "fingerprint") turn.order({ type: "deleteTemplate", slot: reference.index });
  }
}

/** Removes a user with all that belongs to it. */
export function removeUser(turn: Turn, userIndex: number, source: OperationSource): void {
  removeCredentials(turn, credentialsOf(turn.durable, userIndex), source);
  turn.changeDurable({ users: without(turn.durable.users, userIndex) });
  logUserChange(turn, { change: "clear", user: userIndex, credential: null, source });
}

/** L11: as long as there are credentials, one of them is an administrator's, if one was before. */
export function leavesNoAdministrator(durable: DurableState, removed: readonly CredentialReference[]): boolean {
  const all = allCredentials(durable);
  const rest = all.filter((credential) => !removed.some((reference) => isSame(reference, credential)));
  const hasAdministrator = (credentials: readonly Credential[]): boolean =>
    credentials.some((credential) => isAdministrator(durable, credential.userIndex));
  return rest.length > 0 && hasAdministrator(all) && !hasAdministrator(rest);
}

export function isAdministrator(durable: DurableState, userIndex: number): boolean {
  return durable.users[userIndex]?.role === "administrator";
}

export function logUserChange(
  turn: Turn,
  change: {
    readonly change: "add" | "modify" | "clear";
    readonly user: number;
    readonly credential: CredentialReference | null;
    readonly source: OperationSource;
  },
): void {
  const credential = change.credential === null ? null : referenceTo(change.credential);
  turn.log({ event: "userChange", ...change, credential });
}

function without<T>(record: Numbered<T>, index: number): Numbered<T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== String(index)));
}
