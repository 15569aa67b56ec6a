import assert from "node:assert/strict";
import { createHmac, randomBytes } from "node:crypto";
import { test } from "node:test";
import { HmacSha256 } from "./hmac.ts";

test("it is HMAC-SHA-256, for every length of key and message", () => {
  for (let length = 0; length <= 64; length++) {
    const key = randomBytes(64 - length);
    const hmac = new HmacSha256(key);
    const message = randomBytes(length);
    const expected = createHmac("sha256", key).update(message).digest("hex");
    assert.equal(hmac.hash(message.toString("latin1")), expected);
    assert.equal(hmac.hash(message.toString("latin1")), expected, "a second time");
  }
});

test("RFC 4231, test case 2", () => {
  const expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
  assert.equal(new HmacSha256(Buffer.from("Jefe")).hash("what do ya want for nothing?"), expected);
});

test("a message that does not fit is no message", () => {
  assert.throws(() => new HmacSha256(randomBytes(32)).hash("x".repeat(65)), { name: "InvariantError" });
});
