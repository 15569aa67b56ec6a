import assert from "node:assert/strict";
import { test } from "node:test";
import { problemOfLockCode } from "./lock-code.ts";

/** Of the Matter SDK's example devices: passcode 20202021, discriminator 3840. */
const code = "34970112332";

test("a lock's code is taken as people write it", () => {
  for (const typed of [code, "3497-011-2332", "3497 011 2332", "MT:Y.K9042C00KA0648G00", "mt:y.k9042c00ka0648g00"])
    assert.equal(problemOfLockCode(typed), null, typed);
});

test("what no label has is told", () => {
  for (const typed of ["", "123", "3497011233", "349701123320", "3497011233a", "WFFB-WVGJ-Q1SS"])
    assert.equal(problemOfLockCode(typed), "shape", typed);
});

test("one wrong digit is told, and so are two neighbours that are swapped", () => {
  for (let place = 0; place < code.length; place++) {
    const [before, digit, after] = [code.slice(0, place), code.charAt(place), code.slice(place + 1)];
    for (const other of "0123456789".replace(digit, ""))
      assert.equal(problemOfLockCode(before + other + after), "digit", `${other} at ${place}`);
    const next = after.charAt(0);
    if (next !== "" && next !== digit)
      assert.equal(problemOfLockCode(before + next + digit + after.slice(1)), "digit", `swapped at ${place}`);
  }
});
