/**
 * What the controller keeps: matter.js's own (the home's fabric, its keys, sessions to resume), which locks there are and
 * where each was reached last, and the port at which they find the controller again.
 */

import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { DurableStorage, openSoundDatabase } from "@catenaccio/matter";
import type { Environment } from "@matter/main";
import type Database from "better-sqlite3";
import * as z from "zod";
import { GatewayStoreError } from "../store/gateway-store-error.ts";

const databaseName = "controller.sqlite";
const folderMode = 0o700;
/** Each that is no lock any more costs a few seconds when a lock is added that has this home. */
const leftBehindMax = 8;
/** The keys of the fabric are in it. */
const databaseMode = 0o600;

export interface LockAddress {
  readonly ip: string;
  /** UDP. */
  readonly port: number;
}

interface StoredLock {
  readonly lockId: string;
  /** Matter node id in the home's fabric. */
  readonly nodeId: bigint;
  /** null: never reached by an address that is known. */
  readonly address: LockAddress | null;
}

export class ControllerStore {
  readonly #database: Database.Database;
  readonly #storage: DurableStorage;

  /**
   * @param folder made if it is missing.
   * @throws GatewayStoreError when its database is not what the gateway wrote, or cannot be used.
   */
  constructor(folder: string) {
    const path = join(folder, databaseName);
    try {
      mkdirSync(folder, { recursive: true, mode: folderMode });
      // SQLite would make the file readable for everybody; its other files take the mode of this one.
      closeSync(openSync(path, "a", databaseMode));
    } catch (cause) {
      throw new GatewayStoreError("notAccessible", `The gateway's database ${path} cannot be used.`, { cause });
    }
    this.#database = openSound(path);
    this.#storage = new DurableStorage(this.#database, folder);
  }

  /** null: none has been chosen. */
  get port(): number | null {
    const port = this.#database.prepare("SELECT port FROM controller").pluck().get();
    return typeof port === "number" ? port : null;
  }

  set port(port: number) {
    this.#database.prepare("REPLACE INTO controller (one, port) VALUES (1, ?)").run(port);
  }

  get locks(): readonly StoredLock[] {
    const rows = this.#database.prepare("SELECT lock, node, ip, port FROM locks ORDER BY rowid").all();
    return lockRows.parse(rows).map(({ lock, node, ip, port }) => ({
      lockId: lock,
      nodeId: BigInt(node),
      address: ip === null || port === null ? null : { ip, port },
    }));
  }

  putLock({ lockId, nodeId, address }: StoredLock): void {
    this.#database.transaction(() => {
      this.#database
        .prepare("REPLACE INTO locks (lock, node, ip, port) VALUES (?, ?, ?, ?)")
        .run(lockId, String(nodeId), address?.ip ?? null, address?.port ?? null);
      this.#database.prepare("DELETE FROM left_behind WHERE node = ?").run(String(nodeId));
    })();
  }

  /** Nothing when there is no such lock any more. */
  putAddress(lockId: string, { ip, port }: LockAddress): void {
    this.#database.prepare("UPDATE locks SET ip = ?, port = ? WHERE lock = ?").run(ip, port, lockId);
  }

  /** @param isLeft the lock itself has left the home; otherwise it may come back as the node that it still is. */
  forgetLock(lockId: string, { isLeft }: { readonly isLeft: boolean }): void {
    this.#database.transaction(() => {
      if (!isLeft)
        this.#database
          .prepare("REPLACE INTO left_behind (node, ip, port) SELECT node, ip, port FROM locks WHERE lock = ?")
          .run(lockId);
      this.#database.prepare("DELETE FROM locks WHERE lock = ?").run(lockId);
      this.#database
        .prepare(
          "DELETE FROM left_behind WHERE rowid NOT IN (SELECT rowid FROM left_behind ORDER BY rowid DESC LIMIT ?)",
        )
        .run(leftBehindMax);
    })();
  }

  /** Nodes of locks that were forgotten without their knowledge, the latest first. */
  get leftBehind(): readonly bigint[] {
    const nodes = this.#database.prepare("SELECT node FROM left_behind ORDER BY rowid DESC").pluck().all();
    return z.array(z.string().regex(/^\d+$/)).parse(nodes).map(BigInt);
  }

  /** Nodes of this environment keep their data here. */
  serve(environment: Environment): void {
    this.#storage.serve(environment);
  }

  /** After the node that it serves. */
  close(): void {
    this.#database.close();
  }
}

const lockRows = z.array(
  z.strictObject({
    lock: z.string(),
    node: z.string().regex(/^\d+$/),
    ip: z.string().nullable(),
    port: z.int().nullable(),
  }),
);

function openSound(path: string): Database.Database {
  const database = openSoundDatabase(path);
  try {
    if (database !== null) {
      addTables(database);
      return database;
    }
  } catch (cause) {
    database?.close();
    throw damagedError(path, cause);
  }
  throw damagedError(path);
}

function damagedError(path: string, cause?: unknown): GatewayStoreError {
  return new GatewayStoreError(
    "damaged",
    `The gateway's database ${path} is damaged or in use; put back a backup, or move it away and add the locks anew.`,
    { cause },
  );
}

function addTables(database: Database.Database): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS controller (one INTEGER PRIMARY KEY CHECK (one = 1), port INTEGER NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS locks (
      lock TEXT PRIMARY KEY, node TEXT NOT NULL UNIQUE, ip TEXT, port INTEGER, CHECK ((ip IS NULL) = (port IS NULL))
    ) STRICT;
    CREATE TABLE IF NOT EXISTS left_behind (node TEXT NOT NULL UNIQUE, ip TEXT, port INTEGER) STRICT;
  `);
}
