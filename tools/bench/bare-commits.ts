/** What durability alone costs on this disk: one row in one transaction, with the lock's own settings. */

import { join } from "node:path";
import Database from "better-sqlite3";

/** @returns what writes one row, on the disk when it returns. */
export function bareCommits(folder: string): () => void {
  const database = new Database(join(folder, "bare.db"));
  database.pragma("locking_mode = EXCLUSIVE");
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.exec("CREATE TABLE row (id INTEGER PRIMARY KEY, content TEXT)");
  const write = database.prepare("INSERT OR REPLACE INTO row VALUES (1, ?)");
  let count = 0;
  return () => {
    write.run(`a row of the size of the guard's state, number ${count++}, ${"x".repeat(150)}`);
  };
}
