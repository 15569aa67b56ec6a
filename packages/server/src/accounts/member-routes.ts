/** Who belongs to a home: members, invitations, API keys, and the audit of what they did. */

import * as z from "zod";
import { id } from "@catenaccio/protocol";
import {
  apiKeyList,
  apiKeyMade,
  auditPage,
  auditQuery,
  auditVerdict,
  invitationAcceptance,
  invitationList,
  invitationMade,
  accountView,
  memberChange,
  memberList,
  newApiKey,
  newInvitation,
} from "@catenaccio/protocol/api";
import { readAudit, verifyAudit } from "../audit/audit.ts";
import { defineRoute, type Route, type RouteRefusal } from "../http/route.ts";
import { isAtMost, isPermitted } from "../permissions.ts";
import type { ApiKeyTable } from "./account-tables.ts";
import { apiKeysOf, apiKeysPerHomeMax, insertApiKey } from "./api-keys.ts";
import { enter } from "./account-routes.ts";
import { changeHome } from "./home-change.ts";
import { membersOf } from "./homes.ts";
import { acceptInvitation, endInvitation, insertInvitation, invitationsOf } from "./invitations.ts";
import { aboveYou, changeRole, removeMember } from "./members.ts";

const memberId = z.object({ accountId: z.string().min(1).max(64) });

const notPermitted = refusal("forbidden", "Your role in this home does not allow that.");
const noSuchInvitation = refusal("notFound", "There is no such invitation.");
const noSuchKey = refusal("notFound", "There is no such API key.");

function refusal(error: RouteRefusal["error"], sentence: string): RouteRefusal {
  return { ok: false, error, sentence };
}

export const memberRoutes: readonly Route[] = [
  defineRoute({
    method: "get",
    path: "/api/homes/{homeId}/members",
    permission: "member.read",
    summary: "The accounts that belong to the home",
    response: memberList,
    handle: async ({ services, actor }) => ({
      ok: true,
      value: { members: [...(await membersOf(services.database, actor.homeId))] },
    }),
  }),
  defineRoute({
    method: "patch",
    path: "/api/homes/{homeId}/members/{accountId}",
    permission: "member.change",
    summary: "Give a member another role",
    params: memberId,
    body: memberChange,
    handle: async ({ services, actor, params: { accountId }, body: { role } }) => {
      if (!isAtMost(role, actor.role)) return aboveYou;
      return await changeRole(services, actor, accountId, role);
    },
  }),
  defineRoute({
    method: "delete",
    path: "/api/homes/{homeId}/members/{accountId}",
    permission: "home.read",
    summary: "Remove a member, or leave the home oneself",
    params: memberId,
    handle: async ({ services, actor, params: { accountId } }) => {
      const isOwn = accountId === actor.accountId && actor.apiKeyId === null;
      if (!isOwn && !isPermitted(actor.role, "member.change")) return notPermitted;
      return await removeMember(services, actor, { accountId, isOwn });
    },
  }),
  defineRoute({
    method: "get",
    path: "/api/homes/{homeId}/invitations",
    permission: "member.read",
    summary: "Invitations that are open",
    response: invitationList,
    handle: async ({ services, actor }) => ({
      ok: true,
      value: { invitations: [...(await invitationsOf(services, actor.homeId))] },
    }),
  }),
  defineRoute({
    method: "post",
    path: "/api/homes/{homeId}/invitations",
    permission: "member.change",
    summary: "Invite somebody, by a link for their e-mail address: one use, 48 hours",
    body: newInvitation,
    response: invitationMade,
    status: 201,
    handle: async ({ services, actor, body }) => {
      if (!isAtMost(body.role, actor.role)) return aboveYou;
      return await insertInvitation(services, actor, body);
    },
  }),
  defineRoute({
    method: "delete",
    path: "/api/homes/{homeId}/invitations/{invitationId}",
    permission: "member.change",
    summary: "Take an invitation back",
    params: z.object({ invitationId: id }),
    handle: async ({ services, actor, params }) =>
      (await endInvitation(services, actor, params.invitationId)) ? { ok: true, value: null } : noSuchInvitation,
  }),
  defineRoute({
    method: "post",
    path: "/api/invitations/accept",
    permission: "public",
    summary: "Accept an invitation: with a new account, or signed in with the invited one",
    body: invitationAcceptance,
    response: accountView,
    handle: async ({ services, caller, body }) => {
      const accepted = await acceptInvitation(services, body, caller);
      if (!accepted.ok) return accepted;
      const { account } = accepted.value;
      if (account !== null) return { ok: true, value: account };
      return await enter(services, { email: body.email, password: body.password ?? "" }, caller);
    },
  }),
  defineRoute({
    method: "get",
    path: "/api/homes/{homeId}/api-keys",
    permission: "apiKey.change",
    summary: "API keys of the home",
    response: apiKeyList,
    handle: async ({ services, actor }) => ({
      ok: true,
      value: { apiKeys: (await apiKeysOf(services.database, actor.homeId)).map(keyView) },
    }),
  }),
  defineRoute({
    method: "post",
    path: "/api/homes/{homeId}/api-keys",
    permission: "apiKey.change",
    summary: "Make an API key for a script; it is shown this once",
    description:
      "It does not unlock: that takes a fresh proof of a person. With the role of an administrator it can still give PINs and share locks, so keep it as a key.",
    body: newApiKey,
    response: apiKeyMade,
    status: 201,
    handle: async ({ services, actor, body }) => {
      if (!isAtMost(body.role, actor.role)) return aboveYou;
      const others = await apiKeysOf(services.database, actor.homeId);
      if (others.length >= apiKeysPerHomeMax)
        return refusal("full", `A home has ${apiKeysPerHomeMax} API keys at most: remove one first.`);
      const row = {
        homeId: actor.homeId,
        ...body,
        createdBy: actor.accountId,
        createdAt: services.now().toISOString(),
      };
      const act = { action: "apiKey.add", subject: { role: body.role } };
      const { apiKeyId, key } = await changeHome(services, actor, act, (transaction) => insertApiKey(transaction, row));
      const { name, role, createdAt } = row;
      return { ok: true, value: { apiKey: { apiKeyId, name, role, createdAt, lastUsedAt: null }, key } };
    },
  }),
  defineRoute({
    method: "delete",
    path: "/api/homes/{homeId}/api-keys/{apiKeyId}",
    permission: "apiKey.change",
    summary: "Revoke an API key",
    params: z.object({ apiKeyId: id }),
    handle: async ({ services, actor, params: { apiKeyId } }) => {
      const keys = await apiKeysOf(services.database, actor.homeId);
      if (!keys.some((key) => key.apiKeyId === apiKeyId)) return noSuchKey;
      const act = { action: "apiKey.remove", subject: { apiKeyId } };
      await changeHome(services, actor, act, async (transaction) => {
        await transaction.deleteFrom("apiKey").where("apiKeyId", "=", apiKeyId).execute();
      });
      return { ok: true, value: null };
    },
  }),
  defineRoute({
    method: "get",
    path: "/api/homes/{homeId}/audit",
    permission: "audit.read",
    summary: "What was done by whom, the newest first",
    query: auditQuery,
    response: auditPage,
    handle: async ({ services, actor, query: { before = null, limit } }) => {
      const lines = await readAudit(services.database, actor.homeId, { before, limit });
      return {
        ok: true,
        value: {
          lines: lines.map(({ number, at, accountId, action, subject }) => ({
            number,
            at,
            accountId,
            action,
            subject: JSON.parse(subject) as Record<string, unknown>,
          })),
          cursor: lines.length < limit ? null : (lines.at(-1)?.number ?? null),
        },
      };
    },
  }),
  defineRoute({
    method: "get",
    path: "/api/homes/{homeId}/audit/verification",
    permission: "audit.read",
    summary: "Whether anything in the audit was altered",
    response: auditVerdict,
    handle: async ({ services, actor }) => {
      const verdict = await verifyAudit(services.database, actor.homeId);
      return {
        ok: true,
        value: { isWhole: verdict.isWhole, firstBrokenLine: verdict.isWhole ? null : verdict.number },
      };
    },
  }),
];

function keyView({ apiKeyId, name, role, createdAt, lastUsedAt }: ApiKeyTable) {
  return { apiKeyId, name, role, createdAt, lastUsedAt };
}
