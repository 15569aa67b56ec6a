/** The table of all (session, event) pairs in `docs/lock-states.md` is what the core does. */

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { everyPair, renderTable, transitionRows } from "./transition-table.ts";

const path = join(import.meta.dirname, "../../../docs/lock-states.md");
const rows = transitionRows();

test("every pair of a session kind and an event type has a row", () => {
  const pairs = new Set(rows.map(({ kind, type }) => `${kind} ${type}`));
  assert.deepEqual(
    everyPair().filter((pair) => !pairs.has(pair)),
    [],
  );
  assert.ok(pairs.size >= 12 * 27, `${pairs.size} pairs`);
});

test("docs/lock-states.md says of each pair what the core does", () => {
  const table = renderTable(rows);
  if (process.env["UPDATE_TABLE"] === "1") writeFileSync(path, table);
  const written = readFileSync(path, "utf8").split("\n");
  const expected = table.split("\n");
  const advice = "run UPDATE_TABLE=1 node --test packages/lock-core/test/transitions.test.ts, and read what changed";
  assert.deepEqual(
    written.filter((line) => !expected.includes(line)),
    [],
    `lines that are stale: ${advice}`,
  );
  assert.deepEqual(
    expected.filter((line) => !written.includes(line)),
    [],
    `lines that are missing: ${advice}`,
  );
  assert.equal(written.join("\n"), table, advice);
});
