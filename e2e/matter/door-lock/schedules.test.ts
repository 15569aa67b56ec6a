/** Schedules that a home has set, at the door: when they open it, and when a holiday puts the lock in another mode. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { DoorLock } from "@matter/main/clusters/door-lock";
import { TimeSynchronization } from "@matter/main/clusters/time-synchronization";
import { Status } from "@matter/main/types";
import { adminPin, enter, moveIn as enrolAnna, records } from "../../lock/at-the-door.ts";
import type { Fields } from "../wire-values.ts";
import {
  addUser,
  answersTo,
  bytesOf,
  card,
  clearUser,
  engages,
  failure,
  getUser,
  give,
  invalidCommand,
  modifyUser,
  moveIn,
  opens,
  opensBothWays,
  patient,
  pin,
  relock,
  success,
  unlock,
} from "./home-and-door.ts";

const { Normal, Vacation, Privacy, NoRemoteLockUnlock, Passage } = DoorLock.OperatingMode;
const { UnrestrictedUser, WeekDayScheduleUser, YearDayScheduleUser, ScheduleRestrictedUser, DisposableUser } =
  DoorLock.UserType;
const sunday = 1;
const workingDays = 0b011_1110;
const everyDay = 0b111_1111;
const everySchedule = 0xfe;

const code = "730264";
const cardName = "eva";
const { MinutesGranularity: minutesGranularity } = TimeSynchronization.Granularity;
const epochMs = Date.UTC(2000, 0, 1);

/** Matter's local time: seconds since 2000. */
function seconds(time: string): number {
  return (Date.parse(`${time}Z`) - epochMs) / 1_000;
}

test("L15x, L16: schedules open the door and shut it, and holidays change its mode, by the lock's clock", async (t) => {
  const at = await moveIn(t, patient);
  const { lock, door } = at;
  await door.send(...enrolAnna);
  /** The days of these tests; March 2nd of 2026 is a Monday. */
  const setClock = (time: string | null) => door.send({ clock: time === null ? null : `${time}Z` });
  const eva = 9;

  await t.test(
    "a week-day schedule opens the door on its days from its first minute to its last, both ways",
    async () => {
      await setClock("2026-03-02T08:00:00");
      await moveInEva();
      assert.deepEqual(await opensBothWays(at, code), [true, true], "a user without any schedule comes as ever");
      await setWeekDay(1, { daysMask: workingDays, from: [9, 0], to: [12, 0] });
      assert.equal(
        (await getUser(lock, eva))["userType"],
        ScheduleRestrictedUser,
        "a schedule restricts whom it is for",
      );
      for (const [time, isOpen] of [
        ["2026-03-02T08:59:00", false],
        ["2026-03-02T09:00:00", true],
        ["2026-03-02T11:59:00", true],
        ["2026-03-02T12:00:00", false],
        ["2026-03-06T10:00:00", true],
        ["2026-03-07T10:00:00", false],
        ["2026-03-08T10:00:00", false],
        ["2026-03-09T10:00:00", true],
      ] as const)
        await comesIn(time, isOpen);
      assert.ok(await opens(at, { card: cardName }), "a schedule is its user's, and not a PIN's");
    },
  );

  await t.test("more week-day schedules open at more times; each is cleared by itself", async () => {
    await setWeekDay(2, { daysMask: sunday, from: [20, 0], to: [22, 30] });
    await setWeekDay(10, { daysMask: workingDays, from: [15, 0], to: [15, 1] });
    await comesIn("2026-03-08T21:00:00", true);
    await comesIn("2026-03-02T15:00:00", true);
    await comesIn("2026-03-02T10:00:00", true);
    await comesIn("2026-03-02T13:00:00", false);
    assert.deepEqual(await lock.invoke("clearWeekDaySchedule", { weekDayIndex: 1, userIndex: eva }), success);
    await comesIn("2026-03-02T10:00:00", false);
    await comesIn("2026-03-08T21:00:00", true);
  });

  await t.test("a week-day schedule to 23:59 opens until midnight, and another goes on from there", async () => {
    await clearWeekDays();
    await setWeekDay(1, { daysMask: sunday, from: [22, 0], to: [23, 59] });
    await comesIn("2026-03-08T23:58:00", true);
    await comesIn("2026-03-08T23:59:10", true);
    await comesIn("2026-03-09T00:00:00", false);
    await setWeekDay(2, { daysMask: sunday << 1, from: [0, 0], to: [6, 0] });
    await comesIn("2026-03-09T00:00:00", true);
    const { endHour, endMinute } = await lock.invoke("getWeekDaySchedule", { weekDayIndex: 1, userIndex: eva });
    assert.deepEqual([endHour, endMinute], [23, 59]);
  });

  await t.test("who has lost the last schedule comes in no more, until a home lets the user in without", async () => {
    await clearWeekDays();
    await comesIn("2026-03-02T10:00:00", false);
    assert.equal(await modifyUser(lock, eva, { userType: UnrestrictedUser }), Status.Success);
    await comesIn("2026-03-02T10:00:00", true);
  });

  await t.test("a year-day schedule opens the door between two moments of its local time", async () => {
    await setYearDay(1, "2026-03-02T14:00:00", "2026-03-04T16:30:00");
    for (const [time, isOpen] of [
      ["2026-03-02T13:59:00", false],
      ["2026-03-02T14:00:00", true],
      ["2026-03-03T03:00:00", true],
      ["2026-03-04T16:29:00", true],
      ["2026-03-04T16:30:00", false],
      ["2027-03-02T15:00:00", false],
    ] as const)
      await comesIn(time, isOpen);
    await setYearDay(10, "2027-03-02T00:00:00", "2027-03-03T00:00:00");
    await comesIn("2027-03-02T15:00:00", true);
    await comesIn("2026-03-03T03:00:00", true);
  });

  await t.test("who has both kinds of schedule comes in when both say so", async () => {
    await setWeekDay(1, { daysMask: everyDay, from: [18, 0], to: [20, 0] });
    await comesIn("2026-03-03T19:00:00", true);
    await comesIn("2026-03-03T12:00:00", false);
    await comesIn("2026-03-05T19:00:00", false);
    for (const [userType, times] of [
      [WeekDayScheduleUser, ["2026-03-03T19:00:00", "2026-03-05T19:00:00"]],
      [YearDayScheduleUser, ["2026-03-03T19:00:00", "2026-03-03T12:00:00"]],
    ] as const) {
      assert.equal(await modifyUser(lock, eva, { userType }), Status.Success);
      for (const time of ["2026-03-03T19:00:00", "2026-03-03T12:00:00", "2026-03-05T19:00:00"])
        await comesIn(
          time,
          times.some((open) => open === time),
        );
    }
    assert.equal(await modifyUser(lock, eva, { userType: ScheduleRestrictedUser }), Status.Success);
    await clearWeekDays();
    assert.deepEqual(
      await lock.invoke("clearYearDaySchedule", { yearDayIndex: everySchedule, userIndex: eva }),
      success,
    );
    await comesIn("2026-03-03T19:00:00", false);
  });

  await t.test("a PIN that is good for once is good within its schedule, and not used up outside of it", async () => {
    const once = 20;
    assert.equal(await addUser(lock, once, { userType: DisposableUser }), Status.Success);
    await give(lock, pin(5), "519204", { userIndex: once });
    assert.deepEqual(await lock.invoke("setWeekDaySchedule", weekDay(once, 1, [16, 0], [18, 0])), success);
    await setClock("2026-03-02T15:00:00");
    assert.deepEqual(await opensBothWays(at, "519204"), [false, false]);
    await setClock("2026-03-02T17:00:00");
    assert.deepEqual(await opensBothWays(at, "519204"), [true, false], "once");
    assert.deepEqual(await clearUser(lock, once), success);
  });

  await t.test("a lock that does not know the time keeps out whoever comes by schedule, and nobody else", async () => {
    await setWeekDay(1, { daysMask: everyDay, from: [0, 0], to: [23, 59] });
    await comesIn("2026-03-02T10:00:00", true);
    await setClock(null);
    assert.deepEqual(await opensBothWays(at, code), [false, false]);
    const [refusal] = records(await answersTo(door, { card: cardName }));
    assert.deepEqual([refusal?.error, refusal?.user], ["restricted", eva]);
    assert.deepEqual(await opensBothWays(at, adminPin), [true, true]);
    await comesIn("2026-03-02T10:00:00", true);
  });

  await t.test("L15x: a right PIN out of its schedule is a wrong try, and looks like one", async () => {
    await setWeekDay(1, { daysMask: everyDay, from: [9, 0], to: [10, 0] });
    await setClock("2026-03-02T12:00:00");
    assert.ok(await opens(at, ...enter(adminPin)));
    assert.deepEqual([await unlock(lock, code), await relock(lock, code)], [failure, failure]);
    await door.send(...enter(code), { card: cardName });
    assert.equal((await door.state()).wrongTries, 4);
    const { Restricted } = DoorLock.OperationError;
    const told = (await lock.events("lockOperationError")).slice(-4);
    assert.deepEqual(
      told.map(({ fields }) => [fields["operationError"], fields["userIndex"]]),
      told.map(() => [Restricted, eva]),
    );
    assert.ok(await opens(at, ...enter(adminPin)));
  });

  await t.test(
    "the hours of a schedule are those of the home's zone and summer time, whoever sets the clock",
    async (zone) => {
      const time = lock.other(0, "TimeSynchronization");
      const hourSeconds = 3_600;
      const microseconds = (of: string) => seconds(of) * 1_000_000;
      const summer = {
        offset: hourSeconds,
        validStarting: microseconds("2026-03-29T01:00:00"),
        validUntil: microseconds("2026-10-25T01:00:00"),
      };
      zone.after(() => time.invoke("setTimeZone", { timeZone: [{ offset: 0, validAt: 0 }] }));
      const setUtcTime = (utcTime: string) =>
        time.invoke("setUtcTime", { utcTime: microseconds(utcTime), granularity: minutesGranularity });
      for (const [sentence, set] of [
        ["a home sets the clock", setUtcTime],
        ["the clock is set at the lock", setClock],
      ] as const)
        await zone.test(sentence, async () => {
          await set("2026-03-02T08:30:00");
          await time.invoke("setTimeZone", { timeZone: [{ offset: hourSeconds, validAt: 0, name: "Europe/Rome" }] });
          await time.invoke("setDstOffset", { dstOffset: [summer] });
          for (const [utc, isOpen] of [
            ["2026-03-02T07:30:00", false],
            ["2026-03-02T08:30:00", true],
            ["2026-03-02T09:30:00", false],
            ["2026-07-06T07:30:00", true],
            ["2026-07-06T08:30:00", false],
            ["2026-11-02T08:30:00", true],
          ] as const) {
            await set(utc);
            assert.deepEqual(await opensBothWays(at, code), [isOpen, isOpen], utc);
          }
        });
    },
  );

  await t.test("a holiday switches the mode at its first second, and back at its end", async () => {
    assert.deepEqual(await clearUser(lock, eva), success);
    await moveInEva();
    const subscription = await lock.subscribe();
    await setClock("2026-08-01T23:59:00");
    await setHoliday(1, Vacation, "2026-08-02T00:00:00", "2026-08-16T00:00:00");
    assert.equal(await lock.read("operatingMode"), Normal);
    subscription.forget();
    await setClock("2026-08-02T00:00:00");
    const told = await subscription.waitFor(({ name }) => name === "operatingMode");
    assert.deepEqual(told, { kind: "attribute", name: "operatingMode", value: Vacation });
    assert.deepEqual([await opens(at, ...enter(code)), await opens(at, ...enter(adminPin))], [false, true]);
    await setClock("2026-08-15T23:59:00");
    assert.equal(await lock.read("operatingMode"), Vacation);
    await setClock("2026-08-16T00:00:00");
    assert.equal(await lock.read("operatingMode"), Normal);
    assert.ok(await opens(at, ...enter(code)));
    await subscription.close();
  });

  await t.test("L16: a holiday of open house holds the clutch engaged, and lets it go at its end", async () => {
    await setClock("2026-09-01T09:00:00");
    await setHoliday(2, Passage, "2026-09-01T10:00:00", "2026-09-01T18:00:00");
    await setClock("2026-09-01T10:00:00");
    assert.deepEqual([(await door.state()).clutch, await lock.read("operatingMode")], ["engaged", Passage]);
    await setClock("2026-09-01T18:00:00");
    assert.deepEqual([(await door.state()).clutch, await lock.read("operatingMode")], ["free", Normal]);
    await setClock("2026-09-01T10:00:00");
    assert.equal((await door.state()).clutch, "engaged");
    assert.deepEqual(await relock(lock), success);
    await setClock("2026-09-01T12:00:00");
    assert.deepEqual(
      [(await door.state()).clutch, await lock.read("operatingMode")],
      ["free", Normal],
      "who ends it, ends it",
    );
    await setClock("2026-09-02T09:00:00");
  });

  await t.test(
    "holidays have every mode that the lock has, each with its effect, and go back to the mode before",
    async () => {
      assert.equal(await lock.write("operatingMode", Vacation), Status.Success);
      await setHoliday(3, NoRemoteLockUnlock, "2026-10-01T00:00:00", "2026-10-02T00:00:00");
      await setHoliday(4, Privacy, "2026-10-03T00:00:00", "2026-10-04T00:00:00");
      await setHoliday(5, Normal, "2026-10-05T00:00:00", "2026-10-06T00:00:00");
      await setClock("2026-10-01T12:00:00");
      assert.deepEqual([await lock.read("operatingMode"), await unlock(lock)], [NoRemoteLockUnlock, failure]);
      await setClock("2026-10-02T12:00:00");
      assert.deepEqual([await lock.read("operatingMode"), await engages(door, ...enter(code))], [Vacation, false]);
      await setClock("2026-10-03T12:00:00");
      assert.deepEqual([await lock.read("operatingMode"), await engages(door, ...enter(adminPin))], [Privacy, false]);
      await setClock("2026-10-05T12:00:00");
      assert.deepEqual([await lock.read("operatingMode"), await opens(at, ...enter(code))], [Normal, true]);
      await setClock("2026-10-06T00:00:00");
      assert.equal(await lock.read("operatingMode"), Vacation);
      assert.equal(await lock.write("operatingMode", Normal), Status.Success);
    },
  );

  await t.test("a holiday that is set, moved or cleared while it lasts has its effect at once", async () => {
    await setClock("2026-12-24T12:00:00");
    await setHoliday(6, Vacation, "2026-12-24T00:00:00", "2027-01-07T00:00:00");
    assert.equal(await lock.read("operatingMode"), Vacation);
    await setHoliday(6, Vacation, "2026-12-25T00:00:00", "2027-01-07T00:00:00");
    assert.equal(await lock.read("operatingMode"), Normal);
    await setHoliday(6, NoRemoteLockUnlock, "2026-12-24T00:00:00", "2027-01-07T00:00:00");
    assert.equal(await lock.read("operatingMode"), NoRemoteLockUnlock);
    assert.deepEqual(await lock.invoke("clearHolidaySchedule", { holidayIndex: 6 }), success);
    assert.equal(await lock.read("operatingMode"), Normal);
    await setHoliday(6, Vacation, "2026-12-24T00:00:00", "2027-01-07T00:00:00");
    assert.deepEqual(await lock.invoke("clearHolidaySchedule", { holidayIndex: everySchedule }), success);
    assert.equal(await lock.read("operatingMode"), Normal);
    assert.equal((await lock.invoke("getHolidaySchedule", { holidayIndex: 1 }))["status"], Status.NotFound);
  });

  await t.test("whoever sets another mode during a holiday means it: it stays when the holiday ends", async () => {
    await setClock("2026-12-24T12:00:00");
    await setHoliday(1, Vacation, "2026-12-24T00:00:00", "2026-12-26T00:00:00");
    assert.equal(await lock.write("operatingMode", NoRemoteLockUnlock), Status.Success);
    await setClock("2026-12-25T12:00:00");
    assert.equal(await lock.read("operatingMode"), NoRemoteLockUnlock);
    await setClock("2026-12-26T00:00:00");
    assert.equal(await lock.read("operatingMode"), NoRemoteLockUnlock);
    assert.equal(await lock.write("operatingMode", Normal), Status.Success);
  });

  await t.test("a lock that loses the time stays in the mode that it is in", async () => {
    await setClock("2026-12-24T12:00:00");
    assert.equal(await lock.read("operatingMode"), Vacation);
    await setClock(null);
    assert.equal(await lock.read("operatingMode"), Vacation);
    await setClock("2026-12-26T00:00:00");
    assert.equal(await lock.read("operatingMode"), Normal);
  });

  await t.test("L33: a holiday goes on over a power cut, and the mode before it comes back", async () => {
    // A lock that starts again has the time of the machine.
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 19);
    await setClock(day(0));
    await setHoliday(2, Vacation, day(-1), day(1));
    await door.reopen();
    await at.home.reconnect(lock);
    assert.deepEqual([await lock.read("operatingMode"), await opens(at, ...enter(code))], [Vacation, false]);
    await setClock(day(2));
    assert.deepEqual([await lock.read("operatingMode"), await opens(at, ...enter(code))], [Normal, true]);
  });

  await t.test("a schedule that ends before it begins, has no day, or is one too many is refused", async () => {
    for (const [command, fields] of [
      ["setWeekDaySchedule", weekDay(eva, 1, [12, 0], [9, 0])],
      ["setWeekDaySchedule", weekDay(eva, 1, [12, 0], [12, 0])],
      ["setWeekDaySchedule", { ...weekDay(eva, 1, [9, 0], [12, 0]), daysMask: 0 }],
      ["setWeekDaySchedule", weekDay(eva, 11, [9, 0], [12, 0])],
      ["setYearDaySchedule", { yearDayIndex: 1, userIndex: eva, localStartTime: 2, localEndTime: 1 }],
      ["setYearDaySchedule", { yearDayIndex: 1, userIndex: eva, localStartTime: 2, localEndTime: 2 }],
      ["setYearDaySchedule", { yearDayIndex: 11, userIndex: eva, localStartTime: 1, localEndTime: 2 }],
      ["setHolidaySchedule", { holidayIndex: 1, localStartTime: 2, localEndTime: 2, operatingMode: Vacation }],
      ["setHolidaySchedule", { holidayIndex: 11, localStartTime: 1, localEndTime: 2, operatingMode: Vacation }],
    ] as const)
      assert.deepEqual(await lock.invoke(command, fields), invalidCommand, JSON.stringify(fields));
    assert.equal((await getUser(lock, eva))["userType"], UnrestrictedUser, "nor is anybody restricted by it");
    assert.deepEqual(await opensBothWays(at, code), [true, true]);
  });

  async function moveInEva(): Promise<void> {
    assert.equal(await addUser(lock, eva), Status.Success);
    await give(lock, pin(2), code, { userIndex: eva });
    await give(lock, card(2), bytesOf(cardName), { userIndex: eva });
  }

  async function setWeekDay(
    weekDayIndex: number,
    span: {
      readonly daysMask: number;
      readonly from: readonly [number, number];
      readonly to: readonly [number, number];
    },
  ): Promise<void> {
    const { daysMask, from, to } = span;
    const schedule = { ...weekDay(eva, weekDayIndex, from, to), daysMask };
    assert.deepEqual(await lock.invoke("setWeekDaySchedule", schedule), success);
  }

  async function clearWeekDays(): Promise<void> {
    const every = { weekDayIndex: everySchedule, userIndex: eva };
    assert.deepEqual(await lock.invoke("clearWeekDaySchedule", every), success);
  }

  async function setYearDay(yearDayIndex: number, from: string, to: string): Promise<void> {
    const span = { localStartTime: seconds(from), localEndTime: seconds(to) };
    assert.deepEqual(await lock.invoke("setYearDaySchedule", { yearDayIndex, userIndex: eva, ...span }), success);
  }

  async function setHoliday(holidayIndex: number, operatingMode: number, from: string, to: string): Promise<void> {
    const span = { localStartTime: seconds(from), localEndTime: seconds(to) };
    assert.deepEqual(await lock.invoke("setHolidaySchedule", { holidayIndex, operatingMode, ...span }), success);
  }

  /** Whether Eva comes in at this time, by her PIN at the keypad and over the network alike. */
  async function comesIn(time: string, isExpected: boolean): Promise<void> {
    await setClock(time);
    assert.deepEqual(await opensBothWays(at, code), [isExpected, isExpected], time);
  }
});

function weekDay(
  userIndex: number,
  weekDayIndex: number,
  [startHour, startMinute]: readonly [number, number],
  [endHour, endMinute]: readonly [number, number],
): Fields {
  return { weekDayIndex, userIndex, daysMask: everyDay, startHour, startMinute, endHour, endMinute };
}
