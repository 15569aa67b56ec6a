import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseSteps, judge } from "./check.ts";

test("a step passes if its tool does and saw every source", () => {
  assert.deepEqual(judge({ hasPassed: true, filesSeen: 70, filesMin: 60 }), { isGood: true, text: "ok, 70 files" });
  assert.deepEqual(judge({ hasPassed: true, filesSeen: null, filesMin: 60 }), { isGood: true, text: "ok" });
});

test("a step fails if its tool does", () => {
  assert.equal(judge({ hasPassed: false, filesSeen: 70, filesMin: 60 }).isGood, false);
  assert.equal(judge({ hasPassed: false, filesSeen: null, filesMin: 60 }).isGood, false);
});

test("a tool that saw too few files has not passed, however content it is", () => {
  assert.equal(judge({ hasPassed: true, filesSeen: 0, filesMin: 60 }).isGood, false);
  assert.equal(judge({ hasPassed: true, filesSeen: 59, filesMin: 60 }).isGood, false);
});

test("steps are chosen by name", () => {
  const namesOf = (given: readonly string[]) => {
    const chosen = chooseSteps(given);
    return typeof chosen === "string" ? chosen : chosen.map(({ name }) => name);
  };
  const all = ["format", "lint", "types", "dead-code", "direction", "tidy", "tests"];
  assert.deepEqual(namesOf([]), all);
  assert.deepEqual(namesOf(["--no-tests"]), all.slice(0, -1));
  assert.deepEqual(namesOf(["types", "lint"]), ["lint", "types"]);
  assert.equal(namesOf(["linz"]), "linz");
});
