/** Moments at a door: in the home's time zone, whatever the browser's is. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { localMinuteOf, nextWeekDay, onDay } from "./local-minute.ts";

test("the clock on the wall is the home's", () => {
  const at = Date.parse("2026-07-01T22:30:00Z");
  assert.equal(localMinuteOf(at, "Europe/Rome"), "2026-07-02T00:30");
  assert.equal(localMinuteOf(at, "America/New_York"), "2026-07-01T18:30");
});

test("tomorrow is tomorrow at the end of a month too", () => {
  assert.equal(onDay("2026-02-28T23:50", 1, "09:00"), "2026-03-01T09:00");
});

test("Saturday at ten is today while it is still to come, and a week later when it is over", () => {
  assert.equal(nextWeekDay("2026-03-05T12:00", 6, "22:00"), "2026-03-07T22:00");
  assert.equal(nextWeekDay("2026-03-07T21:00", 6, "22:00"), "2026-03-07T22:00");
  assert.equal(nextWeekDay("2026-03-07T23:00", 6, "22:00"), "2026-03-14T22:00");
});
