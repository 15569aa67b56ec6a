/** Fresh proofs of a person, before a door is opened from afar. */

import * as z from "zod";
import { id } from "@catenaccio/protocol";
import { proofChallenge, proofChallengeRequest, proofMade, proofRequest } from "@catenaccio/protocol/api";
import { appendAudit } from "../audit/audit.ts";
import { defineRoute, type Route, type RouteActor, type RouteRefusal } from "../http/route.ts";
import type { Services } from "../http/services.ts";
import { isLockOf } from "../household/people.ts";
import { isPausedAt, pausedThere } from "../household/remote.ts";
import { blocked } from "./try-limits.ts";
import { isPasskeyProof, issueChallenge, issueProof, type PasskeyPlace, type ProofSubject } from "./proofs.ts";

const lockParams = z.object({ lockId: id });

const noSuchLock = refusal("notFound", "There is no such lock in this home.");
const scriptsCannot = refusal("forbidden", "An API key opens no door: a person has to prove who they are.");
const noPasskey = refusal("conflict", "Your account has no passkey: use the password.");
const nothingGiven = refusal("invalid", "Prove who you are by the password or by a passkey: neither was given.");
const notProven = refusal("proofRefused", "That did not prove who you are.");

function refusal(error: RouteRefusal["error"], sentence: string): RouteRefusal {
  return { ok: false, error, sentence };
}

export const proofRoutes: readonly Route[] = [
  defineRoute({
    method: "post",
    path: "/api/homes/{homeId}/locks/{lockId}/proof-challenges",
    permission: "lock.operate",
    needsPerson: true,
    summary: "A challenge for a passkey, for this lock and action",
    params: lockParams,
    body: proofChallengeRequest,
    response: proofChallenge,
    status: 201,
    handle: async ({ services, actor, params, body }) => {
      const objection = await objectionTo(services, actor, params.lockId);
      if (objection !== null) return objection;
      const options = await issueChallenge(services, subjectOf(actor, params.lockId, body.action), placeOf(services));
      return options === null ? noPasskey : { ok: true, value: { options: { ...options } } };
    },
  }),
  defineRoute({
    method: "post",
    path: "/api/homes/{homeId}/locks/{lockId}/proofs",
    permission: "lock.operate",
    needsPerson: true,
    summary: "Prove who you are, by the password or a passkey, to open this lock",
    description:
      "The token is good for this lock and action, once, within 60 seconds. " +
      "Failures by the password and by a passkey are counted apart.",
    params: lockParams,
    body: proofRequest,
    response: proofMade,
    status: 201,
    handle: async ({ services, actor, account, caller, params, body }) => {
      const objection = await objectionTo(services, actor, params.lockId);
      if (objection !== null) return objection;
      const subject = subjectOf(actor, params.lockId, body.action);
      if (body.password === undefined && body.passkey === undefined) return nothingGiven;
      const means = body.passkey === undefined ? "password" : "passkey";
      const counted = await services.limits.count(account.email, caller.address, means);
      if (!counted.ok) return blocked(counted.retryAfterSeconds);
      if (!(await isProven(services, subject, body))) {
        await noteFailure(services, actor, params.lockId, body.action);
        return notProven;
      }
      await counted.succeeded();
      return { ok: true, value: await issueProof(services, subject) };
    },
  }),
];

async function objectionTo(services: Services, actor: RouteActor, lockId: string): Promise<RouteRefusal | null> {
  if (actor.apiKeyId !== null) return scriptsCannot;
  if (!(await isLockOf(services.database, actor.homeId, lockId))) return noSuchLock;
  return (await isPausedAt(services.database, actor, lockId)) ? pausedThere : null;
}

/** How many of them there can be is limited by the tries. */
async function noteFailure(
  { database, now }: Services,
  { homeId, accountId }: RouteActor,
  lockId: string,
  action: ProofSubject["action"],
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const entry = { homeId, accountId, action: "lock.proofRefused", subject: { lockId, action } };
    await appendAudit(transaction, entry, now());
  });
}

async function isProven(
  services: Services,
  subject: ProofSubject,
  { password, passkey }: z.output<typeof proofRequest>,
): Promise<boolean> {
  if (passkey !== undefined) return await isPasskeyProof(services, subject, passkey, placeOf(services));
  return password !== undefined && (await services.signIn.isPassword(services.database, subject.accountId, password));
}

function subjectOf({ accountId }: RouteActor, lockId: string, action: ProofSubject["action"]): ProofSubject {
  return { accountId, lockId, action };
}

function placeOf({ url, origins }: Services): PasskeyPlace {
  return { rpId: new URL(url).hostname, origins };
}
