/**
 * Where matter.js keeps what is its own: fabrics, access rights, event numbers. Its SQLite driver, on the SQLite that our
 * own stores use, with each change on the disk before it returns, and with changes that belong together in one
 * transaction. Its default, a file for each value, is neither.
 */

import { StorageService, type Environment } from "@matter/main";
import { SqliteStorageDriver } from "@matter/nodejs";
import Database from "better-sqlite3";

/** The driver's own words for it (SqliteTransaction), which it does not export. */
const transaction = { begin: 0, commit: 1, rollback: 2 } as const;

type Creator = NonNullable<NonNullable<ConstructorParameters<typeof SqliteStorageDriver>[0]>["databaseCreator"]>;

/**
 * Opens or makes a database for it, that one process has alone.
 * @returns null when what is there is no sound database; it is left as it is.
 */
export function openSoundDatabase(path: string): Database.Database | null {
  let database: Database.Database | null = null;
  try {
    database = new Database(path);
    database.pragma("locking_mode = EXCLUSIVE");
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = FULL");
    // What a fabric that has left was entitled to is overwritten, not only unlinked.
    database.pragma("secure_delete = ON");
    if (database.pragma("quick_check", { simple: true }) === "ok") return database;
  } catch (cause) {
    if (!(cause instanceof Database.SqliteError)) throw cause;
  }
  database?.close();
  return null;
}

export class DurableStorage {
  readonly #driver: SqliteStorageDriver;

  /** @param folder for the driver's own notes; the database may be anywhere. */
  constructor(database: Database.Database, folder: string) {
    // The driver knows the methods that it calls, and types only Node's own SQLite.
    const creator = (() => database) as unknown as Creator;
    this.#driver = new SqliteStorageDriver({ databaseCreator: creator, namespaceOrPath: folder });
  }

  /** Nodes of this environment keep their data here. */
  serve(environment: Environment): void {
    const storage = new StorageService(environment);
    const driver = this.#driver;
    storage.registerDriver({
      id: SqliteStorageDriver.id,
      create: async () => {
        if (!driver.initialized) await driver.initialize();
        return driver;
      },
    });
    storage.defaultDriver = SqliteStorageDriver.id;
  }

  /** All that `write` stores, whole or not at all; it must be done when `write` returns. */
  transact(write: () => void): void {
    this.#driver.transaction(transaction.begin);
    try {
      write();
      this.#driver.transaction(transaction.commit);
    } catch (cause) {
      this.#driver.transaction(transaction.rollback);
      throw cause;
    }
  }
}
