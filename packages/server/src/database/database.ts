/**
 * Opens the server's database: SQLite in a file at home. Queries keep to what Postgres takes too: instants are ISO 8601
 * in UTC, documents JSON text, booleans 0 or 1.
 */

import { chmodSync, closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { Kysely, SqliteDialect } from "kysely";
import { Migrator } from "kysely/migration";
import { migrationProvider } from "./migrations.ts";
import { keepPrepared } from "./prepared.ts";
import type { ServerDatabase, ServerTables } from "./tables.ts";

const fileMode = 0o600;
const folderMode = 0o700;

/** The server's database cannot be used; the message is the sentence to show. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
}

/** @throws DatabaseError when it is damaged, or of a newer version; it is left as it is then. */
export async function openServerDatabase(path: string): Promise<ServerDatabase> {
  const sqlite = openSqlite(path);
  const unmigrated = new Kysely<ServerTables>({ dialect: new SqliteDialect({ database: sqlite }) });
  const { error } = await new Migrator({ db: unmigrated, provider: migrationProvider }).migrateToLatest();
  // Statements are kept from here on: the tables that they name change no more.
  if (error === undefined) return new Kysely({ dialect: new SqliteDialect({ database: keepPrepared(sqlite) }) });
  await unmigrated.destroy();
  throw new DatabaseError(`The database ${path} is of a newer version, or not the server's.`, { cause: error });
}

function openSqlite(path: string): Database.Database {
  mkdirSync(dirname(path), { recursive: true, mode: folderMode });
  // SQLite would make it readable for everybody.
  closeSync(openSync(path, "a", fileMode));
  chmodSync(path, fileMode);
  let sqlite: Database.Database | null = null;
  try {
    sqlite = new Database(path);
    sqlite.pragma("journal_mode = WAL");
    sqlite.pragma("synchronous = FULL");
    sqlite.pragma("foreign_keys = ON");
    // A name or a secret that was erased is overwritten, not only unlinked.
    sqlite.pragma("secure_delete = ON");
    if (sqlite.pragma("quick_check", { simple: true }) === "ok") return sqlite;
  } catch (cause) {
    sqlite?.close();
    throw new DatabaseError(`The database ${path} is damaged; restore a backup.`, { cause });
  }
  sqlite.close();
  throw new DatabaseError(`The database ${path} is damaged; restore a backup.`);
}
