/** Statements that stay prepared answer as new ones do. */

import assert from "node:assert/strict";
import { test } from "node:test";
import Database from "better-sqlite3";
import { keepPrepared } from "./prepared.ts";

function open(): ReturnType<typeof keepPrepared> {
  const sqlite = new Database(":memory:");
  sqlite.exec("create table person (name text); insert into person values ('Anna'), ('Bruno')");
  return keepPrepared(sqlite);
}

test("one that was run before runs again, with other values", () => {
  const database = open();
  const find = (name: string): unknown => database.prepare("select name from person where name = ?").all([name]);
  assert.deepEqual(find("Anna"), [{ name: "Anna" }]);
  assert.deepEqual(find("Bruno"), [{ name: "Bruno" }]);
  assert.deepEqual(find("Carla"), []);
  database.close();
});

test("what is read row by row does not stand in the way of the same query", () => {
  const database = open();
  const query = "select name from person order by name";
  const rows: unknown[] = [];
  for (const row of database.prepare(query).iterate([])) {
    rows.push(row);
    assert.equal(database.prepare(query).all([]).length, 2);
  }
  assert.equal(rows.length, 2);
  database.close();
});

test("more queries than are kept are all answered", () => {
  const database = open();
  for (const _ of [1, 2])
    for (let number = 0; number < 400; number++)
      assert.deepEqual(database.prepare(`select ${number} as number`).all([]), [{ number }]);
  database.close();
});
