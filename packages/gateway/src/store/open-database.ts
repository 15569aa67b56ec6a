/**
 * Opens the gateway's database and refuses one that cannot be relied on, with one sentence, before anything is changed.
 *
 * WAL with `synchronous = FULL`: a change is on the disk when it returns. `locking_mode = EXCLUSIVE`: a second gateway
 * on the same folder is refused. `secure_delete`: what was erased is overwritten, not only unlinked.
 */

import Database from "better-sqlite3";
import { closeSync, openSync } from "node:fs";
import { GatewayStoreError } from "./gateway-store-error.ts";
import { applicationId, schemaVersion, upgradeDatabase, versionOf } from "./schema.ts";

const databaseFileMode = 0o600;

/** @throws GatewayStoreError */
export function openDatabase(path: string): Database.Database {
  let database: Database.Database | null = null;
  try {
    // SQLite would make the file readable for everybody; its other files take the mode of this one.
    closeSync(openSync(path, "a", databaseFileMode));
    database = new Database(path, { timeout: 0 });
    database.pragma("locking_mode = EXCLUSIVE");
    requireOurs(database, path);
    requireSound(database, path);
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = FULL");
    database.pragma("secure_delete = ON");
    upgradeDatabase(database);
    return database;
  } catch (cause) {
    database?.close();
    throw refusalFor(path, cause);
  }
}

function requireOurs(database: Database.Database, path: string): void {
  const id = Number(database.pragma("application_id", { simple: true }));
  const tables = Number(database.prepare("SELECT count(*) FROM sqlite_schema").pluck().get());
  if (id === 0 && tables === 0) return;
  if (id !== applicationId)
    throw new GatewayStoreError("notOurs", `${path} is not a Catenaccio gateway's database: it holds something else.`);
  if (versionOf(database) > schemaVersion)
    throw new GatewayStoreError(
      "newerVersion",
      `${path} was written by a newer version of Catenaccio; this version cannot read it.`,
    );
}

function requireSound(database: Database.Database, path: string): void {
  const verdict = database.pragma("quick_check(1)", { simple: true });
  if (verdict !== "ok") throw damagedError(path);
}

function damagedError(path: string, cause?: unknown): GatewayStoreError {
  return new GatewayStoreError(
    "damaged",
    `The gateway's database ${path} is damaged; put back a backup, or move the folder away and add the locks anew.`,
    { cause },
  );
}

function refusalFor(path: string, cause: unknown): unknown {
  const code = cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "";
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return damagedError(path, cause);
  if (/^SQLITE_(BUSY|LOCKED)/.test(code))
    return new GatewayStoreError("inUse", `The gateway's database ${path} is in use by another process.`, { cause });
  if (/^(E|SQLITE_)[A-Z_]+$/.test(code))
    return new GatewayStoreError("notAccessible", `The gateway's database ${path} cannot be used (${code}).`, {
      cause,
    });
  return cause;
}
