/**
 * A user's schedules at the lock. Matter keeps windows within a day, and dates as seconds of the lock's local time, which
 * matter.js counts from 1970: what a clock on the wall shows, read as if it were UTC.
 */

import {
  weekDays,
  type DateSchedule,
  type LockAbilities,
  type Schedule,
  type WeekDaySchedule,
} from "@catenaccio/protocol";
import { DoorLock } from "@matter/main/clusters/door-lock";
import { Status } from "@matter/main/types";
import type { Outcome } from "../lock-client.ts";
import { done, outcomeOf, statusOf, type LockAsking, type Reasons } from "./lock-asking.ts";
import { dayBits, everySchedule } from "./lock-words.ts";

type WeekDayAnswer = DoorLock.GetWeekDayScheduleResponse;
type YearDayAnswer = DoorLock.GetYearDayScheduleResponse;

const secondMs = 1000;
const minutesPerHour = 60;
/** epoch-s is 32 bits from 2000 on (core §7.19.2.6). */
const firstSecond = Date.UTC(2000, 0, 1) / secondMs;
const lastSecond = firstSecond + 2 ** 32 - 1;

const scheduleReasons: Reasons = { [Status.ResourceExhausted]: "schedulesNotSupported" };

/** Whether the lock has places enough, and can write these dates. */
export function canHold(abilities: LockAbilities, { weekDays: windows, dates }: Schedule): boolean {
  const isWritable = (date: string): boolean => secondsOf(date) >= firstSecond && secondsOf(date) <= lastSecond;
  return (
    windows.length <= abilities.weekDaySchedulesPerUser &&
    dates.length <= abilities.dateSchedulesPerUser &&
    dates.every(({ from, to }) => isWritable(from) && isWritable(to))
  );
}

/** The type that keeps the user to schedules of these kinds, and to none of another. */
export function restrictedTypeFor({ weekDays: windows, dates }: Schedule): DoorLock.UserType {
  if (windows.length > 0 && dates.length > 0) return DoorLock.UserType.ScheduleRestrictedUser;
  return windows.length > 0 ? DoorLock.UserType.WeekDayScheduleUser : DoorLock.UserType.YearDayScheduleUser;
}

export async function readSchedules(
  asking: LockAsking,
  abilities: LockAbilities,
  userIndex: number,
): Promise<Schedule> {
  const windows: WeekDaySchedule[] = [];
  for (let weekDayIndex = 1; weekDayIndex <= abilities.weekDaySchedulesPerUser; weekDayIndex++) {
    const answer = await asking.ask("doorLock", "getWeekDaySchedule", { weekDayIndex, userIndex });
    if (answer.status === Status.Success) windows.push(windowOf(answer));
  }
  const dates: DateSchedule[] = [];
  for (let yearDayIndex = 1; yearDayIndex <= abilities.dateSchedulesPerUser; yearDayIndex++) {
    const answer = await asking.ask("doorLock", "getYearDaySchedule", { yearDayIndex, userIndex });
    if (answer.status === Status.Success) dates.push(datesOf(answer));
  }
  return { weekDays: windows, dates };
}

/** Of every kind that the lock has. */
export async function clearSchedules(
  asking: LockAsking,
  abilities: LockAbilities,
  userIndex: number,
): Promise<Outcome> {
  if (abilities.weekDaySchedulesPerUser > 0) {
    const fields = { weekDayIndex: everySchedule, userIndex };
    const cleared = clearedBy(statusOf(await asking.order("plainChange", "doorLock", "clearWeekDaySchedule", fields)));
    if (!cleared.ok) return cleared;
  }
  if (abilities.dateSchedulesPerUser === 0) return done;
  const fields = { yearDayIndex: everySchedule, userIndex };
  return clearedBy(statusOf(await asking.order("plainChange", "doorLock", "clearYearDaySchedule", fields)));
}

/** A lock may say that there was none. */
function clearedBy(status: Status): Outcome {
  return status === Status.NotFound ? done : outcomeOf(status);
}

/** On places that are free, from the first on. */
export async function writeSchedules(asking: LockAsking, userIndex: number, schedule: Schedule): Promise<Outcome> {
  for (const [at, window] of schedule.weekDays.entries()) {
    const fields = { weekDayIndex: at + 1, userIndex, ...windowFields(window) };
    const answer = await asking.order("plainChange", "doorLock", "setWeekDaySchedule", fields);
    if (!answer.ok) return outcomeOf(answer.status, scheduleReasons);
  }
  for (const [at, { from, to }] of schedule.dates.entries()) {
    const fields = { yearDayIndex: at + 1, userIndex, localStartTime: secondsOf(from), localEndTime: secondsOf(to) };
    const answer = await asking.order("plainChange", "doorLock", "setYearDaySchedule", fields);
    if (!answer.ok) return outcomeOf(answer.status, scheduleReasons);
  }
  return done;
}

function windowFields({ days, from, to }: WeekDaySchedule) {
  const [startHour = 0, startMinute = 0] = from.split(":").map(Number);
  const [endHour = 0, endMinute = 0] = to.split(":").map(Number);
  const daysMask = Object.fromEntries(days.map((day) => [dayBits[day], true]));
  return { daysMask, startHour, startMinute, endHour, endMinute };
}

function windowOf({ daysMask = {}, startHour, startMinute, endHour, endMinute }: WeekDayAnswer): WeekDaySchedule {
  return {
    days: weekDays.filter((day) => daysMask[dayBits[day]] === true),
    from: clockOf(startHour, startMinute),
    to: clockOf(endHour, endMinute),
  };
}

function datesOf({ localStartTime, localEndTime }: YearDayAnswer): DateSchedule {
  return { from: localMinuteOf(localStartTime), to: localMinuteOf(localEndTime) };
}

function clockOf(hour = 0, minute = 0): string {
  return new Date((hour * minutesPerHour + minute) * minutesPerHour * secondMs).toISOString().slice(11, 16);
}

function secondsOf(localMinute: string): number {
  return Date.parse(`${localMinute}:00Z`) / secondMs;
}

/** null: a lock that tells a schedule without its end means one without an end. */
function localMinuteOf(seconds: number | null = null): string {
  return new Date((seconds ?? lastSecond) * secondMs).toISOString().slice(0, 16);
}
