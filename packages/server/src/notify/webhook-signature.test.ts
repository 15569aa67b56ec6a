import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { makeSecret, signatureOf } from "./webhook-signature.ts";

test("a receiver that follows the documentation finds the same signature", () => {
  const [, seconds, given] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(
    signatureOf("whsec_test", '{"a":"è"}', new Date("2026-03-02T09:00:00.900Z")),
  ) ?? [null, "", ""];
  assert.equal(seconds, "1772442000");
  assert.equal(given, createHmac("sha256", "whsec_test").update(`${seconds}.{"a":"è"}`).digest("hex"));
});

test("secrets are long and differ", () => {
  assert.match(makeSecret(), /^whsec_[\w-]{43}$/);
  assert.notEqual(makeSecret(), makeSecret());
});
