/**
 * What happened at the locks, as it comes in: once, whatever the gateway repeats, and in the database for good before the
 * gateway may forget it.
 */

import { randomUUID } from "node:crypto";
import type { LockHappening, LockRecord } from "@catenaccio/protocol";
import type { HistoryKind } from "@catenaccio/protocol/api";
import type { ServerDatabase } from "../database/tables.ts";
import type { Household } from "./household.ts";
import { findOrderOf } from "./remote-orders.ts";
import { raiseRevisions } from "./wanted-store.ts";

/** Resolves after the commit. */
export async function ingestRecord(household: Household, record: LockRecord): Promise<void> {
  const { lockId, number, happening } = record;
  const news = await household.database.transaction().execute(async (transaction) => {
    if (!(await insertRecord(transaction, record))) return null;
    const lock = await transaction.selectFrom("lock").select("homeId").where("lockId", "=", lockId).executeTakeFirst();
    // Of a lock that is not known yet, or not any more: kept, and shown when it is.
    if (lock === undefined) return null;
    const { homeId } = lock;
    await findOrderOf(transaction, record);
    if (happening.event === "alarm") await insertAlarm(transaction, { homeId, record, code: happening.code });
    const isSpent = await spendOneTimeAccess(transaction, record);
    if (isSpent) await raiseRevisions(transaction, [lockId]);
    await household.audit(
      transaction,
      { homeId, accountId: null },
      { action: "lock.record", subject: auditOf(record) },
    );
    await household.ports.recordArrived(transaction, record);
    return { homeId, isSpent };
  });
  if (news === null) return;
  if (news.isSpent) household.wanted?.send([lockId]);
  // Whoever forces somebody to open may look at their app: duress reaches those who may know by push alone.
  if (isDuress(happening)) return;
  household.ports.publish(news.homeId, { type: "record", lockId, number });
  if (happening.event === "alarm") household.ports.publish(news.homeId, { type: "alarm", lockId });
}

function isDuress(happening: LockHappening): boolean {
  return (
    (happening.event === "alarm" && happening.code === "forcedUser") ||
    (happening.event === "lockOperation" && happening.operation === "forcedUserEvent")
  );
}

function kindOf(happening: LockHappening): HistoryKind {
  switch (happening.event) {
    case "lockOperation":
      if (happening.operation === "lock") return "locked";
      return happening.operation === "nonAccessUserEvent" ? "other" : "opened";
    case "lockOperationError":
      return "refused";
    case "alarm":
      return "alarm";
    case "userChange":
      return "people";
    case "setting":
      return "settings";
    case "power":
      return "power";
    case "pairing":
    case "fault":
    case "gap":
      return "other";
    default:
      return happening satisfies never;
  }
}

/** @returns whether it is new. */
async function insertRecord(transaction: ServerDatabase, record: LockRecord): Promise<boolean> {
  const { lockId, numbering, number, time, heardAt, personId, happening } = record;
  const inserted = await transaction
    .insertInto("lockRecord")
    .values({
      lockId,
      numbering,
      number,
      at: new Date(time ?? heardAt).toISOString(),
      time,
      heardAt,
      personId,
      accountId: null,
      kind: kindOf(happening),
      happening: JSON.stringify(happening),
    })
    .onConflict((conflict) => conflict.columns(["lockId", "numbering", "number"]).doNothing())
    .executeTakeFirst();
  return (inserted.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

interface NewAlarm {
  readonly homeId: string;
  readonly record: LockRecord;
  readonly code: string;
}

async function insertAlarm(transaction: ServerDatabase, { homeId, record, code }: NewAlarm): Promise<void> {
  const at = new Date(record.time ?? record.heardAt).toISOString();
  await transaction
    .insertInto("lockAlarm")
    .values({
      alarmId: randomUUID(),
      homeId,
      lockId: record.lockId,
      code,
      at,
      acknowledgedAt: null,
      acknowledgedBy: null,
    })
    .execute();
}

/**
 * The lock's clock may be slow: whatever is heard of after the access was given uses it up, and one that was given anew
 * meanwhile rather once too early than not at all.
 *
 * @returns whether it is used up now.
 */
async function spendOneTimeAccess(transaction: ServerDatabase, record: LockRecord): Promise<boolean> {
  const { lockId, personId, happening, heardAt, time } = record;
  const isOpening = happening.event === "lockOperation" && kindOf(happening) === "opened";
  if (!isOpening || personId === null) return false;
  const at = new Date(time ?? heardAt).toISOString();
  const spent = await transaction
    .updateTable("lockAccess")
    .set({ usedAt: at })
    .where("personId", "=", personId)
    .where("lockId", "=", lockId)
    .where("type", "=", "oneTime")
    .where("usedAt", "is", null)
    .where("changedAt", "<=", new Date(heardAt).toISOString())
    .executeTakeFirst();
  return spent.numUpdatedRows > 0n;
}

function auditOf({
  lockId,
  numbering,
  number,
  personId,
  happening,
}: LockRecord): Record<string, string | number | null> {
  return { lockId, numbering, number, personId, kind: kindOf(happening), event: happening.event };
}
