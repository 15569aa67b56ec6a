import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { openSealed, sealTo } from "./seal.ts";

const gateway = generateKeyPairSync("x25519");
const publicKey = gateway.publicKey.export({ type: "spki", format: "der" }).toString("base64");

test("what is sealed to a gateway opens there, and nowhere else", () => {
  const letter = sealTo(publicKey, "407913", "pin");
  assert.equal(openSealed(gateway.privateKey, letter, "pin"), "407913");
  assert.equal(openSealed(generateKeyPairSync("x25519").privateKey, letter, "pin"), null);
});

test("a letter opens for its purpose only, and not when a character of it was changed", () => {
  const letter = sealTo(publicKey, "407913", "pin");
  assert.equal(openSealed(gateway.privateKey, letter, "mqtt"), null);
  for (let at = 0; at < letter.length; at++) {
    const changed = letter.slice(0, at) + (letter[at] === "A" ? "B" : "A") + letter.slice(at + 1);
    if (changed.replaceAll("=", "") !== letter)
      assert.notEqual(openSealed(gateway.privateKey, changed, "pin"), "407914");
  }
  for (const broken of ["", "s1", "s1.AA.BB", `${letter}.x`, letter.replace("s1", "s2")])
    assert.equal(openSealed(gateway.privateKey, broken, "pin"), null);
});

test("two letters with the same secret differ", () => {
  assert.notEqual(sealTo(publicKey, "407913", "pin"), sealTo(publicKey, "407913", "pin"));
});
