/** Nights are split for the lock and whole for the person, and nobody comes in at another time because of that. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { weekDaySchedule, type WeekDay, type WeekDaySchedule } from "@catenaccio/protocol";
import { copyDay, joinWindows, spansOf, splitWindows, weekDayOrder, type WeekWindow } from "./week-windows.ts";

const times = fc
  .integer({ min: 0, max: 1439 })
  .map((minute) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`);
const someDays = fc.subarray([...weekDayOrder], { minLength: 1 });
const anyWindows = fc.array(fc.record({ days: someDays, from: times, to: times }), { maxLength: 4 });
const anySchedules = fc.array(
  fc.record({ days: someDays, from: times, to: times }).filter(({ from, to }) => from < to),
  { maxLength: 6 },
);

/** "mon 09:00" for each minute that the lock lets in. */
function minutesOf(schedules: readonly WeekDaySchedule[]): ReadonlySet<string> {
  const minutes = new Set<string>();
  for (const { days, from, to } of schedules)
    for (const day of days)
      for (let minute = numberOf(from); minute < numberOf(to); minute++) minutes.add(`${day} ${minute}`);
  return minutes;
}

function numberOf(time: string): number {
  const [hours = "", minutes = ""] = time.split(":");
  return Number(hours) * 60 + Number(minutes);
}

/** What a person means, without the last minute of a day, which no lock can be told. */
function meantBy(windows: readonly WeekWindow[]): ReadonlySet<string> {
  const minutes = new Set<string>();
  for (const { days, from, to } of windows)
    for (const day of days) {
      const end = numberOf(to) > numberOf(from) ? numberOf(to) : numberOf(to) + 1440;
      for (let minute = numberOf(from); minute < end; minute++) {
        const onDay = weekDayOrder[(weekDayOrder.indexOf(day) + Math.floor(minute / 1440)) % 7] as WeekDay;
        if (minute % 1440 !== 1439) minutes.add(`${onDay} ${minute % 1440}`);
      }
    }
  return minutes;
}

test("a window within a day goes to the lock as it is", () => {
  const cleaner: WeekWindow[] = [{ days: ["tue"], from: "09:00", to: "12:00" }];
  assert.deepEqual(splitWindows(cleaner), cleaner);
  assert.deepEqual(joinWindows(splitWindows(cleaner)), cleaner);
});

test("a night is two windows at the lock, and one to the person", () => {
  const night: WeekWindow[] = [{ days: ["fri", "sun"], from: "22:00", to: "06:00" }];
  assert.deepEqual(splitWindows(night), [
    { days: ["mon", "sat"], from: "00:00", to: "06:00" },
    { days: ["fri", "sun"], from: "22:00", to: "23:59" },
  ]);
  assert.deepEqual(joinWindows(splitWindows(night)), night);
});

test("midnight and the whole day are shown as such", () => {
  const late: WeekWindow[] = [
    { days: ["mon"], from: "20:00", to: "00:00" },
    { days: ["sat", "sun"], from: "00:00", to: "00:00" },
  ];
  assert.deepEqual(joinWindows(splitWindows(late)), late);
  assert.deepEqual(spansOf(late, "sat"), [{ fromMinute: 0, toMinute: 1440 }]);
});

test("copying a day puts its times in the place of what the other days had", () => {
  const windows: WeekWindow[] = [
    { days: ["mon"], from: "09:00", to: "12:00" },
    { days: ["mon", "wed"], from: "14:00", to: "18:00" },
    { days: ["thu"], from: "07:00", to: "08:00" },
  ];
  assert.deepEqual(copyDay(windows, "mon", ["tue", "thu"]), [
    { days: ["mon", "tue", "thu"], from: "09:00", to: "12:00" },
    { days: ["mon", "tue", "wed", "thu"], from: "14:00", to: "18:00" },
  ]);
});

test("whatever a person says, the lock lets in at just those minutes, in windows that it takes", () => {
  fc.assert(
    fc.property(anyWindows, (windows) => {
      const split = splitWindows(windows);
      for (const window of split) assert.equal(weekDaySchedule.safeParse(window).success, true, JSON.stringify(window));
      assert.deepEqual(minutesOf(split), new Set(meantBy(windows)));
    }),
    { numRuns: 60 },
  );
});

test("whatever a lock has, showing and saving it unchanged changes nothing", () => {
  fc.assert(
    fc.property(anySchedules, (schedules) => {
      assert.deepEqual(minutesOf(splitWindows(joinWindows(schedules))), minutesOf(schedules));
    }),
    { numRuns: 60 },
  );
});
