import assert from "node:assert/strict";
import { before, test } from "node:test";

before(() => {
  // `language.ts` writes the language into the page.
  Object.assign(globalThis, { document: { documentElement: {} } });
});

test("a word of a newer server, which no table has, is told as it is", async () => {
  const { defineTexts } = await import("./define-texts.ts");
  const t = defineTexts({ en: { "alarms.what.lockJammed": "Jammed" }, it: { "alarms.what.lockJammed": "Inceppata" } });
  const unknown = "alarms.what.floodDetected" as "alarms.what.lockJammed";
  assert.equal(t(unknown), "floodDetected");
  assert.equal(t(unknown, { count: 1 }), "floodDetected");
});
