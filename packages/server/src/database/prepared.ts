/** Keeps statements prepared: preparing one anew takes SQLite longer than most of them run. */

import type { Database } from "better-sqlite3";
import type { SqliteDatabase, SqliteStatement } from "kysely";

/** All of ours, and lists of some lengths. */
const keptMax = 300;

export function keepPrepared(sqlite: Database): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  const prepare = (sql: string): SqliteStatement => sqlite.prepare(sql);
  return {
    close: () => sqlite.close(),
    prepare: (sql) => {
      const statement = kept.get(sql) ?? freely(prepare(sql), () => prepare(sql));
      // The one that was used last is at the end.
      kept.delete(sql);
      kept.set(sql, statement);
      const [oldest] = kept.keys();
      if (kept.size > keptMax && oldest !== undefined) kept.delete(oldest);
      return statement;
    },
  };
}

/** Whoever reads row by row has a statement of their own: nobody else could run it meanwhile. */
function freely(statement: SqliteStatement, prepareAnew: () => SqliteStatement): SqliteStatement {
  return {
    reader: statement.reader,
    all: (parameters) => statement.all(parameters),
    run: (parameters) => statement.run(parameters),
    iterate: (parameters) => prepareAnew().iterate(parameters),
  };
}
