/**
 * Makes sure that one process at a time works in a data folder. The claim ends with the process, however it ends.
 *
 * Node has no file locks of its own, SQLite has: an empty database that is never written, held in a transaction. It is
 * a file of its own because SQLite's locks on a file are gone as soon as anybody in the process closes that file, and
 * the lock's database is read before it is opened.
 */

import { closeSync, openSync } from "node:fs";
import Database from "better-sqlite3";
import { privateFileMode } from "../disk/durable-file.ts";
import { StoreError } from "./store-error.ts";

export const claimName = "in-use";

/** Claims that nobody holds on to must not end when memory is tidied up. */
const claims = new Set<Claim>();

export class Claim {
  readonly #held: Database.Database;

  /** @throws StoreError `inUse` when another process, or this one, has the folder already. */
  constructor(path: string, folder: string) {
    createPrivately(path);
    this.#held = new Database(path, { timeout: 0 });
    try {
      // No journal file beside it.
      this.#held.pragma("journal_mode = MEMORY");
      this.#held.exec("BEGIN EXCLUSIVE");
    } catch (cause) {
      this.#held.close();
      throw isBusy(cause)
        ? new StoreError("inUse", `The data folder ${folder} is in use by another process.`, { cause })
        : new StoreError("notAccessible", `The data folder ${folder} cannot be claimed: ${claimName} is unusable.`, {
            cause,
          });
    }
    claims.add(this);
  }

  release(): void {
    claims.delete(this);
    this.#held.close();
  }
}

/** SQLite would make the file readable for everybody. One that exists must not even be opened: see above. */
function createPrivately(path: string): void {
  try {
    closeSync(openSync(path, "wx", privateFileMode));
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "EEXIST")) throw cause;
  }
}

function isBusy(cause: unknown): boolean {
  return cause instanceof Database.SqliteError && cause.code.startsWith("SQLITE_BUSY");
}
