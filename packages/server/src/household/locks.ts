/** Locks of a home: adding, naming, sharing, setting, and what somebody else put on them. */

import { randomUUID } from "node:crypto";
import { always, type CredentialKind, type FoundUser, type GatewayOrder, type LockSetting } from "@catenaccio/protocol";
import type { LockView } from "@catenaccio/protocol/api";
import type { ServerDatabase } from "../database/tables.ts";
import { refuse, refuseOrder, type Actor, type AuditLine, type Household, type Result } from "./household.ts";
import type { SignedInActor } from "./remote.ts";
import { insertPerson, isLockOf, isPersonOf, noSuchLock, noSuchPerson, refuseIfFull, writeAccess } from "./people.ts";
import { tagOf } from "./pin-choice.ts";
import type { LockTable } from "./schema.ts";
import { readLockReport, readWantedReport } from "./wanted-status.ts";

const locksMax = 50;
/** So long a failed try to add a lock stays to be seen. */
const failedMs = 3_600_000;

export async function readLocks(household: Household, homeId: string): Promise<readonly LockView[]> {
  const rows = await household.database
    .selectFrom("lock")
    .selectAll()
    .where("homeId", "=", homeId)
    .where("removedAt", "is", null)
    .where((eb) => eb.or([eb("state", "!=", "failed"), eb("addedAt", ">=", failedSince(household))]))
    .orderBy("addedAt")
    .orderBy("lockId")
    .execute();
  return rows.map(lockView);
}

function failedSince(household: Household): string {
  return new Date(household.ports.now().getTime() - failedMs).toISOString();
}

/** Nobody looks at them any more. */
export async function removeFailedLocks(household: Household): Promise<void> {
  const failed = await household.database
    .selectFrom("lock")
    .select("lockId")
    .where("state", "=", "failed")
    .where("addedAt", "<", failedSince(household))
    .where("removedAt", "is", null)
    .execute();
  await takeAway(
    household.database,
    failed.map(({ lockId }) => lockId),
    household.now(),
  );
}

async function takeAway(database: ServerDatabase, lockIds: readonly string[], at: string): Promise<void> {
  if (lockIds.length === 0) return;
  await database.deleteFrom("lockAccess").where("lockId", "in", lockIds).execute();
  await database.updateTable("lock").set({ removedAt: at }).where("lockId", "in", lockIds).execute();
}

export async function readLock(household: Household, actor: Actor, lockId: string): Promise<Result<LockView>> {
  const lock = (await readLocks(household, actor.homeId)).find((candidate) => candidate.lockId === lockId);
  return lock === undefined ? noSuchLock : { ok: true, value: lock };
}

export interface LockToAdd {
  readonly name: string;
  readonly code: string;
  readonly address?: { readonly ip: string; readonly port: number } | undefined;
}

/** Begins it, and returns; how it goes on comes as reports, and the end of it too. */
export async function addLock(household: Household, actor: Actor, lock: LockToAdd): Promise<Result<string>> {
  if (household.ports.gateway === null) return refuse("noGateway", "This home has no gateway yet.");
  const lockId = randomUUID();
  const codeTag = tagOf(household.ports.tagKey, "code", lock.code.replaceAll(/[\s-]/g, ""));
  const begun = await household.change(actor, async (transaction) => {
    const failed = await transaction
      .selectFrom("lock")
      .select("lockId")
      .where("homeId", "=", actor.homeId)
      .where("state", "=", "failed")
      .where("codeTag", "=", codeTag)
      .where("removedAt", "is", null)
      .execute();
    const failedIds = failed.map((row) => row.lockId);
    await takeAway(transaction, failedIds, household.now());
    const rows = await transaction
      .selectFrom("lock")
      .select("lockId")
      .where("homeId", "=", actor.homeId)
      .where("removedAt", "is", null)
      .execute();
    if (rows.length >= locksMax) return refuse("full", `A home has room for ${locksMax} locks.`);
    await transaction
      .insertInto("lock")
      .values({
        lockId,
        homeId: actor.homeId,
        name: lock.name,
        addedAt: household.now(),
        state: "adding",
        progress: JSON.stringify(progressOf("reading")),
        codeTag,
        report: null,
        wantedRevision: 1,
        wantedReport: null,
        enrolment: null,
        removedAt: null,
      })
      .execute();
    return {
      ok: true,
      value: lockId,
      audit: { action: "lock.add", subject: { lockId } },
      event: { type: "addLock", lockId },
    };
  });
  if (begun.ok) void finishAdding(household, actor, { ...lock, lockId });
  return begun;
}

async function finishAdding(
  household: Household,
  actor: Actor,
  { lockId, name, code, address }: LockToAdd & { readonly lockId: string },
): Promise<void> {
  try {
    const done = await household.order({ order: "addLock", lockId, name, code, address: address ?? null });
    await household.change(actor, async (transaction) => {
      const row = await transaction
        .selectFrom("lock")
        .select("progress")
        .where("lockId", "=", lockId)
        .executeTakeFirst();
      if (row === undefined) return noSuchLock;
      await transaction
        .updateTable("lock")
        .set(
          done.ok
            ? { state: "added", progress: JSON.stringify(progressOf("done")) }
            : {
                state: "failed",
                progress: JSON.stringify({
                  step: stepOf(row),
                  error: done.reason ?? done.error,
                  sentence: done.sentence,
                }),
              },
        )
        .where("lockId", "=", lockId)
        .execute();
      return {
        ok: true,
        value: null,
        ...(done.ok && { lockIds: [lockId] }),
        audit: { action: done.ok ? "lock.added" : "lock.addFailed", subject: { lockId } },
        event: { type: "addLock", lockId },
      };
    });
  } catch (cause) {
    household.ports.onFault(`Lock ${lockId} could not be added: ${cause instanceof Error ? cause.name : "unknown"}.`);
  }
}

export async function renameLock(
  household: Household,
  actor: Actor,
  { lockId, name }: { readonly lockId: string; readonly name: string },
): Promise<Result<null>> {
  const renamed = await household.change(actor, async (transaction) => {
    if (!(await isLockOf(transaction, actor.homeId, lockId))) return noSuchLock;
    await transaction.updateTable("lock").set({ name }).where("lockId", "=", lockId).execute();
    const audit = { action: "lock.rename", subject: { lockId } };
    return { ok: true, value: null, audit, event: { type: "lock", lockId } as const };
  });
  if (!renamed.ok) return renamed;
  // What the home calls it counts; the gateway's word for it is for other systems.
  await household.order({ order: "renameLock", lockId, name });
  return renamed;
}

/** The lock forgets the home first, or is forgotten although it does not answer. */
export async function removeLock(
  household: Household,
  actor: Actor,
  { lockId, isForced }: { readonly lockId: string; readonly isForced: boolean },
): Promise<Result<null>> {
  const lock = await readLock(household, actor, lockId);
  if (!lock.ok) return lock;
  if (lock.value.state === "adding") return refuse("invalid", "This lock is being added: wait until that is done.");
  if (lock.value.state === "added" && household.ports.gateway !== null) {
    const answer = await household.ports.gateway.order({ order: "removeLock", lockId, isForced });
    if (!answer.ok && answer.error !== "unknownLock") return refuseOrder(answer);
  }
  return await household.change(actor, async (transaction) => {
    await takeAway(transaction, [lockId], household.now());
    const audit = { action: "lock.remove", subject: { lockId, isForced } };
    return { ok: true, value: null, audit, event: { type: "lock", lockId } };
  });
}

export async function shareLock(
  household: Household,
  actor: SignedInActor,
  { lockId, seconds, proof }: { readonly lockId: string; readonly seconds: number; readonly proof: string | null },
): Promise<Result<{ readonly manual: string; readonly qr: string }>> {
  if (!(await isLockOf(household.database, actor.homeId, lockId))) return noSuchLock;
  if (proof === null) return refuse("unauthenticated", "Prove first that it is you.");
  const { accountId } = actor;
  const proven = await household.ports.consumeProof({ token: proof, accountId, lockId, action: "share" });
  if (!proven.ok) return proven;
  const done = await household.order({ order: "shareLock", lockId, seconds });
  if (!done.ok) return done;
  const { manual, qr } = done.value;
  await noteOrder(household, actor, lockId, { action: "lock.share", subject: { lockId, seconds } });
  return { ok: true, value: { manual: String(manual ?? ""), qr: String(qr ?? "") } };
}

export async function setLock(
  household: Household,
  actor: Actor,
  { lockId, setting }: { readonly lockId: string; readonly setting: LockSetting },
): Promise<Result<null>> {
  const { name, value } = setting;
  if (!(await isLockOf(household.database, actor.homeId, lockId))) return noSuchLock;
  if (name === "operatingMode" && value === "passage")
    return refuse("invalid", "Open mode is switched on as unlocking is done: with a proof of who you are.");
  return await orderAtLock(household, actor, {
    lockId,
    order: { order: "set", lockId, setting },
    audit: { action: "lock.set", subject: { lockId, name, value } },
  });
}

export async function restoreEntry(household: Household, actor: Actor, lockId: string): Promise<Result<null>> {
  const audit = { action: "lock.restoreEntry", subject: { lockId } };
  return await orderAtLock(household, actor, { lockId, order: { order: "restoreEntry", lockId }, audit });
}

export async function identifyLock(household: Household, actor: Actor, lockId: string): Promise<Result<null>> {
  const audit = { action: "lock.identify", subject: { lockId } };
  return await orderAtLock(household, actor, { lockId, order: { order: "identify", lockId }, audit });
}

interface UserToAdopt {
  readonly lockId: string;
  readonly userIndex: number;
  /** Whose it is, or the name of a new person. */
  readonly owner: { readonly personId: string } | { readonly name: string };
}

/** The person has access to that lock from now on, so the gateway does not take the user for a stranger. */
export async function adoptUser(
  household: Household,
  actor: Actor,
  { lockId, userIndex, owner }: UserToAdopt,
): Promise<Result<{ readonly personId: string }>> {
  const lock = await readLock(household, actor, lockId);
  if (!lock.ok) return lock;
  const found = lock.value.found.find((user) => user.userIndex === userIndex);
  if (found === undefined) return refuse("notFound", "There is no such user at this lock that nobody has adopted yet.");
  if ("name" in owner) {
    const full = await refuseIfFull(household.database, actor.homeId);
    if (full !== null) return full;
  } else if (!(await isPersonOf(household.database, actor.homeId, owner.personId))) return noSuchPerson;
  const personId = "personId" in owner ? owner.personId : randomUUID();
  const done = await household.order({ order: "adoptUser", lockId, userIndex, personId });
  if (!done.ok) return done;
  const credentials = await adoptCredentialsOf(household, { lockId, personId, found });
  return await household.change(actor, async (transaction) => {
    const at = household.now();
    if ("name" in owner) {
      const { homeId } = actor;
      await insertPerson(transaction, { personId, homeId, name: owner.name, accountId: null, isGuest: false, at });
    }
    await giveFoundAccess(transaction, { lockId, personId, found, at });
    for (const { credentialId, kind } of credentials)
      await transaction
        .insertInto("credential")
        .values({ credentialId, personId, kind, label: "", sealed: null, tag: null, createdAt: at })
        .execute();
    const audit = { action: "lock.adoptUser", subject: { lockId, userIndex, personId } };
    return { ok: true, value: { personId }, lockIds: [lockId], audit };
  });
}

interface Adoption {
  readonly lockId: string;
  readonly personId: string;
  readonly found: FoundUser;
}

async function adoptCredentialsOf(
  household: Household,
  { lockId, personId, found }: Adoption,
): Promise<readonly { readonly credentialId: string; readonly kind: CredentialKind }[]> {
  const adopted: { readonly credentialId: string; readonly kind: CredentialKind }[] = [];
  for (const { kind, index } of found.credentials) {
    const credentialId = randomUUID();
    const done = await household.order({ order: "adoptCredential", lockId, personId, kind, index, credentialId });
    if (done.ok) adopted.push({ credentialId, kind });
  }
  return adopted;
}

/** Whoever has access to that lock already keeps it as it is. */
async function giveFoundAccess(
  transaction: ServerDatabase,
  { lockId, personId, found, at }: Adoption & { readonly at: string },
): Promise<void> {
  const has = await transaction
    .selectFrom("lockAccess")
    .select("lockId")
    .where("personId", "=", personId)
    .where("lockId", "=", lockId)
    .executeTakeFirst();
  if (has !== undefined) return;
  const access = {
    role: found.role ?? "member",
    type: "ordinary",
    isPaused: !found.isEnabled,
    schedule: always,
  } as const;
  await writeAccess(transaction, { personId, lockId, access, at });
}

interface CredentialToAdopt {
  readonly lockId: string;
  readonly personId: string;
  readonly kind: CredentialKind;
  readonly index: number;
  readonly label: string;
}

export async function adoptCredential(
  household: Household,
  actor: Actor,
  { lockId, personId, kind, index, label }: CredentialToAdopt,
): Promise<Result<{ readonly credentialId: string }>> {
  if (!(await isLockOf(household.database, actor.homeId, lockId))) return noSuchLock;
  if (!(await isPersonOf(household.database, actor.homeId, personId))) return noSuchPerson;
  const credentialId = randomUUID();
  const done = await household.order({ order: "adoptCredential", lockId, personId, kind, index, credentialId });
  if (!done.ok) return done;
  return await household.change(actor, async (transaction) => {
    await transaction
      .insertInto("credential")
      .values({ credentialId, personId, kind, label, sealed: null, tag: null, createdAt: household.now() })
      .execute();
    const audit = { action: "lock.adoptCredential", subject: { lockId, personId, credentialId, kind } };
    return { ok: true, value: { credentialId }, lockIds: [lockId], audit };
  });
}

export async function removeFoundUser(
  household: Household,
  actor: Actor,
  { lockId, userIndex }: { readonly lockId: string; readonly userIndex: number },
): Promise<Result<null>> {
  return await orderAtLock(household, actor, {
    lockId,
    order: { order: "removeFoundUser", lockId, userIndex },
    audit: { action: "lock.removeFoundUser", subject: { lockId, userIndex } },
  });
}

export async function removeFoundCredential(
  household: Household,
  actor: Actor,
  { lockId, kind, index }: { readonly lockId: string; readonly kind: CredentialKind; readonly index: number },
): Promise<Result<null>> {
  return await orderAtLock(household, actor, {
    lockId,
    order: { order: "removeFoundCredential", lockId, kind, index },
    audit: { action: "lock.removeFoundCredential", subject: { lockId, kind, index } },
  });
}

interface OrderAtLock {
  readonly lockId: string;
  readonly order: GatewayOrder;
  readonly audit: AuditLine;
}

async function orderAtLock(
  household: Household,
  actor: Actor,
  { lockId, order, audit }: OrderAtLock,
): Promise<Result<null>> {
  if (!(await isLockOf(household.database, actor.homeId, lockId))) return noSuchLock;
  const done = await household.order(order);
  if (!done.ok) return done;
  await noteOrder(household, actor, lockId, audit);
  return { ok: true, value: null };
}

async function noteOrder(household: Household, actor: Actor, lockId: string, audit: AuditLine): Promise<void> {
  await household.change(actor, async () => ({ ok: true, value: null, audit, event: { type: "lock", lockId } }));
}

function lockView(lock: LockTable): LockView {
  const wanted = readWantedReport(lock);
  return {
    lockId: lock.lockId,
    name: lock.name,
    state: lock.state,
    progress: readProgress(lock),
    report: readLockReport(lock),
    wantedRevision: lock.wantedRevision,
    confirmedRevision: wanted?.revision ?? 0,
    found: wanted?.found ?? [],
    foundCredentials: wanted?.foundCredentials ?? [],
    enrolment: parsed(lock.enrolment),
  };
}

/** What this server itself wrote. */
function parsed<Content>(text: string | null): Content | null {
  return text === null ? null : (JSON.parse(text) as Content);
}

type Progress = NonNullable<LockView["progress"]>;

function progressOf(step: Progress["step"]): Progress {
  return { step, error: null, sentence: null };
}

/** What was kept before there was a code beside the sentence had one of the two in its place. */
function readProgress({ progress }: Pick<LockTable, "progress">): Progress | null {
  const kept = parsed<Omit<Progress, "sentence"> & { readonly sentence?: string | null }>(progress);
  if (kept === null || kept.sentence !== undefined) return kept as Progress | null;
  const isSentence = kept.error !== null && kept.error.includes(" ");
  return isSentence ? { ...kept, error: "failed", sentence: kept.error } : { ...kept, sentence: null };
}

function stepOf({ progress }: Pick<LockTable, "progress">): string {
  return parsed<{ readonly step: string }>(progress)?.step ?? "reading";
}
