/** What a host writes down for a guest is what the server is asked for, and what is missing is said where it is missing. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { newGuest } from "@catenaccio/protocol/api";
import { newDraft, problemOf, requestOf, type GuestDraft } from "./guest-draft.ts";

const lockId = "3f2c0d6e-8f3b-4a53-9a44-0c7b3c9d1e2f";
const here = "2026-03-02T14:25";
const draft: GuestDraft = { ...newDraft(here, [lockId]), name: " Carla " };

test("a stay begins now and ends tomorrow, until somebody says otherwise", () => {
  assert.equal(problemOf(draft, 1, here), null);
  assert.equal(problemOf(draft, 2, here), null);
  const asked = requestOf(draft);
  assert.deepEqual(newGuest.parse(asked), {
    ...asked,
    name: "Carla",
    from: "2026-03-02T14:00",
    to: "2026-03-03T11:00",
  });
});

test("days of the week, a night among them, go as the lock takes them", () => {
  const nights: GuestDraft = {
    ...draft,
    way: "week",
    week: { ...draft.week, windows: [{ days: ["fri"], from: "22:00", to: "06:00" }] },
  };
  assert.equal(problemOf(nights, 2, here), null);
  assert.deepEqual(newGuest.parse(requestOf(nights)).weekDays, [
    { days: ["fri"], from: "22:00", to: "23:59" },
    { days: ["sat"], from: "00:00", to: "06:00" },
  ]);
});

test("one visit needs no dates, and takes both or none", () => {
  const once: GuestDraft = { ...draft, way: "once" };
  assert.equal(newGuest.parse(requestOf(once)).oneTime, true);
  assert.equal(requestOf(once).from, undefined);
  assert.deepEqual(problemOf({ ...once, onceFrom: "2026-03-02T09:00" }, 2, here), {
    step: 2,
    field: "onceTo",
    text: "half",
  });
});

test("a guest without a name, without a door, or whose stay is over is not asked for", () => {
  assert.equal(problemOf({ ...draft, name: " " }, 1, here)?.field, "name");
  assert.equal(problemOf({ ...draft, locks: [] }, 1, here)?.field, "locks");
  assert.equal(problemOf({ ...draft, to: draft.from }, 2, here)?.field, "to");
  const past = problemOf({ ...draft, from: "2026-03-01T10:00", to: "2026-03-01T12:00" }, 2, here);
  assert.deepEqual(past, { step: 2, field: "to", text: "over" });
});
