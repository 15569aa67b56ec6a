import assert from "node:assert/strict";
import { test } from "node:test";
import type { HistoryEntry } from "@catenaccio/protocol/api";
import { joinNewest, joinOlder } from "./history-pages.ts";

function entry(number: number, personName: string | null = null): HistoryEntry {
  const at = new Date(number * 60_000).toISOString();
  return {
    record: {
      lockId: "lock",
      numbering: "log",
      number,
      time: at,
      heardAt: at,
      personId: null,
      happening: { event: "power", what: "up" },
    },
    kind: "power",
    at,
    lockName: "Front door",
    personName,
  };
}
const page = (numbers: readonly number[], cursor: string | null) => ({ entries: numbers.map((n) => entry(n)), cursor });
const numbersOf = ({ entries }: { readonly entries: readonly HistoryEntry[] }) =>
  entries.map(({ record }) => record.number);

test("a new entry comes on top, and what was read below stays, once", () => {
  const read = joinOlder(joinNewest(null, page([9, 8, 7], "at 7")), page([6, 5], "at 5"));
  const after = joinNewest(read, page([10, 9, 8], "at 8"));
  assert.deepEqual([numbersOf(after), after.cursor], [[10, 9, 8, 7, 6, 5], "at 5"]);
});

test("where so much is new that a piece would be missing, reading begins anew", () => {
  const read = joinOlder(joinNewest(null, page([9, 8, 7], "at 7")), page([6, 5], null));
  const after = joinNewest(read, page([33, 32, 31], "at 31"));
  assert.deepEqual([numbersOf(after), after.cursor], [[33, 32, 31], "at 31"]);
});

test("a page that is all there is leaves nothing of before: a name that was erased is gone", () => {
  const read = { entries: [entry(2, "Carla"), entry(1, "Carla")], cursor: null };
  assert.deepEqual(
    joinNewest(read, page([2, 1], null)).entries.map(({ personName }) => personName),
    [null, null],
  );
});

test("a page that overlaps shows nothing twice", () => {
  const read = joinNewest(null, page([9, 8, 7], "at 7"));
  assert.deepEqual(numbersOf(joinOlder(read, page([8, 7, 6], null))), [9, 8, 7, 6]);
});
