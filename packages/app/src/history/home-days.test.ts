import assert from "node:assert/strict";
import { test } from "node:test";
import { dayAfter, dayBefore, dayOf, startOfDay } from "./home-days.ts";

test("a moment belongs to the day that the home has then", () => {
  assert.equal(dayOf("2026-03-01T23:30:00.000Z", "Europe/Rome"), "2026-03-02");
  assert.equal(dayOf("2026-03-01T23:30:00.000Z", "America/New_York"), "2026-03-01");
});

test("a day begins at the home's midnight, also when the clocks change that night", () => {
  assert.equal(startOfDay("2026-01-15", "Europe/Rome").toISOString(), "2026-01-14T23:00:00.000Z");
  assert.equal(startOfDay("2026-03-29", "Europe/Rome").toISOString(), "2026-03-28T23:00:00.000Z");
  assert.equal(startOfDay("2026-03-30", "Europe/Rome").toISOString(), "2026-03-29T22:00:00.000Z");
  assert.equal(startOfDay("2026-07-01", "Pacific/Kiritimati").toISOString(), "2026-06-30T10:00:00.000Z");
  assert.equal(startOfDay("2026-07-01", "Asia/Kathmandu").toISOString(), "2026-06-30T18:15:00.000Z");
  // Midnight does not exist on this day in Beirut: it begins at one.
  assert.equal(startOfDay("2026-03-29", "Asia/Beirut").toISOString(), "2026-03-28T22:00:00.000Z");
});

test("the last day of a month is followed by the first of the next", () => {
  assert.equal(dayAfter("2026-02-28"), "2026-03-01");
  assert.equal(dayAfter("2026-12-31"), "2027-01-01");
});

test("yesterday is the day before, also in the night after the clocks were set back", () => {
  const lateOnTheLongDay = dayOf("2026-10-25T22:30:00.000Z", "Europe/Rome");
  assert.equal(lateOnTheLongDay, "2026-10-25");
  assert.equal(dayBefore(lateOnTheLongDay), "2026-10-24");
  assert.equal(dayBefore("2026-03-01"), "2026-02-28");
});
