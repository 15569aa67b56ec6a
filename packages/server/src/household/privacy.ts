/** What is kept about a person, and for how long anything is kept. */

import { schedule } from "@catenaccio/protocol";
import type { PersonExport } from "@catenaccio/protocol/api";
import { cutAudit } from "../audit/audit.ts";
import { historyOfPerson } from "./history.ts";
import { refuse, type Actor, type Household, type Result } from "./household.ts";
import { removeFailedLocks } from "./locks.ts";
import { deletePerson, readPerson } from "./people.ts";
import { forgetOrders } from "./remote-orders.ts";
import { forgetOpenings } from "./remote.ts";
import { readSettings } from "./settings.ts";

const dayMs = 86_400_000;

export async function exportPerson(
  household: Household,
  actor: Actor,
  personId: string,
): Promise<Result<PersonExport>> {
  const person = await readPerson(household, actor, personId);
  if (!person.ok) return person;
  const history = await historyOfPerson(household.database, actor.homeId, personId);
  return { ok: true, value: { exportedAt: household.now(), person: person.value, history: [...history] } };
}

/** Whose account it is. */
export async function exportOwn(household: Household, actor: Actor): Promise<Result<readonly PersonExport[]>> {
  const people = await household.database
    .selectFrom("person")
    .select("personId")
    .where("homeId", "=", actor.homeId)
    .where("accountId", "=", actor.accountId)
    .execute();
  if (actor.accountId === null || people.length === 0)
    return refuse("notFound", "No person of this home is tied to your account.");
  const exports: PersonExport[] = [];
  for (const { personId } of people) {
    const one = await exportPerson(household, actor, personId);
    if (one.ok) exports.push(one.value);
  }
  return { ok: true, value: exports };
}

/**
 * What is due: history older than each home keeps it goes, and so do guests a day after their link has ended, whose access
 * is over and takes room at the locks.
 */
export async function sweepHousehold(household: Household): Promise<void> {
  await forgetOldHistory(household);
  await forgetOpenings(household);
  await forgetOrders(household.database, household.ports.now());
  await removeFailedLocks(household);
  const dayAgo = new Date(household.ports.now().getTime() - dayMs).toISOString();
  const guests = await household.database
    .selectFrom("guestLink")
    .innerJoin("person", "person.personId", "guestLink.personId")
    .innerJoin("lockAccess", "lockAccess.personId", "guestLink.personId")
    .select(["guestLink.personId", "person.homeId", "lockAccess.schedule", "lockAccess.type"])
    .where("guestLink.expiresAt", "<", dayAgo)
    .execute();
  const stays = Map.groupBy(guests, ({ personId }) => personId);
  for (const [personId, access] of stays) {
    // Whoever may come on days of the week may come for ever, though the link is over.
    const [{ homeId } = { homeId: "" }] = access;
    if (access.every((each) => isOver(each, dayAgo)))
      await deletePerson(household, { homeId, accountId: null }, personId);
  }
}

/** A stay may have been made longer since. A day more covers every time zone. */
function isOver(
  { schedule: text, type }: { readonly schedule: string; readonly type: string },
  dayAgo: string,
): boolean {
  if (type === "oneTime") return true;
  const { dates } = schedule.parse(JSON.parse(text));
  return dates.length > 0 && dates.every(({ to }) => `${to}:00.000Z` < dayAgo);
}

async function forgetOldHistory(household: Household): Promise<void> {
  const { database } = household;
  const locks = await database.selectFrom("lock").select(["lockId", "homeId"]).execute();
  for (const [homeId, ofHome] of Map.groupBy(locks, (lock) => lock.homeId)) {
    const { historyDays } = await readSettings(database, homeId);
    if (historyDays === null) continue;
    const before = new Date(household.ports.now().getTime() - historyDays * dayMs).toISOString();
    const lockIds = ofHome.map(({ lockId }) => lockId);
    await database.deleteFrom("lockRecord").where("lockId", "in", lockIds).where("at", "<", before).execute();
    await database.deleteFrom("lockAlarm").where("homeId", "=", homeId).where("at", "<", before).execute();
    await cutAudit(database, homeId, new Date(before));
  }
}
