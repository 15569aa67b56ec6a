/** A saved access changes what was touched in its form, and nothing that somebody else has changed meanwhile. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { draftOf } from "../schedule/schedule-draft.ts";
import { accessChangeOf, nothingTouched } from "./access-change.ts";

const tuesdays = { weekDays: [{ days: ["tue" as const], from: "09:00", to: "12:00" }], dates: [] };
const always = { weekDays: [], dates: [] };
const now = { role: "guest", type: "oneTime", isPaused: true, schedule: tuesdays } as const;

test("a pause that somebody else has set stays when other hours are saved", () => {
  const touched = { ...nothingTouched, schedule: draftOf(always) };
  assert.deepEqual(accessChangeOf(touched, now, false), { ...now, schedule: always });
});

test("hours that somebody else has set stay when the pause is taken off", () => {
  assert.deepEqual(accessChangeOf({ ...nothingTouched, isPaused: false }, now, false), { ...now, isPaused: false });
});

test("whoever had no access gets an ordinary one, always, in the role that fits", () => {
  const first = { type: "ordinary", isPaused: false, schedule: always };
  assert.deepEqual(accessChangeOf(nothingTouched, null, false), { ...first, role: "member" });
  assert.deepEqual(accessChangeOf(nothingTouched, null, true), { ...first, role: "guest" });
});
