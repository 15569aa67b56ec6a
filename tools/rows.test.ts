/** Each row of the lock's contract has a test, and the README shows which. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readmePath, rows, testsByRow, withTable } from "./rows.ts";

test("each row of the lock's contract is named by a test", () => {
  const tests = testsByRow();
  assert.deepEqual(
    Object.keys(rows).filter((row) => !tests.has(row)),
    [],
  );
});

test("no test names a row that the contract does not have", () => {
  const known = new Set(Object.keys(rows));
  assert.deepEqual(
    [...testsByRow().keys()].filter((row) => !known.has(row)),
    [],
  );
});

test("the README's table of rows is up to date (node tools/rows.ts writes it)", () => {
  const readme = readFileSync(readmePath, "utf8");
  assert.equal(withTable(readme), readme);
});
