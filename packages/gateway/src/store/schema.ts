/**
 * The tables of the gateway's database, and the way from each version to the next. What is read as a whole is kept as
 * JSON, so that a person can read it with any SQLite tool; what is looked for has a column.
 */

import type Database from "better-sqlite3";

export const databaseName = "gateway.sqlite";
/** "CatG", in the header of the file: the database is ours. */
export const applicationId = 0x43617447;

/** Of each version what makes the next one of it; the first makes the tables. */
const steps: readonly string[] = [
  `
  CREATE TABLE setting (name TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE lock (lock_id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE wanted (lock_id TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE observed (lock_id TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE enrolment (lock_id TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE user_place (lock_id TEXT NOT NULL, person_id TEXT NOT NULL, user_index INTEGER NOT NULL,
    content TEXT NOT NULL, PRIMARY KEY (lock_id, person_id)) STRICT, WITHOUT ROWID;
  CREATE TABLE credential_place (lock_id TEXT NOT NULL, credential_id TEXT NOT NULL, kind TEXT NOT NULL,
    credential_index INTEGER NOT NULL, content TEXT NOT NULL, PRIMARY KEY (lock_id, credential_id))
    STRICT, WITHOUT ROWID;
  CREATE TABLE former_place (id INTEGER PRIMARY KEY, lock_id TEXT NOT NULL, person_id TEXT NOT NULL,
    user_index INTEGER NOT NULL, until TEXT NOT NULL) STRICT;
  CREATE TABLE refusal (lock_id TEXT NOT NULL, subject TEXT NOT NULL, content TEXT NOT NULL,
    PRIMARY KEY (lock_id, subject)) STRICT, WITHOUT ROWID;
  CREATE TABLE cursor (lock_id TEXT NOT NULL, numbering TEXT NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (lock_id, numbering)) STRICT, WITHOUT ROWID;
  CREATE TABLE record (seq INTEGER PRIMARY KEY AUTOINCREMENT, lock_id TEXT NOT NULL, content TEXT NOT NULL) STRICT;
  CREATE INDEX record_of_lock ON record (lock_id, seq);
  `,
];

export const schemaVersion = steps.length;

export function versionOf(database: Database.Database): number {
  return Number(database.pragma("user_version", { simple: true }));
}

/** A database of an earlier version, or an empty one, becomes one of this version, each step in one transaction. */
export function upgradeDatabase(database: Database.Database): void {
  for (const [version, step] of steps.entries()) {
    if (version < versionOf(database)) continue;
    database.transaction(() => {
      database.exec(step);
      database.pragma(`application_id = ${applicationId}`);
      database.pragma(`user_version = ${version + 1}`);
    })();
  }
}
