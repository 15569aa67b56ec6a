import assert from "node:assert/strict";
import { test } from "node:test";
import { householdChangeOf, lossOf } from "./household-change.ts";

const now = { timeZone: "Europe/Rome", historyDays: 365, keepsSealedPins: true } as const;

test("a new time zone goes out with what the server has now, and never switches the sealed PINs off", () => {
  const next = householdChangeOf({ timeZone: "Europe/Paris" }, now);
  assert.deepEqual(next, { ...now, timeZone: "Europe/Paris" });
  assert.equal(lossOf(next, now), null);
});

test("a shorter history and PINs that are no longer kept are told as lost; a longer one loses nothing", () => {
  const of = (touched: Parameters<typeof householdChangeOf>[0], before = now) =>
    lossOf(householdChangeOf(touched, before), before);
  assert.deepEqual(of({ historyDays: 30 }), { history: true, pins: false });
  assert.deepEqual(of({ keepsSealedPins: false }), { history: false, pins: true });
  assert.deepEqual(of({ keepsSealedPins: false, historyDays: 7 }), { history: true, pins: true });
  assert.equal(of({ historyDays: null }), null);
});
