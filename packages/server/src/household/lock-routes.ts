/** Routes: locks, what is done to them from afar, and the gateway. */

import { credentialKind, id } from "@catenaccio/protocol";
import {
  adoptCredentialRequest,
  adoptUserRequest,
  gatewayView,
  lockChange,
  lockList,
  lockRemoval,
  lockRequest,
  lockView,
  mqttChange,
  newLock,
  orderResult,
  passageRequest,
  settingChange,
  shareAnswer,
  shareRequest,
  unlockRequest,
  type LockView,
} from "@catenaccio/protocol/api";
import * as z from "zod";
import { defineRoute } from "../http/route.ts";
import { isPermitted } from "../permissions.ts";
import type { Actor, Household, Result } from "./household.ts";
import {
  addLock,
  adoptCredential,
  adoptUser,
  identifyLock,
  readLock,
  readLocks,
  removeFoundCredential,
  removeFoundUser,
  removeLock,
  renameLock,
  restoreEntry,
  setLock,
  shareLock,
} from "./locks.ts";
import { changeMqtt } from "./mqtt.ts";
import { beginPassage, endPassage, lockFromAfar, unlockFromAfar } from "./remote.ts";

const locks = "/api/homes/{homeId}/locks";
const lock = `${locks}/{lockId}`;
const gateway = "/api/homes/{homeId}/gateway";
const lockParams = z.strictObject({ lockId: id });

const lockAsItIs = [
  defineRoute({
    method: "get",
    path: locks,
    permission: "lock.read",
    summary: "Locks and how they are",
    response: lockList,
    handle: async ({ services: { household }, actor }) => {
      const list = await readLocks(household, actor.homeId);
      const seesFound = isPermitted(actor.role, "lock.change");
      return { ok: true, value: { locks: list.map((view) => (seesFound ? view : withoutFound(view))) } };
    },
  }),
  defineRoute({
    method: "get",
    path: lock,
    permission: "lock.read",
    summary: "One lock, the progress of its adding, and of an enrolment",
    params: lockParams,
    response: lockView,
    handle: async ({ services: { household }, actor, params }) => {
      const view = await readLock(household, actor, params.lockId);
      if (!view.ok || isPermitted(actor.role, "lock.change")) return view;
      return { ok: true, value: withoutFound(view.value) };
    },
  }),
  defineRoute({
    method: "post",
    path: locks,
    permission: "lock.change",
    summary: "Add a lock by its code; how it goes on is live, and stands at the lock",
    body: newLock,
    response: lockView,
    status: 202,
    handle: async ({ services: { household }, actor, body }) => {
      const begun = await addLock(household, actor, body);
      return begun.ok ? await readLock(household, actor, begun.value) : begun;
    },
  }),
  defineRoute({
    method: "patch",
    path: lock,
    permission: "lock.change",
    summary: "Rename a lock",
    params: lockParams,
    body: lockChange,
    response: lockView,
    handle: async ({ services: { household }, actor, params, body }) =>
      await lockAfter(household, actor, params.lockId, await renameLock(household, actor, { ...params, ...body })),
  }),
  defineRoute({
    method: "delete",
    path: lock,
    permission: "lock.change",
    summary: "Remove a lock; by force, although it does not answer",
    params: lockParams,
    query: lockRemoval,
    handle: async ({ services: { household }, actor, params, query }) =>
      await removeLock(household, actor, { ...params, isForced: query.isForced === "true" }),
  }),
] as const;

const lockAtWork = [
  defineRoute({
    method: "post",
    path: `${lock}/unlock`,
    permission: "lock.operate",
    needsPerson: true,
    summary: "Unlock, with a fresh proof of who you are for this lock",
    params: lockParams,
    body: unlockRequest,
    response: orderResult,
    handle: async ({ services: { household }, actor, params, body }) =>
      await unlockFromAfar(household, actor, { ...params, proof: body.proof ?? null, pin: body.pin ?? null }),
  }),
  defineRoute({
    method: "post",
    path: `${lock}/lock`,
    permission: "lock.operate",
    summary: "Lock",
    params: lockParams,
    body: lockRequest,
    response: orderResult,
    handle: async ({ services: { household }, actor, params, body }) =>
      await lockFromAfar(household, actor, { ...params, pin: body.pin ?? null }),
  }),
  defineRoute({
    method: "post",
    path: `${lock}/passage`,
    permission: "lock.operate",
    needsPerson: true,
    summary: "Open mode: on, with a proof as for unlocking, or off",
    params: lockParams,
    body: passageRequest,
    response: orderResult,
    handle: async ({ services: { household }, actor, params, body }) =>
      body.isOn
        ? await beginPassage(household, actor, { ...params, proof: body.proof ?? null })
        : await endPassage(household, actor, params.lockId),
  }),
  defineRoute({
    method: "put",
    path: `${lock}/settings`,
    permission: "lock.change",
    summary: "Set one setting of a lock",
    params: lockParams,
    body: settingChange,
    handle: async ({ services: { household }, actor, params, body }) =>
      await setLock(household, actor, { ...params, ...body }),
  }),
  defineRoute({
    method: "post",
    path: `${lock}/restore-entry`,
    permission: "lock.change",
    summary: "Allow PINs or fingers again that very many wrong tries have stopped",
    params: lockParams,
    handle: async ({ services: { household }, actor, params }) => await restoreEntry(household, actor, params.lockId),
  }),
  defineRoute({
    method: "post",
    path: `${lock}/identify`,
    permission: "lock.operate",
    summary: "Have a lock show itself",
    params: lockParams,
    handle: async ({ services: { household }, actor, params }) => await identifyLock(household, actor, params.lockId),
  }),
  defineRoute({
    method: "post",
    path: `${lock}/share`,
    permission: "lock.change",
    needsPerson: true,
    summary: "Let another home system add this lock: a code for a few minutes, with a proof as for unlocking",
    params: lockParams,
    body: shareRequest,
    response: shareAnswer,
    handle: async ({ services: { household }, actor, params, body }) =>
      await shareLock(household, actor, { ...params, seconds: body.seconds, proof: body.proof ?? null }),
  }),
] as const;

const foundAtLock = [
  defineRoute({
    method: "post",
    path: `${lock}/found-users/{userIndex}/adopt`,
    permission: "person.change",
    summary: "Make a user that somebody put on the lock a person of this home",
    params: lockParams.extend({ userIndex: z.coerce.number().int().min(1) }),
    body: adoptUserRequest,
    response: z.strictObject({ personId: id }),
    handle: async ({ services: { household }, actor, params, body }) =>
      await adoptUser(household, actor, {
        ...params,
        owner: body.personId === undefined ? { name: body.name ?? "" } : { personId: body.personId },
      }),
  }),
  defineRoute({
    method: "delete",
    path: `${lock}/found-users/{userIndex}`,
    permission: "person.change",
    summary: "Remove a user that somebody put on the lock",
    params: lockParams.extend({ userIndex: z.coerce.number().int().min(1) }),
    handle: async ({ services: { household }, actor, params }) => await removeFoundUser(household, actor, params),
  }),
  defineRoute({
    method: "post",
    path: `${lock}/found-credentials/adopt`,
    permission: "person.change",
    summary: "Keep a PIN, card or finger that somebody added to a person at the lock",
    params: lockParams,
    body: adoptCredentialRequest,
    response: z.strictObject({ credentialId: id }),
    handle: async ({ services: { household }, actor, params, body }) =>
      await adoptCredential(household, actor, { ...params, ...body }),
  }),
  defineRoute({
    method: "delete",
    path: `${lock}/found-credentials/{kind}/{index}`,
    permission: "person.change",
    summary: "Remove a PIN, card or finger that somebody added to a person at the lock",
    params: lockParams.extend({ kind: credentialKind, index: z.coerce.number().int().min(1) }),
    handle: async ({ services: { household }, actor, params }) => await removeFoundCredential(household, actor, params),
  }),
] as const;

const gatewayRoutes = [
  defineRoute({
    method: "get",
    path: gateway,
    permission: "lock.read",
    summary: "How the gateway is",
    response: gatewayView,
    handle: async ({ services: { household } }) => ({
      ok: true,
      value: {
        isThere: household.ports.gateway !== null,
        box: withoutReport(household.box),
        mqtt: withoutReport(household.mqtt),
      },
    }),
  }),
  defineRoute({
    method: "put",
    path: `${gateway}/mqtt`,
    permission: "gateway.change",
    summary: "The broker through which Home Assistant sees the locks",
    body: mqttChange,
    handle: async ({ services: { household }, actor, body }) => await changeMqtt(household, actor, body),
  }),
] as const;

export const lockRoutes = [...lockAsItIs, ...lockAtWork, ...foundAtLock, ...gatewayRoutes] as const;

/** Whom others have let in at the lock is for those who may change it. */
function withoutFound(view: LockView): LockView {
  return { ...view, found: [], foundCredentials: [] };
}

function withoutReport<Content extends { readonly report: string }>(
  content: Content | null,
): Omit<Content, "report"> | null {
  if (content === null) return null;
  const { report: _report, ...rest } = content;
  return rest;
}

async function lockAfter(
  household: Household,
  actor: Actor,
  lockId: string,
  result: Result<null>,
): Promise<Result<LockView>> {
  return result.ok ? await readLock(household, actor, lockId) : result;
}
