import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { makeFolder } from "../../test/temporary-folder.ts";
import { blockMs, Claim, ClaimError, wrongTriesMax } from "./claim.ts";

const appUrl = "http://localhost:8080";
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

interface Bench {
  readonly folder: string;
  readonly open: () => Claim;
  readonly clock: { now: number };
}

function makeBench(t: TestContext): Bench {
  const folder = makeFolder(t);
  const clock = { now: Date.UTC(2026, 0, 5, 8) };
  return { folder, clock, open: () => new Claim({ folder, now: () => clock.now }) };
}

/** Of another box: well formed, and wrong. */
function otherCode(t: TestContext): string {
  return makeBench(t).open().label(appUrl).code;
}

function errorOf(outcome: ReturnType<Claim["tryClaim"]>): string {
  return outcome.ok ? "ok" : outcome.error;
}

test("the label shows a code of 12 characters in groups of four, a text and a URL that opens the app", (t) => {
  const label = makeBench(t).open().label(appUrl);
  assert.match(label.code, /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
  assert.equal(label.text, `CATENACCIO:${label.code}`);
  assert.equal(label.url, `${appUrl}/claim#${label.code}`);
});

test("two boxes have two codes, and a box keeps its own over a restart", (t) => {
  const bench = makeBench(t);
  const { code } = bench.open().label(appUrl);
  assert.equal(bench.open().label(appUrl).code, code);
  assert.notEqual(otherCode(t), code);
});

test("the file is for its owner's eyes alone, and nothing is left beside it", (t) => {
  const { folder, open } = makeBench(t);
  open();
  assert.deepEqual(readdirSync(folder), ["claim.json"]);
  assert.equal(statSync(join(folder, "claim.json")).mode & 0o777, 0o600);
});

test("whoever types the code from the label's network owns the box, and it stays so over a restart", (t) => {
  const { open } = makeBench(t);
  const claim = open();
  const claimed = claim.tryClaim(claim.label(appUrl).code, true);
  assert.ok(claimed.ok);
  assert.ok(claim.isClaimed);
  assert.ok(open().isClaimed);
  assert.equal(open().claimId, claimed.claimId);
});

test("a claim has an id of its own, which ends with it; one from before there were ids is still one", (t) => {
  const { folder, open } = makeBench(t);
  const claim = open();
  const first = claim.tryClaim(claim.label(appUrl).code, true);
  const { claimId: _, ...older } = JSON.parse(readFileSync(join(folder, "claim.json"), "utf8"));
  claim.reset();
  assert.equal(open().claimId, null);
  const second = claim.tryClaim(claim.label(appUrl).code, true);
  assert.ok(first.ok && second.ok);
  assert.notEqual(first.claimId, second.claimId);
  writeFileSync(join(folder, "claim.json"), JSON.stringify(older));
  assert.deepEqual([open().isClaimed, open().claimId], [true, null]);
});

test("small letters, spaces, no dashes, O for 0, I and L for 1, and the label's text and URL are forgiven", (t) => {
  const spellings: readonly ((code: string) => string)[] = [
    (code) => code.toLowerCase(),
    (code) => code.replaceAll("-", ""),
    (code) => ` ${code.replaceAll("-", " ")} `,
    (code) => code.replaceAll("0", "o").replaceAll("1", "l"),
    (code) => code.replaceAll("0", "O").replaceAll("1", "I"),
    (code) => `CATENACCIO:${code}`,
    (code) => `catenaccio:${code.toLowerCase()}`,
    (code) => `${appUrl}/claim#${code}`,
  ];
  for (const spell of spellings) {
    const claim = makeBench(t).open();
    const typed = spell(claim.label(appUrl).code);
    assert.ok(claim.tryClaim(typed, true).ok, typed);
  }
});

test("each single mistyped character and each two exchanged neighbours are noticed, and count as no try", (t) => {
  const { folder, open } = makeBench(t);
  const claim = open();
  const code = claim.label(appUrl).code.replaceAll("-", "");
  const before = readFileSync(join(folder, "claim.json"), "utf8");
  for (let place = 0; place < code.length; place++) {
    for (const other of alphabet) {
      if (other === code[place]) continue;
      const typed = code.slice(0, place) + other + code.slice(place + 1);
      assert.equal(errorOf(claim.tryClaim(typed, true)), "malformed", typed);
    }
    const [left = "", right = ""] = code.slice(place, place + 2);
    if (right === "" || left === right) continue;
    const exchanged = code.slice(0, place) + right + left + code.slice(place + 2);
    assert.equal(errorOf(claim.tryClaim(exchanged, true)), "malformed", exchanged);
  }
  for (const typed of ["", "1234", `${code}0`, "UUUU-UUUU-UUUU"])
    assert.equal(errorOf(claim.tryClaim(typed, true)), "malformed", typed);
  assert.equal(readFileSync(join(folder, "claim.json"), "utf8"), before);
});

test("a claimed box is claimed by nobody else, not even with the code", (t) => {
  const claim = makeBench(t).open();
  const { code } = claim.label(appUrl);
  claim.tryClaim(code, true);
  assert.equal(errorOf(claim.tryClaim(code, true)), "alreadyClaimed");
  assert.equal(errorOf(claim.tryClaim(otherCode(t), true)), "alreadyClaimed");
});

test("from outside of the network the right code is refused, and wrong ones block nobody", (t) => {
  const claim = makeBench(t).open();
  const wrong = otherCode(t);
  for (let tries = 0; tries < 10; tries++) assert.equal(errorOf(claim.tryClaim(wrong, false)), "notLocal");
  const { code } = claim.label(appUrl);
  assert.equal(errorOf(claim.tryClaim(code, false)), "notLocal");
  assert.equal(errorOf(claim.tryClaim(code, true)), "ok");
});

test("five wrong codes block the right one for 15 minutes, restarts or not", (t) => {
  const { open, clock } = makeBench(t);
  const wrong = otherCode(t);
  for (let tries = 0; tries < wrongTriesMax; tries++) assert.equal(errorOf(open().tryClaim(wrong, true)), "wrongCode");
  const { code } = open().label(appUrl);
  assert.equal(errorOf(open().tryClaim(code, true)), "blocked");
  clock.now += blockMs - 1;
  assert.equal(errorOf(open().tryClaim(code, true)), "blocked");
  clock.now += 1;
  assert.equal(errorOf(open().tryClaim(code, true)), "ok");
});

test("after a block five tries are there again, not one", (t) => {
  const { open, clock } = makeBench(t);
  const wrong = otherCode(t);
  const claim = open();
  for (let tries = 0; tries < wrongTriesMax; tries++) claim.tryClaim(wrong, true);
  clock.now += blockMs;
  for (let tries = 0; tries < wrongTriesMax; tries++) assert.equal(errorOf(claim.tryClaim(wrong, true)), "wrongCode");
  assert.equal(errorOf(claim.tryClaim(wrong, true)), "blocked");
});

test("a clock that is set back makes the block no longer than 15 minutes", (t) => {
  const { open, clock } = makeBench(t);
  const wrong = otherCode(t);
  const claim = open();
  for (let tries = 0; tries < wrongTriesMax; tries++) claim.tryClaim(wrong, true);
  clock.now -= 86_400_000;
  const outcome = claim.tryClaim(wrong, true);
  assert.match(outcome.ok ? "" : outcome.sentence, /try again in 15 minutes/);
});

test("a try is on the disk before it is judged", (t) => {
  const { folder, open } = makeBench(t);
  open().tryClaim(otherCode(t), true);
  assert.match(readFileSync(join(folder, "claim.json"), "utf8"), /"wrongTries":1/);
});

test("a reset ends the claim, and the old code opens nothing any more", (t) => {
  const { open } = makeBench(t);
  const claim = open();
  const { code: old } = claim.label(appUrl);
  claim.tryClaim(old, true);
  claim.reset();
  const { code } = open().label(appUrl);
  assert.equal(open().isClaimed, false);
  assert.notEqual(code, old);
  assert.equal(errorOf(claim.tryClaim(old, true)), "wrongCode");
  assert.equal(errorOf(claim.tryClaim(code, true)), "ok");
});

test("a damaged file gives the box to nobody, and its content is not told", (t) => {
  const { folder, open } = makeBench(t);
  const { code } = open().label(appUrl);
  const plain = code.replaceAll("-", "");
  for (const text of ["", "{", `{"code":"${plain}"}`, `${plain} {`]) {
    writeFileSync(join(folder, "claim.json"), text);
    assert.throws(open, (error) => error instanceof ClaimError && !JSON.stringify(error.message).includes(plain));
  }
});

test("no refusal repeats what was typed", (t) => {
  const claim = makeBench(t).open();
  const typed = otherCode(t);
  const outcome = claim.tryClaim(typed, true);
  assert.ok(!outcome.ok && !outcome.sentence.includes(typed));
});
