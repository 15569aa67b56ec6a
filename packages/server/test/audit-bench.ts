/** An audit for tests: a database file of its own, a clock that goes on by a day with each line, and a way around the server. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { appendAudit, cutAudit, type AuditEntry } from "../src/audit/audit.ts";
import { openServerDatabase } from "../src/database/database.ts";
import type { ServerDatabase } from "../src/database/tables.ts";

const firstMs = Date.parse("2026-03-02T08:00:00.000Z");
const dayMs = 86_400_000;

const tables = ["auditLine", "auditAnchor", "auditHead"] as const;

/** One value of one row. */
interface Cell {
  readonly name: string;
  readonly bytes: Buffer;
  /** @returns the statement that puts other bytes in its place. */
  readonly overwrite: (bytes: Buffer) => string;
}

export class AuditBench implements AsyncDisposable {
  readonly database: ServerDatabase;
  readonly #folder: string;
  readonly #path: string;
  #days = 0;

  private constructor(folder: string, path: string, database: ServerDatabase) {
    this.#folder = folder;
    this.#path = path;
    this.database = database;
  }

  static async open(): Promise<AuditBench> {
    const folder = mkdtempSync(join(tmpdir(), "catenaccio-audit-"));
    const path = join(folder, "server.sqlite");
    return new AuditBench(folder, path, await openServerDatabase(path));
  }

  now(): Date {
    return new Date(firstMs + this.#days * dayMs);
  }

  entry(homeId: string, number: number): AuditEntry {
    return { homeId, accountId: "account-1", action: "lock.unlock", subject: { lockId: `lock-${number}` } };
  }

  async append(homeId: string, lines: number): Promise<void> {
    for (let number = 1; number <= lines; number++) {
      await appendAudit(this.database, this.entry(homeId, number), this.now());
      this.#days++;
    }
  }

  /** Lets go of what came before the line `number`, of those that were appended first. */
  async cutBefore(homeId: string, number: number): Promise<void> {
    await cutAudit(this.database, homeId, new Date(firstMs + (number - 1) * dayMs));
  }

  /** As another program would. */
  execute(statement: string): void {
    const other = new Database(this.#path);
    try {
      other.exec(statement);
    } finally {
      other.close();
    }
  }

  cells(): readonly Cell[] {
    const other = new Database(this.#path);
    try {
      return tables.flatMap((table) =>
        (other.prepare(`SELECT * FROM ${table}`).all() as Row[]).flatMap((row) =>
          Object.entries(row).map(([column, value]) => cellOf(table, row, { column, value })),
        ),
      );
    } finally {
      other.close();
    }
  }

  /** Somebody who gets at the file takes the triggers away first. Afterwards it is as it was. */
  async withFraud(statement: string, look: () => Promise<void>): Promise<void> {
    const other = new Database(this.#path);
    const triggers = other.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all() as {
      readonly name: string;
      readonly sql: string;
    }[];
    try {
      other.pragma("synchronous = OFF");
      other.transaction(() => {
        for (const { name } of triggers) other.exec(`DROP TRIGGER ${name}`);
        for (const table of tables) other.exec(`CREATE TABLE kept_${table} AS SELECT * FROM ${table}`);
        other.exec(statement);
      })();
      await look();
      other.transaction(() => {
        for (const table of tables) {
          other.exec(`DELETE FROM ${table}; INSERT INTO ${table} SELECT * FROM kept_${table}`);
          other.exec(`DROP TABLE kept_${table}`);
        }
        for (const { sql } of triggers) other.exec(sql);
      })();
    } finally {
      other.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.database.destroy();
    rmSync(this.#folder, { recursive: true });
  }
}

interface Row {
  readonly homeId: string;
  readonly number: number;
  readonly [column: string]: string | number;
}

function cellOf(
  table: string,
  { homeId, number }: Row,
  { column, value }: { readonly column: string; readonly value: string | number },
): Cell {
  const isNumber = typeof value === "number";
  return {
    name: `${table}.${column} = ${value}`,
    bytes: isNumber ? Buffer.of(value) : Buffer.from(value),
    overwrite: (bytes) => {
      const other = isNumber ? bytes.readUInt8() : `CAST(x'${bytes.toString("hex")}' AS TEXT)`;
      return `UPDATE ${table} SET ${column} = ${other} WHERE homeId = '${homeId}' AND number = ${number}`;
    },
  };
}
