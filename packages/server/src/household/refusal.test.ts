import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { explainRefusal, refusalMessages, remedyOfError, remedyOfReason } from "./refusal.ts";

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
    const told = explainRefusal({ ...base, error: "unspecified", reason }, "en");
    assert.notEqual(told.sentence, "The lock gave no reason.", reason);
    assert.equal(told.reason, reason);
  }
});

test("a lock that names no reason is explained by Matter's error", () => {
  assert.deepEqual(explainRefusal({ ...base, error: "insufficientBattery" }, "en"), {
    reason: "insufficientBattery",
    sentence: "The batteries are too weak to move the lock.",
    remedy: "changeBatteries",
    remedySentence: "Put in four new AA batteries. Meanwhile: the key, or a power bank at the outer socket.",
  });
});

test("the same in Italian; the codes stay as they are", () => {
  assert.deepEqual(explainRefusal({ ...base, error: "restricted", reason: "out-of-schedule" }, "it"), {
    reason: "out-of-schedule",
    sentence: "Questa persona non può entrare a quell’ora.",
    remedy: "changeSchedule",
    remedySentence: "Cambia gli orari della persona, se può venire a quell’ora.",
  });
});

test("a reason that nobody knows, even one with the name of a part of every object, is explained by the error", () => {
  for (const reason of ["moon-phase", "constructor", "__proto__"])
    assert.equal(explainRefusal({ ...base, error: "unspecified", reason }, "en").sentence, "The lock gave no reason.");
});

const inUse = [
  ...Object.keys({ ...remedyOfReason, ...remedyOfError }).map((reason) => `reason.${reason}`),
  ...Object.values({ ...remedyOfReason, ...remedyOfError }).map((remedy) => `remedy.${remedy}`),
];

for (const [language, messages] of Object.entries(refusalMessages))
  test(`the words of ${language} are those that reasons and remedies ask for: none is missing, none is left over`, () => {
    assert.deepEqual(Object.keys(messages).toSorted(), [...new Set(inUse)].toSorted());
    for (const text of Object.values(messages)) assert.match(text, /^\S.*[.?]$/);
  });
