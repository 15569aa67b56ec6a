/** A schedule reads as somebody would say it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { describeMinute, describeSchedule } from "./schedule-words.ts";

test("no schedule is always", () => {
  assert.equal(describeSchedule({ weekDays: [], dates: [] }, "en"), "always");
  assert.equal(describeSchedule({ weekDays: [], dates: [] }, "it"), "sempre");
});

test("the cleaner comes on Tuesdays, the nurse from Monday to Friday, the neighbour at the weekend", () => {
  const tuesdays = { weekDays: [{ days: ["tue" as const], from: "09:00", to: "12:00" }], dates: [] };
  assert.equal(describeSchedule(tuesdays, "en"), "Tuesdays 9:00–12:00");
  assert.equal(describeSchedule(tuesdays, "it"), "il martedì 9:00–12:00");
  const workdays = {
    weekDays: [
      {
        days: ["mon" as const, "tue" as const, "wed" as const, "thu" as const, "fri" as const],
        from: "08:00",
        to: "10:30",
      },
    ],
    dates: [],
  };
  assert.equal(describeSchedule(workdays, "en"), "Monday to Friday 8:00–10:30");
  assert.equal(describeSchedule(workdays, "it"), "da lunedì a venerdì 8:00–10:30");
  const weekend = { weekDays: [{ days: ["sat" as const, "sun" as const], from: "00:00", to: "23:59" }], dates: [] };
  assert.equal(describeSchedule(weekend, "en"), "Saturdays and Sundays all day");
  assert.equal(describeSchedule(weekend, "it"), "il sabato e la domenica tutto il giorno");
});

test("a night is one time, although the lock has two", () => {
  const night = {
    weekDays: [
      { days: ["fri" as const], from: "22:00", to: "23:59" },
      { days: ["sat" as const], from: "00:00", to: "06:00" },
    ],
    dates: [],
  };
  assert.equal(describeSchedule(night, "en"), "Fridays 22:00–6:00 the next day");
  assert.equal(describeSchedule(night, "it"), "il venerdì 22:00–6:00 del giorno dopo");
});

test("dates say the day of the week too, and go with the days", () => {
  const stay = { weekDays: [], dates: [{ from: "2026-03-02T15:00", to: "2026-03-06T10:00" }] };
  assert.equal(describeSchedule(stay, "en"), "from Mon 2 March, 15:00 to Fri 6 March 2026, 10:00");
  assert.equal(describeMinute("2026-03-02T09:00", "it"), "lun 2 marzo 2026, 9:00");
  const afternoon = { weekDays: [], dates: [{ from: "2026-03-02T15:00", to: "2026-03-02T19:00" }] };
  assert.equal(describeSchedule(afternoon, "en"), "Mon 2 March 2026, 15:00–19:00");
  assert.equal(describeSchedule(afternoon, "it"), "lun 2 marzo 2026, 15:00–19:00");
  const both = { weekDays: [{ days: ["tue" as const], from: "09:00", to: "12:00" }], dates: stay.dates };
  assert.equal(describeSchedule(both, "en"), "Tuesdays 9:00–12:00, from Mon 2 March, 15:00 to Fri 6 March 2026, 10:00");
});
