/**
 * What the household decides about users and credentials that it did not ask for: they become a person's, or they go.
 * And fingers, which only the lock's own reader can read. Each is done in the keeper's turn.
 */

import type { CredentialReference, GatewayOrder, OrderAnswer, OrderError, RefusalReason } from "@catenaccio/protocol";
import type { LockClient, LockUser, Outcome } from "../lock-client.ts";
import type { EnrolmentProgress } from "../lock-network.ts";
import type { GatewayStore } from "../store/gateway-store.ts";
import type { PendingEnrolment } from "../store/place-rows.ts";
import { isSame, userAt } from "./observed-lock.ts";
import type { UserPlace } from "./places.ts";
import { recognise } from "./recognise.ts";
import { shownContent } from "./user-content.ts";

export type OrderOf<Name extends GatewayOrder["order"]> = Extract<GatewayOrder, { order: Name }>;

interface Context {
  readonly store: GatewayStore;
  readonly client: LockClient;
}

export const done: OrderAnswer = { ok: true };

export function refuse(error: OrderError, sentence: string): OrderAnswer {
  return { ok: false, error, sentence };
}

export function answerOf(outcome: Outcome): OrderAnswer {
  if (outcome.ok) return done;
  if (outcome.reason === "busy") return refuse("busy", "Somebody is using the lock's menu; try again in a minute.");
  return refuse(outcome.reason, refusalSentences[outcome.reason]);
}

const refusalSentences: Readonly<Record<RefusalReason, string>> = {
  full: "The lock has no more room for that.",
  duplicate: "Somebody has that PIN or card at the lock already.",
  pinLength: "The PIN is too short or too long for the lock.",
  easyPin: "The lock takes no PIN that is easy to guess.",
  longerPinNeeded: "The lock asks for a longer PIN.",
  notSupported: "The lock cannot do that.",
  schedulesNotSupported: "The lock cannot keep to these times.",
  secretForgotten: "The PIN or card has to be given again.",
  enrolAtReader: "A finger is enrolled at the lock's own reader.",
  lastAdministrator: "The lock keeps one administrator at least.",
  otherHome: "That belongs to another home that the lock is in.",
  batteryCritical: "The batteries of the lock are too weak for that.",
  refused: "The lock refused, and gave no reason.",
};

export async function adoptUser(order: OrderOf<"adoptUser">, { store, client }: Context): Promise<OrderAnswer> {
  const { lockId, userIndex, personId } = order;
  const user = (await client.readUsers()).find((each) => each.userIndex === userIndex);
  if (user === undefined) return refuse("invalid", `The lock has no user ${userIndex}.`);
  const { users } = store.people.places(lockId);
  const owner = [...users.values()].find((place) => place.userIndex === userIndex && place.state !== "lost");
  if (owner?.personId === personId) return done;
  if (owner !== undefined) {
    if (owner.isUnnamed !== true) return refuse("invalid", `User ${userIndex} belongs to somebody already.`);
    // The household has never heard of that adoption.
    store.transact(() => store.people.removeUserPlace(lockId, owner, new Date().toISOString()));
  }
  const own = users.get(personId);
  if (own?.state === "confirmed") {
    const answer = answerOf(await client.mergeUsers(userIndex, own.userIndex));
    if (answer.ok) {
      const former = { personId, userIndex };
      store.transact(() => store.people.rememberFormer(lockId, former, new Date().toISOString()));
    }
    return answer;
  }
  const wanted = store.people.wanted(lockId);
  const isNamed = wanted?.users.some((each) => each.personId === personId) ?? false;
  const place = adoptedPlace(user, personId, wanted?.revision ?? 0);
  store.transact(() => store.people.putUserPlace(lockId, { ...place, ...(!isNamed && { isUnnamed: true }) }));
  return done;
}

function adoptedPlace(user: LockUser, personId: string, revision: number): UserPlace {
  return {
    personId,
    userIndex: user.userIndex,
    state: "confirmed",
    isAdopted: user.madeBy !== "us",
    revision,
    confirmed: null,
    shown: shownContent(user),
    schedule: null,
    wasEnabled: user.isEnabled,
    isUsed: false,
    losses: 0,
    confirmedAt: new Date().toISOString(),
  };
}

export async function adoptCredential(
  order: OrderOf<"adoptCredential">,
  { store, client }: Context,
): Promise<OrderAnswer> {
  const { lockId, personId, credentialId, kind, index } = order;
  const credential = { kind, index };
  const { users } = store.people.places(lockId);
  const owner = users.get(personId);
  const held = await client.readCredential(credential);
  if (owner?.state !== "confirmed" || held === null || held.userIndex !== owner.userIndex)
    return refuse("invalid", "That credential is not at the person's user.");
  const other = placeOf(store, lockId, credential);
  if (other?.credentialId === credentialId) return done;
  if (other !== null && other.isUnnamed !== true) return refuse("invalid", "That credential is known already.");
  store.transact(() => {
    if (other !== null) store.people.removeCredentialPlace(lockId, other.credentialId);
    fileCredential(store, lockId, { personId, credentialId, credential, isUnnamed: true });
  });
  return done;
}

function placeOf(store: GatewayStore, lockId: string, credential: CredentialReference) {
  const { credentials } = store.people.places(lockId);
  return [...credentials.values()].find((place) => place.state !== "lost" && isSame(place, credential)) ?? null;
}

function fileCredential(
  store: GatewayStore,
  lockId: string,
  {
    personId,
    credentialId,
    credential,
    isUnnamed = false,
  }: {
    readonly personId: string;
    readonly credentialId: string;
    readonly credential: CredentialReference;
    readonly isUnnamed?: boolean;
  },
): void {
  store.transact(() =>
    store.people.putCredentialPlace(lockId, {
      credentialId,
      personId,
      ...credential,
      state: "confirmed",
      revision: store.people.wanted(lockId)?.revision ?? 0,
      digest: null,
      ...(isUnnamed && { isUnnamed }),
      losses: 0,
      confirmedAt: new Date().toISOString(),
    }),
  );
}

export async function removeFoundUser(
  { lockId, userIndex }: OrderOf<"removeFoundUser">,
  { store, client }: Context,
): Promise<OrderAnswer> {
  const { users } = store.people.places(lockId);
  const wanted = store.people.wanted(lockId)?.users ?? [];
  const owner = [...users.values()].find((place) => place.userIndex === userIndex && place.state !== "lost");
  if (owner !== undefined && wanted.some(({ personId }) => personId === owner.personId))
    return refuse("invalid", `User ${userIndex} belongs to a person of the household; remove the person instead.`);
  return answerOf(await client.clearUser(userIndex));
}

export async function removeFoundCredential(
  { lockId, kind, index }: OrderOf<"removeFoundCredential">,
  { store, client }: Context,
): Promise<OrderAnswer> {
  const place = placeOf(store, lockId, { kind, index });
  const wanted = store.people.wanted(lockId)?.users.flatMap(({ credentials }) => credentials) ?? [];
  if (place !== null && wanted.some(({ credentialId }) => credentialId === place.credentialId))
    return refuse(
      "invalid",
      "That credential belongs to a person of the household; remove it from the person instead.",
    );
  return answerOf(await client.clearCredential({ kind, index }));
}

/**
 * All users whom the household made or adopted; others stay. Administrators come last: the lock keeps one for as long as
 * there is anybody else. What it does not let go stays, as it would without us.
 */
export async function clearHousehold(lockId: string, { store, client }: Context): Promise<OrderAnswer> {
  const lock = { abilities: client.abilities, users: await client.readUsers(), schedules: {} };
  const wanted = store.people.wanted(lockId) ?? { lockId, revision: 0, users: [] };
  const { users } = recognise(store.people.places(lockId), lock, wanted, new Date().toISOString());
  const isAdministrator = ({ userIndex }: UserPlace) => userAt(lock, userIndex)?.role === "administrator";
  const leaving = [...users.values()]
    .filter(({ state, isUnnamed }) => state === "confirmed" && isUnnamed !== true)
    .toSorted((one, other) => Number(isAdministrator(one)) - Number(isAdministrator(other)));
  for (const place of leaving) {
    const outcome = await client.clearUser(place.userIndex);
    if (!outcome.ok && outcome.reason === "busy") return answerOf(outcome);
    if (outcome.ok) store.transact(() => store.people.removeUserPlace(lockId, place, new Date().toISOString()));
  }
  return done;
}

export async function beginEnrolment(
  order: OrderOf<"enrolFingerprint">,
  { store, client }: Context,
): Promise<OrderAnswer> {
  const { lockId, personId, credentialId } = order;
  if (client.abilities.fingerprints === 0) return refuse("notSupported", "That lock has no fingerprint reader.");
  const place = store.people.places(lockId).users.get(personId);
  if (place?.state !== "confirmed")
    return refuse("invalid", "The person has to be at the lock before a finger can be.");
  const { userIndex } = place;
  store.transact(() => store.people.putEnrolment(lockId, { personId, credentialId, userIndex }));
  const answer = answerOf(await client.beginEnrolment(userIndex));
  if (!answer.ok) store.transact(() => store.people.putEnrolment(lockId, null));
  return answer;
}

/** @returns whose finger it is about; null: nobody whom the household asked for. */
export function noteEnrolment(
  store: GatewayStore,
  lockId: string,
  progress: EnrolmentProgress,
): PendingEnrolment | null {
  const pending = store.people.enrolment(lockId);
  const isOfAnother = progress.userIndex !== null && progress.userIndex !== pending?.userIndex;
  if (pending === null || isOfAnother) return null;
  const { status, credential } = progress;
  store.transact(() => {
    if (status === "enrolled" && credential !== null) fileCredential(store, lockId, { ...pending, credential });
    if (status === "enrolled" || status === "failed") store.people.putEnrolment(lockId, null);
  });
  return pending;
}
