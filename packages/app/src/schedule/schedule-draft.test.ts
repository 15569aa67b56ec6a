/** A half-written schedule says what is missing, and a whole one goes to the lock as it was shown. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { schedule } from "@catenaccio/protocol";
import { draftOf, problemsOf, scheduleOf, type ScheduleDraft } from "./schedule-draft.ts";

const limits = { weekDays: 10, dates: 2 };
const always = draftOf({ weekDays: [], dates: [] });

test("always is always, whatever was written under the other choices", () => {
  assert.deepEqual(scheduleOf({ ...always, windows: [{ days: ["mon"], from: "09:00", to: "12:00" }] }), {
    weekDays: [],
    dates: [],
  });
  assert.deepEqual(problemsOf(always, limits), []);
});

test("a time without days, without an hour, or that ends as it begins is not complete", () => {
  const week = (window: ScheduleDraft["windows"][number]): ScheduleDraft => ({
    ...always,
    choice: "weekDays",
    windows: [window],
  });
  assert.deepEqual(problemsOf(week({ days: [], from: "09:00", to: "12:00" }), limits), [
    { problem: "noDays", window: 0 },
  ]);
  assert.deepEqual(problemsOf(week({ days: ["mon"], from: "", to: "12:00" }), limits), [
    { problem: "noTime", window: 0 },
  ]);
  assert.deepEqual(problemsOf(week({ days: ["mon"], from: "09:00", to: "09:00" }), limits), [
    { problem: "sameTime", window: 0 },
  ]);
  assert.deepEqual(problemsOf(week({ days: ["mon"], from: "00:00", to: "00:00" }), limits), [], "all day");
});

test("nights count as two where a lock has room for few", () => {
  const night: ScheduleDraft = {
    ...always,
    choice: "weekDays",
    windows: [{ days: ["mon"], from: "22:00", to: "06:00" }],
  };
  assert.deepEqual(problemsOf(night, { weekDays: 1, dates: 1 }), [{ problem: "tooManyWindows" }]);
});

test("dates that go backwards are said so, and both kinds together come back as they went", () => {
  const both: ScheduleDraft = {
    choice: "both",
    windows: [{ days: ["tue"], from: "09:00", to: "12:00" }],
    dates: [{ from: "2026-03-05T10:00", to: "2026-03-02T10:00" }],
  };
  assert.deepEqual(problemsOf(both, limits), [{ problem: "datesBackwards", date: 0 }]);
  const right = { ...both, dates: [{ from: "2026-03-02T10:00", to: "2026-03-05T10:00" }] };
  assert.deepEqual(problemsOf(right, limits), []);
  assert.deepEqual(draftOf(schedule.parse(scheduleOf(right))), right);
});
