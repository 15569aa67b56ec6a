import assert from "node:assert/strict";
import { after, before, mock, test } from "node:test";

before(() => {
  // `language.ts` writes the language into the page; the clock that redraws would keep the process alive.
  Object.assign(globalThis, { document: { documentElement: {} } });
  mock.timers.enable({ apis: ["setInterval", "Date"], now: Date.parse("2026-06-15T12:00:00Z") });
});
after(() => mock.timers.reset());

test("a time is the home's, wherever the reader is, unless another zone is asked for", async () => {
  const { dayText, homeTimeZone, momentText, timeText } = await import("./moments.ts");
  const { language } = await import("./language.ts");
  language.value = "en";
  const lateInRome = "2025-12-31T22:30:00.000Z";
  homeTimeZone.value = "Europe/Rome";
  assert.equal(timeText(lateInRome), "23:30");
  homeTimeZone.value = "Asia/Tokyo";
  assert.equal(timeText(lateInRome), "07:30");
  assert.match(momentText(lateInRome), /^1 Jan 2026/);
  assert.equal(dayText(lateInRome), "Thursday 1 January");
  assert.equal(timeText(lateInRome, "Europe/Rome"), "23:30");
});
