/** DL_Schedules of the Matter SDK, in the parts between which no schedule of interest is left over. */
import { test } from "node:test";
import { DoorLock } from "@matter/main/clusters/door-lock";
import type { Fields } from "../wire-values.ts";
import { addCredential, addUser, all, clearUser, pin, set } from "./people.ts";
import { command, failure, invalidCommand, notFound, openSuite, success, walk } from "./suite.ts";
import type { Request, Step, Suite } from "./suite.ts";

const { Normal, Vacation, Passage } = DoorLock.OperatingMode;
const invalid: Fields = { status: 0x85 };
const missing: Fields = { status: notFound };
/** The number that stands for all schedules. */
const every = 0xfe;
/** The enumeration of operating modes ends before it. */
const unknownMode = 5;

/** Which schedule: its number among those of its user. */
interface Place {
  readonly index: number;
  readonly userIndex: number;
}

const at = (index: number, userIndex = 1): Place => ({ index, userIndex });
const weekDayPlace = ({ index, userIndex }: Place): Fields => ({ weekDayIndex: index, userIndex });
const yearDayPlace = ({ index, userIndex }: Place): Fields => ({ yearDayIndex: index, userIndex });

const weekDay = (daysMask: number, from: readonly [number, number], to: readonly [number, number]): Fields => ({
  daysMask,
  startHour: from[0],
  startMinute: from[1],
  endHour: to[0],
  endMinute: to[1],
});
const span = (localStartTime: number, localEndTime: number): Fields => ({ localStartTime, localEndTime });
const holiday = (operatingMode: number, localStartTime: number, localEndTime: number): Fields => ({
  localStartTime,
  localEndTime,
  operatingMode,
});

const setWeekDay = (place: Place, schedule: Fields) =>
  command("setWeekDaySchedule", { ...weekDayPlace(place), ...schedule });
const setYearDay = (place: Place, schedule: Fields) =>
  command("setYearDaySchedule", { ...yearDayPlace(place), ...schedule });
const setHoliday = (holidayIndex: number, schedule: Fields) =>
  command("setHolidaySchedule", { holidayIndex, ...schedule });
const clearWeekDay = (place: Place) => command("clearWeekDaySchedule", weekDayPlace(place));
const clearYearDay = (place: Place) => command("clearYearDaySchedule", yearDayPlace(place));
const clearHoliday = (holidayIndex: number) => command("clearHolidaySchedule", { holidayIndex });

/** The schedule at a place, or the status in place of one: both are answered together with the place. */
const weekDayIs = (place: Place, found: Fields): readonly [Request, Fields] => [
  command("getWeekDaySchedule", weekDayPlace(place)),
  { ...weekDayPlace(place), ...success, ...found },
];
const yearDayIs = (place: Place, found: Fields): readonly [Request, Fields] => [
  command("getYearDaySchedule", yearDayPlace(place)),
  { ...yearDayPlace(place), ...success, ...found },
];
const holidayIs = (holidayIndex: number, found: Fields): readonly [Request, Fields] => [
  command("getHolidaySchedule", { holidayIndex }),
  { holidayIndex, ...success, ...found },
];

const sunday = 0b0000001;
const monday = 0b0000010;
const sundayWednesdaySaturday = 0b1001001;
/** Days end with the seventh bit. */
const noDay = 0b10000000;

const sundayAfternoon = weekDay(sunday, [15, 16], [18, 0]);
const allMonday = weekDay(monday, [0, 0], [23, 59]);
const allSunday = weekDay(sunday, [0, 0], [23, 59]);
const lateEvenings = weekDay(sundayWednesdaySaturday, [23, 0], [23, 59]);
const months = span(12345, 12345689);
const decades = span(9000, 888888888);
const weeks = span(55555, 7777777);
const normalMonths = holiday(Normal, 12345, 12345689);
const vacation = holiday(Vacation, 123456, 1234567);
const openHouse = holiday(Passage, 1, 100);

interface Limits {
  readonly users: number;
  readonly weekDays: number;
  readonly yearDays: number;
  readonly holidays: number;
}

async function readLimits({ lock }: Suite): Promise<Limits> {
  return {
    users: Number(await lock.read("numberOfTotalUsersSupported")),
    weekDays: Number(await lock.read("numberOfWeekDaySchedulesSupportedPerUser")),
    yearDays: Number(await lock.read("numberOfYearDaySchedulesSupportedPerUser")),
    holidays: Number(await lock.read("numberOfHolidaySchedulesSupported")),
  };
}

const userOneMovesIn: Step = ["PIN 1 is added, and user 1 for it", addCredential(pin(1), "123456"), set(1, 2)];

/** One of each kind, and that each is still there. */
const oneOfEach: readonly Step[] = [
  ["holiday 1 is set", setHoliday(1, normalMonths), success],
  ["holiday 1 is as it was set", ...holidayIs(1, normalMonths)],
  ["week-day schedule 1 is set", setWeekDay(at(1), sundayAfternoon), success],
  ["week-day schedule 1 is as it was set", ...weekDayIs(at(1), sundayAfternoon)],
  ["year-day schedule 1 is set", setYearDay(at(1), months), success],
  ["year-day schedule 1 is as it was set", ...yearDayIs(at(1), months)],
];
const oneOfEachIsLeft: readonly Step[] = [
  ["week-day schedule 1 is left", ...weekDayIs(at(1), sundayAfternoon)],
  ["year-day schedule 1 is left", ...yearDayIs(at(1), months)],
  ["holiday 1 is left", ...holidayIs(1, normalMonths)],
];

test("no schedule is set or read at a place, for a user or for a time that cannot be", async (t) => {
  const suite = await openSuite(t);
  const { users, weekDays, yearDays, holidays } = await readLimits(suite);
  const weekDayAt = (place: Place) => setWeekDay(place, sundayAfternoon);
  const weekDayFrom = (from: readonly [number, number], to: readonly [number, number]) =>
    setWeekDay(at(1), weekDay(sunday, from, to));
  await walk(suite, [
    userOneMovesIn,
    ["week-day schedule 0 is not set", weekDayAt(at(0)), invalidCommand],
    ["a week-day schedule behind the last is not set", weekDayAt(at(weekDays + 1)), invalidCommand],
    ["user 0 gets no week-day schedule", weekDayAt(at(1, 0)), invalidCommand],
    ["a user behind the last gets no week-day schedule", weekDayAt(at(1, users + 1)), invalidCommand],
    ["user 2, whom there is not, gets no week-day schedule", weekDayAt(at(1, 2)), failure],
    ["a week-day schedule has a day", setWeekDay(at(1), weekDay(0, [15, 16], [18, 0])), invalidCommand],
    ["a week-day schedule has no eighth day", setWeekDay(at(1), weekDay(noDay, [15, 16], [18, 0])), invalidCommand],
    ["no week-day schedule begins at 24:16", weekDayFrom([24, 16], [18, 0]), invalidCommand],
    ["no week-day schedule begins at 15:60", weekDayFrom([15, 60], [18, 0]), invalidCommand],
    ["no week-day schedule ends at 24:00", weekDayFrom([15, 16], [24, 0]), invalidCommand],
    ["no week-day schedule ends at 18:60", weekDayFrom([15, 16], [18, 60]), invalidCommand],
    ["no week-day schedule ends an hour before it begins", weekDayFrom([19, 16], [18, 0]), invalidCommand],
    ["no week-day schedule ends a minute before it begins", weekDayFrom([15, 50], [15, 49]), invalidCommand],
    ["there is no week-day schedule 1", ...weekDayIs(at(1), missing)],
    ["there can be no week-day schedule 0", ...weekDayIs(at(0), invalid)],
    ["there can be no week-day schedule behind the last", ...weekDayIs(at(weekDays + 1), invalid)],
    ["user 0 can have no week-day schedule", ...weekDayIs(at(1, 0), invalid)],
    ["a user behind the last can have no week-day schedule", ...weekDayIs(at(1, users + 1), invalid)],
    ["user 2, whom there is not, has no week-day schedule", ...weekDayIs(at(1, 2), missing)],
    ["year-day schedule 0 is not set", setYearDay(at(0), months), invalidCommand],
    ["a year-day schedule behind the last is not set", setYearDay(at(yearDays + 1), months), invalidCommand],
    ["user 0 gets no year-day schedule", setYearDay(at(1, 0), months), invalidCommand],
    ["a user behind the last gets no year-day schedule", setYearDay(at(1, users + 1), months), invalidCommand],
    ["user 2, whom there is not, gets no year-day schedule", setYearDay(at(1, 2), months), failure],
    ["no year-day schedule ends before it begins", setYearDay(at(1), span(12345689, 12345688)), invalidCommand],
    ["there is no year-day schedule 1", ...yearDayIs(at(1), missing)],
    ["there can be no year-day schedule 0", ...yearDayIs(at(0), invalid)],
    ["there can be no year-day schedule behind the last", ...yearDayIs(at(yearDays + 1), invalid)],
    ["user 0 can have no year-day schedule", ...yearDayIs(at(1, 0), invalid)],
    ["a user behind the last can have no year-day schedule", ...yearDayIs(at(1, users + 1), invalid)],
    ["user 2, whom there is not, has no year-day schedule", ...yearDayIs(at(1, 2), missing)],
    ["holiday 0 is not set", setHoliday(0, normalMonths), invalidCommand],
    ["a holiday behind the last is not set", setHoliday(holidays + 1, normalMonths), invalidCommand],
    ["no holiday ends before it begins", setHoliday(1, holiday(Normal, 12345689, 12345688)), invalidCommand],
    ["no holiday has a mode that is none", setHoliday(1, holiday(unknownMode, 12345, 12345689)), invalidCommand],
    ["there is no holiday 1", ...holidayIs(1, missing)],
    ["there can be no holiday 0", ...holidayIs(0, invalid)],
    ["there can be no holiday behind the last", ...holidayIs(holidays + 1, invalid)],
  ]);
});

test("no schedule is cleared at a place or for a user that cannot be", async (t) => {
  const suite = await openSuite(t);
  const { users, weekDays, yearDays, holidays } = await readLimits(suite);
  await walk(suite, [
    userOneMovesIn,
    ...oneOfEach,
    ["week-day schedule 0 is not cleared", clearWeekDay(at(0)), invalidCommand],
    ["a week-day schedule behind the last is not cleared", clearWeekDay(at(weekDays + 1)), invalidCommand],
    ["no week-day schedule of user 0 is cleared", clearWeekDay(at(1, 0)), invalidCommand],
    ["no week-day schedule of a user behind the last is cleared", clearWeekDay(at(1, users + 1)), invalidCommand],
    ["no week-day schedule of user 2, whom there is not, is cleared", clearWeekDay(at(1, 2)), failure],
    ...oneOfEachIsLeft,
    ["year-day schedule 0 is not cleared", clearYearDay(at(0)), invalidCommand],
    ["a year-day schedule behind the last is not cleared", clearYearDay(at(yearDays + 1)), invalidCommand],
    ["no year-day schedule of user 0 is cleared", clearYearDay(at(1, 0)), invalidCommand],
    ["no year-day schedule of a user behind the last is cleared", clearYearDay(at(1, users + 1)), invalidCommand],
    ["no year-day schedule of user 2, whom there is not, is cleared", clearYearDay(at(1, 2)), failure],
    ...oneOfEachIsLeft,
    ["holiday 0 is not cleared", clearHoliday(0), invalidCommand],
    ["a holiday behind the last is not cleared", clearHoliday(holidays + 1), invalidCommand],
    ...oneOfEachIsLeft,
  ]);
});

test("schedules are cleared one by one, all of a kind, and with their users; the other kinds stay", async (t) => {
  const suite = await openSuite(t);
  const { holidays: last } = await readLimits(suite);
  await walk(suite, [
    userOneMovesIn,
    ...oneOfEach,
    ["week-day schedule 2 is set", setWeekDay(at(2), allMonday), success],
    ["week-day schedule 2 is as it was set", ...weekDayIs(at(2), allMonday)],
    ["year-day schedule 2 is set", setYearDay(at(2), decades), success],
    ["year-day schedule 2 is as it was set", ...yearDayIs(at(2), decades)],
    ["holiday 2 is set", setHoliday(2, vacation), success],
    ["holiday 2 is as it was set", ...holidayIs(2, vacation)],
    ["week-day schedule 1 is cleared", clearWeekDay(at(1)), success],
    ["there is no week-day schedule 1", ...weekDayIs(at(1), missing)],
    ["every week-day schedule of user 1 is cleared", clearWeekDay(at(every)), success],
    ["there is no week-day schedule 2", ...weekDayIs(at(2), missing)],
    ["year-day schedule 1 is left", ...yearDayIs(at(1), months)],
    ["year-day schedule 2 is left", ...yearDayIs(at(2), decades)],
    ["holiday 1 is left", ...holidayIs(1, normalMonths)],
    ["holiday 2 is left", ...holidayIs(2, vacation)],
    ["week-day schedule 1 is set again", setWeekDay(at(1), allMonday), success],
    ["year-day schedule 1 is cleared", clearYearDay(at(1)), success],
    ["there is no year-day schedule 1", ...yearDayIs(at(1), missing)],
    ["every year-day schedule of user 1 is cleared", clearYearDay(at(every)), success],
    ["there is no year-day schedule 2", ...yearDayIs(at(2), missing)],
    ["week-day schedule 1 is left", ...weekDayIs(at(1), allMonday)],
    ["every week-day schedule of user 1 is cleared again", clearWeekDay(at(every)), success],
    ["user 2 is made without a credential", addUser(2), success],
    ["user 1 gets week-day schedule 1", setWeekDay(at(1), allSunday), success],
    ["user 1 has week-day schedule 1", ...weekDayIs(at(1), allSunday)],
    ["user 1 gets year-day schedule 4", setYearDay(at(4), decades), success],
    ["user 1 has year-day schedule 4", ...yearDayIs(at(4), decades)],
    ["user 2 gets week-day schedule 4", setWeekDay(at(4, 2), lateEvenings), success],
    ["user 2 has week-day schedule 4", ...weekDayIs(at(4, 2), lateEvenings)],
    ["user 1 gets year-day schedule 1", setYearDay(at(1), weeks), success],
    ["user 1 has year-day schedule 1", ...yearDayIs(at(1), weeks)],
    ["all users are cleared", clearUser(all), success],
    ["user 1's week-day schedule is gone", ...weekDayIs(at(1), missing)],
    ["user 1's year-day schedule is gone", ...yearDayIs(at(4), missing)],
    ["user 2's week-day schedule is gone", ...weekDayIs(at(4, 2), missing)],
    ["user 2 has no year-day schedule", ...yearDayIs(at(1, 2), missing)],
    ["holiday 1 is left, for holidays are nobody's", ...holidayIs(1, normalMonths)],
    ["holiday 2 is left", ...holidayIs(2, vacation)],
    ["the last holiday is set", setHoliday(last, openHouse), success],
    ["the last holiday is as it was set", ...holidayIs(last, openHouse)],
    userOneMovesIn,
    ["user 1 gets week-day schedule 1", setWeekDay(at(1), allSunday), success],
    ["user 1 gets year-day schedule 1", setYearDay(at(1), decades), success],
    ["holiday 2 is cleared", clearHoliday(2), success],
    ["holiday 1 is left", ...holidayIs(1, normalMonths)],
    ["there is no holiday 2", ...holidayIs(2, missing)],
    ["the last holiday is left", ...holidayIs(last, openHouse)],
    ["week-day schedule 1 is left", ...weekDayIs(at(1), allSunday)],
    ["year-day schedule 1 is left", ...yearDayIs(at(1), decades)],
    ["every holiday is cleared", clearHoliday(every), success],
    ["there is no holiday 1", ...holidayIs(1, missing)],
    ["there is no holiday 2", ...holidayIs(2, missing)],
    ["the last holiday is gone", ...holidayIs(last, missing)],
    ["week-day schedule 1 is left", ...weekDayIs(at(1), allSunday)],
    ["year-day schedule 1 is left", ...yearDayIs(at(1), decades)],
    ["all users are cleared again", clearUser(all), success],
  ]);
});
