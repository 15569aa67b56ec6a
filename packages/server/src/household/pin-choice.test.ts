import assert from "node:assert/strict";
import { test } from "node:test";
import { choosePin, commonPinLength, isGuessable, tagOf } from "./pin-choice.ts";

test("PINs that people choose first are never chosen", () => {
  for (const easy of [
    "111111",
    "123456",
    "987654",
    "121212",
    "112233",
    "310590",
    "19900531",
    "147258",
    "12341234",
    "11223344",
    "2468024",
  ])
    assert.equal(isGuessable(easy), true, easy);
  assert.equal(isGuessable("407928"), false);
  for (let count = 0; count < 2000; count++) {
    const pin = choosePin(7, () => false);
    assert.match(pin ?? "", /^\d{7}$/);
    assert.equal(isGuessable(pin ?? ""), false);
  }
});

test("a PIN that is somebody's is not chosen again, and when none is left that is told", () => {
  const taken = new Set<string>();
  for (let count = 0; count < 200; count++) {
    const pin = choosePin(4, (digits) => taken.has(digits));
    assert.equal(taken.has(pin ?? ""), false);
    taken.add(pin ?? "");
  }
  assert.equal(
    choosePin(7, () => true),
    null,
  );
});

test("a PIN has a length that all its locks take", () => {
  assert.equal(commonPinLength([{ min: 6, max: 10 }]), 7);
  assert.equal(
    commonPinLength([
      { min: 6, max: 10 },
      { min: 4, max: 6 },
    ]),
    6,
  );
  assert.equal(commonPinLength([{ min: 8, max: 10 }]), 8);
  assert.equal(
    commonPinLength([
      { min: 6, max: 10 },
      { min: 4, max: 4 },
    ]),
    null,
  );
});

test("the same PIN has the same tag under the same key only", () => {
  const [key, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  assert.equal(tagOf(key, "pin", "407913"), tagOf(key, "pin", "407913"));
  assert.notEqual(tagOf(key, "pin", "407913"), tagOf(other, "pin", "407913"));
  assert.notEqual(tagOf(key, "pin", "407913"), tagOf(key, "rfid", "407913"));
});
