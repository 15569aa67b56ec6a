/** The same session in Node and in QuickJS comes to the same end. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { loadCoreInQuickJs } from "./quickjs-core.ts";
import { liveScriptedSession } from "./scripted-session.ts";

test("the core lives the same day in QuickJS as in Node, to the last record and effect", async () => {
  using core = await loadCoreInQuickJs();
  const inQuickJs = core.evaluate(
    'import { liveScriptedSession } from "./test/scripted-session.ts"; export const result = liveScriptedSession();',
  );
  const inNode = liveScriptedSession();
  assert.deepEqual(inQuickJs, inNode);
  assert.ok(inNode.steps > 500 && inNode.records > 100 && inNode.prompts.length > 25, JSON.stringify(inNode));
});

test("QuickJS has no world beside the core: no clock, no timers, no process", async () => {
  using core = await loadCoreInQuickJs();
  const names = '["Date", "performance", "setTimeout", "process", "console", "crypto", "require", "fetch", "Intl"]';
  const missing = core.evaluate(`export const result = ${names}.filter((name) => name in globalThis);`);
  assert.deepEqual(missing, []);
});

test("the core is there by name, and what one module left behind the next one finds", async () => {
  using core = await loadCoreInQuickJs();
  core.evaluate("globalThis.lock = core.unpoweredLock();");
  assert.equal(core.evaluate("export const result = core.lockStateOf(lock);"), "locked");
  assert.equal(core.evaluate("lock.anything = 1;"), undefined);
});

test("an error in QuickJS is an error here", async () => {
  using core = await loadCoreInQuickJs();
  assert.throws(() => core.evaluate('throw new TypeError("broken");'), /broken/);
  assert.throws(() => core.evaluate('import "./src/nowhere.ts";'), /nowhere/);
  assert.equal(core.evaluate("export const result = 1 + 1;"), 2);
});
