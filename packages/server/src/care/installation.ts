/**
 * How far the installation of a lock is. Before the lock is added there is one list for the home; once it is, the list
 * is the lock's, and goes on where that of the home was.
 */

import type { InstallationState, Language } from "@catenaccio/protocol/api";
import { appendAudit } from "../audit/audit.ts";
import type { ServerDatabase } from "../database/tables.ts";
import { refuse, type Outcome } from "../notify/refusal.ts";
import { unknownLock, type Care, type CareActor } from "./care.ts";
import { careTextOf } from "./care-text.ts";
import {
  installationStepIds,
  installationSteps,
  isInstallationStep,
  type InstallationStep,
} from "./installation-steps.ts";
import { findLock } from "./lock-in-home.ts";

const beforeAdding = "";

export async function readInstallation(
  { database }: Pick<Care, "database">,
  which: { readonly homeId: string; readonly lockId: string | null },
  language: Language,
): Promise<Outcome<InstallationState>> {
  const { homeId, lockId } = which;
  if (lockId !== null && (await findLock(database, homeId, lockId)) === null) return unknownLock;
  const ticks = await ticksOf(database, homeId, lockId);
  const opened = lockId === null ? new Map<string, string>() : await firstOpenings(database, lockId);
  const items = installationStepIds.map((step) => {
    const { details, confirmedBySource }: InstallationStep = installationSteps[step];
    const doneAt = (confirmedBySource === null ? ticks.get(step) : opened.get(confirmedBySource)) ?? null;
    return {
      step,
      title: careTextOf(`install.${step}`, language),
      details: details.map((detail) => careTextOf(detail, language)),
      confirmedBy: confirmedBySource === null ? ("person" as const) : ("lock" as const),
      isDone: doneAt !== null,
      doneAt,
    };
  });
  return { ok: true, value: { lockId, isComplete: items.every(({ isDone }) => isDone), items } };
}

export async function tickStep(
  care: Care,
  { homeId, accountId }: CareActor,
  tick: { readonly lockId: string | null; readonly step: string; readonly isDone: boolean },
): Promise<Outcome<null>> {
  const { lockId, step, isDone } = tick;
  if (!isInstallationStep(step)) return refuse("notFound", "There is no such step of the installation.");
  if (installationSteps[step].confirmedBySource !== null)
    return refuse("invalid", "The lock ticks this off by itself, when it is opened that way.");
  const at = care.now();
  return await care.database.transaction().execute(async (transaction) => {
    if (lockId !== null && (await findLock(transaction, homeId, lockId)) === null) return unknownLock;
    const place = { homeId, lockId: lockId ?? beforeAdding, step };
    await transaction
      .deleteFrom("installationTick")
      .where("homeId", "=", homeId)
      .where("lockId", "in", isDone ? [place.lockId] : [place.lockId, beforeAdding])
      .where("step", "=", step)
      .execute();
    if (isDone)
      await transaction
        .insertInto("installationTick")
        .values({ ...place, doneAt: at.toISOString(), doneBy: accountId })
        .execute();
    const subject = { lockId, step, isDone };
    await appendAudit(transaction, { homeId, accountId, action: "installation.change", subject }, at);
    return { ok: true, value: null };
  });
}

async function ticksOf(
  database: ServerDatabase,
  homeId: string,
  lockId: string | null,
): Promise<ReadonlyMap<string, string>> {
  const rows = await database
    .selectFrom("installationTick")
    .select(["step", "doneAt"])
    .where("homeId", "=", homeId)
    .where("lockId", "in", lockId === null ? [beforeAdding] : [beforeAdding, lockId])
    .orderBy("lockId")
    .execute();
  return new Map(rows.map(({ step, doneAt }) => [step, doneAt]));
}

/** When each way in worked for the first time. */
async function firstOpenings(database: ServerDatabase, lockId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await database
    .selectFrom("lockRecord")
    .select(["happening", "at"])
    .where("lockId", "=", lockId)
    .where("kind", "=", "opened")
    .orderBy("at")
    .limit(openingsLookedAt)
    .execute();
  const first = new Map<string, string>();
  for (const { happening, at } of rows) {
    const { source } = JSON.parse(happening) as { readonly source?: string };
    if (source !== undefined && !first.has(source)) first.set(source, at);
  }
  return first;
}

/** Those of the first days; later ones add nothing. */
const openingsLookedAt = 1000;
