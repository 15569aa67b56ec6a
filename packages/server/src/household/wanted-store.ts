/** The wanted documents in the database: which revision counts, what it holds, and when a secret may be forgotten. */

import type { WantedLock, WantedStatus } from "@catenaccio/protocol";
import type { ServerDatabase } from "../database/tables.ts";
import type { LockTable } from "./schema.ts";
import { composeWanted } from "./wanted-document.ts";
import { credentialStatus, standingOf, type LockStanding } from "./wanted-status.ts";

/** In the transaction of the change itself, so that no change stands under an old revision. */
export async function raiseRevisions(database: ServerDatabase, lockIds: readonly string[]): Promise<void> {
  if (lockIds.length === 0) return;
  await database
    .updateTable("lock")
    .set((eb) => ({ wantedRevision: eb("wantedRevision", "+", 1) }))
    .where("lockId", "in", lockIds)
    .execute();
}

export async function locksOfPerson(database: ServerDatabase, personId: string): Promise<readonly string[]> {
  const rows = await database.selectFrom("lockAccess").select("lockId").where("personId", "=", personId).execute();
  return rows.map(({ lockId }) => lockId);
}

/** @returns null: the lock is not with the gateway. */
export async function readWanted(database: ServerDatabase, lockId: string): Promise<WantedLock | null> {
  return await database.transaction().execute(async (transaction) => {
    const lock = await transaction
      .selectFrom("lock")
      .select("wantedRevision")
      .where("lockId", "=", lockId)
      .where("state", "=", "added")
      .where("removedAt", "is", null)
      .executeTakeFirst();
    if (lock === undefined) return null;
    const access = await transaction
      .selectFrom("lockAccess")
      .innerJoin("personName", "personName.personId", "lockAccess.personId")
      .selectAll("lockAccess")
      .select("personName.name")
      .where("lockId", "=", lockId)
      .execute();
    const credentials = await transaction
      .selectFrom("credential")
      .selectAll()
      .where("personId", "in", (eb) => eb.selectFrom("lockAccess").select("personId").where("lockId", "=", lockId))
      .execute();
    return composeWanted({ lockId, revision: lock.wantedRevision, access, credentials });
  });
}

export async function locksWithGateway(database: ServerDatabase): Promise<readonly LockTable[]> {
  return await database
    .selectFrom("lock")
    .selectAll()
    .where("state", "=", "added")
    .where("removedAt", "is", null)
    .execute();
}

/**
 * Takes out of the database what was sealed, once every lock that should have it has said so. The documents change with
 * it, so that the gateway forgets too.
 *
 * @returns the locks whose documents changed.
 */
export async function forgetConfirmedSecrets(database: ServerDatabase, homeId: string): Promise<readonly string[]> {
  const setting = await database.selectFrom("homeSetting").selectAll().where("homeId", "=", homeId).executeTakeFirst();
  if (setting?.keepsSealedPins === 1) return [];
  const standings = await readStandings(database, homeId);
  const kept = await database
    .selectFrom("credential")
    .innerJoin("lockAccess", "lockAccess.personId", "credential.personId")
    .select(["credential.credentialId", "credential.personId", "lockAccess.lockId"])
    .where("credential.sealed", "is not", null)
    .where("lockAccess.lockId", "in", [...standings.keys()])
    .execute();
  const forgotten = [...Map.groupBy(kept, ({ credentialId }) => credentialId)].filter(([, places]) => {
    const statuses = places.map((place) => statusAt(standings.get(place.lockId), place));
    // What no lock has is kept: forgotten, it would look as if giving it again could help.
    return statuses.every(isSettled) && statuses.some((status) => status?.status === "confirmed");
  });
  if (forgotten.length === 0) return [];
  const changed = [...new Set(forgotten.flatMap(([, places]) => places.map((place) => place.lockId)))];
  await database
    .updateTable("credential")
    .set({ sealed: null, tag: null })
    .where(
      "credentialId",
      "in",
      forgotten.map(([credentialId]) => credentialId),
    )
    .execute();
  await raiseRevisions(database, changed);
  return changed;
}

export async function readStandings(
  database: ServerDatabase,
  homeId: string,
): Promise<ReadonlyMap<string, LockStanding>> {
  const locks = await database
    .selectFrom("lock")
    .selectAll()
    .where("homeId", "=", homeId)
    .where("removedAt", "is", null)
    .orderBy("addedAt")
    .orderBy("lockId")
    .execute();
  return new Map(locks.map((lock) => [lock.lockId, standingOf(lock)]));
}

interface Place {
  readonly personId: string;
  readonly credentialId: string;
}

function statusAt(standing: LockStanding | undefined, { personId, credentialId }: Place): WantedStatus | null {
  return standing === undefined ? null : credentialStatus(standing, personId, credentialId);
}

/** A lock that cannot hold it at all waits for nothing. */
function isSettled(status: WantedStatus | null): boolean {
  return status?.status === "confirmed" || (status?.status === "refused" && status.reason === "notSupported");
}
