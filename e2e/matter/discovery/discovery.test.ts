import assert from "node:assert/strict";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { openFolder } from "../../lock/panel-process.ts";
import { runApart } from "./cable.ts";

const household = fileURLToPath(new URL("household.ts", import.meta.url));

/** @returns what a controller that knows the code alone says. */
async function lookForLock(t: TestContext, mdns: string, seconds: number): Promise<string> {
  return await runApart(household, join(await openFolder(t), "lock"), mdns, String(seconds));
}

test("L38: a controller on another host finds the lock by its code alone, and adds it", async (t) => {
  assert.equal(await lookForLock(t, "on", 15), "added");
});

test("nobody finds a lock that is to stay unfound", async (t) => {
  assert.equal(await lookForLock(t, "off", 5), "not found");
});
