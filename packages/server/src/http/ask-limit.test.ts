import assert from "node:assert/strict";
import { test } from "node:test";
import { AskLimit } from "./ask-limit.ts";

test("an address that asks too often waits, others do not, and after the minute it may again", () => {
  const limit = new AskLimit();
  for (let asks = 0; asks < 30; asks++) assert.equal(limit.count("192.0.2.1", 1000), null);
  assert.equal(limit.count("192.0.2.1", 31_000), 30);
  assert.equal(limit.count("192.0.2.2", 31_000), null);
  assert.equal(limit.count("192.0.2.1", 61_000), null);
});
