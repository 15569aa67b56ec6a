/**
 * Guests: a person with a PIN for a stay, for days of the week or for one time, and a page behind a link that needs no
 * account. Whoever has the link has the PIN, so it ends with the stay and can be taken back.
 */

import { randomUUID } from "node:crypto";
import type { Schedule } from "@catenaccio/protocol";
import type { GuestPage, NewGuest } from "@catenaccio/protocol/api";
import type { ServerDatabase } from "../database/tables.ts";
import { chooseFreePin, closeSecret } from "./credentials.ts";
import { guestTokenPattern, hashGuestToken, makeGuestToken, openWithToken, sealWithToken } from "./guest-secret.ts";
import { refuse, type Actor, type Household, type Result } from "./household.ts";
import { instantOf } from "./local-time.ts";
import { deletePerson, insertPerson, readPeople, refuseAccess, refuseIfFull, writeAccess } from "./people.ts";
import { readSettings } from "./settings.ts";
import { readStandings } from "./wanted-store.ts";

/** Of a link for a guest who comes again and again. */
const linkDays = 30;
const dayMs = 86_400_000;

export interface GuestGiven {
  readonly personId: string;
  readonly pin: string;
  readonly token: string;
  readonly expiresAt: string;
}

export async function addGuest(household: Household, actor: Actor, guest: NewGuest): Promise<Result<GuestGiven>> {
  const { homeId } = actor;
  const { timeZone } = await readSettings(household.database, homeId);
  const expiresAt = expiryOf(guest, { timeZone, now: household.ports.now() });
  if (expiresAt <= household.now()) return refuse("invalid", "This stay is over already.");
  const lockIds = [...new Set(guest.locks)];
  return await household.change(actor, async (transaction) => {
    const full = await refuseIfFull(transaction, homeId);
    if (full !== null) return full;
    const at = household.now();
    const personId = await insertPerson(transaction, { homeId, name: guest.name, accountId: null, isGuest: true, at });
    const access = {
      role: "guest",
      type: guest.oneTime ? "oneTime" : "ordinary",
      isPaused: false,
      schedule: scheduleOf(guest),
    } as const;
    for (const lockId of lockIds) {
      const refusal = await refuseAccess(transaction, homeId, { personId, lockId });
      if (refusal !== null) return refusal;
      await writeAccess(transaction, { personId, lockId, access, at });
    }
    const given = await givePin(household, transaction, { homeId, personId, lockIds, at });
    if (!given.ok) return given;
    const pin = given.value;
    const token = makeGuestToken();
    await transaction
      .insertInto("guestLink")
      .values({
        personId,
        tokenHash: hashGuestToken(token),
        sealedPin: sealWithToken(token, pin),
        createdAt: at,
        expiresAt,
        revokedAt: null,
      })
      .execute();
    const audit = { action: "guest.add", subject: { personId, locks: lockIds.join(" ") } };
    return { ok: true, value: { personId, pin, token, expiresAt }, lockIds, audit };
  });
}

export async function readGuestLinks(
  database: ServerDatabase,
  homeId: string,
): Promise<
  readonly {
    readonly personId: string;
    readonly name: string;
    readonly expiresAt: string;
    readonly isRevoked: boolean;
  }[]
> {
  const rows = await database
    .selectFrom("guestLink")
    .innerJoin("person", "person.personId", "guestLink.personId")
    .innerJoin("personName", "personName.personId", "guestLink.personId")
    .select(["guestLink.personId", "personName.name", "guestLink.expiresAt", "guestLink.revokedAt"])
    .where("person.homeId", "=", homeId)
    .orderBy("guestLink.createdAt", "desc")
    .execute();
  return rows.map(({ revokedAt, ...link }) => ({ ...link, isRevoked: revokedAt !== null }));
}

/** The link alone; the PIN goes with the person. */
export async function revokeGuestLink(household: Household, actor: Actor, personId: string): Promise<Result<null>> {
  return await household.change(actor, async (transaction) => {
    const link = (await readGuestLinks(transaction, actor.homeId)).find((row) => row.personId === personId);
    if (link === undefined) return noSuchGuest;
    await transaction
      .updateTable("guestLink")
      .set({ revokedAt: household.now() })
      .where("personId", "=", personId)
      .where("revokedAt", "is", null)
      .execute();
    return { ok: true, value: null, audit: { action: "guest.revokeLink", subject: { personId } } };
  });
}

export async function deleteGuest(household: Household, actor: Actor, personId: string): Promise<Result<null>> {
  const links = await readGuestLinks(household.database, actor.homeId);
  return links.some((link) => link.personId === personId)
    ? await deletePerson(household, actor, personId)
    : noSuchGuest;
}

const noSuchGuest = refuse("notFound", "There is no such guest in this home.");

/** The page of the guest. One answer for every token that opens nothing. */
export async function readGuestPage(household: Household, token: string): Promise<Result<GuestPage>> {
  const { database } = household;
  if (!guestTokenPattern.test(token)) return noSuchLink;
  const link = await database
    .selectFrom("guestLink")
    .innerJoin("person", "person.personId", "guestLink.personId")
    .selectAll("guestLink")
    .select("person.homeId")
    .where("tokenHash", "=", hashGuestToken(token))
    .where("revokedAt", "is", null)
    .where("expiresAt", ">", household.now())
    .executeTakeFirst();
  if (link === undefined) return noSuchLink;
  const { homeId, personId, expiresAt } = link;
  const [person] = await readPeople(database, homeId, personId);
  const pin = openWithToken(token, link.sealedPin);
  if (person === undefined || pin === null) return noSuchLink;
  const locks = await database.selectFrom("lock").select(["lockId", "name"]).where("homeId", "=", homeId).execute();
  const standings = await readStandings(database, homeId);
  const { timeZone } = await readSettings(database, homeId);
  return {
    ok: true,
    value: {
      home: await homeName(household, homeId),
      timeZone,
      pin,
      schedule: person.access[0]?.schedule ?? { weekDays: [], dates: [] },
      oneTime: person.access[0]?.type === "oneTime",
      expiresAt,
      locks: person.access.map((access) => ({
        name: locks.find(({ lockId }) => lockId === access.lockId)?.name ?? "",
        status: statusAt(person, access),
        isReachable: standings.get(access.lockId)?.isOnline ?? false,
      })),
    },
  };
}

async function homeName({ database }: Household, homeId: string): Promise<string> {
  const home = await database.selectFrom("home").select("name").where("homeId", "=", homeId).executeTakeFirst();
  return home?.name ?? "";
}

const noSuchLink = refuse("notFound", "This link is over, was taken back, or never was one.");

type Person = Awaited<ReturnType<typeof readPeople>>[number];

function statusAt(person: Person, access: Person["access"][number]): GuestPage["locks"][number]["status"] {
  if (access.isUsed) return "used";
  if (access.isPaused) return "paused";
  const pins = person.credentials.filter(({ kind }) => kind === "pin").flatMap(({ locks }) => locks);
  const statuses = [
    access.status,
    ...pins.filter(({ lockId }) => lockId === access.lockId).map(({ status }) => status),
  ];
  if (statuses.some(({ status }) => status === "refused")) return "refused";
  return statuses.length > 1 && statuses.every(({ status }) => status === "confirmed") ? "ready" : "pending";
}

interface PinFor {
  readonly homeId: string;
  readonly personId: string;
  readonly lockIds: readonly string[];
  readonly at: string;
}

async function givePin(
  household: Household,
  transaction: ServerDatabase,
  { homeId, personId, lockIds, at }: PinFor,
): Promise<Result<string>> {
  const chosen = await chooseFreePin(household, transaction, homeId, lockIds);
  if (!chosen.ok) return chosen;
  const pin = chosen.value;
  const closed = await closeSecret(household, transaction, { homeId, kind: "pin", secret: pin, except: null });
  if (!closed.ok) return closed;
  await transaction
    .insertInto("credential")
    .values({ credentialId: randomUUID(), personId, kind: "pin", label: "", ...closed.value, createdAt: at })
    .execute();
  return chosen;
}

function scheduleOf({ from, to, weekDays }: NewGuest): Schedule {
  return { weekDays, dates: from === undefined || to === undefined ? [] : [{ from, to }] };
}

function expiryOf({ to }: NewGuest, { timeZone, now }: { readonly timeZone: string; readonly now: Date }): string {
  const end = to === undefined ? new Date(now.getTime() + linkDays * dayMs) : instantOf(to, timeZone);
  return end.toISOString();
}
