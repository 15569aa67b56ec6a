/** Homes, and who belongs to them in which role. */

import { randomUUID } from "node:crypto";
import type { HomeRole } from "@catenaccio/protocol";
import type { ServerDatabase, ServerTransaction } from "../database/tables.ts";
import { unset } from "../household/settings.ts";

export interface Membership {
  readonly homeId: string;
  readonly name: string;
  readonly role: HomeRole;
  readonly timeZone: string;
}

export async function roleIn(database: ServerDatabase, homeId: string, accountId: string): Promise<HomeRole | null> {
  const row = await database
    .selectFrom("membership")
    .select("role")
    .where("homeId", "=", homeId)
    .where("accountId", "=", accountId)
    .executeTakeFirst();
  return row?.role ?? null;
}

export async function homesOf(database: ServerDatabase, accountId: string): Promise<readonly Membership[]> {
  return await database
    .selectFrom("membership")
    .innerJoin("home", "home.homeId", "membership.homeId")
    .leftJoin("homeSetting", "homeSetting.homeId", "home.homeId")
    .select(["home.homeId", "home.name", "membership.role"])
    .select((eb) => eb.fn.coalesce("homeSetting.timeZone", eb.val(unset.timeZone)).as("timeZone"))
    .where("membership.accountId", "=", accountId)
    .orderBy("home.createdAt")
    .execute();
}

export interface Member {
  readonly accountId: string;
  readonly name: string;
  readonly email: string;
  readonly role: HomeRole;
  readonly since: string;
}

export async function membersOf(database: ServerDatabase, homeId: string): Promise<readonly Member[]> {
  return await database
    .selectFrom("membership")
    .innerJoin("user", "user.id", "membership.accountId")
    .select(["membership.accountId", "user.name", "user.email", "membership.role", "membership.since"])
    .where("membership.homeId", "=", homeId)
    .orderBy("membership.since")
    .execute();
}

export async function insertHome(transaction: ServerTransaction, name: string, at: string): Promise<string> {
  const homeId = randomUUID();
  await transaction.insertInto("home").values({ homeId, name, createdAt: at }).execute();
  return homeId;
}

export async function insertMember(
  transaction: ServerTransaction,
  membership: { readonly homeId: string; readonly accountId: string; readonly role: HomeRole },
  at: string,
): Promise<void> {
  await transaction
    .insertInto("membership")
    .values({ ...membership, since: at })
    .execute();
}

/** Without one nobody could undo anything any more. */
export async function isLastOwner(database: ServerDatabase, homeId: string, accountId: string): Promise<boolean> {
  const owners = await database
    .selectFrom("membership")
    .select("accountId")
    .where("homeId", "=", homeId)
    .where("role", "=", "owner")
    .execute();
  return owners.length === 1 && owners[0]?.accountId === accountId;
}
