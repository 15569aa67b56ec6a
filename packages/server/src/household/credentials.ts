/**
 * PINs, cards and fingers of a person. What is secret is sealed to the gateway at the moment it comes in; from then on
 * this server can bring it to locks and cannot read it.
 */

import { randomUUID } from "node:crypto";
import { isEasyPin } from "@catenaccio/lock-core/pin";
import { sealTo } from "@catenaccio/protocol/seal";
import type { CredentialChange, NewCredential } from "@catenaccio/protocol/api";
import type { ServerDatabase } from "../database/tables.ts";
import { refuse, type Actor, type Household, type Refusal, type Result } from "./household.ts";
import { isLockOf, isPersonOf, noSuchLock, noSuchPerson, renewOneTimeAccess } from "./people.ts";
import { choosePin, commonPinLength, tagOf, type PinLength } from "./pin-choice.ts";
import type { LockTable } from "./schema.ts";
import { locksOfPerson } from "./wanted-store.ts";
import { readLockReport } from "./wanted-status.ts";

const credentialsPerPersonMax = 20;
const noSuchCredential = refuse("notFound", "This person has no such PIN, card or finger.");

export interface CredentialGiven {
  readonly credentialId: string;
  /** Of a PIN that was chosen here; null: somebody else chose it. */
  readonly digits: string | null;
}

export async function addCredential(
  household: Household,
  actor: Actor,
  { personId, credential }: { readonly personId: string; readonly credential: NewCredential },
): Promise<Result<CredentialGiven>> {
  return await household.change(actor, async (transaction) => {
    if (!(await isPersonOf(transaction, actor.homeId, personId))) return noSuchPerson;
    if (await hasNoRoom(transaction, personId))
      return refuse("full", `A person has room for ${credentialsPerPersonMax} PINs, cards and fingers.`);
    const lockIds = await locksOfPerson(transaction, personId);
    const secret = await secretOf(household, transaction, { homeId: actor.homeId, lockIds, credential });
    if (!secret.ok) return secret;
    const credentialId = randomUUID();
    const { sealed, tag, digits } = secret.value;
    const { kind, label } = credential;
    await transaction
      .insertInto("credential")
      .values({ credentialId, personId, kind, label, sealed, tag, createdAt: household.now() })
      .execute();
    if (kind !== "fingerprint") await renewOneTimeAccess(transaction, personId, household.now());
    const audit = { action: "credential.add", subject: { personId, credentialId, kind } };
    return { ok: true, value: { credentialId, digits }, lockIds, audit };
  });
}

interface CredentialToChange {
  readonly personId: string;
  readonly credentialId: string;
  readonly change: CredentialChange;
}

export async function changeCredential(
  household: Household,
  actor: Actor,
  { personId, credentialId, change }: CredentialToChange,
): Promise<Result<null>> {
  return await household.change(actor, async (transaction) => {
    const row = await findCredential(transaction, actor.homeId, { personId, credentialId });
    if (row === null) return noSuchCredential;
    const given = newSecretOf(change);
    if (given !== null && given.kind !== row.kind)
      return refuse(
        "invalid",
        row.kind === "fingerprint" ? "A finger is enrolled at a lock." : "That is of another kind.",
      );
    const own = await locksOfPerson(transaction, personId);
    const objection = given?.kind === "pin" ? await objectionToPin(transaction, given.secret, own) : null;
    if (objection !== null) return objection;
    const closed =
      given === null
        ? null
        : await closeSecret(household, transaction, { homeId: actor.homeId, ...given, except: credentialId });
    if (closed !== null && !closed.ok) return closed;
    if (closed === null && change.label === undefined) return refuse("invalid", "Say what is to change.");
    await transaction
      .updateTable("credential")
      .set({
        ...(change.label !== undefined && { label: change.label }),
        ...(closed !== null && { sealed: closed.value.sealed, tag: closed.value.tag }),
      })
      .where("credentialId", "=", credentialId)
      .execute();
    if (closed !== null) await renewOneTimeAccess(transaction, personId, household.now());
    // A guest's link would go on showing the PIN of before.
    if (closed !== null)
      await transaction
        .updateTable("guestLink")
        .set({ revokedAt: household.now() })
        .where("personId", "=", personId)
        .where("revokedAt", "is", null)
        .execute();
    const lockIds = closed === null ? [] : own;
    const audit = { action: "credential.change", subject: { personId, credentialId, isNewSecret: closed !== null } };
    return { ok: true, value: null, lockIds, audit };
  });
}

export async function removeCredential(
  household: Household,
  actor: Actor,
  { personId, credentialId }: { readonly personId: string; readonly credentialId: string },
): Promise<Result<null>> {
  return await household.change(actor, async (transaction) => {
    if ((await findCredential(transaction, actor.homeId, { personId, credentialId })) === null) return noSuchCredential;
    await transaction.deleteFrom("credential").where("credentialId", "=", credentialId).execute();
    const lockIds = await locksOfPerson(transaction, personId);
    const audit = { action: "credential.remove", subject: { personId, credentialId } };
    return { ok: true, value: null, lockIds, audit };
  });
}

/** At the lock's reader; its progress comes as reports. */
export async function startEnrolment(
  household: Household,
  actor: Actor,
  place: { readonly personId: string; readonly credentialId: string; readonly lockId: string },
): Promise<Result<null>> {
  const { personId, credentialId, lockId } = place;
  const credential = await findCredential(household.database, actor.homeId, { personId, credentialId });
  if (credential === null) return noSuchCredential;
  if (credential.kind !== "fingerprint") return refuse("invalid", "Only a finger is enrolled at a lock.");
  const access = await locksOfPerson(household.database, personId);
  if (!access.includes(lockId)) return refuse("notFound", "This person has no access to that lock.");
  const done = await household.order({ order: "enrolFingerprint", lockId, personId, credentialId });
  if (!done.ok) return done;
  return await household.change(actor, async () => ({
    ok: true,
    value: null,
    audit: { action: "enrolment.start", subject: { personId, credentialId, lockId } },
    event: { type: "enrolment", lockId },
  }));
}

export async function cancelEnrolment(household: Household, actor: Actor, lockId: string): Promise<Result<null>> {
  if (!(await isLockOf(household.database, actor.homeId, lockId))) return noSuchLock;
  const done = await household.order({ order: "cancelEnrolment", lockId });
  return done.ok ? { ok: true, value: null } : done;
}

function newSecretOf({ digits, identifier }: CredentialChange): Pick<SecretToClose, "kind" | "secret"> | null {
  if (digits !== undefined) return { kind: "pin", secret: digits };
  return identifier === undefined ? null : { kind: "rfid", secret: identifier };
}

interface ClosedSecret {
  readonly sealed: string | null;
  readonly tag: string | null;
}

interface SecretOf {
  readonly homeId: string;
  readonly lockIds: readonly string[];
  readonly credential: NewCredential;
}

async function secretOf(
  household: Household,
  transaction: ServerDatabase,
  { homeId, lockIds, credential }: SecretOf,
): Promise<Result<ClosedSecret & { readonly digits: string | null }>> {
  if (credential.kind === "fingerprint") return { ok: true, value: { sealed: null, tag: null, digits: null } };
  const chosen =
    credential.kind === "pin" && credential.digits === undefined
      ? await chooseFreePin(household, transaction, homeId, lockIds)
      : null;
  if (chosen !== null && !chosen.ok) return chosen;
  if (credential.kind === "pin" && credential.digits !== undefined) {
    const objection = await objectionToPin(transaction, credential.digits, lockIds);
    if (objection !== null) return objection;
  }
  const secret = credential.kind === "rfid" ? credential.identifier : (credential.digits ?? chosen?.value ?? "");
  const closed = await closeSecret(household, transaction, { homeId, kind: credential.kind, secret, except: null });
  return closed.ok ? { ok: true, value: { ...closed.value, digits: chosen?.value ?? null } } : closed;
}

const easyPin = refuse(
  "easyPin",
  "This PIN is easy to guess: it is a date, repeats its digits, counts up or down, or follows a line of the keypad.",
);

/** Of a PIN that a person chose; the locks would refuse it too, but later. @returns null: there is none. */
async function objectionToPin(
  database: ServerDatabase,
  digits: string,
  lockIds: readonly string[],
): Promise<Refusal | null> {
  if (isEasyPin(digits)) return easyPin;
  for (const lock of await locksById(database, lockIds)) {
    const length = readLockReport(lock)?.abilities?.pinLength ?? null;
    if (length !== null && (digits.length < length.min || digits.length > length.max))
      return refuse("invalid", `The lock ${lock.name} takes PINs of ${numbersFrom(length)} digits.`);
  }
  return null;
}

function numbersFrom({ min, max }: PinLength): string {
  return min === max ? String(min) : `${min} to ${max}`;
}

async function locksById(database: ServerDatabase, lockIds: readonly string[]): Promise<readonly LockTable[]> {
  if (lockIds.length === 0) return [];
  return await database.selectFrom("lock").selectAll().where("lockId", "in", lockIds).execute();
}

/** @returns digits that nobody in the home has, as far as is known, and that all these locks take. */
export async function chooseFreePin(
  household: Household,
  transaction: ServerDatabase,
  homeId: string,
  lockIds: readonly string[],
): Promise<Result<string>> {
  const length = commonPinLength(await pinLengthsOf(transaction, lockIds));
  if (length === null)
    return refuse("noCommonPinLength", "These locks take PINs of different lengths: give each its own PIN.");
  const taken = new Set(await tagsOf(transaction, homeId, null));
  const digits = choosePin(length, (candidate) => taken.has(tagOf(household.ports.tagKey, "pin", candidate)));
  return digits === null ? refuse("full", "There is no free PIN of that length.") : { ok: true, value: digits };
}

interface SecretToClose {
  readonly homeId: string;
  readonly kind: "pin" | "rfid";
  readonly secret: string;
  /** The credential that it replaces. */
  readonly except: string | null;
}

export async function closeSecret(
  household: Household,
  transaction: ServerDatabase,
  { homeId, kind, secret, except }: SecretToClose,
): Promise<Result<ClosedSecret>> {
  const { gateway, tagKey } = household.ports;
  if (gateway === null) return refuse("noGateway", "Add the gateway first: only it can keep a PIN or a card.");
  const tag = tagOf(tagKey, kind, secret);
  if ((await tagsOf(transaction, homeId, except)).includes(tag)) return duplicate(kind);
  return { ok: true, value: { sealed: sealTo(gateway.publicKey, secret, kind === "pin" ? "pin" : "card"), tag } };
}

function duplicate(kind: "pin" | "rfid"): Refusal {
  return refuse(
    "duplicate",
    kind === "pin" ? "Choose another PIN: this one is not free." : "This card is somebody's already.",
  );
}

async function tagsOf(database: ServerDatabase, homeId: string, except: string | null): Promise<readonly string[]> {
  const rows = await database
    .selectFrom("credential")
    .innerJoin("person", "person.personId", "credential.personId")
    .select(["credential.credentialId", "credential.tag"])
    .where("person.homeId", "=", homeId)
    .where("credential.tag", "is not", null)
    .execute();
  return rows.flatMap(({ credentialId, tag }) => (tag === null || credentialId === except ? [] : [tag]));
}

async function pinLengthsOf(database: ServerDatabase, lockIds: readonly string[]): Promise<readonly PinLength[]> {
  if (lockIds.length === 0) return [ownPinLength];
  return (await locksById(database, lockIds)).map((lock) => readLockReport(lock)?.abilities?.pinLength ?? ownPinLength);
}

/** Of our own lock, for one that has not said yet what it takes. */
const ownPinLength: PinLength = { min: 6, max: 10 };

async function hasNoRoom(database: ServerDatabase, personId: string): Promise<boolean> {
  const rows = await database
    .selectFrom("credential")
    .select("credentialId")
    .where("personId", "=", personId)
    .execute();
  return rows.length >= credentialsPerPersonMax;
}

async function findCredential(
  database: ServerDatabase,
  homeId: string,
  { personId, credentialId }: { readonly personId: string; readonly credentialId: string },
): Promise<{ readonly kind: "pin" | "rfid" | "fingerprint" } | null> {
  const row = await database
    .selectFrom("credential")
    .innerJoin("person", "person.personId", "credential.personId")
    .select("credential.kind")
    .where("person.homeId", "=", homeId)
    .where("person.personId", "=", personId)
    .where("credential.credentialId", "=", credentialId)
    .executeTakeFirst();
  return row ?? null;
}
