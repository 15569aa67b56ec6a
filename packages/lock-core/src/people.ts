/** Users and their credentials: finding room, adding, removing. Each change is complete within its step. */

import type { CredentialReference, Credential, CredentialKind, CredentialToStore, Role, User } from "./model.ts";
import { credentialKinds, credentialsPerKindMax, programmingPinIndex, usersMax } from "./model.ts";
import type { LogEntry, OperationSource, Origin } from "./log-record.ts";
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

export function putCredential(turn: Turn, toStore: CredentialToStore): void {
  const { credentials, log } = turn.durable;
  const existing = findCredential(turn.durable, toStore);
  const credential: Credential = { ...toStore, enrolledSeq: existing?.enrolledSeq ?? log.nextSeq };
  turn.changeDurable({
    credentials: {
      ...credentials,
      [credential.kind]: { ...credentials[credential.kind], [credential.index]: credential },
    },
  });
}

/** Who changes something, as the log tells it. */
export interface Changer {
  readonly source: OperationSource;
  readonly origin?: Origin;
}

/** Enrolled at the keypad: a new user, administrator, with this as its first credential. */
export function enrolAtKeypad(turn: Turn, make: (userIndex: number) => CredentialToStore): boolean {
  const userIndex = lowestFreeUser(turn.durable);
  if (userIndex === null) return false;
  const credential = make(userIndex);
  putUser(turn, newUser(userIndex, "administrator"));
  putCredential(turn, credential);
  logUserChange(turn, { change: "add", user: userIndex, credential, source: "keypad", isUserToo: true });
  return true;
}

/** Every credential of a kind, but the programming PIN where somebody clears a whole kind over the network. */
export function allOfKind(durable: DurableState, kind: CredentialKind): readonly CredentialReference[] {
  return Object.values(durable.credentials[kind]).map(referenceTo);
}

export function isProgrammingPin({ kind, index }: CredentialReference): boolean {
  return kind === "pin" && index === programmingPinIndex;
}

interface RemovedWith {
  readonly within?: UserChange["within"];
  /** The user itself is removed as well, by a record of its own. */
  readonly hasOwnRecord?: boolean;
}

/** Removes credentials, and each user who thereby has none left, with its schedules (Matter ClearCredential). */
export function removeCredentials(
  turn: Turn,
  references: readonly CredentialReference[],
  changer: Changer,
  { within, hasOwnRecord = false }: RemovedWith = {},
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
    const isLast = credentialsOf(turn.durable, credential.userIndex).length === 0;
    logUserChange(turn, {
      ...changer,
      change: "clear",
      user: credential.userIndex,
      credential,
      within,
      ...(isLast && !hasOwnRecord && { isUserToo: true }),
    });
    if (isLast) turn.changeDurable({ users: without(users, credential.userIndex) });
    if (reference.kind === "fingerprint") turn.order({ type: "deleteTemplate", slot: reference.index });
  }
}

/** Removes a user with all that belongs to it. */
export function removeUser(turn: Turn, userIndex: number, changer: Changer): void {
  removeCredentials(turn, credentialsOf(turn.durable, userIndex), changer, { hasOwnRecord: true });
  turn.changeDurable({ users: without(turn.durable.users, userIndex) });
  logUserChange(turn, { ...changer, change: "clear", user: userIndex, credential: null });
}

/** Removes everybody with all that they have, and says so once. */
export function removeEverybody(turn: Turn, changer: Changer): void {
  for (const slot of Object.keys(turn.durable.credentials.fingerprint).map(Number))
    turn.order({ type: "deleteTemplate", slot });
  turn.changeDurable({ users: {}, credentials: { fingerprint: {}, pin: {}, rfid: {} } });
  logUserChange(turn, { ...changer, change: "clear", user: null, credential: null, within: "everybody" });
}

/** A home that is gone made and changed nothing that somebody could still ask it about (Matter: fabric 0). */
export function forgetHomes(turn: Turn, isGone: (fabric: number) => boolean): void {
  const forget = <T extends { readonly creatorFabric: number | null; readonly modifierFabric: number | null }>(
    made: T,
  ): T => {
    const creatorFabric = isKnownGone(made.creatorFabric) ? departedFabric : made.creatorFabric;
    const modifierFabric = isKnownGone(made.modifierFabric) ? departedFabric : made.modifierFabric;
    const isSame = creatorFabric === made.creatorFabric && modifierFabric === made.modifierFabric;
    return isSame ? made : { ...made, creatorFabric, modifierFabric };
  };
  const isKnownGone = (fabric: number | null): boolean =>
    fabric !== null && fabric !== departedFabric && isGone(fabric);
  const { users, credentials } = turn.durable;
  for (const user of Object.values(users)) {
    const forgotten = forget(user);
    if (forgotten !== user) putUser(turn, forgotten);
  }
  for (const credential of credentialKinds.flatMap((kind): Credential[] => Object.values(credentials[kind]))) {
    const forgotten = forget(credential);
    if (forgotten !== credential) putCredential(turn, forgotten);
  }
}

/** Matter GetUserResponse: what a creator is when its fabric was removed. */
const departedFabric = 0;

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

type UserChange = LogEntry & { readonly event: "userChange" };

export function logUserChange(
  turn: Turn,
  change: Omit<UserChange, "event" | "within"> & { readonly within?: UserChange["within"] | undefined },
): void {
  const { within, ...rest } = change;
  const credential = change.credential === null ? null : referenceTo(change.credential);
  turn.log({ event: "userChange", ...rest, credential, ...(within !== undefined && { within }) });
}

function without<T>(record: Numbered<T>, index: number): Numbered<T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== String(index)));
}
