/**
 * Members of a home: what becomes of them. A role counts from the next request on, and an owner always stays: both are
 * judged in the transaction of the change, so that two at once cannot undo each other's condition.
 */

import type { HomeRole } from "@catenaccio/protocol";
import type { ServerTransaction } from "../database/tables.ts";
import type { RouteActor, RouteRefusal, RouteResult } from "../http/route.ts";
import type { Services } from "../http/services.ts";
import { removeSubscriptionsOf } from "../notify/push-subscriptions.ts";
import { isAtMost } from "../permissions.ts";
import { changeHome, ChangeRefused, refusalOf, type HomeAct } from "./home-change.ts";
import { isLastOwner, roleIn } from "./homes.ts";

export const aboveYou = refusal("forbidden", "Nobody can give or take a role above their own.");
const noSuchMember = refusal("notFound", "There is no such member in this home.");
const lastOwner = refusal("conflict", "A home needs an owner: make somebody else one first.");

function refusal(error: RouteRefusal["error"], sentence: string): RouteRefusal {
  return { ok: false, error, sentence };
}

export async function changeRole(
  services: Services,
  actor: RouteActor,
  accountId: string,
  role: HomeRole,
): Promise<RouteResult<null>> {
  const { homeId } = actor;
  return await change(services, actor, { action: "member.role", subject: { accountId, role } }, async (transaction) => {
    await mayTouch(transaction, actor, accountId);
    if (role !== "owner") await anOwnerStays(transaction, homeId, accountId);
    await transaction
      .updateTable("membership")
      .set({ role })
      .where("homeId", "=", homeId)
      .where("accountId", "=", accountId)
      .execute();
    // Whoever took a session of this account over has nothing of the new role.
    await transaction.deleteFrom("session").where("userId", "=", accountId).execute();
  });
}

/** @param isOwn leaving needs no role. */
export async function removeMember(
  services: Services,
  actor: RouteActor,
  { accountId, isOwn }: { readonly accountId: string; readonly isOwn: boolean },
): Promise<RouteResult<null>> {
  const { homeId } = actor;
  return await change(services, actor, { action: "member.remove", subject: { accountId } }, async (transaction) => {
    if (!isOwn) await mayTouch(transaction, actor, accountId);
    await anOwnerStays(transaction, homeId, accountId);
    await forgetMember(transaction, homeId, accountId);
  });
}

/** What a member had of the home goes with the membership; an account without any home goes as a whole. */
export async function forgetMember(transaction: ServerTransaction, homeId: string, accountId: string): Promise<void> {
  for (const table of ["membership", "noticePreference"] as const)
    await transaction.deleteFrom(table).where("homeId", "=", homeId).where("accountId", "=", accountId).execute();
  await transaction.deleteFrom("apiKey").where("homeId", "=", homeId).where("createdBy", "=", accountId).execute();
  const another = await transaction
    .selectFrom("membership")
    .select("homeId")
    .where("accountId", "=", accountId)
    .executeTakeFirst();
  if (another !== undefined) return;
  await removeSubscriptionsOf(transaction, accountId);
  await transaction.deleteFrom("proof").where("accountId", "=", accountId).execute();
  await transaction.deleteFrom("user").where("id", "=", accountId).execute();
}

async function mayTouch(transaction: ServerTransaction, actor: RouteActor, accountId: string): Promise<void> {
  const role = await roleIn(transaction, actor.homeId, accountId);
  if (role === null) throw new ChangeRefused(noSuchMember);
  if (!isAtMost(role, actor.role)) throw new ChangeRefused(aboveYou);
}

async function anOwnerStays(transaction: ServerTransaction, homeId: string, accountId: string): Promise<void> {
  if (await isLastOwner(transaction, homeId, accountId)) throw new ChangeRefused(lastOwner);
}

async function change(
  services: Services,
  actor: RouteActor,
  act: HomeAct,
  make: (transaction: ServerTransaction) => Promise<void>,
): Promise<RouteResult<null>> {
  try {
    await changeHome(services, actor, act, make);
    return { ok: true, value: null };
  } catch (cause) {
    return refusalOf(cause);
  }
}
