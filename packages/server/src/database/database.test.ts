/** The database file: who may read it, what survives, and what is said of one that cannot be used. */

import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import Database from "better-sqlite3";
import { DatabaseError, openServerDatabase } from "./database.ts";

let folder = "";
let path = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "catenaccio-database-"));
  path = join(folder, "data", "server.sqlite");
});
afterEach(() => rmSync(folder, { recursive: true }));

async function fill(): Promise<void> {
  const database = await openServerDatabase(path);
  const createdAt = "2026-03-02T08:00:00.000Z";
  for (let index = 0; index < 200; index++)
    await database
      .insertInto("home")
      .values({ homeId: `${index}`, name: "Casa", createdAt })
      .execute();
  await database.destroy();
}

async function refused(pattern: RegExp): Promise<void> {
  const before = readFileSync(path);
  await assert.rejects(openServerDatabase(path), (error: unknown) => {
    assert.ok(error instanceof DatabaseError);
    assert.match(error.message, pattern);
    return true;
  });
  assert.ok(readFileSync(path).equals(before), "it is left as it was");
}

test("nobody else on the machine reads it", async () => {
  const database = await openServerDatabase(path);
  await database.insertInto("home").values({ homeId: "1", name: "Casa", createdAt: "" }).execute();
  for (const file of readdirSync(join(folder, "data"), { withFileTypes: true }))
    assert.equal(statSync(join(file.parentPath, file.name)).mode & 0o077, 0, file.name);
  assert.equal(statSync(join(folder, "data")).mode & 0o077, 0);
  await database.destroy();
});

test("what was in it is there after it was opened again", async () => {
  await fill();
  const database = await openServerDatabase(path);
  assert.equal((await database.selectFrom("home").select("homeId").execute()).length, 200);
  await database.destroy();
});

test("a row that belongs to nothing is refused", async () => {
  const database = await openServerDatabase(path);
  const orphan = { homeId: "nowhere", accountId: "nobody", role: "owner", since: "" } as const;
  await assert.rejects(database.insertInto("membership").values(orphan).execute(), {
    code: "SQLITE_CONSTRAINT_FOREIGNKEY",
  });
  await database.destroy();
});

test("a file that is no database, or is damaged, is told in one sentence and left alone", async () => {
  await fill();
  const good = readFileSync(path);
  writeFileSync(path, "This is not a database. ".repeat(100));
  await refused(/damaged; restore a backup\.$/);
  const damaged = Buffer.from(good);
  damaged.fill(0xa5, 4096 * 3, 4096 * 12);
  writeFileSync(path, damaged);
  await refused(/damaged; restore a backup\.$/);
});

test("a database of a newer version is told so", async () => {
  await fill();
  const sqlite = new Database(path);
  sqlite.pragma("journal_mode = WAL");
  sqlite.prepare("INSERT INTO kysely_migration VALUES (?, ?)").run("999-later", "2027-01-01T00:00:00.000Z");
  sqlite.close();
  await refused(/of a newer version/);
});
