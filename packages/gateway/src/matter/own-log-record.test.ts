import assert from "node:assert/strict";
import { test } from "node:test";
import { ownRecord } from "./own-log-record.ts";

const operation = { event: "lockOperation", operation: "unlock", source: "keypad", user: 3 };

test("a record of the log is told in the words of the protocol, a holiday's schedule as its kind", () => {
  const entry = { ...operation, credential: { kind: "pin", index: 0 } };
  const time = "2026-03-02T09:00:00.000Z";
  assert.deepEqual(ownRecord(JSON.stringify({ seq: 7, time, ...entry })), { number: 7, time, happening: entry });
  const holiday = { event: "userChange", change: "add", user: null, credential: null, source: "remote" };
  const text = JSON.stringify({ seq: 8, time: null, ...holiday, schedule: { kind: "holiday", index: 2 } });
  assert.deepEqual(ownRecord(text), { number: 8, time: null, happening: { ...holiday, schedule: "holiday" } });
});

test("what a newer lock says besides is left out; what it says in new words is a gap of its number", () => {
  const newer = JSON.stringify({ seq: 9, time: null, ...operation, credential: null, mood: "good" });
  assert.deepEqual(ownRecord(newer), { number: 9, time: null, happening: { ...operation, credential: null } });
  const strange = JSON.stringify({ seq: 10, time: null, event: "earthquake" });
  assert.deepEqual(ownRecord(strange), { number: 10, time: null, happening: { event: "gap", from: 10, to: 10 } });
});

test("what is no record is none", () => {
  for (const text of ["", "{", "null", "[]", `{"seq":0,"time":null}`, `{"seq":1,"time":"yesterday"}`])
    assert.equal(ownRecord(text), null, text);
});
