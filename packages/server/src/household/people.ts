/** People, and what each may do at each lock. */

import { randomUUID } from "node:crypto";
import { schedule, wantedUsersMax } from "@catenaccio/protocol";
import type { AccessChange, CredentialView, PersonView } from "@catenaccio/protocol/api";
import type { ServerDatabase } from "../database/tables.ts";
import { refuse, type Actor, type Household, type Refusal, type Result } from "./household.ts";
import type { CredentialTable, LockAccessTable, PersonTable } from "./schema.ts";
import { credentialStatus, userStatus, type LockStanding } from "./wanted-status.ts";
import { locksOfPerson, readStandings } from "./wanted-store.ts";

/** Room for a large house and its guests. */
const peopleMax = 300;

export const noSuchPerson = refuse("notFound", "There is no such person in this home.");
export const noSuchLock = refuse("notFound", "There is no such lock in this home.");

/** @param personId null: everybody. */
export async function readPeople(
  database: ServerDatabase,
  homeId: string,
  personId: string | null = null,
): Promise<readonly PersonView[]> {
  const people = await database
    .selectFrom("person")
    .innerJoin("personName", "personName.personId", "person.personId")
    .selectAll("person")
    .select("personName.name")
    .where("homeId", "=", homeId)
    .$if(personId !== null, (query) => query.where("person.personId", "=", personId ?? ""))
    .orderBy("person.createdAt")
    .orderBy("person.personId")
    .execute();
  const ids = people.map((person) => person.personId);
  if (ids.length === 0) return [];
  const access = await database.selectFrom("lockAccess").selectAll().where("personId", "in", ids).execute();
  const credentials = await database
    .selectFrom("credential")
    .selectAll()
    .where("personId", "in", ids)
    .orderBy("createdAt")
    .orderBy("credentialId")
    .execute();
  const standings = await readStandings(database, homeId);
  return people.map((person) =>
    personView({
      person,
      access: access.filter((row) => row.personId === person.personId),
      credentials: credentials.filter((row) => row.personId === person.personId),
      standings,
    }),
  );
}

export async function readPerson(household: Household, actor: Actor, personId: string): Promise<Result<PersonView>> {
  const [person] = await readPeople(household.database, actor.homeId, personId);
  return person === undefined ? noSuchPerson : { ok: true, value: person };
}

export async function addPerson(
  household: Household,
  actor: Actor,
  person: { readonly name: string; readonly accountId?: string | undefined },
): Promise<Result<string>> {
  return await household.change(actor, async (transaction) => {
    const full = await refuseIfFull(transaction, actor.homeId);
    if (full !== null) return full;
    if (person.accountId !== undefined && !(await isMember(transaction, actor.homeId, person.accountId)))
      return refuse("notFound", "There is no such account in this home.");
    if (person.accountId !== undefined && (await isTied(transaction, actor.homeId, person.accountId)))
      return refuse("duplicate", "This account belongs to another person of this home already.");
    const personId = await insertPerson(transaction, {
      homeId: actor.homeId,
      name: person.name,
      accountId: person.accountId ?? null,
      isGuest: false,
      at: household.now(),
    });
    return { ok: true, value: personId, audit: { action: "person.add", subject: { personId } } };
  });
}

export async function renamePerson(
  household: Household,
  actor: Actor,
  { personId, name }: { readonly personId: string; readonly name: string },
): Promise<Result<null>> {
  return await household.change(actor, async (transaction) => {
    if (!(await isPersonOf(transaction, actor.homeId, personId))) return noSuchPerson;
    await transaction.updateTable("personName").set({ name }).where("personId", "=", personId).execute();
    const lockIds = await locksOfPerson(transaction, personId);
    return { ok: true, value: null, lockIds, audit: { action: "person.rename", subject: { personId } } };
  });
}

/** With everything that opens a lock; the history goes on without the name. */
export async function deletePerson(household: Household, actor: Actor, personId: string): Promise<Result<null>> {
  return await household.change(actor, async (transaction) => {
    if (!(await isPersonOf(transaction, actor.homeId, personId))) return noSuchPerson;
    const lockIds = await locksOfPerson(transaction, personId);
    for (const table of ["lockAccess", "credential", "guestLink", "personName", "person"] as const)
      await transaction.deleteFrom(table).where("personId", "=", personId).execute();
    return { ok: true, value: null, lockIds, audit: { action: "person.delete", subject: { personId } } };
  });
}

export async function putAccess(
  household: Household,
  actor: Actor,
  { personId, lockId, access }: { readonly personId: string; readonly lockId: string; readonly access: AccessChange },
): Promise<Result<null>> {
  return await household.change(actor, async (transaction) => {
    const refusal = await refuseAccess(transaction, actor.homeId, { personId, lockId });
    if (refusal !== null) return refusal;
    await writeAccess(transaction, { personId, lockId, access, at: household.now() });
    const audit = { action: "access.put", subject: { personId, lockId, role: access.role, type: access.type } };
    return { ok: true, value: null, lockIds: [lockId], audit };
  });
}

export async function removeAccess(
  household: Household,
  actor: Actor,
  { personId, lockId }: { readonly personId: string; readonly lockId: string },
): Promise<Result<null>> {
  return await household.change(actor, async (transaction) => {
    if (!(await isPersonOf(transaction, actor.homeId, personId))) return noSuchPerson;
    const removed = await transaction
      .deleteFrom("lockAccess")
      .where("personId", "=", personId)
      .where("lockId", "=", lockId)
      .executeTakeFirst();
    if (removed.numDeletedRows === 0n) return refuse("notFound", "This person has no access to that lock.");
    const audit = { action: "access.remove", subject: { personId, lockId } };
    return { ok: true, value: null, lockIds: [lockId], audit };
  });
}

/** At every lock. */
export async function pausePerson(
  household: Household,
  actor: Actor,
  { personId, isPaused }: { readonly personId: string; readonly isPaused: boolean },
): Promise<Result<null>> {
  return await household.change(actor, async (transaction) => {
    if (!(await isPersonOf(transaction, actor.homeId, personId))) return noSuchPerson;
    await transaction
      .updateTable("lockAccess")
      .set({ isPaused: isPaused ? 1 : 0, changedAt: household.now() })
      .where("personId", "=", personId)
      .execute();
    const lockIds = await locksOfPerson(transaction, personId);
    return { ok: true, value: null, lockIds, audit: { action: "person.pause", subject: { personId, isPaused } } };
  });
}

interface NewPersonRow {
  readonly personId?: string;
  readonly homeId: string;
  readonly name: string;
  readonly accountId: string | null;
  readonly isGuest: boolean;
  readonly at: string;
}

export async function insertPerson(
  transaction: ServerDatabase,
  { personId = randomUUID(), homeId, name, accountId, isGuest, at }: NewPersonRow,
): Promise<string> {
  const row: PersonTable = { personId, homeId, accountId, isGuest: isGuest ? 1 : 0, createdAt: at };
  await transaction.insertInto("person").values(row).execute();
  await transaction.insertInto("personName").values({ personId, name }).execute();
  return personId;
}

/** Gives access, or replaces it whole. Used one-time access stays used. */
export async function writeAccess(
  transaction: ServerDatabase,
  given: { readonly personId: string; readonly lockId: string; readonly access: AccessChange; readonly at: string },
): Promise<void> {
  const { personId, lockId, access, at } = given;
  const content = {
    role: access.role,
    type: access.type,
    isPaused: access.isPaused ? 1 : 0,
    schedule: JSON.stringify(schedule.parse(access.schedule)),
    changedAt: at,
  } as const;
  // Only another PIN or card makes one-time access new (renewOneTimeAccess), at the lock too.
  const usedAt = access.type === "oneTime" ? {} : { usedAt: null };
  await transaction
    .insertInto("lockAccess")
    .values({ personId, lockId, ...content, usedAt: null })
    .onConflict((conflict) => conflict.columns(["personId", "lockId"]).doUpdateSet({ ...content, ...usedAt }))
    .execute();
}

/** The person has another PIN or card: one-time access begins anew with it. */
export async function renewOneTimeAccess(transaction: ServerDatabase, personId: string, at: string): Promise<void> {
  await transaction
    .updateTable("lockAccess")
    .set({ usedAt: null, changedAt: at })
    .where("personId", "=", personId)
    .where("type", "=", "oneTime")
    .where("usedAt", "is not", null)
    .execute();
}

async function isMember(database: ServerDatabase, homeId: string, accountId: string): Promise<boolean> {
  const member = await database
    .selectFrom("membership")
    .select("accountId")
    .where("homeId", "=", homeId)
    .where("accountId", "=", accountId)
    .executeTakeFirst();
  return member !== undefined;
}

async function isTied(database: ServerDatabase, homeId: string, accountId: string): Promise<boolean> {
  const person = await database
    .selectFrom("person")
    .select("personId")
    .where("homeId", "=", homeId)
    .where("accountId", "=", accountId)
    .executeTakeFirst();
  return person !== undefined;
}

export async function isPersonOf(database: ServerDatabase, homeId: string, personId: string): Promise<boolean> {
  const person = await database
    .selectFrom("person")
    .select("personId")
    .where("personId", "=", personId)
    .where("homeId", "=", homeId)
    .executeTakeFirst();
  return person !== undefined;
}

export async function isLockOf(database: ServerDatabase, homeId: string, lockId: string): Promise<boolean> {
  const lock = await database
    .selectFrom("lock")
    .select("lockId")
    .where("lockId", "=", lockId)
    .where("homeId", "=", homeId)
    .where("removedAt", "is", null)
    .executeTakeFirst();
  return lock !== undefined;
}

export async function refuseIfFull(database: ServerDatabase, homeId: string): Promise<Refusal | null> {
  const { count } = await database
    .selectFrom("person")
    .select((eb) => eb.fn.countAll().as("count"))
    .where("homeId", "=", homeId)
    .executeTakeFirstOrThrow();
  return Number(count) < peopleMax ? null : refuse("full", `A home has room for ${peopleMax} people.`);
}

/** @returns null: it may be given. */
export async function refuseAccess(
  database: ServerDatabase,
  homeId: string,
  { personId, lockId }: { readonly personId: string; readonly lockId: string },
): Promise<Refusal | null> {
  if (!(await isPersonOf(database, homeId, personId))) return noSuchPerson;
  if (!(await isLockOf(database, homeId, lockId))) return noSuchLock;
  const others = await database
    .selectFrom("lockAccess")
    .select((eb) => eb.fn.countAll().as("count"))
    .where("lockId", "=", lockId)
    .where("personId", "!=", personId)
    .executeTakeFirstOrThrow();
  return Number(others.count) < wantedUsersMax
    ? null
    : refuse("full", `A lock has room for ${wantedUsersMax} people; take the access of somebody else away first.`);
}

interface PersonRows {
  readonly person: PersonTable & { readonly name: string };
  readonly access: readonly LockAccessTable[];
  readonly credentials: readonly CredentialTable[];
  readonly standings: ReadonlyMap<string, LockStanding>;
}

function personView({ person, access, credentials, standings }: PersonRows): PersonView {
  const { personId, name, accountId, createdAt } = person;
  const places = [...standings.values()].flatMap((standing) => {
    const row = access.find(({ lockId }) => lockId === standing.lockId);
    return row === undefined ? [] : [{ row, standing }];
  });
  return {
    personId,
    name,
    accountId,
    isGuest: person.isGuest === 1,
    createdAt,
    access: places.map(({ row, standing }) => ({
      lockId: row.lockId,
      role: row.role,
      type: row.type,
      isPaused: row.isPaused === 1,
      isUsed: row.usedAt !== null,
      schedule: schedule.parse(JSON.parse(row.schedule)),
      status: userStatus(standing, personId),
    })),
    credentials: credentials.map((credential) =>
      credentialView(
        credential,
        places.map(({ standing }) => standing),
      ),
    ),
  };
}

function credentialView(credential: CredentialTable, standings: readonly LockStanding[]): CredentialView {
  const { credentialId, personId, kind, label, createdAt, sealed } = credential;
  return {
    credentialId,
    kind,
    label,
    createdAt,
    isSecretKept: sealed !== null,
    locks: standings.map((standing) => ({
      lockId: standing.lockId,
      status: credentialStatus(standing, personId, credentialId),
    })),
  };
}
