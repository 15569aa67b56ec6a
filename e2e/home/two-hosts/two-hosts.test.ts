import assert from "node:assert/strict";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { openFolder } from "../../lock/panel-process.ts";
import { runApart } from "../../matter/discovery/cable.ts";

test("G6, G9: on a network with multicast a lock is added by its code alone, and found again at another address", async (t) => {
  assert.deepEqual(await live(t, new URL("household.ts", import.meta.url)), ["ok", "ok", "ok", "ok", "ok", "3"]);
});

test("G8: another home on the network adds a lock by the code that the owner shares alone", async (t) => {
  assert.deepEqual(await live(t, new URL("shared.ts", import.meta.url)), ["added", "2"]);
});

/** @returns the lines that the program prints. */
async function live(t: TestContext, program: URL): Promise<readonly string[]> {
  const said = await runApart(fileURLToPath(program), join(await openFolder(t), "home"));
  return said.split("\n");
}
