/** The lock's clock as homes see and set it, and the local time by which schedules count (core specification, 11.17). */
import assert from "node:assert/strict";
import { test } from "node:test";
import { enter } from "../../lock/at-the-door.ts";
import type { LockProcess } from "../lock-process.ts";
import type { ClusterAccess } from "../cluster-access.ts";
import type { Fields, WireValue } from "../wire-values.ts";
import {
  addPin,
  addUser,
  attributes,
  openLockAtHome,
  opensFor,
  success,
  until,
  type LockAtHome,
} from "./at-the-lock.ts";

const granularity = { none: 0, minutes: 1, seconds: 2, milliseconds: 3 } as const;
const timeSource = { none: 0, admin: 2 } as const;
const timeNotAccepted = { status: 1, clusterStatus: 2 } as const;
const constraintError = { status: 0x87 } as const;
const resourceExhausted = { status: 0x89 } as const;
const hourSeconds = 3_600;
const usPerSecond = 1_000_000;
/** A machine under load is slow, and time goes on meanwhile. */
const toleranceMs = 120_000;

const clockOf = ({ seen }: LockAtHome): ClusterAccess => seen.other(0, "TimeSynchronization");

/** Microseconds since 2000. */
const us = (iso: string): number => (Date.parse(iso) - Date.UTC(2000, 0, 1)) * 1_000;

const setUtcTime = (clock: ClusterAccess, iso: string, fields: Fields = {}): Promise<Fields> =>
  clock.invoke("setUtcTime", { utcTime: us(iso), granularity: granularity.milliseconds, ...fields });

const setZone = (clock: ClusterAccess, ...timeZone: readonly Fields[]): Promise<Fields> =>
  clock.invoke("setTimeZone", { timeZone });

const setSummer = (clock: ClusterAccess, ...dstOffset: readonly Fields[]): Promise<Fields> =>
  clock.invoke("setDstOffset", { dstOffset });

const zone = (hours: number, validAt = 0, name?: string): Fields => ({ offset: hours * hourSeconds, validAt, name });
const summer = (hours: number, validStarting: number, validUntil: number | null): Fields => ({
  offset: hours * hourSeconds,
  validStarting,
  validUntil,
});

/** The difference between local time and UTC, in hours. */
async function offsetHours(clock: ClusterAccess): Promise<number> {
  const { utcTime, localTime } = await attributes(clock, "utcTime", "localTime");
  return Math.round((Number(localTime) - Number(utcTime)) / usPerSecond / hourSeconds);
}

async function assertTime(lock: LockProcess, clock: ClusterAccess, iso: string): Promise<void> {
  const { time } = await lock.state();
  assert.ok(time !== null);
  const ahead = Date.parse(time) - Date.parse(iso);
  assert.ok(ahead >= 0 && ahead < toleranceMs, `the lock says ${time}`);
  const aheadUs = Number(await clock.read("utcTime")) - us(iso);
  assert.ok(aheadUs >= 0 && aheadUs < toleranceMs * 1_000, `the home reads ${aheadUs / usPerSecond} s more`);
}

test("L40: a home sets the lock's clock, which goes on by itself; who does not know the time itself is refused", async (t) => {
  const there = await openLockAtHome(t);
  const { lock } = there;
  const clock = clockOf(there);
  const isNow = (iso: string) => Math.abs(Date.parse(iso) - Date.now()) < toleranceMs;
  assert.ok(isNow((await lock.state()).time ?? ""), "at first the time is the machine's");

  assert.deepEqual(await setUtcTime(clock, "2026-03-02T09:00:00Z"), success);
  await assertTime(lock, clock, "2026-03-02T09:00:00Z");
  const { granularity: known, timeSource: source } = await attributes(clock, "granularity", "timeSource");
  assert.ok(Number(known) >= granularity.minutes && Number(known) <= granularity.milliseconds);
  assert.equal(source, timeSource.admin);
  const first = Number(await clock.read("utcTime"));
  await until(
    "a second later it is a second later",
    () => clock.read("utcTime"),
    (now) => Number(now) > first + usPerSecond,
  );
  await lock.send({ remote: "volume", to: "low" });
  const { time = null } = (await lock.log()).at(-1) ?? {};
  assert.match(time ?? "", /^2026-03-02T09:0/, "the log counts by it");

  const unknown = { granularity: granularity.none };
  assert.deepEqual(await setUtcTime(clock, "2031-01-01T00:00:00Z", unknown), timeNotAccepted);
  await assertTime(lock, clock, "2026-03-02T09:00:00Z");

  await lock.send({ clock: null });
  assert.deepEqual(await attributes(clock, "utcTime", "localTime"), { utcTime: null, localTime: null });
  assert.equal((await lock.state()).time, null);
  assert.deepEqual(await setUtcTime(clock, "2026-07-01T12:00:00Z"), success);
  await assertTime(lock, clock, "2026-07-01T12:00:00Z");
});

/** Who may come on Mondays between nine and ten. */
const cleaner = { index: 7, pin: "730264" } as const;

async function inviteCleaner({ seen }: LockAtHome): Promise<void> {
  await addUser(seen, cleaner.index, { userName: "cleaner" });
  await addPin(seen, cleaner.index, 7, cleaner.pin);
  const monday = 0b10;
  const hours = { startHour: 9, startMinute: 0, endHour: 10, endMinute: 0 };
  const schedule = { weekDayIndex: 1, userIndex: cleaner.index, daysMask: monday, ...hours };
  assert.deepEqual(await seen.invoke("setWeekDaySchedule", schedule), success);
}

/** A Monday. */
const halfPastEight = "2026-03-02T08:30:00Z";

test("L11: a schedule counts in the lock's local time, whose zone and summer time a home sets, and which a restart keeps", async (t) => {
  const there = await openLockAtHome(t);
  const { lock, home, seen } = there;
  const clock = clockOf(there);
  const opens = () => opensFor(lock, ...enter(cleaner.pin));
  await inviteCleaner(there);
  assert.deepEqual(await setUtcTime(clock, halfPastEight), success);
  assert.deepEqual(await clock.read("timeZone"), [{ offset: 0, validAt: 0 }]);
  assert.equal(await opens(), false, "half past eight is too early");

  assert.deepEqual(await setZone(clock, zone(1, 0, "Europe/Rome")), { dstOffsetRequired: true });
  assert.equal(await opens(), true, "in the zone it is half past nine");
  assert.deepEqual(await setSummer(clock, summer(1, 0, null)), success);
  assert.equal(await offsetHours(clock), 2);
  assert.equal(await opens(), false, "in summer it is half past ten");

  const kept = await attributes(clock, "timeZone", "dstOffset");
  assert.deepEqual(kept, {
    timeZone: [{ offset: hourSeconds, validAt: 0, name: "Europe/Rome" }],
    dstOffset: [{ offset: hourSeconds, validStarting: 0, validUntil: null }],
  });
  await lock.reopen();
  await home.reconnect(seen);
  assert.deepEqual(await attributes(clock, "timeZone", "dstOffset"), kept);
  assert.equal(await offsetHours(clock), 2);
  assert.deepEqual(await setUtcTime(clock, halfPastEight), success);
  assert.equal(await opens(), false, "after the restart it is still summer");
  assert.deepEqual(await setSummer(clock, summer(0, 0, null)), success);
  assert.equal(await opens(), true);

  // A new zone ends what was known of its summer time.
  assert.deepEqual(await setSummer(clock, summer(1, 0, null)), success);
  assert.deepEqual(await setZone(clock, zone(1)), { dstOffsetRequired: true });
  assert.deepEqual(await clock.read("dstOffset"), []);
  assert.equal(await opens(), true);
  assert.deepEqual(await setZone(clock, zone(-5)), { dstOffsetRequired: true });
  assert.equal(await opens(), false, "west of UTC it is the night before");

  await lock.send({ clock: null });
  assert.equal(await opens(), false, "nobody knows when it is");
  const log = await lock.log();
  const reasons = log.flatMap(({ event, reason }) => (event === "lockOperationError" ? (reason ?? []) : []));
  assert.deepEqual([reasons.at(0), reasons.at(-1)], ["out-of-schedule", "clock-unknown"]);
});

test("L11: summer time and a new zone begin at their moment by themselves, and whenever the clock is put past it", async (t) => {
  const there = await openLockAtHome(t);
  const { lock } = there;
  const clock = clockOf(there);
  const opens = () => opensFor(lock, ...enter(cleaner.pin));
  const untilOffset = (hours: number) =>
    until(
      `local time is ${hours} h before UTC`,
      () => offsetHours(clock),
      (offset) => offset === hours,
    );
  await inviteCleaner(there);
  assert.deepEqual(await setUtcTime(clock, halfPastEight), success);
  const now = Number(await clock.read("utcTime"));
  const soon = now + 4 * usPerSecond;
  const later = us("2026-10-25T01:00:00Z");
  assert.deepEqual(await setZone(clock, zone(0)), { dstOffsetRequired: true });
  assert.deepEqual(await setSummer(clock, summer(0, 0, soon), summer(1, soon, later), summer(0, later, null)), success);
  assert.equal(await opens(), false);
  await untilOffset(1);
  assert.ok(Number(await clock.read("utcTime")) >= soon);
  assert.equal(await opens(), true, "summer time has begun");

  const moved = Number(await clock.read("utcTime")) + 4 * usPerSecond;
  assert.deepEqual(await setZone(clock, zone(0), zone(2, moved)), { dstOffsetRequired: true });
  assert.deepEqual(await setSummer(clock, summer(0, 0, null)), success);
  await untilOffset(2);

  // Over Matter, and at the lock itself.
  assert.deepEqual(await setZone(clock, zone(0)), { dstOffsetRequired: true });
  assert.deepEqual(await setSummer(clock, summer(0, 0, later), summer(1, later, null)), success);
  assert.deepEqual(await setUtcTime(clock, "2026-11-02T08:30:00Z"), success);
  await untilOffset(1);
  assert.equal(await opens(), true);
  await lock.send({ clock: halfPastEight });
  assert.equal(await opens(), false, "before the summer time begins");
  await lock.send({ clock: "2026-11-02T08:30:00Z" });
  assert.equal(await opens(), true, "after it has begun");
});

test("zones and summer times that are too many, or out of order, are refused and change nothing", async (t) => {
  const there = await openLockAtHome(t);
  const clock = clockOf(there);
  const before = await attributes(clock, "timeZone", "dstOffset");
  const { timeZoneListMaxSize, dstOffsetListMaxSize, timeZoneDatabase } = await attributes(
    clock,
    "timeZoneListMaxSize",
    "dstOffsetListMaxSize",
    "timeZoneDatabase",
  );
  assert.deepEqual([timeZoneListMaxSize, timeZoneDatabase], [2, 2]);
  const many = Array.from({ length: Number(dstOffsetListMaxSize) + 1 }, (_, at) => summer(1, at * 10, at * 10 + 5));
  const answers: readonly (readonly [what: string, answer: Promise<Fields>, expected: Fields])[] = [
    ["no zone", setZone(clock), constraintError],
    ["a first zone from some moment on", setZone(clock, zone(1, 5)), constraintError],
    ["a second zone from the beginning", setZone(clock, zone(1), zone(2)), constraintError],
    ["a zone that is nowhere", setZone(clock, zone(15)), constraintError],
    ["three zones", setZone(clock, zone(1), zone(2, 5), zone(3, 6)), resourceExhausted],
    ["too many summers", setSummer(clock, ...many), resourceExhausted],
    ["two summers at once", setSummer(clock, summer(1, 0, 10), summer(2, 5, 20)), constraintError],
    ["a summer after one without end", setSummer(clock, summer(1, 0, null), summer(2, 5, 20)), constraintError],
    ["a summer that ends before it begins", setSummer(clock, summer(1, 20, 10)), constraintError],
  ];
  const given: (readonly [string, WireValue])[] = [];
  for (const [what, answer] of answers) given.push([what, await answer]);
  const after = await attributes(clock, "timeZone", "dstOffset");
  assert.deepEqual(
    given,
    answers.map(([what, , expected]) => [what, expected]),
  );
  assert.deepEqual(after, before);
});

test("what the lock says of its clock keeps to Matter: how well and from where it is known, and what changes", async (t) => {
  const there = await openLockAtHome(t);
  const { lock, home, seen } = there;
  const clock = clockOf(there);
  const broken: string[] = [];
  const check = (what: string, holds: boolean) => void (holds || broken.push(what));
  const checkKnown = async (when: string) => {
    const {
      utcTime,
      granularity: known,
      timeSource: source,
    } = await attributes(clock, "utcTime", "granularity", "timeSource");
    check(`11.17.8.2, ${when}: no granularity exactly while the time is unknown`, (known === 0) === (utcTime === null));
    check(`11.17.8.3, ${when}: no source exactly while the time is unknown`, (source === 0) === (utcTime === null));
  };
  await checkKnown("new");
  await setUtcTime(clock, halfPastEight);
  await checkKnown("set by a home");
  await lock.send({ clock: null });
  await checkKnown("forgotten");
  await setUtcTime(clock, halfPastEight);
  check("11.17.8.8: no local time as long as nobody has said when summer is", (await clock.read("localTime")) === null);

  const told = async (name: string) => (await clock.events(name).catch(() => [])).map(({ fields }) => fields);
  await setZone(clock, zone(1, 0, "Europe/Rome"));
  const zones = await told("timeZoneStatus");
  check("11.17.10.3: a new zone is told", JSON.stringify(zones) === '[{"offset":3600,"name":"Europe/Rome"}]');
  check("11.17.10.1: that a list of summers has become empty is told", (await told("dstTableEmpty")).length > 0);
  await setSummer(clock, summer(1, 0, null));
  await setSummer(clock, summer(0, 0, null));
  const summers = (await told("dstStatus")).map(({ dstOffsetActive }) => dstOffsetActive);
  check("11.17.10.2: that a summer time begins and ends is told", JSON.stringify(summers) === "[true,false]");

  await lock.reopen();
  await home.reconnect(seen);
  await checkKnown("after a restart");
  assert.deepEqual(broken, []);
});
