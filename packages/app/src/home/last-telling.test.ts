import assert from "node:assert/strict";
import { test } from "node:test";
import type { LockHappening } from "@catenaccio/protocol";
import type { HistoryEntry, HistoryKind } from "@catenaccio/protocol/api";
import { lastTelling } from "./last-telling.ts";

const opened = { event: "lockOperation", operation: "unlock", source: "keypad", user: 1, credential: null } as const;

function entry(kind: HistoryKind, happening: LockHappening): HistoryEntry {
  const lockId = "0b9d1f9e-8d0f-4c55-8b0f-7f3c2f6d1a11";
  const at = "2026-03-02T09:00:00.000Z";
  const record = { lockId, numbering: "log", number: 1, time: at, heardAt: at, personId: null, happening } as const;
  return { record, kind, at, lockName: "Front door", personName: "Anna" };
}

test("a lock that locks itself again, and what it notes of itself, hides nobody who came", () => {
  const relocked = entry("locked", { ...opened, operation: "lock", source: "auto" });
  const power = entry("power", { event: "power", what: "up" });
  const came = entry("opened", opened);
  assert.equal(lastTelling([relocked, power, came]), came);
  assert.equal(lastTelling([relocked, power]), null);
});

test("somebody who locks from the app, a refusal and an alarm are told", () => {
  const locked = entry("locked", { ...opened, operation: "lock", source: "remote" });
  const alarm = entry("alarm", { event: "alarm", code: "wrongCodeEntryLimit" });
  assert.equal(lastTelling([locked, alarm]), locked);
  assert.equal(lastTelling([alarm, locked]), alarm);
});

test("of duress nothing is seen but an opening", () => {
  const silent = entry("alarm", { event: "alarm", code: "forcedUser" });
  const forced = entry("opened", { ...opened, operation: "forcedUserEvent" });
  assert.equal(lastTelling([silent, forced]), forced);
  assert.equal(lastTelling([silent]), null);
});
