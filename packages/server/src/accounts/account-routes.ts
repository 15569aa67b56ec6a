/** Claiming, signing in and out, and what an account sees of itself. */

import * as z from "zod";
import {
  accountView,
  claimRequest,
  homeChange,
  homeList,
  membershipView,
  passwordChange,
  sessionList,
  setUpState,
  signInRequest,
  type AccountView,
} from "@catenaccio/protocol/api";
import { isLocal } from "../http/client-address.ts";
import {
  defineRoute,
  type Caller,
  type Route,
  type RouteAccount,
  type RouteActor,
  type RouteResult,
} from "../http/route.ts";
import type { Services } from "../http/services.ts";
import { readSettings } from "../household/settings.ts";
import { claimHome, formerHome } from "./claim-home.ts";
import { homesOf, type Membership } from "./homes.ts";
import { changeHome, noteInHomes } from "./home-change.ts";
import { accountOf } from "./sign-in.ts";
import { blocked } from "./try-limits.ts";

const wrongCredentials = {
  ok: false,
  error: "wrongCredentials",
  sentence: "No account has this e-mail address and password.",
} as const;

export const accountRoutes: readonly Route[] = [
  defineRoute({
    method: "get",
    path: "/api/set-up",
    permission: "public",
    summary: "Whether the gateway is claimed, and whether it can be from here",
    response: setUpState,
    handle: async ({ services, caller }) => ({
      ok: true,
      value: {
        hasGateway: services.gateway !== null,
        isClaimed: services.claim?.isClaimed ?? false,
        isLocal: isLocal(caller.address),
        hasFormerHome: services.claim?.isClaimed === false && (await formerHome(services.database)) !== null,
      },
    }),
  }),
  defineRoute({
    method: "post",
    path: "/api/claim",
    permission: "public",
    summary: "Claim the gateway with the code of its label: makes the first account and its home",
    description:
      "From the gateway's own network only. Sets the cookie of the new session. Five wrong codes are followed by a pause of 15 minutes.",
    body: claimRequest,
    response: accountView,
    status: 201,
    handle: async ({ services, caller, body }) => {
      const claimed = await claimHome(services, body, caller);
      return claimed.ok ? await enter(services, body, caller) : claimed;
    },
  }),
  defineRoute({
    method: "post",
    path: "/api/session",
    permission: "public",
    summary: "Sign in; sets the session's cookie",
    description: "Five failures within ten minutes for an account, or twenty from an address, are followed by a pause.",
    body: signInRequest,
    response: accountView,
    handle: async ({ services, caller, body }) => await signInLimited(services, body, caller),
  }),
  defineRoute({
    method: "get",
    path: "/api/session",
    permission: "account",
    summary: "Who is signed in, and in which homes with which role",
    response: accountView,
    handle: async ({ services, account }) => ({ ok: true, value: await viewOf(services, account) }),
  }),
  defineRoute({
    method: "delete",
    path: "/api/session",
    permission: "account",
    summary: "Sign out",
    handle: async ({ services, caller }) => ({
      ok: true,
      value: null,
      headers: { "Set-Cookie": await services.signIn.signOut(caller.headers) },
    }),
  }),
  defineRoute({
    method: "put",
    path: "/api/session/password",
    permission: "account",
    summary: "Change one's password; every other session ends",
    body: passwordChange,
    handle: async ({ services, caller, account, body }) => {
      const counted = await services.limits.count(account.email, caller.address);
      if (!counted.ok) return blocked(counted.retryAfterSeconds);
      if (!(await services.signIn.isPassword(services.database, account.accountId, body.password)))
        return { ok: false, error: "wrongCredentials", sentence: "That is not your password.", field: "password" };
      await counted.succeeded();
      await changePassword(services, account, body.newPassword);
      const entered = await enter(services, { email: account.email, password: body.newPassword }, caller);
      return entered.ok ? { ok: true, value: null, ...(entered.headers && { headers: entered.headers }) } : entered;
    },
  }),
  defineRoute({
    method: "get",
    path: "/api/sessions",
    permission: "account",
    summary: "Where one is signed in, the newest first",
    response: sessionList,
    handle: async ({ services, caller, account }) => {
      const own = await services.signIn.sessionOf(caller.headers);
      const rows = await sessionsOf(services, account);
      return {
        ok: true,
        value: {
          sessions: rows.map(({ id, createdAt, userAgent }) => ({
            since: createdAt,
            userAgent,
            isThis: id === own?.sessionId,
          })),
        },
      };
    },
  }),
  defineRoute({
    method: "delete",
    path: "/api/sessions",
    permission: "account",
    summary: "Sign out everywhere else",
    handle: async ({ services, caller, account }) => {
      const own = await services.signIn.sessionOf(caller.headers);
      await services.database
        .deleteFrom("session")
        .where("userId", "=", account.accountId)
        .where("id", "!=", own?.sessionId ?? "")
        .execute();
      await noteInHomes(services, account.accountId, "session.endOthers");
      return { ok: true, value: null };
    },
  }),
  defineRoute({
    method: "get",
    path: "/api/homes",
    permission: "accountOrKey",
    summary: "The homes that one belongs to; of an API key, its one home",
    response: homeList,
    handle: async ({ services, account, actor }) => {
      if (actor === null)
        return { ok: true, value: { homes: [...(await homesOf(services.database, account.accountId))] } };
      return { ok: true, value: { homes: [await homeOf(services, actor)] } };
    },
  }),
  defineRoute({
    method: "get",
    path: "/api/homes/{homeId}",
    permission: "home.read",
    summary: "A home and one's role in it",
    response: membershipView,
    handle: async ({ services, actor }) => ({ ok: true, value: await homeOf(services, actor) }),
  }),
  defineRoute({
    method: "patch",
    path: "/api/homes/{homeId}",
    permission: "home.change",
    summary: "Rename a home",
    body: homeChange,
    response: z.strictObject({ name: z.string() }),
    handle: async ({ services, actor, body }) => {
      await changeHome(services, actor, { action: "home.rename", subject: {} }, async (transaction) => {
        await transaction.updateTable("home").set({ name: body.name }).where("homeId", "=", actor.homeId).execute();
      });
      return { ok: true, value: { name: body.name } };
    },
  }),
];

async function signInLimited(
  services: Services,
  body: z.infer<typeof signInRequest>,
  caller: Caller,
): Promise<RouteResult<AccountView>> {
  const counted = await services.limits.count(body.email, caller.address);
  if (!counted.ok) return blocked(counted.retryAfterSeconds);
  const entered = await enter(services, body, caller);
  if (entered.ok) await counted.succeeded();
  else await noteFailure(services, body.email);
  return entered;
}

async function noteFailure(services: Services, email: string): Promise<void> {
  const accountId = await accountOf(services.database, email);
  if (accountId !== null) await noteInHomes(services, accountId, "session.refused");
}

export async function enter(
  services: Services,
  { email, password }: { readonly email: string; readonly password: string },
  { headers }: Caller,
): Promise<RouteResult<AccountView>> {
  const entrance = await services.signIn.withPassword(email, password, headers);
  if (entrance === null) return wrongCredentials;
  const { account, cookies } = entrance;
  return { ok: true, value: await viewOf(services, account), headers: { "Set-Cookie": cookies } };
}

/** An API key has a role of its own. */
async function homeOf({ database }: Services, { homeId, accountId, role }: RouteActor): Promise<Membership> {
  const home = (await homesOf(database, accountId)).find((one) => one.homeId === homeId);
  const { timeZone } = home ?? (await readSettings(database, homeId));
  return { homeId, name: home?.name ?? "", role, timeZone };
}

async function viewOf({ database }: Services, account: RouteAccount): Promise<AccountView> {
  return { ...account, homes: [...(await homesOf(database, account.accountId))] };
}

async function sessionsOf({ database, now }: Services, { accountId }: RouteAccount) {
  return await database
    .selectFrom("session")
    .select(["id", "createdAt", "userAgent"])
    .where("userId", "=", accountId)
    .where("expiresAt", ">", now().toISOString())
    .orderBy("createdAt", "desc")
    .execute();
}

async function changePassword(services: Services, { accountId }: RouteAccount, newPassword: string): Promise<void> {
  const { database, signIn, now } = services;
  const hash = await signIn.hash(newPassword);
  await database.transaction().execute(async (transaction) => {
    await transaction
      .updateTable("account")
      .set({ password: hash, updatedAt: now().toISOString() })
      .where("userId", "=", accountId)
      .where("providerId", "=", "credential")
      .execute();
    await transaction.deleteFrom("session").where("userId", "=", accountId).execute();
  });
  await noteInHomes(services, accountId, "account.password");
}
