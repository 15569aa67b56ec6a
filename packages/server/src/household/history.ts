/** The history as people read it: filtered, in pages from the newest on, and as a table for a spreadsheet. */

import { lockHappening, type LockHappening } from "@catenaccio/protocol";
import type { HistoryEntry, HistoryPage, HistoryQuery, Language, WhyRefused } from "@catenaccio/protocol/api";
import { sql } from "kysely";
import type { ServerDatabase } from "../database/tables.ts";
import { toCsv } from "./csv.ts";
import { refuse, type Actor, type Household, type Result } from "./household.ts";
import { localTimeOf } from "./local-time.ts";
import { explainRefusal } from "./refusal.ts";
import type { LockRecordTable } from "./schema.ts";
import { readSettings } from "./settings.ts";

/** A table with more rows than that is asked for by dates. */
const csvRowsMax = 100_000;

export interface HistoryRequest {
  readonly query: HistoryQuery;
  readonly cursor: string | null;
  readonly limit: number;
}

export async function readHistory(
  database: ServerDatabase,
  homeId: string,
  { query, cursor, limit }: HistoryRequest,
): Promise<Result<HistoryPage>> {
  const from = cursor === null ? null : readCursor(cursor);
  if (cursor !== null && from === null) return refuse("invalid", "This is no place in the history.");
  const rows = await selectRecords(database, homeId, query)
    .$if(from !== null, (builder) => {
      const { at, lockId, numbering, number } = from ?? firstPlace;
      return builder.where((eb) =>
        eb(
          eb.refTuple("lockRecord.at", "lockRecord.lockId", "lockRecord.numbering", "lockRecord.number"),
          "<",
          eb.tuple(at, lockId, numbering, number),
        ),
      );
    })
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    ok: true,
    value: {
      entries: shown.map(entryOf),
      cursor: rows.length > limit && last !== undefined ? writeCursor(last) : null,
    },
  };
}

/** RFC 4180. Each time is there in UTC and as it was on the wall at home. */
export async function exportHistory(
  database: ServerDatabase,
  homeId: string,
  query: HistoryQuery,
): Promise<Result<string>> {
  const rows = await selectRecords(database, homeId, query)
    .limit(csvRowsMax + 1)
    .execute();
  if (rows.length > csvRowsMax)
    return refuse("tooMany", `A table has at most ${csvRowsMax} rows: ask for fewer days at once.`);
  const { timeZone } = await readSettings(database, homeId);
  const header = ["time (UTC)", `local time (${timeZone})`, "lock", "person", "kind", "event", "how", "details"];
  return { ok: true, value: toCsv([header, ...rows.map(entryOf).map((entry) => csvRow(entry, timeZone))]) };
}

export interface RecordPlace {
  readonly lockId: string;
  readonly numbering: "log" | "matter";
  readonly number: number;
}

export async function whyRefused(
  household: Household,
  actor: Actor,
  { language, ...place }: RecordPlace & { readonly language: Language },
): Promise<Result<WhyRefused>> {
  const row = await selectRecords(household.database, actor.homeId, { lockId: place.lockId })
    .where("lockRecord.numbering", "=", place.numbering)
    .where("lockRecord.number", "=", place.number)
    .executeTakeFirst();
  if (row === undefined) return refuse("notFound", "There is no such record.");
  const happening = happeningOf(row);
  return happening.event === "lockOperationError"
    ? { ok: true, value: explainRefusal(happening, language) }
    : refuse("invalid", "Nothing was refused there.");
}

/** All of it, the newest first. */
export async function historyOfPerson(
  database: ServerDatabase,
  homeId: string,
  personId: string,
): Promise<readonly HistoryEntry[]> {
  return (await selectRecords(database, homeId, { personId }).execute()).map(entryOf);
}

function selectRecords(database: ServerDatabase, homeId: string, query: HistoryQuery) {
  const { personId, lockId, kind, from, to, text } = query;
  return (
    database
      .selectFrom("lockRecord")
      .innerJoin("lock", "lock.lockId", "lockRecord.lockId")
      .leftJoin("personName", "personName.personId", "lockRecord.personId")
      // Whoever has left the home has no name in its history any more.
      .leftJoin("membership", (join) =>
        join
          .onRef("membership.accountId", "=", "lockRecord.accountId")
          .onRef("membership.homeId", "=", "lock.homeId")
          .on("lockRecord.personId", "is", null),
      )
      .leftJoin("user", "user.id", "membership.accountId")
      .selectAll("lockRecord")
      .select(["lock.name as lockName", "personName.name as personName", "user.name as accountName"])
      .where("lock.homeId", "=", homeId)
      .$if(personId !== undefined, (builder) => builder.where("lockRecord.personId", "=", personId ?? null))
      .$if(lockId !== undefined, (builder) => builder.where("lockRecord.lockId", "=", lockId ?? ""))
      .$if(kind !== undefined, (builder) => builder.where("lockRecord.kind", "=", kind ?? "other"))
      .$if(from !== undefined, (builder) => builder.where("lockRecord.at", ">=", asStored(from)))
      .$if(to !== undefined, (builder) => builder.where("lockRecord.at", "<", asStored(to)))
      .$if(text !== undefined, (builder) => {
        const pattern = `%${(text ?? "").toLowerCase().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
        return builder.where((eb) =>
          eb.or(
            (["personName.name", "user.name", "lock.name", "lockRecord.happening"] as const).map(
              (column) => sql<boolean>`lower(${eb.ref(column)}) like ${pattern} escape '\\'`,
            ),
          ),
        );
      })
      .orderBy("lockRecord.at", "desc")
      .orderBy("lockRecord.lockId", "desc")
      .orderBy("lockRecord.numbering", "desc")
      .orderBy("lockRecord.number", "desc")
  );
}

function asStored(instant: string | undefined): string {
  return new Date(instant ?? 0).toISOString();
}

interface RecordRow extends LockRecordTable {
  readonly lockName: string;
  readonly personName: string | null;
  readonly accountName: string | null;
}

function entryOf(row: RecordRow): HistoryEntry {
  const { lockId, numbering, number, time, heardAt, personId, kind, at, lockName } = row;
  const happening = happeningOf(row);
  return {
    record: { lockId, numbering, number: Number(number), time, heardAt, personId, happening },
    kind,
    at,
    lockName,
    personName: row.personName ?? row.accountName,
  };
}

function happeningOf({ happening }: Pick<LockRecordTable, "happening">): LockHappening {
  return lockHappening.parse(JSON.parse(happening));
}

function csvRow({ record, kind, at, lockName, personName }: HistoryEntry, timeZone: string): readonly string[] {
  const { event, ...rest } = record.happening;
  const how = "source" in record.happening ? record.happening.source : "";
  const details = Object.entries(rest)
    .filter(([name, value]) => name !== "source" && name !== "origin" && value !== null && value !== undefined)
    .map(([name, value]) => `${name}: ${typeof value === "object" ? Object.values(value).join(" ") : String(value)}`);
  return [at, localTimeOf(at, timeZone), lockName, personName ?? "", kind, event, how, details.join("; ")];
}

type Place = Pick<LockRecordTable, "at" | "lockId" | "numbering" | "number">;

const firstPlace: Place = { at: "9", lockId: "", numbering: "log", number: 0 };

function writeCursor({ at, lockId, numbering, number }: Place): string {
  return Buffer.from([at, lockId, numbering, number].join(" ")).toString("base64url");
}

function readCursor(cursor: string): Place | null {
  const parts = /^(\S+) (\S+) (log|matter) (\d{1,16})$/.exec(Buffer.from(cursor, "base64url").toString("utf8"));
  if (parts === null) return null;
  const [, at = "", lockId = "", numbering, number] = parts;
  return { at, lockId, numbering: numbering === "matter" ? "matter" : "log", number: Number(number) };
}
