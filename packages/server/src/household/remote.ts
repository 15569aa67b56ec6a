/**
 * What is done to a lock from afar. Opening takes a fresh proof of the person, for this lock and this act; the order
 * carries its own end, and what cannot be done before it is told as not done and is never done later.
 */

import { randomUUID } from "node:crypto";
import { sealTo } from "@catenaccio/protocol/seal";
import type { OrderAnswer } from "@catenaccio/protocol";
import type { OrderResult, ProofAction } from "@catenaccio/protocol/api";
import type { ServerDatabase } from "../database/tables.ts";
import { refuse, type Actor, type Household, type Result } from "./household.ts";
import { isLockOf, noSuchLock } from "./people.ts";
import { beginOrder, endOrder } from "./remote-orders.ts";
import { readLockReport } from "./wanted-status.ts";

const orderSeconds = 10;
const openingsPerMinuteMax = 10;
const minuteMs = 60_000;

export interface SignedInActor extends Actor {
  readonly accountId: string;
}

export interface Opening {
  readonly lockId: string;
  readonly pin: string | null;
  /** The token of a proof: spent whatever comes of the order. */
  readonly proof: string | null;
}

export async function unlockFromAfar(
  household: Household,
  actor: SignedInActor,
  { lockId, pin, proof }: Opening,
): Promise<Result<OrderResult>> {
  const permitted = await permitOpening(household, actor, { lockId, proof, action: "unlock" });
  if (!permitted.ok) return permitted;
  return await operate(household, actor, { lockId, operation: "unlock", pin });
}

export async function lockFromAfar(
  household: Household,
  actor: SignedInActor,
  { lockId, pin }: { readonly lockId: string; readonly pin: string | null },
): Promise<Result<OrderResult>> {
  if (!(await isLockOf(household.database, actor.homeId, lockId))) return noSuchLock;
  return await operate(household, actor, { lockId, operation: "lock", pin });
}

/** Open mode lets anybody in: it takes the proof that opening takes. */
export async function beginPassage(
  household: Household,
  actor: SignedInActor,
  { lockId, proof }: Omit<Opening, "pin">,
): Promise<Result<OrderResult>> {
  const permitted = await permitOpening(household, actor, { lockId, proof, action: "passage" });
  return permitted.ok ? await setMode(household, actor, lockId, "passage") : permitted;
}

export async function endPassage(household: Household, actor: Actor, lockId: string): Promise<Result<OrderResult>> {
  if (!(await isLockOf(household.database, actor.homeId, lockId))) return noSuchLock;
  // Another mode is somebody else's wish, such as no opening from afar.
  const mode = await modeOf(household, lockId);
  if (mode !== null && mode !== "passage") return { ok: true, value: { ok: true } };
  return await setMode(household, actor, lockId, "normal");
}

/** null: not known. */
async function modeOf({ database }: Household, lockId: string): Promise<string | null> {
  const lock = await database.selectFrom("lock").selectAll().where("lockId", "=", lockId).executeTakeFirst();
  return lock === undefined ? null : (readLockReport(lock)?.situation?.operatingMode ?? null);
}

/** Old counts are of no use to anybody. */
export async function forgetOpenings(household: Household): Promise<void> {
  const before = new Date(household.ports.now().getTime() - minuteMs).toISOString();
  await household.database.deleteFrom("remoteOperation").where("at", "<", before).execute();
}

async function permitOpening(
  household: Household,
  actor: SignedInActor,
  { lockId, proof, action }: Omit<Opening, "pin"> & { readonly action: ProofAction },
): Promise<Result<null>> {
  if (!(await isLockOf(household.database, actor.homeId, lockId))) return noSuchLock;
  if (await isPausedAt(household.database, actor, lockId)) return pausedThere;
  if (household.ports.gateway === null) return refuse("noGateway", "This home has no gateway yet.");
  if (!(await countOpening(household, actor.accountId))) {
    await note(household, actor, { action: "lock.unlockLimited", subject: { lockId, action } }, nothing);
    return refuse("tooMany", "Too many openings within a minute: wait a moment.");
  }
  if (proof === null) return refuse("unauthenticated", "Prove first that it is you.");
  const { accountId } = actor;
  const proven = await household.ports.consumeProof({ token: proof, accountId, lockId, action });
  if (!proven.ok) await note(household, actor, { action: "lock.unlockDenied", subject: { lockId, action } }, nothing);
  return proven;
}

/** Of an owner too: whoever may change people can end the pause. */
export const pausedThere = refuse("paused", "Your access to this lock is paused, so you cannot open it from afar.");

export async function isPausedAt(
  database: ServerDatabase,
  { homeId, accountId }: Pick<SignedInActor, "homeId" | "accountId">,
  lockId: string,
): Promise<boolean> {
  const paused = await database
    .selectFrom("lockAccess")
    .innerJoin("person", "person.personId", "lockAccess.personId")
    .select("person.personId")
    .where("person.homeId", "=", homeId)
    .where("person.accountId", "=", accountId)
    .where("lockAccess.lockId", "=", lockId)
    .where("lockAccess.isPaused", "=", 1)
    .executeTakeFirst();
  return paused !== undefined;
}

/** In the database, so that the limit holds across servers and restarts. @returns false: it is one too many. */
async function countOpening(household: Household, accountId: string): Promise<boolean> {
  const at = household.now();
  const since = new Date(Date.parse(at) - minuteMs).toISOString();
  return await household.database.transaction().execute(async (transaction) => {
    const recent = await transaction
      .selectFrom("remoteOperation")
      .select("operationId")
      .where("accountId", "=", accountId)
      .where("at", ">", since)
      .execute();
    if (recent.length >= openingsPerMinuteMax) return false;
    await transaction.insertInto("remoteOperation").values({ operationId: randomUUID(), accountId, at }).execute();
    return true;
  });
}

interface Operation {
  readonly lockId: string;
  readonly operation: "lock" | "unlock";
  readonly pin: string | null;
}

async function operate(
  household: Household,
  actor: SignedInActor,
  { lockId, operation, pin }: Operation,
): Promise<Result<OrderResult>> {
  const { gateway } = household.ports;
  if (gateway === null) return refuse("noGateway", "This home has no gateway yet.");
  const sealedPin = pin === null ? null : sealTo(gateway.publicKey, pin, "pin");
  const orderedAt = household.now();
  const expiresAt = new Date(Date.parse(orderedAt) + orderSeconds * 1000).toISOString();
  const { accountId } = actor;
  // The order stands in the audit before it goes out, its outcome after; each is one commit, for which somebody waits.
  const begun = await note(household, actor, { action: `lock.${operation}`, subject: { lockId } }, (transaction) =>
    beginOrder(transaction, { lockId, accountId, operation, orderedAt, endsAt: expiresAt }),
  );
  if (!begun.ok) return begun;
  const orderId = begun.value;
  const answer = await gateway.order({ order: "operate", lockId, operation, sealedPin, expiresAt });
  const result = answer.ok ? "done" : answer.error;
  await note(household, actor, { action: `lock.${operation}Answer`, subject: { lockId, result } }, (transaction) =>
    endOrder(transaction, { orderId, isDone: answer.ok, at: household.now() }),
  );
  return { ok: true, value: resultOf(answer) };
}

async function setMode(
  household: Household,
  actor: Actor,
  lockId: string,
  mode: "passage" | "normal",
): Promise<Result<OrderResult>> {
  const { gateway } = household.ports;
  if (gateway === null) return refuse("noGateway", "This home has no gateway yet.");
  await note(
    household,
    actor,
    { action: "lock.set", subject: { lockId, name: "operatingMode", value: mode } },
    nothing,
  );
  const answer = await gateway.order({ order: "set", lockId, setting: { name: "operatingMode", value: mode } });
  const result = answer.ok ? "done" : answer.error;
  await note(household, actor, { action: "lock.setAnswer", subject: { lockId, result } }, nothing);
  return { ok: true, value: resultOf(answer) };
}

function resultOf(answer: OrderAnswer): OrderResult {
  return answer.ok ? { ok: true } : { ok: false, error: answer.error, sentence: answer.sentence };
}

interface Note {
  readonly action: string;
  readonly subject: Readonly<Record<string, string>> & { readonly lockId: string };
}

/** With what belongs to it, in one transaction. */
async function note<Value>(
  household: Household,
  actor: Actor,
  audit: Note,
  change: (transaction: ServerDatabase) => Promise<Value>,
): Promise<Result<Value>> {
  const event = { type: "lock", lockId: audit.subject.lockId } as const;
  return await household.change(actor, async (transaction) => ({
    ok: true,
    value: await change(transaction),
    audit,
    event,
  }));
}

const nothing = async (): Promise<null> => null;
