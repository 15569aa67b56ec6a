/** When a user may open: schedules to the second, in local time, and what each user type and status allows. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { userTypes, weekDays, type User, type WeekDay, type WeekDaySchedule, type YearDaySchedule } from "./model.ts";
import { hourMs, minuteMs, secondMs, type Moment } from "./moment.ts";
import { newUser } from "./people.ts";
import { accessOf, isWithinWeekDay } from "./schedule.ts";

const nineToTwelve = { index: 1, fromMinute: 9 * 60, toMinute: 12 * 60 };
const onMonday: WeekDaySchedule = { ...nineToTwelve, days: ["mon"] };

function guest(change: Partial<User>): User {
  return { ...newUser(7, "guest"), userType: "scheduleRestrictedUser", ...change };
}

function at(iso: string, utcOffsetMs = 0): Moment {
  return { poweredMs: 0, utcMs: Date.parse(iso), utcOffsetMs };
}

/** A and D, as a locksmith would note it: accepted, denied. */
function answer(user: User, now: Moment, place: "door" | "remote" = "door"): string {
  const access = accessOf(user, place, now);
  return access.kind === "denied" ? `D ${access.reason}` : access.kind === "granted" ? "A" : access.kind;
}

describe("schedules of the week", () => {
  test("L15x: a schedule of the week holds from the first second of its start to the last before its end", () => {
    const user = guest({ weekDaySchedules: [onMonday] });
    const moments = ["08:59:59", "09:00:00", "11:59:59", "12:00:00"].map((time) => at(`2026-01-05T${time}Z`));
    assert.deepEqual(
      moments.map((now) => answer(user, now)),
      ["D out-of-schedule", "A", "A", "D out-of-schedule"],
    );
  });

  test("L15x: a schedule of the week holds on its days and on no other", () => {
    for (const [index, day] of weekDays.entries()) {
      // 2026-01-04 was a Sunday.
      const now = at(`2026-01-${String(4 + index).padStart(2, "0")}T10:00:00Z`);
      for (const other of weekDays) {
        const user = guest({ weekDaySchedules: [{ ...nineToTwelve, days: [other] }] });
        assert.equal(answer(user, now), other === day ? "A" : "D out-of-schedule");
      }
    }
  });

  test("L15x: Saturday's last minute and Sunday's first belong to different days", () => {
    const wholeDay = { index: 1, fromMinute: 0, toMinute: 24 * 60 };
    const onSaturday = guest({ weekDaySchedules: [{ ...wholeDay, days: ["sat"] }] });
    const onSunday = guest({ weekDaySchedules: [{ ...wholeDay, days: ["sun"] }] });
    const saturdayEnds = at("2026-01-10T23:59:59.999Z");
    const sundayBegins = at("2026-01-11T00:00:00Z");
    assert.deepEqual([answer(onSaturday, saturdayEnds), answer(onSaturday, sundayBegins)], ["A", "D out-of-schedule"]);
    assert.deepEqual([answer(onSunday, saturdayEnds), answer(onSunday, sundayBegins)], ["D out-of-schedule", "A"]);
  });

  test("L15x: a schedule of the week is meant in local time, east and west of Greenwich", () => {
    const user = guest({ weekDaySchedules: [onMonday] });
    const rome = hourMs;
    assert.equal(answer(user, at("2026-01-05T07:59:59Z", rome)), "D out-of-schedule");
    assert.equal(answer(user, at("2026-01-05T08:00:00Z", rome)), "A");
    assert.equal(answer(user, at("2026-01-05T11:00:00Z", rome)), "D out-of-schedule");
    const auckland = 13 * hourMs;
    assert.equal(answer(user, at("2026-01-04T20:00:00Z", auckland)), "A", "Monday there, Sunday in Greenwich");
    const honolulu = -10 * hourMs;
    assert.equal(answer(user, at("2026-01-05T10:00:00Z", honolulu)), "D out-of-schedule", "still Sunday there");
    assert.equal(answer(user, at("2026-01-05T19:00:00Z", honolulu)), "A");
  });

  test("L15x: a local time before 1970 still has its day of the week", () => {
    const onWednesday: WeekDaySchedule = { index: 1, days: ["wed"], fromMinute: 23 * 60, toMinute: 24 * 60 };
    assert.equal(isWithinWeekDay(onWednesday, -minuteMs), true);
    assert.equal(isWithinWeekDay(onWednesday, 0), false);
    assert.equal(isWithinWeekDay(onWednesday, -7 * 24 * hourMs - secondMs), true);
  });

  test("L15x: one of several schedules of the week is enough", () => {
    const days: readonly WeekDay[] = ["tue"];
    const user = guest({ weekDaySchedules: [onMonday, { index: 2, days, fromMinute: 0, toMinute: 60 }] });
    assert.equal(answer(user, at("2026-01-06T00:30:00Z")), "A");
    assert.equal(answer(user, at("2026-01-06T01:00:00Z")), "D out-of-schedule");
  });
});

describe("spans of dates", () => {
  const week: YearDaySchedule = {
    index: 1,
    fromLocalMs: Date.parse("2026-01-05T15:00:00Z"),
    toLocalMs: Date.parse("2026-01-12T10:00:00Z"),
  };

  test("L15x: a span of dates holds from its first second to the last before its end", () => {
    const user = guest({ yearDaySchedules: [week] });
    const moments = ["2026-01-05T14:59:59Z", "2026-01-05T15:00:00Z", "2026-01-12T09:59:59Z", "2026-01-12T10:00:00Z"];
    assert.deepEqual(
      moments.map((iso) => answer(user, at(iso))),
      ["D out-of-schedule", "A", "A", "D out-of-schedule"],
    );
  });

  test("L15x: a span of dates is meant in local time", () => {
    const user = guest({ yearDaySchedules: [week] });
    assert.equal(answer(user, at("2026-01-05T14:00:00Z", hourMs)), "A");
    assert.equal(answer(user, at("2026-01-12T09:00:00Z", hourMs)), "D out-of-schedule");
  });

  test("L15x: who has both kinds of schedule needs one of each at the same time", () => {
    const user = guest({ weekDaySchedules: [onMonday], yearDaySchedules: [week] });
    assert.equal(answer(user, at("2026-01-12T09:30:00Z")), "A", "a Monday within the dates");
    assert.equal(answer(user, at("2026-01-06T09:30:00Z")), "D out-of-schedule", "a Tuesday");
    assert.equal(answer(user, at("2026-01-19T09:30:00Z")), "D out-of-schedule", "after the dates");
  });
});

describe("user types", () => {
  const now = at("2026-01-05T10:00:00Z");
  const outside = at("2026-01-06T10:00:00Z");
  const unknown: Moment = { poweredMs: 0, utcMs: null, utcOffsetMs: 0 };
  const yearDay: YearDaySchedule = {
    index: 1,
    fromLocalMs: Date.parse("2026-01-05T00:00:00Z"),
    toLocalMs: Date.parse("2026-01-06T00:00:00Z"),
  };
  const schedules = { weekDaySchedules: [onMonday], yearDaySchedules: [yearDay] };

  test("L15x: each user type is answered as Matter means it, inside and outside its schedule", () => {
    const answers = Object.fromEntries(
      userTypes.map((userType) => {
        const user = guest({ userType, ...schedules });
        return [userType, [answer(user, now), answer(user, outside), answer(user, unknown)]];
      }),
    );
    const always = ["A", "A", "A"];
    const scheduled = ["A", "D out-of-schedule", "D clock-unknown"];
    assert.deepEqual(answers, {
      unrestrictedUser: always,
      yearDayScheduleUser: scheduled,
      weekDayScheduleUser: scheduled,
      programmingUser: always,
      nonAccessUser: ["notifyOnly", "notifyOnly", "notifyOnly"],
      forcedUser: scheduled,
      disposableUser: scheduled,
      expiringUser: scheduled,
      scheduleRestrictedUser: scheduled,
      remoteOnlyUser: ["D remote-only", "D remote-only", "D remote-only"],
    });
  });

  test("L15x: a user who is restricted by schedules and has none is denied", () => {
    for (const userType of ["yearDayScheduleUser", "weekDayScheduleUser", "scheduleRestrictedUser"] as const)
      assert.equal(answer(guest({ userType }), now), "D out-of-schedule");
    assert.equal(
      answer(guest({ userType: "weekDayScheduleUser", yearDaySchedules: [yearDay] }), now),
      "D out-of-schedule",
      "the other kind does not help",
    );
    assert.equal(
      answer(guest({ userType: "yearDayScheduleUser", weekDaySchedules: [onMonday] }), now),
      "D out-of-schedule",
      "the other kind does not help",
    );
  });

  test("L15x: forced, one-time and expiring users keep to schedules that they have, and need none", () => {
    for (const userType of ["forcedUser", "disposableUser", "expiringUser"] as const) {
      const none = guest({ userType });
      assert.deepEqual([answer(none, now), answer(none, outside), answer(none, unknown)], ["A", "A", "A"]);
      for (const own of [{ weekDaySchedules: [onMonday] }, { yearDaySchedules: [yearDay] }]) {
        const user = guest({ userType, ...own });
        assert.deepEqual([answer(user, now), answer(user, outside)], ["A", "D out-of-schedule"]);
        assert.equal(answer(user, now, "remote"), "A");
        assert.equal(answer(user, outside, "remote"), "D out-of-schedule");
      }
    }
  });

  test("L15x: a user who opens only over the network is accepted there", () => {
    assert.equal(answer(guest({ userType: "remoteOnlyUser" }), now, "remote"), "A");
  });

  test("L15x: a disabled user is denied, whatever its type, and whatever the place", () => {
    for (const userType of userTypes)
      for (const place of ["door", "remote"] as const) {
        const access = accessOf(guest({ userType, ...schedules, userStatus: "occupiedDisabled" }), place, now);
        assert.deepEqual(access, { kind: "denied", error: "disabledUserDenied", reason: "user-disabled" });
      }
  });

  test("L15x: an expiring user ends with whichever clock gets there first", () => {
    const start = Date.parse("2026-01-05T10:00:00Z");
    const user = guest({ userType: "expiringUser", expiry: { poweredMs: 2 * hourMs, utcMs: start + hourMs } });
    const moment = (poweredMs: number, utcMs: number | null): Moment => ({ poweredMs, utcMs, utcOffsetMs: 0 });
    assert.equal(answer(user, moment(0, start + hourMs - 1)), "A");
    assert.equal(answer(user, moment(0, start + hourMs)), "D user-expired", "the wall clock");
    assert.equal(answer(user, moment(2 * hourMs - 1, start)), "A");
    assert.equal(answer(user, moment(2 * hourMs, start)), "D user-expired", "a wall clock that was put back");
    assert.equal(answer(user, moment(2 * hourMs - 1, null)), "A");
    assert.equal(answer(user, moment(2 * hourMs, null)), "D user-expired", "no wall clock");
    assert.equal(answer({ ...user, expiry: null }, moment(9 * hourMs, start)), "A", "never used yet");
  });
});
