/**
 * The audit of a home as a chain: each line holds the hash of the one before, so that a line which is changed, left out
 * or put in shows. Retention cuts off the oldest lines and keeps the hash of the last of them.
 */

import { createHash } from "node:crypto";
import type { ServerDatabase } from "../database/tables.ts";
import type { AuditLineTable } from "./audit-tables.ts";

export interface AuditEntry {
  readonly homeId: string;
  readonly accountId: string | null;
  /** `person.add`, `lock.unlock`, … */
  readonly action: string;
  readonly subject: Readonly<Record<string, string | number | boolean | null>>;
}

export type AuditVerdict =
  | { readonly isWhole: true; readonly lines: number }
  /** `number`: the first line that does not fit. */
  | { readonly isWhole: false; readonly number: number };

interface Link {
  readonly number: number;
  readonly hash: string;
}

const start: Link = { number: 0, hash: "" };
const pageLines = 1000;

/** @param transaction the one of the change that it is about: both are there, or neither. */
export async function appendAudit(transaction: ServerDatabase, entry: AuditEntry, at: Date): Promise<void> {
  const { homeId, accountId, action } = entry;
  const { number, hash: previous } = await nextLink(transaction, homeId);
  const subject = JSON.stringify(entry.subject);
  const line = { homeId, number, at: at.toISOString(), accountId, action, subject, previous };
  const hash = hashOf(line);
  await transaction
    .insertInto("auditLine")
    .values({ ...line, hash })
    .execute();
  await transaction.updateTable("auditHead").set({ hash }).where("homeId", "=", homeId).execute();
}

/**
 * Reads the whole chain of a home. It finds what was changed past the server; whoever can write to the database and
 * computes the whole chain anew stays hidden, unless an older hash was kept elsewhere.
 */
export async function verifyAudit(database: ServerDatabase, homeId: string): Promise<AuditVerdict> {
  // In one transaction, or a line that is appended meanwhile would look like one that was put in.
  return await database.transaction().execute(async (transaction) => {
    const anchor = await linkIn(transaction, "auditAnchor", homeId);
    const head = await linkIn(transaction, "auditHead", homeId);
    let last = anchor;
    for await (const line of linesOf(transaction, homeId)) {
      if (!follows(line, last)) return { isWhole: false, number: last.number + 1 };
      last = line;
    }
    const isComplete = last.number === head.number && last.hash === head.hash;
    return isComplete
      ? { isWhole: true, lines: last.number - anchor.number }
      : { isWhole: false, number: last.number + 1 };
  });
}

/**
 * Lets go of the lines before a moment, up to the first that is not: a clock that was wrong once must not take newer
 * lines along.
 */
export async function cutAudit(database: ServerDatabase, homeId: string, before: Date): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const last = await lastBefore(transaction, homeId, before.toISOString());
    if (last === undefined) return;
    await transaction
      .insertInto("auditAnchor")
      .values({ homeId, ...last })
      .onConflict((conflict) => conflict.column("homeId").doUpdateSet(last))
      .execute();
    await transaction.deleteFrom("auditLine").where("homeId", "=", homeId).where("number", "<=", last.number).execute();
  });
}

/** The newest first. @param before a line's number; null: from the newest on. */
export async function readAudit(
  database: ServerDatabase,
  homeId: string,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<readonly AuditLineTable[]> {
  return await database
    .selectFrom("auditLine")
    .selectAll()
    .where("homeId", "=", homeId)
    .$if(before !== null, (query) => query.where("number", "<", before ?? 0))
    .orderBy("number", "desc")
    .limit(limit)
    .execute();
}

function follows(line: AuditLineTable, last: Link): boolean {
  const { hash, ...content } = line;
  return line.number === last.number + 1 && line.previous === last.hash && hash === hashOf(content);
}

/** Counts before it reads, so that of two transactions at once the second waits for the first. */
async function nextLink(transaction: ServerDatabase, homeId: string): Promise<Link> {
  const counted = await transaction
    .updateTable("auditHead")
    .set(({ eb }) => ({ number: eb("number", "+", 1) }))
    .where("homeId", "=", homeId)
    .returning(["number", "hash"])
    .executeTakeFirst();
  if (counted !== undefined) return counted;
  const first = { number: start.number + 1, hash: start.hash };
  await transaction
    .insertInto("auditHead")
    .values({ homeId, ...first })
    .execute();
  return first;
}

async function* linesOf(database: ServerDatabase, homeId: string): AsyncGenerator<AuditLineTable> {
  const ofHome = database.selectFrom("auditLine").selectAll().where("homeId", "=", homeId).orderBy("number");
  let page = await ofHome.limit(pageLines).execute();
  while (page.length > 0) {
    yield* page;
    page = await ofHome
      .where("number", ">", page.at(-1)?.number ?? 0)
      .limit(pageLines)
      .execute();
  }
}

async function lastBefore(database: ServerDatabase, homeId: string, before: string): Promise<Link | undefined> {
  const ofHome = database.selectFrom("auditLine").select(["number", "hash"]).where("homeId", "=", homeId);
  const first = await ofHome.where("at", ">=", before).orderBy("number").limit(1).executeTakeFirst();
  return await ofHome
    .$if(first !== undefined, (query) => query.where("number", "<", first?.number ?? 0))
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
}

async function linkIn(database: ServerDatabase, table: "auditAnchor" | "auditHead", homeId: string): Promise<Link> {
  const link = await database
    .selectFrom(table)
    .select(["number", "hash"])
    .where("homeId", "=", homeId)
    .executeTakeFirst();
  return link ?? start;
}

function hashOf(line: Omit<AuditLineTable, "hash">): string {
  const { homeId, number, at, accountId, action, subject, previous } = line;
  return createHash("sha256")
    .update(JSON.stringify([homeId, number, at, accountId, action, subject, previous]))
    .digest("base64url");
}
