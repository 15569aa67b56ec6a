/** A PIN is shown so that it can be remembered, and no digit of it is lost. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { inGroups } from "./pin-rules.ts";

test("a PIN is shown in groups, none of which is a single digit", () => {
  assert.equal(inGroups("739154"), "739 154");
  assert.equal(inGroups("7391542"), "739 1542");
  assert.equal(inGroups("73915428"), "7391 5428");
  assert.equal(inGroups("739154286"), "7391 54286");
  assert.equal(inGroups("7391542860"), "7391 5428 60");
  assert.equal(inGroups("7391"), "7391");
});

test("no digit is lost", () => {
  for (let length = 4; length <= 10; length++) {
    const digits = "7391542860".slice(0, length);
    assert.equal(inGroups(digits).replaceAll(" ", ""), digits);
  }
});
