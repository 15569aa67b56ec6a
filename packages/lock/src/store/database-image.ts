/**
 * The database of a data folder as bytes, judged and opened in memory: nothing on the disk is touched, so a folder that
 * we refuse is afterwards what it was before.
 */

import { existsSync, readFileSync } from "node:fs";
import Database from "better-sqlite3";
import { applicationId, schemaVersion, schemaVersionMin, tables } from "./schema.ts";
import { StoreError } from "./store-error.ts";
import { upgradeDatabase } from "./upgrade.ts";
import { applyWal } from "./wal.ts";

/** Offsets in the header of a database file (SQLite file format §1.3). */
const header = {
  length: 100,
  writeVersion: 18,
  readVersion: 19,
  pages: 28,
  userVersion: 60,
  applicationId: 68,
} as const;
const magic = Buffer.from("SQLite format 3\0", "latin1");
const rollbackJournal = 1;
const writeAheadLog = 2;

/**
 * The database in memory, with what its write-ahead log holds.
 * @throws StoreError `notOurs`, `newerVersion` or `damaged`.
 */
export function openImage(path: string, folder: string): Database.Database {
  const file = readFileSync(path);
  judgeHeader(file, folder);
  const walPath = `${path}-wal`;
  const wal = existsSync(walPath) ? applyWal(file, readFileSync(walPath)) : { isWhole: true as const, image: file };
  if (!wal.isWhole) throw damagedError(folder, "the log of its last changes is broken");
  const { image } = wal;
  judgeHeader(image, folder);
  if (image.readUInt32BE(header.pages) * pageSizeOf(image) !== image.length)
    throw damagedError(folder, "its database is cut off");

  // A database in memory has no write-ahead log, and SQLite refuses one whose header speaks of it.
  image[header.writeVersion] = rollbackJournal;
  image[header.readVersion] = rollbackJournal;
  let database: Database.Database | null = null;
  try {
    database = new Database(image);
    judgeStructure(database, folder);
    upgradeDatabase(database);
    return database;
  } catch (cause) {
    database?.close();
    if (cause instanceof StoreError) throw cause;
    throw damagedError(folder, "its database is broken", cause);
  }
}

export function damagedError(folder: string, how: string, cause?: unknown): StoreError {
  return new StoreError("damaged", `The data folder ${folder} is damaged: ${how}.`, { cause });
}

function judgeHeader(file: Buffer, folder: string): void {
  if (file.length < header.length || !file.subarray(0, magic.length).equals(magic))
    throw damagedError(folder, "its database is not one");
  if (file.readUInt32BE(header.applicationId) !== applicationId)
    throw new StoreError(
      "notOurs",
      `${folder} is not a Catenaccio lock's data folder: its database is another program's.`,
    );
  const version = file.readUInt32BE(header.userVersion);
  if (version > schemaVersion)
    throw new StoreError(
      "newerVersion",
      `The data folder ${folder} has version ${version} and this software knows up to version ${schemaVersion}: ` +
        "update the software.",
    );
  const isWal = file[header.writeVersion] === writeAheadLog && file[header.readVersion] === writeAheadLog;
  if (version < schemaVersionMin || !isWal) throw damagedError(folder, "the header of its database makes no sense");
}

function pageSizeOf(image: Buffer): number {
  const stored = image.readUInt16BE(16);
  return stored === 1 ? 65_536 : stored;
}

function judgeStructure(database: Database.Database, folder: string): void {
  if (database.pragma("quick_check(1)", { simple: true }) !== "ok")
    throw damagedError(folder, "the structure of its database is broken");
  const found = database.prepare("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").raw().all();
  const expected = Object.entries(tables).toSorted(([one], [other]) => (one < other ? -1 : 1));
  if (JSON.stringify(found) !== JSON.stringify(expected))
    throw damagedError(folder, "its database has not the tables that it should have");
}
