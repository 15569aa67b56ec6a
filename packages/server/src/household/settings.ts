/** A home's own settings. */

import { schedule } from "@catenaccio/protocol";
import type { HomeSettings } from "@catenaccio/protocol/api";
import type { ServerDatabase } from "../database/tables.ts";
import type { Actor, Household, Result } from "./household.ts";
import { instantOf } from "./local-time.ts";
import { forgetConfirmedSecrets } from "./wanted-store.ts";

/** Of a home that nobody has set anything of. */
export const unset: HomeSettings = { timeZone: "UTC", historyDays: 365, keepsSealedPins: false };

export async function readSettings(database: ServerDatabase, homeId: string): Promise<HomeSettings> {
  const row = await database.selectFrom("homeSetting").selectAll().where("homeId", "=", homeId).executeTakeFirst();
  if (row === undefined) return unset;
  const { timeZone, historyDays, keepsSealedPins } = row;
  return { timeZone, historyDays, keepsSealedPins: keepsSealedPins === 1 };
}

export async function writeTimeZone(transaction: ServerDatabase, homeId: string, timeZone: string): Promise<void> {
  const { historyDays } = unset;
  await transaction
    .insertInto("homeSetting")
    .values({ homeId, timeZone, historyDays, keepsSealedPins: 0 })
    .onConflict((conflict) => conflict.column("homeId").doUpdateSet({ timeZone }))
    .execute();
}

/** Without the keeping of PINs, those that every lock has are forgotten at once. */
export async function changeSettings(
  household: Household,
  actor: Actor,
  settings: HomeSettings,
): Promise<Result<null>> {
  const { homeId } = actor;
  const before = await readSettings(household.database, homeId);
  const changed = await household.change(actor, async (transaction) => {
    const content = { ...settings, keepsSealedPins: settings.keepsSealedPins ? 1 : 0 } as const;
    await transaction
      .insertInto("homeSetting")
      .values({ homeId, ...content })
      .onConflict((conflict) => conflict.column("homeId").doUpdateSet(content))
      .execute();
    const zones = { before: before.timeZone, after: settings.timeZone };
    if (zones.before !== zones.after) await moveGuestLinks(transaction, homeId, zones);
    const audit = { action: "settings.change", subject: { homeId, ...settings } };
    return { ok: true, value: null, audit, event: { type: "settings" } };
  });
  if (!changed.ok) return changed;
  if (!settings.keepsSealedPins) await forgetInHome(household, homeId);
  if (settings.timeZone !== before.timeZone)
    await household.order({ order: "setTimeZone", timeZone: settings.timeZone });
  return changed;
}

/** A link ends with the stay, by the clock on the home's wall. */
async function moveGuestLinks(
  transaction: ServerDatabase,
  homeId: string,
  { before, after }: { readonly before: string; readonly after: string },
): Promise<void> {
  const stays = await transaction
    .selectFrom("guestLink")
    .innerJoin("person", "person.personId", "guestLink.personId")
    .innerJoin("lockAccess", "lockAccess.personId", "guestLink.personId")
    .select(["guestLink.personId", "guestLink.expiresAt", "lockAccess.schedule"])
    .where("person.homeId", "=", homeId)
    .execute();
  for (const { personId, expiresAt, schedule: text } of stays) {
    const { dates } = schedule.parse(JSON.parse(text));
    const stay = dates.find(({ to }) => instantOf(to, before).toISOString() === expiresAt);
    if (stay === undefined) continue;
    const moved = instantOf(stay.to, after).toISOString();
    await transaction.updateTable("guestLink").set({ expiresAt: moved }).where("personId", "=", personId).execute();
  }
}

async function forgetInHome(household: Household, homeId: string): Promise<void> {
  const lockIds = await household.database
    .transaction()
    .execute(async (transaction) => await forgetConfirmedSecrets(transaction, homeId));
  if (lockIds.length > 0) household.wanted?.send(lockIds);
}
