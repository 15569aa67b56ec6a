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

/** With its times as numbers: an order of a busy door is held against each of its records. */
interface Order extends RemoteOrderTable {
  readonly orderedMs: number;
  readonly endsMs: number;
}

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
    .returningAll()
    .executeTakeFirst();
  if (order !== undefined) await nameRecordsOf(transaction, [withTimes(order)]);
}

/** For a record that is new. */
export async function findOrderOf(
  transaction: ServerDatabase,
  { lockId, numbering, number, happening }: LockRecord,
): Promise<void> {
  if (happening.event !== "lockOperation" || happening.source !== "remote") return;
  const row = await transaction
    .selectFrom("lockRecord")
    .selectAll()
    .where("lockId", "=", lockId)
    .where("numbering", "=", numbering)
    .where("number", "=", number)
    .executeTakeFirstOrThrow();
  const record = remoteRecordOf(row, await ownFabric(transaction, lockId));
  if (record === null) return;
  const orders = await ordersAround(transaction, lockId, record);
  await nameRecordsOf(
    transaction,
    orders.filter((order) => isOf(record, order)),
  );
}

export async function forgetOrders(database: ServerDatabase, now: Date): Promise<void> {
  const before = new Date(now.getTime() - keptMs).toISOString();
  await database.deleteFrom("remoteOrder").where("endsAt", "<", before).execute();
}

/** Names anew whatever may be of one of the orders: of one lock, where something has changed. */
async function nameRecordsOf(transaction: ServerDatabase, changed: readonly Order[]): Promise<void> {
  const [first] = changed;
  if (first === undefined) return;
  const { lockId } = first;
  const fabric = await ownFabric(transaction, lockId);
  const concerned = (await recordsSince(transaction, changed, fabric)).filter((record) =>
    changed.some((order) => isOf(record, order)),
  );
  if (concerned.length === 0) return;
  const orders = await ordersAround(transaction, lockId, {
    fromMs: Math.min(...concerned.map(({ fromMs }) => fromMs)),
    toMs: Math.max(...concerned.map(({ toMs }) => toMs)),
  });
  const records = await recordsSince(transaction, orders, fabric);
  for (const record of concerned) {
    const own = orders.filter((order) => isOf(record, order));
    const rivals = records.filter((other) => own.some((order) => isOf(other, order)));
    const accountId = accountOf(own, rivals.length);
    if (accountId !== record.row.accountId) await nameAccount(transaction, record.row, accountId);
  }
}

/** By our own clock, that of the orders: when the order was given and ended, at the earliest and the latest. */
interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

interface RemoteRecord extends Span {
  readonly heardMs: number;
  readonly row: LockRecordTable;
  readonly operation: "lock" | "unlock";
}

async function ordersAround(
  transaction: ServerDatabase,
  lockId: string,
  { fromMs, toMs }: Span,
): Promise<readonly Order[]> {
  const orders = await transaction
    .selectFrom("remoteOrder")
    .selectAll()
    .where("lockId", "=", lockId)
    .where("orderedAt", "<=", new Date(toMs).toISOString())
    .where("endsAt", ">=", new Date(fromMs).toISOString())
    .execute();
  return orders.map(withTimes);
}

function withTimes(order: RemoteOrderTable): Order {
  return { ...order, orderedMs: Date.parse(order.orderedAt), endsMs: Date.parse(order.endsAt) };
}

/** What was heard since the first of the orders. */
async function recordsSince(
  transaction: ServerDatabase,
  orders: readonly Order[],
  fabric: number | null,
): Promise<readonly RemoteRecord[]> {
  const [first] = orders.toSorted((one, other) => one.orderedMs - other.orderedMs);
  if (first === undefined) return [];
  const rows = await transaction
    .selectFrom("lockRecord")
    .selectAll()
    .where("lockId", "=", first.lockId)
    .where("heardAt", ">=", first.orderedAt)
    .execute();
  return rows.flatMap((row) => remoteRecordOf(row, fabric) ?? []);
}

/** null: nobody's order, or not of our own fabric. */
function remoteRecordOf(row: LockRecordTable, fabric: number | null): RemoteRecord | null {
  const happening = lockHappening.parse(JSON.parse(row.happening));
  if (happening.event !== "lockOperation" || happening.source !== "remote") return null;
  const { operation, origin } = happening;
  if (origin !== undefined && fabric !== null && origin.fabric !== fabric) return null;
  if (operation === "nonAccessUserEvent" || operation === "forcedUserEvent") return null;
  const atMs = Date.parse(row.at);
  return {
    row,
    operation: operation === "lock" ? "lock" : "unlock",
    heardMs: Date.parse(row.heardAt),
    fromMs: atMs - clocksApartMs,
    toMs: atMs + clocksApartMs,
  };
}

function isOf({ operation, heardMs, fromMs, toMs }: RemoteRecord, order: Order): boolean {
  const { orderedMs, endsMs } = order;
  return order.operation === operation && heardMs >= orderedMs && orderedMs <= toMs && endsMs >= fromMs;
}

function accountOf(orders: readonly Order[], records: number): string | null {
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
