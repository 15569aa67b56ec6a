import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOfFilter, filterOfAddress, isFiltering, queryOfFilter } from "./history-filter.ts";

const lock = "0b9f8a52-6f3c-4f0e-9c5e-1d2f3a4b5c6d";

test("what is looked for stands in the address, and is found there again", () => {
  const filter = { text: "Anna & co", person: "", lock, kind: "refused", from: "2026-03-01", to: "2026-03-02" };
  const address = new URL(addressOfFilter(filter), "http://home");
  assert.deepEqual(filterOfAddress(Object.fromEntries(address.searchParams)), filter);
  assert.equal(addressOfFilter(filterOfAddress({})), "/history");
});

test("an address that makes no sense looks for everything", () => {
  const filter = filterOfAddress({ lock: "../../locks", kind: "everything", from: "yesterday", to: "2026-02-99" });
  assert.equal(isFiltering(filter), false);
  assert.deepEqual(queryOfFilter(filter, "Europe/Rome"), {});
});

test("the last day is looked at to its end, as the home counts days", () => {
  const filter = { ...filterOfAddress({}), from: "2026-03-01", to: "2026-03-01" };
  assert.deepEqual(queryOfFilter(filter, "Europe/Rome"), {
    from: "2026-02-28T23:00:00.000Z",
    to: "2026-03-01T23:00:00.000Z",
  });
});
