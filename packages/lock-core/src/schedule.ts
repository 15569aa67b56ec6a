/**
 * Whether a user may open now. The lock and whoever explains its answers ask the same function.
 * An unknown clock denies whatever depends on time.
 */

import { localMsOf, minuteMs, dayMs, type Moment } from "./moment.ts";
import { weekDays, type User, type WeekDaySchedule, type YearDaySchedule } from "./model.ts";

export type Access =
  | { readonly kind: "granted" }
  /** Matter nonAccessUser: its credential notifies, and opens nothing. */
  | { readonly kind: "notifyOnly" }
  | {
      readonly kind: "denied";
      readonly error: "disabledUserDenied" | "restricted";
      readonly reason: "user-disabled" | "user-expired" | "out-of-schedule" | "clock-unknown" | "remote-only";
    };

const granted: Access = { kind: "granted" };

function denied(error: "disabledUserDenied" | "restricted", reason: (Access & { kind: "denied" })["reason"]): Access {
  return { kind: "denied", error, reason };
}

const lastMinute = 24 * 60 - 1;

/** Matter cannot write midnight at the end of a day: to 23:59 is until then (1.6 §5.2.10.4.7). @param minute of the day. */
export function endOfWindow(minute: number): number {
  return minute === lastMinute ? lastMinute + 1 : minute;
}

/** 1970-01-01 was a Thursday. */
const epochWeekDay = 4;

export function isWithinWeekDay(schedule: WeekDaySchedule, localMs: number): boolean {
  const day = weekDays[(((Math.floor(localMs / dayMs) + epochWeekDay) % 7) + 7) % 7];
  const minute = Math.floor((((localMs % dayMs) + dayMs) % dayMs) / minuteMs);
  return (
    day !== undefined && schedule.days.includes(day) && minute >= schedule.fromMinute && minute < schedule.toMinute
  );
}

export function isWithinYearDay(schedule: YearDaySchedule, localMs: number): boolean {
  return localMs >= schedule.fromLocalMs && localMs < schedule.toLocalMs;
}

/**
 * Both kinds must permit where a user has both; a restricted user without any schedule is denied, because nobody has
 * said yet when it may come.
 */
function accessBySchedules(user: User, now: Moment, kinds: { weekDay: boolean; yearDay: boolean }): Access {
  const localMs = localMsOf(now);
  if (localMs === null) return denied("restricted", "clock-unknown");
  const weekDay = kinds.weekDay ? user.weekDaySchedules : [];
  const yearDay = kinds.yearDay ? user.yearDaySchedules : [];
  const isWithin =
    weekDay.length + yearDay.length > 0 &&
    (weekDay.length === 0 || weekDay.some((schedule) => isWithinWeekDay(schedule, localMs))) &&
    (yearDay.length === 0 || yearDay.some((schedule) => isWithinYearDay(schedule, localMs)));
  return isWithin ? granted : denied("restricted", "out-of-schedule");
}

/** A user whose type knows no schedule keeps to those that somebody gave it all the same. */
function accessByOwnSchedules(user: User, now: Moment): Access {
  const hasNone = user.weekDaySchedules.length + user.yearDaySchedules.length === 0;
  return hasNone ? granted : accessBySchedules(user, now, { weekDay: true, yearDay: true });
}

/** Whether the time of an `expiringUser` that began with its first use is over. */
export function isExpired(user: User, now: Moment): boolean {
  if (user.userType !== "expiringUser" || user.expiry === null) return false;
  const isPastWall = user.expiry.utcMs !== null && now.utcMs !== null && now.utcMs >= user.expiry.utcMs;
  return isPastWall || now.poweredMs >= user.expiry.poweredMs;
}

/** What Matter's user status and type allow at this moment, at the door or over the network. */
export function accessOf(user: User, place: "door" | "remote", now: Moment): Access {
  if (user.userStatus === "occupiedDisabled")
    return denied("disabledUserDenied", isExpired(user, now) ? "user-expired" : "user-disabled");
  switch (user.userType) {
    case "unrestrictedUser":
    case "programmingUser":
      return granted;
    case "forcedUser":
    case "disposableUser":
      return accessByOwnSchedules(user, now);
    case "nonAccessUser":
      return { kind: "notifyOnly" };
    case "remoteOnlyUser":
      return place === "remote" ? granted : denied("restricted", "remote-only");
    case "expiringUser":
      return isExpired(user, now) ? denied("restricted", "user-expired") : accessByOwnSchedules(user, now);
    case "weekDayScheduleUser":
      return accessBySchedules(user, now, { weekDay: true, yearDay: false });
    case "yearDayScheduleUser":
      return accessBySchedules(user, now, { weekDay: false, yearDay: true });
    case "scheduleRestrictedUser":
      return accessBySchedules(user, now, { weekDay: true, yearDay: true });
    default:
      return user.userType satisfies never;
  }
}
