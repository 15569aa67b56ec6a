import assert from "node:assert/strict";
import { before, test } from "node:test";

before(() => {
  // `language.ts` writes the language into the page.
  Object.assign(globalThis, { document: { documentElement: {} } });
});

const refused = {
  code: "orderFailed",
  sentence: "The broker does not answer.",
  reason: "brokerUnreachable",
  field: null,
  retryAfterSeconds: null,
} as const;

test("what the gateway or the lock answered is told in either language", async () => {
  const { errorText } = await import("./error-text.ts");
  const { language } = await import("./language.ts");
  language.value = "en";
  assert.equal(errorText(refused), refused.sentence);
  language.value = "it";
  assert.match(errorText(refused), /^Il broker non risponde/);
  assert.match(errorText({ ...refused, reason: "anotherOne" }), /^La serratura non ci è riuscita/);
});

test("whoever is paused is not told that their role is the reason", async () => {
  const { errorText } = await import("./error-text.ts");
  const { language } = await import("./language.ts");
  const paused = { code: "paused", sentence: "Your access is paused.", field: null, retryAfterSeconds: null };
  language.value = "en";
  assert.match(errorText(paused), /paused/);
  language.value = "it";
  assert.match(errorText(paused), /sospeso/);
});
