/** What becomes of a household's rows when its database is of an earlier version. */

import assert from "node:assert/strict";
import { test } from "node:test";
import Database from "better-sqlite3";
import { Kysely, SqliteDialect } from "kysely";
import type { ServerTables } from "../database/tables.ts";
import { householdMigrations } from "./migration.ts";

test("dates that the calendar does not have become what locks made of them, and the locks are told again", async () => {
  const sqlite = new Database(":memory:");
  const database = new Kysely<ServerTables>({ dialect: new SqliteDialect({ database: sqlite }) });
  await householdMigrations["100-household"].up(database as unknown as Kysely<never>);
  const at = "2026-03-02T08:00:00.000Z";
  const impossible = '{"weekDays":[],"dates":[{"from":"2026-02-28T09:00","to":"2026-02-30T12:00"}]}';
  const possible = '{"weekDays":[],"dates":[{"from":"2026-02-27T09:00","to":"2026-02-28T12:00"}]}';
  sqlite.exec(`
    INSERT INTO person VALUES ('p', 'h', NULL, 0, '${at}');
    INSERT INTO lock (lockId, homeId, name, addedAt, state) VALUES ('bad', 'h', '', '${at}', 'added');
    INSERT INTO lock (lockId, homeId, name, addedAt, state) VALUES ('good', 'h', '', '${at}', 'added');
    INSERT INTO lockAccess VALUES ('p', 'bad', 'member', 'ordinary', 0, '${impossible}', '${at}', NULL);
    INSERT INTO lockAccess VALUES ('p', 'good', 'member', 'ordinary', 0, '${possible}', '${at}', NULL);
  `);
  await householdMigrations["350-who-ordered"].up(database as unknown as Kysely<never>);
  const rows = await database.selectFrom("lockAccess").select(["lockId", "schedule"]).orderBy("lockId").execute();
  assert.deepEqual(rows, [
    { lockId: "bad", schedule: impossible.replace("2026-02-30", "2026-03-02") },
    { lockId: "good", schedule: possible },
  ]);
  const locks = await database.selectFrom("lock").select(["lockId", "wantedRevision"]).orderBy("lockId").execute();
  assert.deepEqual(
    locks.map(({ wantedRevision }) => wantedRevision),
    [2, 1],
  );
  await database.destroy();
});
