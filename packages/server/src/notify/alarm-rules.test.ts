import assert from "node:assert/strict";
import { test } from "node:test";
import { alarmCodes, type LockHappening, type LockRecord, type LockReport } from "@catenaccio/protocol";
import { homeRoles } from "@catenaccio/protocol";
import {
  noticeOfRecord,
  unwatched,
  watchRecord,
  watchReport,
  watchTime,
  webhookEventOf,
  type LockWatch,
} from "./alarm-rules.ts";
import { noticeRules, noticesFor } from "./notice.ts";

const home = "3f1c9b7e-0000-4000-8000-000000000001";
const lock = "3f1c9b7e-0000-4000-8000-000000000002";
const anna = "3f1c9b7e-0000-4000-8000-000000000003";

function record(number: number, happening: LockHappening, changes: Partial<LockRecord> = {}): LockRecord {
  const time = new Date(Date.UTC(2026, 2, 2, 9, 0, number)).toISOString();
  return { lockId: lock, numbering: "log", number, time, heardAt: time, personId: null, happening, ...changes };
}
const wrong = (reason: string): LockHappening => ({
  event: "lockOperationError",
  operation: "unlock",
  source: "keypad",
  error: "invalidCredential",
  user: null,
  credential: null,
  reason,
});
const opened: LockHappening = {
  event: "lockOperation",
  operation: "unlock",
  source: "keypad",
  user: 1,
  credential: { kind: "pin", index: 1 },
};

/** Newest first, as the database gives them. */
const story = (...happenings: readonly LockHappening[]): readonly LockRecord[] =>
  happenings.map((happening, index) => record(index + 1, happening)).toReversed();

test("a lock-out tells how many wrong tries there were, since when, and the how manieth it is", () => {
  const lockout: LockHappening = { event: "alarm", code: "wrongCodeEntryLimit" };
  const five = [1, 2, 3, 4, 5].map(() => wrong("unknown-pin"));
  const notice = noticeOfRecord(home, record(7, lockout), story(wrong("unknown-pin"), opened, ...five.slice(1)));
  assert.deepEqual(notice, {
    kind: "wrongCodes",
    homeId: home,
    lockId: lock,
    personId: null,
    at: "2026-03-02T09:00:07.000Z",
    details: { tries: 4, since: "2026-03-02T09:00:03.000Z", lockouts: 1 },
  });
  const second = noticeOfRecord(home, record(13, lockout), story(...five, lockout, wrong("locked-out"), ...five));
  assert.deepEqual(second?.details, { tries: 5, since: "2026-03-02T09:00:08.000Z", lockouts: 2 });
});

test("a lock that logs no refusals has its lock-out told all the same", () => {
  const notice = noticeOfRecord(home, record(1, { event: "alarm", code: "wrongCodeEntryLimit" }), []);
  assert.deepEqual(notice?.details, { lockouts: 1 });
});

test("each alarm calls for somebody or is known not to", () => {
  const told = Object.fromEntries(
    alarmCodes.map((code) => [code, noticeOfRecord(home, record(1, { event: "alarm", code }), [])?.kind ?? null]),
  );
  assert.deepEqual(told, {
    lockJammed: "jammed",
    wrongCodeEntryLimit: "wrongCodes",
    entryStopped: "entryStopped",
    frontEscutcheonRemoved: "tamper",
    lockFactoryReset: "factoryReset",
    lockRadioPowerCycled: null,
    lowBattery: null,
    doorForcedOpen: "forcedOpen",
    doorAjar: "doorAjar",
    forcedUser: "duress",
  });
  assert.equal(noticeOfRecord(home, record(1, opened), []), null);
});

test("duress goes to owner and administrators alone, silently, and says whose credential it was", () => {
  assert.deepEqual(
    homeRoles.filter((role) => noticesFor(role).includes("duress")),
    ["owner", "administrator"],
  );
  assert.equal(noticeRules.duress.isSilent, true);
  assert.equal(Object.values(noticeRules).filter(({ isSilent }) => isSilent).length, 1);
  const unlock = record(1, opened, { personId: anna });
  assert.equal(noticeOfRecord(home, record(2, { event: "alarm", code: "forcedUser" }), [unlock])?.personId, anna);
});

test("a guest is told of nothing", () => assert.deepEqual(noticesFor("guest"), []));

test("a webhook gets a duress under its own name only", () => {
  assert.equal(webhookEventOf(record(1, { event: "alarm", code: "forcedUser" })), "duress");
  assert.equal(webhookEventOf(record(1, { ...opened, operation: "forcedUserEvent" })), "duress");
  assert.equal(webhookEventOf(record(1, opened)), "lockOperation");
});

type Link = LockReport["link"];
const report = (level: "ok" | "warning" | "critical" | null, link: Link = "online"): LockReport => ({
  lockId: lock,
  link,
  heardAt: "2026-03-02T09:00:00.000Z",
  answerMs: null,
  abilities: null,
  situation:
    level === null
      ? null
      : {
          lockState: "locked",
          operatingMode: "normal",
          volume: null,
          language: null,
          isMenuEnabled: null,
          autoRelockSeconds: null,
          guardProfile: null,
          isPinEntryStopped: false,
          isFingerprintEntryStopped: false,
          isLockedOut: false,
          isJammed: false,
          diagnosis: [],
          battery: { level, percent: null, volts: null },
          hasEmergencyPower: false,
        },
});

test("a battery is told once for each level that it falls to", () => {
  const told: string[] = [];
  let watch: LockWatch = unwatched;
  const levels = [
    "ok",
    "warning",
    "warning",
    null,
    "critical",
    "critical",
    "warning",
    "critical",
    "ok",
    "warning",
  ] as const;
  for (const level of levels) {
    const seen = watchReport(watch, report(level), "2026-03-02T09:00:00.000Z");
    told.push(...seen.kinds.map((kind) => `${level} ${kind}`));
    watch = seen.watch;
  }
  assert.deepEqual(told, [
    "warning batteryLow",
    "critical batteryCritical",
    "critical batteryCritical",
    "warning batteryLow",
  ]);
});

test("the lock's own alarm of its battery and the report of it are one notice, whichever comes first", () => {
  const alarm = record(1, { event: "alarm", code: "lowBattery" });
  const first = watchRecord(unwatched, alarm);
  assert.deepEqual(first.kinds, ["batteryLow"]);
  assert.deepEqual(watchReport(first.watch, report("warning"), "2026-03-02T09:00:00.000Z").kinds, []);
  const reported = watchReport(unwatched, report("warning"), "2026-03-02T09:00:00.000Z");
  assert.deepEqual(watchRecord(reported.watch, alarm).kinds, []);
});

test("silence is told once, after more than an hour, and its end too", () => {
  const silent = watchReport(unwatched, report(null, "connecting"), "2026-03-02T09:00:00.000Z").watch;
  assert.deepEqual(watchTime(silent, "2026-03-02T10:00:00.000Z").kinds, []);
  const long = watchTime(silent, "2026-03-02T10:00:01.000Z");
  assert.deepEqual(long.kinds, ["lockOffline"]);
  const still = watchReport(long.watch, report(null, "offline"), "2026-03-02T11:00:00.000Z").watch;
  assert.deepEqual(watchTime(still, "2026-03-02T12:00:00.000Z").kinds, []);
  assert.deepEqual(watchReport(still, report(null), "2026-03-02T12:00:00.000Z").kinds, ["lockBack"]);
});

test("a short silence is told neither way", () => {
  const silent = watchReport(unwatched, report(null, "offline"), "2026-03-02T09:00:00.000Z").watch;
  const back = watchReport(silent, report(null), "2026-03-02T09:30:00.000Z");
  assert.deepEqual(back.kinds, []);
  assert.deepEqual(watchTime(back.watch, "2026-03-02T12:00:00.000Z").kinds, []);
});

test("a home that was switched off for hours does not take its locks for silent", () => {
  const started = watchReport(unwatched, report(null, "connecting"), "2026-03-02T15:00:00.000Z").watch;
  assert.deepEqual(watchTime(started, "2026-03-02T15:59:00.000Z").kinds, []);
});
