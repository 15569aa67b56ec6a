import assert from "node:assert/strict";
import { test } from "node:test";
import type { LockReport } from "@catenaccio/protocol";
import { maintenanceTaskIds, type MaintenanceTaskId } from "@catenaccio/protocol/api";
import { maintenanceOf, maySnooze, type LockInCare, type TaskRecord } from "./maintenance.ts";

const withBattery = (level: "ok" | "warning" | "critical") =>
  ({ situation: { battery: { level, percent: null, volts: null } } }) as LockReport;
const lock: LockInCare = { lockId: "l", addedAt: "2026-01-31T10:00:00.000Z", report: null };

function stateOf(
  task: MaintenanceTaskId,
  now: string,
  record: Partial<TaskRecord> = {},
  report: LockReport | null = null,
): string {
  const records = new Map([[task, { lastDoneAt: null, snoozedUntil: null, ...record }]]);
  const items = maintenanceOf({ ...lock, report }, records, { now: new Date(now), language: "en" });
  return items.find((item) => item.task === task)?.state ?? "";
}

test("graphite is due half a year after the lock was added, and overdue after a year", () => {
  assert.equal(stateOf("cylinder", "2026-07-31T09:59:59.999Z"), "later");
  assert.equal(stateOf("cylinder", "2026-07-31T10:00:00.000Z"), "due");
  assert.equal(stateOf("cylinder", "2027-01-31T09:59:59.999Z"), "due");
  assert.equal(stateOf("cylinder", "2027-01-31T10:00:00.000Z"), "overdue");
});

test("done, it is due again half a year later; at the end of a shorter month", () => {
  const done = { lastDoneAt: "2026-08-31T10:00:00.000Z" };
  assert.equal(stateOf("screws", "2027-02-28T09:59:59.999Z", done), "later");
  assert.equal(stateOf("screws", "2027-02-28T10:00:00.000Z", done), "due");
});

test("put off, it comes back at its time", () => {
  const record = { snoozedUntil: "2026-09-01T00:00:00.000Z" };
  assert.equal(stateOf("key", "2026-08-31T23:59:59.999Z", record), "later");
  assert.equal(stateOf("key", "2026-09-01T00:00:00.000Z", record), "due");
});

test("new batteries are asked for by the lock, for as long as it asks", () => {
  const now = "2026-02-01T00:00:00.000Z";
  const done = { lastDoneAt: now };
  assert.equal(stateOf("batteries", "2036-02-01T00:00:00.000Z"), "later");
  assert.equal(stateOf("batteries", now, {}, withBattery("warning")), "due");
  assert.equal(stateOf("batteries", now, done, withBattery("warning")), "due");
  assert.equal(stateOf("batteries", now, done, withBattery("ok")), "later");
});

test("low batteries can be put off, flat ones cannot", () => {
  const now = "2026-02-01T00:00:00.000Z";
  const record = { snoozedUntil: "2026-02-02T00:00:00.000Z" };
  assert.equal(stateOf("batteries", now, record, withBattery("warning")), "later");
  assert.equal(stateOf("batteries", now, record, withBattery("critical")), "overdue");
  assert.deepEqual(
    [maySnooze("batteries", withBattery("warning")), maySnooze("batteries", withBattery("critical"))],
    [true, false],
  );
});

test("each task is there once, what presses first stands first", () => {
  const items = maintenanceOf({ ...lock, report: withBattery("critical") }, new Map(), {
    now: new Date("2026-05-15T00:00:00.000Z"),
    language: "it",
  });
  assert.deepEqual(items.map(({ task }) => task).toSorted(), maintenanceTaskIds.toSorted());
  assert.deepEqual(
    items.slice(0, 3).map(({ task, state }) => `${task} ${state}`),
    ["batteries overdue", "keypad overdue", "reader due"],
  );
  assert.equal(items[0]?.title.text, "Batterie nuove");
});
