/**
 * Who gave the order behind a lock's record. The lock knows only that it was told to; the server knows which account told
 * it, and when. The record may come before the order's answer or after it, so both look for each other. Where a record
 * may be of two accounts, or there are more records than orders, nobody is named: better nobody than somebody else.
 */

import { randomUUID } from "node:crypto";
import { lockHappening, type LockRecord } from "@catenaccio/protocol";
import type { ServerDatabase } from "../database/tables.ts";
import type { LockRecordTable, RemoteOrderTable } from "./schema.ts";
import { readLockReport } from "./wanted-status.ts";

/** A lock's clock tells whole seconds, and is not quite ours. */
const clocksApartMs = 2000;
/** No record of an order that is older is still on its way; an hour, because a lock may be away meanwhile. */
const keptMs = 3_600_000;

type NewOrder = Pick<RemoteOrderTable, "lockId" | "accountId" | "operation" | "orderedAt" | "endsAt">;

/** @returns its id. */
export async function beginOrder(transaction: ServerDatabase, order: NewOrder): Promise<string> {
  const orderId = randomUUID();
  await transaction
    .insertInto("remoteOrder")
    .values({ ...order, orderId, outcome: "pending" })
    .execute();
  return orderId;
}

/** One that failed may have been carried out all the same: it goes on standing in the way of a wrong name. */
export async function endOrder(
  transaction: ServerDatabase,
  { orderId, isDone, at }: { readonly orderId: string; readonly isDone: boolean; readonly at: string },
): Promise<void> {
  const order = await transaction
    .updateTable("remoteOrder")
    .set({ outcome: isDone ? "done" : "failed", endsAt: at })
    .where("orderId", "=", orderId)
    .returning("lockId")
    .executeTakeFirst();
  if (order !== undefined) await nameAccounts(transaction, order.lockId);
}

/** For a record that is new. */
export async function findOrderOf(transaction: ServerDatabase, { lockId, happening }: LockRecord): Promise<void> {
  if (happening.event === "lockOperation" && happening.source === "remote") await nameAccounts(transaction, lockId);
}

export async function forgetOrders(database: ServerDatabase, now: Date): Promise<void> {
  const before = new Date(now.getTime() - keptMs).toISOString();
  await database.deleteFrom("remoteOrder").where("endsAt", "<", before).execute();
}

async function nameAccounts(transaction: ServerDatabase, lockId: string): Promise<void> {
  const orders = await transaction.selectFrom("remoteOrder").selectAll().where("lockId", "=", lockId).execute();
  if (orders.length === 0) return;
  const [first = ""] = orders.map(({ orderedAt }) => orderedAt).toSorted();
  const rows = await transaction
    .selectFrom("lockRecord")
    .selectAll()
    .where("lockId", "=", lockId)
    .where("heardAt", ">=", first)
    .execute();
  const fabric = await ownFabric(transaction, lockId);
  const records = rows.flatMap((row) => {
    const operation = remoteOperationOf(row, fabric);
    const own = operation === null ? [] : orders.filter((order) => isOf(row, operation, order));
    return own.length === 0 ? [] : [{ row, own }];
  });
  for (const { row, own } of records) {
    const rivals = records.filter((other) => other.own.some((order) => own.includes(order)));
    const accountId = accountOf(own, rivals.length);
    if (accountId !== row.accountId) await nameAccount(transaction, row, accountId);
  }
}

/** null: nobody's order, or not of our own fabric. */
function remoteOperationOf({ happening: text }: LockRecordTable, fabric: number | null): "lock" | "unlock" | null {
  const happening = lockHappening.parse(JSON.parse(text));
  if (happening.event !== "lockOperation" || happening.source !== "remote") return null;
  const { operation, origin } = happening;
  if (origin !== undefined && fabric !== null && origin.fabric !== fabric) return null;
  if (operation === "lock") return "lock";
  return operation === "unlock" || operation === "unlatch" ? "unlock" : null;
}

function isOf(row: LockRecordTable, operation: "lock" | "unlock", order: RemoteOrderTable): boolean {
  if (order.operation !== operation || Date.parse(row.heardAt) < Date.parse(order.orderedAt)) return false;
  const atMs = Date.parse(row.at);
  return atMs >= Date.parse(order.orderedAt) - clocksApartMs && atMs <= Date.parse(order.endsAt) + clocksApartMs;
}

function accountOf(orders: readonly RemoteOrderTable[], records: number): string | null {
  const [one, ...others] = new Set(orders.map(({ accountId }) => accountId));
  const done = orders.filter(({ outcome }) => outcome === "done").length;
  return others.length > 0 || one === undefined || records > done ? null : one;
}

async function nameAccount(transaction: ServerDatabase, row: LockRecordTable, accountId: string | null): Promise<void> {
  const person = await transaction
    .selectFrom("person")
    .innerJoin("lock", "lock.homeId", "person.homeId")
    .select("person.personId")
    .where("lock.lockId", "=", row.lockId)
    .where("person.accountId", "=", accountId ?? row.accountId)
    .executeTakeFirst();
  const named = accountId === null ? null : (person?.personId ?? null);
  // Whom the lock itself named stays.
  const isByUs = row.personId === null || row.personId === person?.personId;
  await transaction
    .updateTable("lockRecord")
    .set({ accountId, ...(isByUs && { personId: named }) })
    .where("lockId", "=", row.lockId)
    .where("numbering", "=", row.numbering)
    .where("number", "=", row.number)
    .execute();
}

/** null: not known. */
async function ownFabric(transaction: ServerDatabase, lockId: string): Promise<number | null> {
  const lock = await transaction.selectFrom("lock").selectAll().where("lockId", "=", lockId).executeTakeFirst();
  return (lock === undefined ? null : readLockReport(lock))?.fabric ?? null;
}
