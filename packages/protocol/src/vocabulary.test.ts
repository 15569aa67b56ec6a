import assert from "node:assert/strict";
import { test } from "node:test";
import { localMinute, personName } from "./vocabulary.ts";

function refusalOf(given: unknown, schema: typeof localMinute): string | undefined {
  return schema.safeParse(given).error?.issues[0]?.message;
}

test("a day that the calendar does not have is refused in a sentence", () => {
  for (const day of ["2026-02-30", "2026-02-29", "2027-04-31", "2100-02-29"])
    assert.equal(refusalOf(`${day}T09:00`, localMinute), "The calendar has no such day.", day);
  for (const day of ["2028-02-29", "2026-12-31", "2000-02-29", "0099-01-01"])
    assert.equal(refusalOf(`${day}T23:59`, localMinute), undefined, day);
  assert.equal(refusalOf("2026-13-01T09:00", localMinute), "A moment is written 2026-03-02T09:00.");
  assert.equal(refusalOf("tomorrow", localMinute), "A moment is written 2026-03-02T09:00.");
});

test("a name with control characters, or that came as broken UTF-8, is refused", () => {
  for (const name of ["An\u0000na", "An\nna", "Ann\uFFFD", "\u0085x"])
    assert.equal(refusalOf(name, personName), "A name has letters, digits and signs only.", JSON.stringify(name));
  for (const name of ["Anna", "Zoë O'Neill-Łukasz", "李娜", "👩‍👧 Oma"])
    assert.equal(refusalOf(name, personName), undefined);
});
