/** A home's own settings. */

import type { HomeSettings } from "@catenaccio/protocol/api";
import type { ServerDatabase } from "../database/tables.ts";
import type { Actor, Household, Result } from "./household.ts";
import { forgetConfirmedSecrets } from "./wanted-store.ts";

const unset: HomeSettings = { timeZone: "UTC", historyDays: 365, keepsSealedPins: false };

export async function readSettings(database: ServerDatabase, homeId: string): Promise<HomeSettings> {
  const row = await database.selectFrom("homeSetting").selectAll().where("homeId", "=", homeId).executeTakeFirst();
  if (row === undefined) return unset;
  const { timeZone, historyDays, keepsSealedPins } = row;
  return { timeZone, historyDays, keepsSealedPins: keepsSealedPins === 1 };
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
    const audit = { action: "settings.change", subject: { homeId, ...settings } };
    return { ok: true, value: null, audit, event: { type: "settings" } };
  });
  if (!changed.ok) return changed;
  if (!settings.keepsSealedPins) await forgetInHome(household, homeId);
  if (settings.timeZone !== before.timeZone)
    await household.order({ order: "setTimeZone", timeZone: settings.timeZone });
  return changed;
}

async function forgetInHome(household: Household, homeId: string): Promise<void> {
  const lockIds = await household.database
    .transaction()
    .execute(async (transaction) => await forgetConfirmedSecrets(transaction, homeId));
  if (lockIds.length > 0) household.wanted?.send(lockIds);
}
