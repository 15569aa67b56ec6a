/** PINs as digits: which run of an entry counts, how many runs there are, and which PINs are easy to guess. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { tagOf } from "../test/core-lock.ts";
import { runsChecked } from "../test/runs.ts";
import { pinEntryLengthMax, pinLengthMax, pinLengthMin, type PinCredential } from "./model.ts";
import { findPin, guessWindowsOf, isEasyPin, isPinLength, pinRunsOf } from "./pin.ts";

function pinCredential(digits: string, index: number): PinCredential {
  return {
    kind: "pin",
    index,
    userIndex: index,
    enrolledSeq: 1,
    creatorFabric: null,
    modifierFabric: null,
    tag: tagOf(digits),
    length: digits.length,
  };
}

/** The place of the PIN that the core finds in a padded entry; null: none. */
function indexFound(entry: string, pins: readonly string[]): number | null {
  const candidates = pinRunsOf(entry, true).map(({ digits, start }) => ({
    tag: tagOf(digits),
    length: digits.length,
    start,
  }));
  return findPin(candidates, pins.map(pinCredential), () => true)?.index ?? null;
}

/** The rule of L14, written down as somebody would explain it. */
function indexExpected(entry: string, pins: readonly string[]): number | null {
  if (entry.length > pinEntryLengthMax) return null;
  const [best] = pins
    .map((pin, index) => ({ index, length: pin.length, at: entry.indexOf(pin) }))
    .filter(({ at }) => at >= 0)
    .sort((one, other) => other.length - one.length || one.at - other.at);
  return best?.index ?? null;
}

const digit = fc.integer({ min: 0, max: 9 }).map(String);
const pin = fc.array(digit, { minLength: pinLengthMin, maxLength: pinLengthMax }).map((digits) => digits.join(""));

describe("runs of an entry", () => {
  test("L14: an entry of 20 digits holds 65 runs, 15 of six digits down to 11 of ten", () => {
    const runs = pinRunsOf("01234567890123456789", true);
    assert.equal(runs.length, 65);
    const ofLength = (length: number): number => runs.filter((run) => run.digits.length === length).length;
    assert.deepEqual([6, 7, 8, 9, 10].map(ofLength), [15, 14, 13, 12, 11]);
  });

  test("L14: an entry of any length holds each run of 6 to 10 digits once", () => {
    for (let length = 0; length <= pinEntryLengthMax; length++) {
      const entry = "31415926535897932384".slice(0, length);
      const expected = [6, 7, 8, 9, 10].reduce((sum, ofLength) => sum + Math.max(0, length - ofLength + 1), 0);
      const runs = pinRunsOf(entry, true);
      assert.equal(runs.length, expected);
      assert.equal(new Set(runs.map((run) => `${run.start}+${run.digits.length}`)).size, expected);
      for (const run of runs) assert.equal(entry.slice(run.start, run.start + run.digits.length), run.digits);
    }
  });

  test("L14: more than 20 digits hold no run at all", () => {
    assert.deepEqual(pinRunsOf("012345678901234567890", true), []);
    assert.deepEqual(pinRunsOf("012345678901234567890", false), []);
  });

  test("L14: without padding the entry is one run, if it has the length of a PIN", () => {
    assert.deepEqual(pinRunsOf("31415", false), []);
    assert.deepEqual(pinRunsOf("314159", false), [{ digits: "314159", start: 0 }]);
    assert.deepEqual(pinRunsOf("3141592653", false), [{ digits: "3141592653", start: 0 }]);
    assert.deepEqual(pinRunsOf("31415926535", false), []);
  });

  test("L8: a PIN has 6 to 10 digits", () => {
    const lengths = Array.from({ length: 23 }, (_, length) => length);
    assert.deepEqual(lengths.filter(isPinLength), [6, 7, 8, 9, 10]);
  });
});

describe("finding the PIN", () => {
  test("L14: any run of digits that contains a PIN opens; the longest wins, then the earliest", () => {
    const pins = ["407913", "9130582", "305824", "8246"];
    assert.equal(indexFound("407913", pins), 0);
    assert.equal(indexFound("55407913", pins), 0);
    assert.equal(indexFound("40791355", pins), 0);
    assert.equal(indexFound("4079130582", pins), 1, "the longest");
    assert.equal(indexFound("305824407913", pins), 2, "the earliest of two that are equally long");
    assert.equal(indexFound("407913305824", pins), 0, "the earliest of two that are equally long");
    assert.equal(indexFound("407914", pins), null);
    assert.equal(indexFound("40791", pins), null);
  });

  test("L14: a PIN of any length opens at every place of an entry of up to 20 digits", () => {
    for (const known of ["482915", "4829156", "48291560", "482915603", "4829156037"])
      for (let length = known.length; length <= pinEntryLengthMax; length++)
        for (let start = 0; start + known.length <= length; start++) {
          const entry = known.padStart(start + known.length, "7").padEnd(length, "7");
          assert.equal(indexFound(entry, [known]), 0, entry);
        }
  });

  test("L14: what is found agrees with a naive search, whatever the PINs and the entry", () => {
    // Few different digits, so that PINs overlap, contain each other and occur twice.
    const close = fc.constantFrom("1", "2", "3");
    const closePin = fc.array(close, { minLength: 6, maxLength: 10 }).map((digits) => digits.join(""));
    const pins = fc.uniqueArray(fc.oneof(closePin, pin), { minLength: 1, maxLength: 8 });
    const household = pins.chain((known) =>
      fc.record({
        known: fc.constant(known),
        entry: fc
          .array(fc.oneof(close, digit, fc.constantFrom(...known)), { maxLength: 22 })
          .map((parts) => parts.join("").slice(0, 22)),
      }),
    );
    let found = 0;
    let several = 0;
    let cases = 0;
    fc.assert(
      fc.property(household, ({ known, entry }) => {
        const expected = indexExpected(entry, known);
        cases++;
        if (expected !== null) found++;
        if (known.filter((one) => entry.includes(one)).length > 1) several++;
        assert.equal(indexFound(entry, known), expected);
      }),
      runsChecked(12_000),
    );
    assert.ok(cases >= 10_000 && found >= cases / 4 && several >= cases / 20, `${found} and ${several} of ${cases}`);
  });

  test("L15c: where padding is not accepted, only the run that is the whole entry counts", () => {
    const candidates = pinRunsOf("4079137", true).map(({ digits, start }) => ({
      tag: tagOf(digits),
      length: digits.length,
      start,
    }));
    const isWhole = (candidate: { readonly length: number }): boolean => candidate.length === 7;
    assert.equal(findPin(candidates, [pinCredential("407913", 1)], isWhole), null);
    assert.equal(findPin(candidates, [pinCredential("407913", 1), pinCredential("4079137", 2)], isWhole)?.index, 2);
  });

  test("L15b: an entry of d digits holds d - 5 candidate windows, at least 1, and none beyond 20 digits", () => {
    const lengths = [1, 5, 6, 7, 10, 19, 20, 21];
    assert.deepEqual(lengths.map(guessWindowsOf), [1, 1, 1, 2, 5, 14, 15, 0]);
  });
});

describe("PINs that are easy to guess", () => {
  const rules: readonly {
    readonly rule: string;
    readonly easy: readonly string[];
    readonly fine: readonly string[];
  }[] = [
    {
      rule: "repeats",
      easy: ["111111", "0000000", "121212", "12341234", "374374", "48294829", "112233", "111222", "99900066"],
      fine: ["444447", "454548", "374375", "482948", "778896"],
    },
    {
      rule: "runs",
      easy: ["123456", "0123456789", "987654", "890123", "210987", "246802", "1357913"],
      fine: ["123457", "987653", "124567", "2468031"],
    },
    {
      rule: "dates",
      easy: ["240783", "072483", "830724", "24071983", "07241983", "19830724", "311299", "31122099"],
      // No day 32, no month 13, no 19th or 20th century, and seven digits are no date.
      fine: ["321499", "240083", "24071783", "21990724", "2407198"],
    },
    {
      rule: "lines on the keypad",
      easy: ["147258", "741852", "159357", "963741", "258369", "2580147", "321987"],
      fine: ["147259", "159358", "258036", "1472584"],
    },
  ];

  for (const { rule, easy, fine } of rules) {
    test(`L15c: ${rule} are easy to guess`, () => {
      for (const digits of easy) assert.equal(isEasyPin(digits), true, digits);
    });
    test(`L15c: what only looks like ${rule} is not`, () => {
      for (const digits of fine) assert.equal(isEasyPin(digits), false, digits);
    });
  }

  test("L15c: 8.8 % of all six-digit PINs are easy, which leaves more than 85 % to choose from", () => {
    let easy = 0;
    for (let number = 0; number < 1e6; number++) if (isEasyPin(String(number).padStart(6, "0"))) easy++;
    const percent = Math.round(easy / 1000) / 10;
    assert.equal(percent, 8.8);
  });

  test("L15c: at least 85 % of random PINs of each length are not easy", () => {
    for (let length = pinLengthMin; length <= pinLengthMax; length++) {
      const samples = fc.sample(fc.array(digit, { minLength: length, maxLength: length }), {
        numRuns: 4000,
        seed: length,
      });
      const fine = samples.filter((digits) => !isEasyPin(digits.join(""))).length;
      assert.ok(fine / samples.length >= 0.85, `${fine} of ${samples.length} with ${length} digits`);
    }
  });
});
