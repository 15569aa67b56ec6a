/** Signing in leads to where one wanted to go, and never out of the app. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { goalOf } from "./goal.ts";

test("whoever wanted to see a page gets there", () => {
  assert.equal(goalOf("/people/42?from=home", ""), "/people/42?from=home");
  assert.equal(goalOf("/invitation", "#token"), "/invitation#token");
});

test("whoever wanted nothing in particular gets home", () => {
  for (const to of [undefined, "", "/", "/sign-in", "/sign-in?to=/sign-in"]) assert.equal(goalOf(to, ""), "/");
});

test("a link leads to no other site", () => {
  const away = ["https://evil.example", "//evil.example", "/\\evil.example", "/.//evil.example", "javascript:alert(1)"];
  for (const to of away) assert.equal(goalOf(to, "#x"), "/", to);
});
