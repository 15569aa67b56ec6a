/**
 * Invitations: a link for one e-mail address, for one use, for 48 hours, to a role that is not above the inviter's, on
 * the day when it is accepted too.
 */

import { randomUUID } from "node:crypto";
import type { AccountView, invitationAcceptance, invitationMade, newInvitation } from "@catenaccio/protocol/api";
import type * as z from "zod";
import type { Caller, RouteRefusal, RouteResult } from "../http/route.ts";
import type { Services } from "../http/services.ts";
import { isAtMost } from "../permissions.ts";
import type { InvitationTable } from "./account-tables.ts";
import { ChangeRefused, changeHome, refusalOf } from "./home-change.ts";
import { homesOf, insertMember, roleIn } from "./homes.ts";
import { hashToken, makeToken } from "./secrets.ts";
import { accountOf, insertAccount } from "./sign-in.ts";
import { blocked } from "./try-limits.ts";

const validMs = 48 * 3_600_000;
const openPerHomeMax = 50;

/** The same for one that never was, is used, taken back or too old. */
const notValid = refusal("notFound", "This invitation is not valid any more: ask for a new one.");
const otherAccount = refusal("forbidden", "This invitation is for another account: sign out first.");

function refusal(error: RouteRefusal["error"], sentence: string, field?: string): RouteRefusal {
  return { ok: false, error, sentence, ...(field !== undefined && { field }) };
}

type InvitationView = z.infer<typeof invitationMade>["invitation"];

export async function invitationsOf({ database, now }: Services, homeId: string): Promise<readonly InvitationView[]> {
  const rows = await database
    .selectFrom("invitation")
    .selectAll()
    .where("homeId", "=", homeId)
    .where("endedAt", "is", null)
    .where("expiresAt", ">", now().toISOString())
    .orderBy("createdAt")
    .execute();
  return rows.map(viewOf);
}

export async function insertInvitation(
  services: Services,
  actor: { readonly homeId: string; readonly accountId: string },
  { email, role }: z.output<typeof newInvitation>,
): Promise<RouteResult<z.infer<typeof invitationMade>>> {
  const { now, url } = services;
  if ((await invitationsOf(services, actor.homeId)).length >= openPerHomeMax)
    return refusal("full", `There are ${openPerHomeMax} open invitations already: take one back first.`);
  const token = makeToken();
  const at = now();
  const row: InvitationTable = {
    invitationId: randomUUID(),
    homeId: actor.homeId,
    email: email.toLowerCase(),
    role,
    tokenHash: hashToken(token),
    invitedBy: actor.accountId,
    createdAt: at.toISOString(),
    expiresAt: new Date(at.getTime() + validMs).toISOString(),
    endedAt: null,
  };
  const act = { action: "invitation.add", subject: { invitationId: row.invitationId, role } };
  await changeHome(services, actor, act, async (transaction) => {
    await transaction.insertInto("invitation").values(row).execute();
  });
  // Behind the `#`, which no browser sends to a server and no log shows.
  return { ok: true, value: { invitation: viewOf(row), token, link: `${url}/invitation#${token}` } };
}

/** @returns false: there is none that is open. */
export async function endInvitation(
  services: Services,
  actor: { readonly homeId: string; readonly accountId: string },
  invitationId: string,
): Promise<boolean> {
  const open = await invitationsOf(services, actor.homeId);
  if (!open.some((invitation) => invitation.invitationId === invitationId)) return false;
  const act = { action: "invitation.remove", subject: { invitationId } };
  await changeHome(services, actor, act, async (transaction) => {
    await transaction
      .updateTable("invitation")
      .set({ endedAt: services.now().toISOString() })
      .where("invitationId", "=", invitationId)
      .execute();
  });
  return true;
}

/** @returns `account`: of who is signed in already; null: the new account still has to sign in. */
export async function acceptInvitation(
  services: Services,
  { token, email, name, password }: z.output<typeof invitationAcceptance>,
  { headers, address }: Caller,
): Promise<RouteResult<{ readonly account: AccountView | null }>> {
  const { database, now, signIn, limits } = services;
  // Whoever found a link does not find the e-mail address that it is for.
  const counted = await limits.count(`invitation ${hashToken(token)}`, address);
  if (!counted.ok) return blocked(counted.retryAfterSeconds);
  const session = headers.has("cookie") ? await signIn.sessionOf(headers) : null;
  if (session !== null && session.account.email.toLowerCase() !== email.toLowerCase()) return otherAccount;
  // Before the invitation is looked up: of two at once the later one finds it used, not an account in its way.
  const existing = await accountOf(database, email);
  const invitation = await openInvitation(services, token, email);
  if (invitation === null) return notValid;
  await counted.succeeded();
  const { homeId, invitationId } = invitation;
  if (existing !== null && session === null)
    return refusal("unauthenticated", "There is an account with this e-mail address: sign in first.");
  if (existing === null && (name === undefined || password === undefined))
    return refusal("invalid", "A new account needs a name and a password.", name === undefined ? "name" : "password");
  const passwordHash = existing === null ? await signIn.hash(password ?? "") : "";
  const at = now().toISOString();
  const act = { action: "invitation.accept", subject: { invitationId, role: invitation.role } };
  try {
    await changeHome(services, { homeId, accountId: existing }, act, async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable("invitation")
        .set({ endedAt: at })
        .where("invitationId", "=", invitationId)
        .where("endedAt", "is", null)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) throw new ChangeRefused(notValid);
      const accountId = existing ?? (await insertAccount(transaction, { name: name ?? "", email, passwordHash }, at));
      const role = await roleIn(transaction, homeId, accountId);
      if (role !== null) throw new ChangeRefused(refusal("conflict", "You belong to this home already."));
      await insertMember(transaction, { homeId, accountId, role: invitation.role }, at);
    });
  } catch (cause) {
    return refusalOf(cause);
  }
  if (session === null) return { ok: true, value: { account: null } };
  const homes = [...(await homesOf(database, session.account.accountId))];
  return { ok: true, value: { account: { ...session.account, homes } } };
}

async function openInvitation(
  { database, now }: Services,
  token: string,
  email: string,
): Promise<InvitationTable | null> {
  const invitation = await database
    .selectFrom("invitation")
    .selectAll()
    .where("tokenHash", "=", hashToken(token))
    .where("email", "=", email.toLowerCase())
    .where("endedAt", "is", null)
    .where("expiresAt", ">", now().toISOString())
    .executeTakeFirst();
  if (invitation === undefined) return null;
  const inviters = await roleIn(database, invitation.homeId, invitation.invitedBy);
  return inviters !== null && isAtMost(invitation.role, inviters) ? invitation : null;
}

function viewOf({ invitationId, email, role, createdAt, expiresAt }: InvitationTable): InvitationView {
  return { invitationId, email, role, createdAt, expiresAt };
}
