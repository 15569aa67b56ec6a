/**
 * The tables of the lock's database. Each row carries its content as JSON, so that a person can read it with any SQLite
 * tool, and a checksum over its place and content, so that no flipped bit passes for something that the lock knows.
 */

import { crc32 } from "node:zlib";

export const databaseName = "lock.sqlite";
/** "CatL", in the header of the file: the database is ours. */
export const applicationId = 0x4361744c;
export const schemaVersion = 2;
/** The oldest that `upgradeDatabase` knows. */
export const schemaVersionMin = 1;

export const tables: Readonly<Record<string, string>> = {
  section:
    "CREATE TABLE section (name TEXT PRIMARY KEY, content TEXT NOT NULL, checksum INTEGER NOT NULL) " +
    "STRICT, WITHOUT ROWID",
  user: "CREATE TABLE user (user_index INTEGER PRIMARY KEY, content TEXT NOT NULL, checksum INTEGER NOT NULL) STRICT",
  credential:
    "CREATE TABLE credential (kind TEXT NOT NULL, credential_index INTEGER NOT NULL, content TEXT NOT NULL, " +
    "checksum INTEGER NOT NULL, PRIMARY KEY (kind, credential_index)) STRICT, WITHOUT ROWID",
  log: "CREATE TABLE log (seq INTEGER PRIMARY KEY, content TEXT NOT NULL, checksum INTEGER NOT NULL) STRICT",
};

/** The checksum of a row. With its place in it, a row that was moved or renumbered does not fit either. */
export function checksumOf(place: string, content: string): number {
  return crc32(content, crc32(place));
}
