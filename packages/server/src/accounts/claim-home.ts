/**
 * Claiming: the code of the gateway's label makes an account the owner of its home. After a reset of the gateway the home
 * from before is either taken over, with its locks and its history, or erased; who belonged to it before does so no more.
 */

import type { claimRequest } from "@catenaccio/protocol/api";
import type * as z from "zod";
import { appendAudit } from "../audit/audit.ts";
import type { ServerDatabase, ServerTransaction } from "../database/tables.ts";
import { isLocal } from "../http/client-address.ts";
import type { Caller, ErrorWord, RouteRefusal, RouteResult } from "../http/route.ts";
import type { ClaimPort, Services } from "../http/services.ts";
import { oweNoBroker, oweRemoval } from "../household/clean-up.ts";
import { eraseHousehold } from "../household/erase-household.ts";
import { ownTimeZone } from "../household/local-time.ts";
import { readSettings, writeTimeZone } from "../household/settings.ts";
import { ChangeRefused, refusalOf } from "./home-change.ts";
import { insertHome, insertMember, membersOf } from "./homes.ts";
import { forgetMember } from "./members.ts";
import { accountOf, insertAccount, type JudgedPassword } from "./sign-in.ts";
import { blocked } from "./try-limits.ts";

const noGateway = { ok: false, error: "noGateway", sentence: "There is no gateway here to claim." } as const;
const otherPassword = {
  ok: false,
  error: "conflict",
  sentence: "There is an account with this e-mail address, and another password.",
  field: "email",
} as const;

type ClaimRequest = z.output<typeof claimRequest>;

/** @returns the home. */
export async function claimHome(
  services: Services,
  request: ClaimRequest,
  { address }: Caller,
): Promise<RouteResult<{ readonly homeId: string }>> {
  const { database, claim, signIn, limits, gateway, household } = services;
  if (claim === null) return noGateway;
  if (claim.isClaimed || !isLocal(address)) {
    // It says why, and counts nothing.
    const refused = claim.tryClaim(request.code, isLocal(address));
    if (!refused.ok) return refusalFor(refused);
  }
  // Whether somebody's password fits is told here too: it counts as it does at the door.
  const isKnown = (await accountOf(database, request.email)) !== null;
  const counted = isKnown ? await limits.count(request.email, address) : null;
  if (counted?.ok === false) return blocked(counted.retryAfterSeconds);
  const password = await signIn.judge(database, request.email, request.password);
  try {
    const { homeId, timeZone } = await database.transaction().execute(async (transaction) => {
      const homeId = await makeHome(services, transaction, request, password);
      // The last step: it cannot be taken back.
      const claimed = claim.tryClaim(request.code, isLocal(address));
      if (!claimed.ok) throw new ChangeRefused(refusalFor(claimed));
      await transaction.updateTable("home").set({ claimId: claimed.claimId }).where("homeId", "=", homeId).execute();
      return { homeId, timeZone: (await readSettings(transaction, homeId)).timeZone };
    });
    if (counted?.ok === true) await counted.succeeded();
    void Promise.allSettled([gateway?.order({ order: "setTimeZone", timeZone })]);
    household.cleanUp?.wake();
    return { ok: true, value: { homeId } };
  } catch (cause) {
    return refusalOf(cause);
  }
}

async function makeHome(
  { now, gateway }: Services,
  transaction: ServerTransaction,
  { name, email, homeName, timeZone, keepsData }: ClaimRequest,
  { isRight, hash }: JudgedPassword,
): Promise<string> {
  const at = now().toISOString();
  const former = await formerHome(transaction);
  const lockIds = former === null ? [] : await leaveFormer(transaction, former, keepsData);
  if (gateway !== null) {
    for (const lockId of lockIds) await oweRemoval(transaction, lockId, at);
    // Whoever had the gateway before opens no door by it any more.
    await oweNoBroker(transaction, at);
  }
  const kept = keepsData ? former : null;
  const homeId = kept ?? (await insertHome(transaction, homeName, at));
  if (timeZone !== undefined || kept === null) await writeTimeZone(transaction, homeId, timeZone ?? ownTimeZone());
  // Whoever belonged to the former home alone has no account any more.
  const known = await accountOf(transaction, email);
  if (known !== null && !isRight) throw new ChangeRefused(otherPassword);
  const accountId = known ?? (await insertAccount(transaction, { name, email, passwordHash: hash }, at));
  await insertMember(transaction, { homeId, accountId, role: "owner" }, at);
  await appendAudit(transaction, { homeId, accountId, action: "home.claim", subject: { keepsData } }, now());
  return homeId;
}

type ClaimRefusal = Exclude<ReturnType<ClaimPort["tryClaim"]>, { readonly ok: true }>;

const errorOf = {
  notLocal: "notLocal",
  alreadyClaimed: "alreadyClaimed",
  blocked: "blocked",
  malformed: "invalid",
  wrongCode: "wrongCredentials",
} as const satisfies Readonly<Record<ClaimRefusal["error"], ErrorWord>>;

function refusalFor({ error, sentence }: ClaimRefusal): RouteRefusal {
  return { ok: false, error: errorOf[error], sentence, field: "code" };
}

/** The home that the gateway's reset left without its claim; null: there is none yet. */
export async function formerHome(database: ServerDatabase): Promise<string | null> {
  const row = await database.selectFrom("home").select("homeId").orderBy("createdAt", "desc").executeTakeFirst();
  return row?.homeId ?? null;
}

/**
 * A claim was made, and its transaction not: nobody owns the gateway, whoever did before.
 * @param claimId null: of a claim that is older than ids.
 */
export async function hasNoOwner(database: ServerDatabase, claimId: string | null): Promise<boolean> {
  if (claimId !== null) {
    const home = await database.selectFrom("home").select("homeId").where("claimId", "=", claimId).executeTakeFirst();
    if (home === undefined) return true;
  }
  const row = await database
    .selectFrom("membership")
    .select("accountId")
    .where("role", "=", "owner")
    .executeTakeFirst();
  return row === undefined;
}

/** After a reset, until somebody claims: no session and no broker of before is of any use. */
export async function leaveUnclaimed({ database, gateway, household }: Services): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await transaction.deleteFrom("session").execute();
    if (gateway !== null) await oweNoBroker(transaction, household.now());
  });
  household.cleanUp?.wake();
}

/** @returns the locks that nobody wants any more. */
async function leaveFormer(
  transaction: ServerTransaction,
  homeId: string,
  keepsData: boolean,
): Promise<readonly string[]> {
  for (const { accountId } of await membersOf(transaction, homeId)) await forgetMember(transaction, homeId, accountId);
  // A webhook of the former owner would go on telling who comes and goes.
  const webhooks = transaction.selectFrom("webhook").select("webhookId").where("homeId", "=", homeId);
  await transaction.deleteFrom("webhookAttempt").where("webhookId", "in", webhooks).execute();
  for (const table of ["notifyQueue", "webhook", "invitation"] as const)
    await transaction.deleteFrom(table).where("homeId", "=", homeId).execute();
  if (keepsData) return [];
  const lockIds = await eraseHousehold(transaction, homeId);
  for (const table of ["lockWatch", "installationTick", "home"] as const)
    await transaction.deleteFrom(table).where("homeId", "=", homeId).execute();
  return lockIds;
}
