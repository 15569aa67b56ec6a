import assert from "node:assert/strict";
import { test } from "node:test";
import { instantOf, localTimeOf } from "./local-time.ts";

test("a minute on the wall in Rome is the right moment in winter, in summer, and around the change", () => {
  const cases = {
    "2026-03-02T09:00": "2026-03-02T08:00:00.000Z",
    "2026-07-02T09:00": "2026-07-02T07:00:00.000Z",
    "2026-03-29T01:59": "2026-03-29T00:59:00.000Z",
    "2026-03-29T03:00": "2026-03-29T01:00:00.000Z",
    "2026-10-25T03:00": "2026-10-25T02:00:00.000Z",
    "2026-12-31T23:59": "2026-12-31T22:59:00.000Z",
  };
  for (const [local, utc] of Object.entries(cases)) assert.equal(instantOf(local, "Europe/Rome").toISOString(), utc);
  assert.equal(instantOf("2026-03-02T09:00", "Asia/Kolkata").toISOString(), "2026-03-02T03:30:00.000Z");
});

test("a moment is shown as the clock on the wall in Rome showed it, in winter, in summer, and around the change", () => {
  const cases = {
    "2026-03-02T08:00:59.900Z": "2026-03-02 09:00:59",
    "2026-07-01T22:30:00.000Z": "2026-07-02 00:30:00",
    "2026-03-29T00:59:59.000Z": "2026-03-29 01:59:59",
    "2026-03-29T01:00:00.000Z": "2026-03-29 03:00:00",
  };
  for (const [utc, local] of Object.entries(cases)) assert.equal(localTimeOf(utc, "Europe/Rome"), local);
});
