/**
 * What the lock keeps of its Matter node: matter.js's own (fabrics, access rights, event numbers), what the homes have
 * been told, and where their controllers are.
 *
 * Nothing of the lock is in here: users, credentials, schedules and settings are in the lock's store alone.
 */

import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { DurableStorage, openSoundDatabase } from "@catenaccio/matter";
import type { Environment } from "@matter/main";
import type Database from "better-sqlite3";
import * as z from "zod";
import { StoreError } from "../store/store-error.ts";

export const matterDatabaseName = "matter.sqlite";
const folderMode = 0o700;

/** What matter.js calls its context of events. */
const eventsContext = "events.%";

/** Where a controller of a home was reached last: after a power cut the lock takes its subscriptions up again. */
export interface ControllerAddress {
  /** Matter fabric index. */
  readonly fabric: number;
  /** Matter node id within that fabric. */
  readonly node: bigint;
  readonly ip: string;
  /** UDP. */
  readonly port: number;
}

export class MatterStorage {
  readonly #storage: DurableStorage;
  readonly #database: Database.Database;
  readonly #putTold: Database.Statement<[number]>;

  /**
   * @param folder made if it is missing.
   * @throws StoreError `damaged` when its database is not what the lock wrote.
   */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: folderMode });
    this.#database = openSound(folder);
    this.#putTold = this.#database.prepare("REPLACE INTO told (one, seq) VALUES (1, ?)");
    this.#storage = new DurableStorage(this.#database, folder);
  }

  /** The newest log record of the lock that the homes have been told of; null: none yet. */
  get toldSeq(): number | null {
    const seq = this.#database.prepare("SELECT seq FROM told").pluck().get();
    return typeof seq === "number" ? seq : null;
  }

  set toldSeq(seq: number) {
    this.#putTold.run(seq);
  }

  get controllers(): readonly ControllerAddress[] {
    const rows = this.#database.prepare("SELECT fabric, node, ip, port FROM controllers").all();
    return controllerRows.parse(rows).map(({ node, ...row }) => ({ ...row, node: BigInt(node) }));
  }

  rememberController({ fabric, node, ip, port }: ControllerAddress): void {
    this.#database
      .prepare("REPLACE INTO controllers (fabric, node, ip, port) VALUES (?, ?, ?, ?)")
      .run(fabric, String(node), ip, port);
  }

  forgetControllersOf(fabric: number): void {
    this.#database.prepare("DELETE FROM controllers WHERE fabric = ?").run(fabric);
  }

  /** What happened is nothing to the homes that come after; matter.js's own reset leaves it on the disk. */
  forgetEvents(): void {
    if (this.#hasValues) this.#database.prepare("DELETE FROM kvstore WHERE context LIKE ?").run(eventsContext);
  }

  /** All that matter.js has kept; before a node is made of it. */
  forgetEverything(): void {
    if (this.#hasValues) this.#database.exec("DELETE FROM kvstore");
    this.#database.exec("DELETE FROM controllers");
  }

  get #hasValues(): boolean {
    const tables = this.#database.prepare("SELECT name FROM sqlite_schema WHERE name = 'kvstore'").all();
    return tables.length > 0;
  }

  /** Nodes of this environment keep their data here. */
  serve(environment: Environment): void {
    this.#storage.serve(environment);
  }

  /** All that `write` stores, whole or not at all; it must be done when `write` returns. */
  transact(write: () => void): void {
    this.#storage.transact(write);
  }
}

const controllerRows = z.array(
  z.strictObject({ fabric: z.int(), node: z.string().regex(/^\d+$/), ip: z.string(), port: z.int() }),
);

function openSound(folder: string): Database.Database {
  const database = openSoundDatabase(join(folder, matterDatabaseName));
  try {
    if (database !== null) {
      addTables(database);
      return database;
    }
  } catch (cause) {
    database?.close();
    throw new StoreError("damaged", damagedSentence(folder), { cause });
  }
  throw new StoreError("damaged", damagedSentence(folder));
}

function damagedSentence(folder: string): string {
  return `The data folder ${dirname(folder)} is damaged: ${matterDatabaseName} is not what the lock wrote.`;
}

function addTables(database: Database.Database): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS told (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS controllers (
      fabric INTEGER NOT NULL, node TEXT NOT NULL, ip TEXT NOT NULL, port INTEGER NOT NULL,
      PRIMARY KEY (fabric, node)
    ) STRICT;
  `);
}
