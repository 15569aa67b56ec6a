import assert from "node:assert/strict";
import { test } from "node:test";
import { beginningUs, zoneTimesAt } from "./summer-time.ts";

const us = (text: string): number => Date.parse(text) * 1000;

test("Rome in winter: an hour ahead, and two summers to come", () => {
  const times = zoneTimesAt("Europe/Rome", Date.parse("2026-11-25T13:00:00Z"));
  assert.deepEqual(times, {
    name: "Europe/Rome",
    offset: 3600,
    summers: [
      { offset: 0, validStartingUs: beginningUs, validUntilUs: us("2027-03-28T01:00:00Z") },
      { offset: 3600, validStartingUs: us("2027-03-28T01:00:00Z"), validUntilUs: us("2027-10-31T01:00:00Z") },
    ],
  });
});

test("Rome in summer is in the first summer time of the list", () => {
  const { offset, summers } = zoneTimesAt("Europe/Rome", Date.parse("2026-07-01T12:34:56Z"));
  assert.equal(offset, 3600);
  assert.deepEqual(
    summers.map((each) => each.offset),
    [3600, 0, 3600],
  );
  assert.equal(summers[0]?.validUntilUs, us("2026-10-25T01:00:00Z"));
});

test("south of the equator it is summer in December", () => {
  const { offset, summers } = zoneTimesAt("Australia/Sydney", Date.parse("2026-12-24T00:00:00Z"));
  assert.equal(offset, 36_000);
  assert.equal(summers[0]?.offset, 3600);
});

test("a zone without summer time says so for ever", () => {
  assert.deepEqual(zoneTimesAt("Asia/Kolkata", Date.parse("2026-11-25T00:00:00Z")), {
    name: "Asia/Kolkata",
    offset: 19_800,
    summers: [{ offset: 0, validStartingUs: beginningUs, validUntilUs: null }],
  });
});

test("half an hour of summer time is half an hour", () => {
  const { summers } = zoneTimesAt("Australia/Lord_Howe", Date.parse("2026-12-24T00:00:00Z"));
  assert.equal(summers[0]?.offset, 1800);
});

test("there is no zone of an invented name", () => {
  assert.throws(() => zoneTimesAt("Europe/Atlantis", 0), RangeError);
});
