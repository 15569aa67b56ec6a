/** A lock as care sees it, looked up within its home: another home's id is as good as none. */

import { lockHappening, lockReport, type LockRecord, type LockReport } from "@catenaccio/protocol";
import type { ServerDatabase } from "../database/tables.ts";

export interface LockInHome {
  readonly lockId: string;
  readonly addedAt: string;
  readonly report: LockReport | null;
}

export async function findLock(database: ServerDatabase, homeId: string, lockId: string): Promise<LockInHome | null> {
  const row = await locksQuery(database, homeId).where("lockId", "=", lockId).executeTakeFirst();
  return row === undefined ? null : { ...row, report: readReport(row.report) };
}

export async function locksOfHome(database: ServerDatabase, homeId: string): Promise<readonly LockInHome[]> {
  const rows = await locksQuery(database, homeId).orderBy("addedAt").execute();
  return rows.map((row) => ({ ...row, report: readReport(row.report) }));
}

/** Of every home. */
export async function allLocks(
  database: ServerDatabase,
): Promise<readonly (LockInHome & { readonly homeId: string })[]> {
  const rows = await addedLocks(database).select("homeId").execute();
  return rows.map((row) => ({ ...row, report: readReport(row.report) }));
}

/** Newest first. */
export async function lastRecords(
  database: ServerDatabase,
  lockId: string,
  count: number,
): Promise<readonly LockRecord[]> {
  const rows = await database
    .selectFrom("lockRecord")
    .select(["lockId", "numbering", "number", "time", "heardAt", "personId", "happening"])
    .where("lockId", "=", lockId)
    .orderBy("at", "desc")
    .orderBy("number", "desc")
    .limit(count)
    .execute();
  return rows.map((row) => ({
    ...row,
    number: Number(row.number),
    happening: lockHappening.parse(JSON.parse(row.happening)),
  }));
}

function locksQuery(database: ServerDatabase, homeId: string) {
  return addedLocks(database).where("homeId", "=", homeId);
}

function addedLocks(database: ServerDatabase) {
  return database
    .selectFrom("lock")
    .select(["lockId", "addedAt", "report"])
    .where("state", "=", "added")
    .where("removedAt", "is", null);
}

function readReport(json: string | null): LockReport | null {
  return json === null ? null : lockReport.parse(JSON.parse(json));
}
