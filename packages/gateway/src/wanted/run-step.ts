/**
 * One step of a plan at the lock. What it is going to do is in the store before the command, what the lock answered
 * right after it; so wherever a crash comes, the next reading of the lock tells what has become of the step.
 */

import type { WantedLock } from "@catenaccio/protocol";
import type { LockClient, Outcome } from "../lock-client.ts";
import type { GatewayStore } from "../store/gateway-store.ts";
import { canonicalSchedule } from "./observed-lock.ts";
import { unsureSchedule, type CredentialPlace, type Refusal, type UserPlace } from "./places.ts";
import type { Step } from "./plan.ts";
import { openSecret } from "./secrets-of.ts";
import { canonicalContent } from "./user-content.ts";

export interface StepContext {
  readonly wanted: WantedLock;
  readonly store: GatewayStore;
  readonly client: LockClient;
}

export type StepResult = "done" | "refused" | "busy";

/** @throws LockUnreachableError: it may have been done, or not. */
export async function runStep(step: Step, context: StepContext): Promise<StepResult> {
  switch (step.do) {
    case "forgetUser":
    case "forgetCredential":
    case "confirmCredential":
      return remember(step, context);
    case "clearUser":
      return await clearUser(step, context);
    case "clearCredential":
      return await clearCredential(step, context);
    case "addUser":
      return await addUser(step, context);
    case "changeUser":
      return await changeUser(step, context);
    case "putSchedule":
      return await putSchedule(step, context);
    case "addCredential":
      return await addCredential(step, context);
    case "changeCredential":
      return await changeCredential(step, context);
    default:
      return step satisfies never;
  }
}

type StepOf<Name extends Step["do"]> = Extract<Step, { do: Name }>;
type NamedStep<Name extends Step["do"]> = Omit<StepOf<Name>, "do"> & { readonly do: Name };

const now = () => new Date().toISOString();

function remember(
  step: StepOf<"forgetUser" | "forgetCredential" | "confirmCredential">,
  { store, wanted: { lockId } }: StepContext,
): StepResult {
  store.transact(() => {
    const { users, credentials } = store.people.places(lockId);
    const user = users.get(step.personId);
    const credential = credentials.get(step.subject);
    if (step.do === "forgetUser" && user !== undefined) store.people.removeUserPlace(lockId, user, now());
    if (step.do === "forgetCredential") store.people.removeCredentialPlace(lockId, step.subject);
    if (step.do === "confirmCredential" && credential !== undefined)
      store.people.putCredentialPlace(lockId, { ...credential, state: "confirmed", confirmedAt: now() });
  });
  return "done";
}

async function clearUser(step: NamedStep<"clearUser">, context: StepContext): Promise<StepResult> {
  const { store, client, wanted } = context;
  const outcome = await client.clearUser(step.userIndex);
  return settle(step, outcome, context, () => {
    const place = store.people.places(wanted.lockId).users.get(step.personId);
    if (place !== undefined) store.people.removeUserPlace(wanted.lockId, place, now());
  });
}

async function clearCredential(step: NamedStep<"clearCredential">, context: StepContext): Promise<StepResult> {
  const { store, client, wanted } = context;
  const { lockId } = wanted;
  const { users, credentials } = store.people.places(lockId);
  const user = users.get(step.personId);
  const place = credentials.get(step.subject);
  // Should the user go with it, then by our own doing.
  if (step.isLast && user !== undefined)
    store.transact(() => store.people.putUserPlace(lockId, { ...user, state: "intended" }));
  const outcome = await client.clearCredential(step.credential);
  return settle(step, outcome, context, () => {
    if (!step.isWanted) store.people.removeCredentialPlace(lockId, step.subject);
    else if (place !== undefined) store.people.putCredentialPlace(lockId, { ...place, state: "lost" });
  });
}

async function addUser(step: NamedStep<"addUser" | "changeUser">, context: StepContext): Promise<StepResult> {
  const { store, client, wanted } = context;
  const { lockId } = wanted;
  const { personId, userIndex, content } = step;
  const before = store.people.places(lockId).users.get(personId);
  const place: UserPlace = {
    personId,
    userIndex,
    state: "intended",
    isAdopted: false,
    revision: 0,
    confirmed: null,
    shown: null,
    schedule: null,
    wasEnabled: false,
    isUsed: false,
    losses: before?.losses ?? 0,
    confirmedAt: null,
  };
  store.transact(() => {
    if (before !== undefined && before.userIndex !== userIndex) store.people.rememberFormer(lockId, before, now());
    store.people.putUserPlace(lockId, place);
  });
  const outcome = await client.addUser(userIndex, content);
  return settle(step, outcome, context, (isDone) => {
    const confirmed: Partial<UserPlace> = {
      state: "confirmed",
      confirmed: canonicalContent(content),
      wasEnabled: content.isEnabled,
      confirmedAt: now(),
    };
    // A lock that refuses a part of it may have made the user all the same.
    if (isDone) store.people.putUserPlace(lockId, { ...place, ...confirmed });
  });
}

async function changeUser(step: NamedStep<"addUser" | "changeUser">, context: StepContext): Promise<StepResult> {
  const { store, client, wanted } = context;
  const { lockId } = wanted;
  const { content, userIndex } = step;
  // A one-time user whom we disable has not come for that.
  if (!content.isEnabled) changePlace(step, context, () => ({ wasEnabled: false }));
  const outcome = await client.changeUser(userIndex, content);
  return settle(step, outcome, context, (isDone) => {
    if (!isDone) return;
    changePlace(step, { store, wanted: { ...wanted, lockId }, client }, (place) => ({
      confirmed: canonicalContent(content),
      shown: null,
      wasEnabled: content.isEnabled,
      isUsed: place.isUsed && !content.isEnabled,
      confirmedAt: now(),
    }));
  });
}

async function putSchedule(step: NamedStep<"putSchedule">, context: StepContext): Promise<StepResult> {
  changePlace(step, context, () => ({ schedule: unsureSchedule }));
  const outcome = await context.client.putSchedule(step.userIndex, step.schedule);
  return settle(step, outcome, context, (isDone) => {
    if (isDone) changePlace(step, context, () => ({ schedule: canonicalSchedule(step.schedule), confirmedAt: now() }));
  });
}

type CredentialStep = NamedStep<"addCredential" | "changeCredential">;

async function addCredential(step: CredentialStep, context: StepContext): Promise<StepResult> {
  const { store, client, wanted } = context;
  const before = store.people.places(wanted.lockId).credentials.get(step.subject);
  const place = placeFor(step, before);
  return await sendSecret(step, context, {
    place,
    onRefusal: { ...place, state: "lost" },
    send: async (secret) => await client.addCredential(step.credential, secret, step.userIndex),
  });
}

async function changeCredential(step: CredentialStep, context: StepContext): Promise<StepResult> {
  const { store, client, wanted } = context;
  const before = store.people.places(wanted.lockId).credentials.get(step.subject);
  const place = placeFor(step, before);
  return await sendSecret(step, context, {
    place,
    onRefusal: before ?? place,
    send: async (secret) => await client.changeCredential(step.credential, secret, step.userIndex),
  });
}

function placeFor(step: CredentialStep, before: CredentialPlace | undefined): CredentialPlace {
  return {
    credentialId: step.subject,
    personId: step.personId,
    ...step.credential,
    state: "intended",
    revision: 0,
    digest: step.digest,
    losses: before?.losses ?? 0,
    confirmedAt: null,
  };
}

async function sendSecret(
  step: CredentialStep,
  context: StepContext,
  {
    place,
    onRefusal,
    send,
  }: {
    readonly place: CredentialPlace;
    readonly onRefusal: CredentialPlace;
    readonly send: (secret: string) => Promise<Outcome>;
  },
): Promise<StepResult> {
  const { store, wanted } = context;
  const { lockId } = wanted;
  const credential = wanted.users
    .flatMap(({ credentials }) => credentials)
    .find((each) => each.credentialId === step.subject);
  const secret = credential === undefined ? null : openSecret(credential, store.key);
  if (secret === null) return settle(step, { ok: false, reason: "secretForgotten" }, context, () => undefined);
  store.transact(() => store.people.putCredentialPlace(lockId, place));
  const outcome = await send(secret);
  return settle(step, outcome, context, (isDone) =>
    store.people.putCredentialPlace(lockId, isDone ? { ...place, state: "confirmed", confirmedAt: now() } : onRefusal),
  );
}

/** Stores what the lock said, whole. @param record not called when the lock is busy: nothing is said then. */
function settle(
  step: Step | NamedStep<Step["do"]>,
  outcome: Outcome,
  { store, wanted: { lockId } }: StepContext,
  record: (isDone: boolean) => void,
): StepResult {
  if (!outcome.ok && outcome.reason === "busy") return "busy";
  return store.transact(() => {
    if (outcome.ok) {
      record(true);
      store.people.removeRefusal(lockId, step.subject);
      return "done";
    }
    if (!isClearing(step.do)) record(false);
    store.people.putRefusal(lockId, step.subject, refusalOf(step, outcome.reason as Refusal["reason"]));
    return "refused";
  });
}

function isClearing(name: Step["do"]): boolean {
  return name === "clearUser" || name === "clearCredential";
}

export function refusalOf(step: Step | NamedStep<Step["do"]>, reason: Refusal["reason"]): Refusal {
  return {
    reason,
    attempt: step.attempt,
    step: refusedStep(step.do),
    index: newIndexOf(step as Step),
    signature: null,
  };
}

function refusedStep(name: Step["do"]): Refusal["step"] {
  switch (name) {
    case "clearUser":
    case "clearCredential":
    case "addUser":
    case "changeUser":
    case "putSchedule":
      return name;
    case "addCredential":
    case "changeCredential":
    case "confirmCredential":
    case "forgetCredential":
    case "forgetUser":
      return "credential";
    default:
      return name satisfies never;
  }
}

/** Somebody may have come to the place meanwhile; then another one is free. */
function newIndexOf(step: Step): number | null {
  if (step.do === "addUser") return step.userIndex;
  return step.do === "addCredential" ? step.credential.index : null;
}

function changePlace(
  { personId }: { readonly personId: string },
  { store, wanted: { lockId } }: StepContext,
  change: (place: UserPlace) => Partial<UserPlace>,
): void {
  store.transact(() => {
    const place = store.people.places(lockId).users.get(personId);
    if (place !== undefined) store.people.putUserPlace(lockId, { ...place, ...change(place) });
  });
}
