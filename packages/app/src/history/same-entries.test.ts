import assert from "node:assert/strict";
import { before, test } from "node:test";
import type { HistoryEntry } from "@catenaccio/protocol/api";

let joinSame: typeof import("./same-entries.ts").joinSame;

before(async () => {
  // The app writes its language there.
  Object.defineProperty(globalThis, "document", { value: { documentElement: {} }, configurable: true });
  ({ joinSame } = await import("./same-entries.ts"));
});

let number = 0;
function entry(happening: HistoryEntry["record"]["happening"], at = "2026-03-02T08:00:00.000Z"): HistoryEntry {
  const record = { lockId: "front", numbering: "log", number: number++, time: at, heardAt: at, personId: null };
  return {
    record: { ...record, happening },
    at,
    kind: "people",
    lockName: "Front",
    personName: "Carla",
  } as HistoryEntry;
}
const schedule = {
  event: "userChange",
  change: "modify",
  source: "remote",
  user: 2,
  credential: null,
  schedule: "weekDay",
} as const;
const opening = { event: "lockOperation", operation: "unlock", source: "keypad", user: 2, credential: null } as const;

const counts = (...entries: readonly HistoryEntry[]): readonly number[] => joinSame(entries).map(({ count }) => count);

test("the lines of one change are one, and the first of them stands", () => {
  const lines = [entry(schedule), entry(schedule), entry(schedule)];
  assert.deepEqual(joinSame(lines), [{ entry: lines[0], count: 3 }]);
});

test("whoever came in stands between, and twice is twice", () => {
  assert.deepEqual(counts(entry(schedule), entry(opening), entry(opening), entry(schedule)), [1, 1, 1, 1]);
});

test("a change an hour later is another one", () => {
  assert.deepEqual(counts(entry(schedule, "2026-03-02T09:00:00.000Z"), entry(schedule)), [1, 1]);
});
