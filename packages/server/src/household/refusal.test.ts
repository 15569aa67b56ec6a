import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { explainRefusal } from "./refusal.ts";

const base = {
  event: "lockOperationError",
  operation: "unlock",
  source: "keypad",
  user: null,
  credential: null,
} as const;

test("every reason that our lock can name has words and a remedy of its own", () => {
  const source = readFileSync(new URL("../../../lock-core/src/log-record.ts", import.meta.url), "utf8");
  const [, union = ""] = /export type OperationReason =([^;]+);/.exec(source) ?? [];
  const reasons = [...union.matchAll(/"([a-z-]+)"/g)].map(([, reason = ""]) => reason);
  assert.equal(reasons.length > 20, true);
  for (const reason of reasons) {
    const told = explainRefusal({ ...base, error: "unspecified", reason });
    assert.notEqual(told.sentence, "The lock gave no reason.", reason);
    assert.equal(told.reason, reason);
  }
});

test("a lock that names no reason is explained by Matter's error", () => {
  assert.deepEqual(explainRefusal({ ...base, error: "insufficientBattery" }), {
    reason: "insufficientBattery",
    sentence: "The batteries are too weak to move the lock.",
    remedy: "changeBatteries",
  });
});
