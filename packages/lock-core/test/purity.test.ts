/** The core imports nothing but itself, and touches nothing of the world: no clock, no chance, no timer, no platform. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const folder = join(import.meta.dirname, "../src");
const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
  (name) => name.endsWith(".ts") && !name.endsWith(".test.ts"),
);
const sources = new Map(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));

/** What a line says to the machine. A string or a pattern in the core holds no `//`. */
function codeOf(source: string): string {
  return source.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/\/\/.*/g, "");
}

const imported = /(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']/g;
const outside =
  /\b(?:Date|Math\s*\.\s*random|Math\s*\[|setTimeout|setInterval|setImmediate|queueMicrotask|performance|crypto|process|console|globalThis|global|window|Intl|Temporal|fetch|Buffer|require|eval|Function|WeakRef|FinalizationRegistry|Atomics|toLocale\w+|async|await|Promise)\b/g;

function findOutside(source: string): readonly string[] {
  return [...codeOf(source).matchAll(outside)].map(([word]) => word);
}

function importsOf(source: string): readonly string[] {
  return [...codeOf(source).matchAll(imported)].map(([, path = ""]) => path);
}

test("no module of the core imports anything but the core", () => {
  assert.ok(sources.size >= 25 && sources.has("step.ts"), `${sources.size} files`);
  const foreign = [...sources].flatMap(([name, source]) =>
    importsOf(source)
      .filter((path) => !/^\.\/[\w/-]+\.ts$/.test(path) || !sources.has(path.slice(2)))
      .map((path) => `${name}: ${path}`),
  );
  assert.deepEqual(foreign, []);
  const imports = [...sources.values()].flatMap(importsOf);
  assert.ok(imports.length >= 100, `only ${imports.length} imports were seen`);
});

test("no module of the core mentions a clock, chance, a timer or a platform", () => {
  const mentioned = [...sources].flatMap(([name, source]) => findOutside(source).map((word) => `${name}: ${word}`));
  assert.deepEqual(mentioned, []);
});

test("these tests would notice", () => {
  const impure = `import { now } from "node:perf_hooks";\n// Date in a comment is only a word\nconst at = Date.now();`;
  assert.deepEqual(importsOf(impure), ["node:perf_hooks"]);
  assert.deepEqual(findOutside(impure), ["Date"]);
  assert.deepEqual(findOutside("const chance = Math.random();"), ["Math.random"]);
});
