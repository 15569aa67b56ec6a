import assert from "node:assert/strict";
import { test } from "node:test";
import { findForbiddenImports } from "./check-direction.ts";

const forbidden: readonly (readonly [path: string, source: string, objection: RegExp])[] = [
  ["packages/lock-core/src/step.ts", `import { hash } from "node:crypto";`, /imports nothing/],
  ["packages/lock-core/src/step.ts", `import fc from "fast-check";`, /imports nothing/],
  ["packages/lock-core/src/step.ts", `type A = import("zod").ZodType;`, /imports nothing/],
  ["packages/lock-core/src/step.ts", `export * from "@catenaccio/lock-hardware";`, /nothing of ours/],
  ["packages/lock-core/src/step.ts", `await import(name);`, /write out/],
  ["packages/lock-hardware/src/motor.ts", `import type { Lock } from "@catenaccio/lock";`, /may import lock-core/],
  ["packages/lock/src/device.ts", `import { Door } from "@catenaccio/lock-hardware/simulated";`, /simulated parts/],
  ["packages/lock/src/device.ts", `import "../../lock-core/src/step.ts";`, /outside packages\/lock/],
  ["packages/lock/src/device.ts", `import "../../../tools/browser.ts";`, /outside packages\/lock/],
  ["packages/panel/src/page/main.ts", `import { Message } from "@catenaccio/lock";`, /types only/],
  ["packages/panel/src/page/main.ts", `import { type Message } from "@catenaccio/lock";`, /types only/],
  ["packages/panel/src/page/main.ts", `import type { Step } from "@catenaccio/lock-core";`, /may import lock/],
  ["packages/gateway/src/keeper.ts", `export { Lock } from "@catenaccio/lock";`, /may import matter, protocol/],
  ["packages/server/src/rights.ts", `import { step } from "@catenaccio/lock-core";`, /lock-core\/schedule/],
  ["packages/app/src/main.tsx", `const server = import("@catenaccio/server");`, /may import protocol/],
  ["packages/lock/src/main.ts", `import { main } from "@catenaccio/catenaccio";`, /may import/],
  ["e2e/story.test.ts", `import { main } from "@catenaccio/catenaccio";`, /may import/],
  ["packages/attic/src/old.ts", ``, /not in the table/],
];

for (const [path, source, objection] of forbidden) {
  test(`${path} may not say: ${source}`, () => {
    const [found, ...rest] = findForbiddenImports(new Map([[path, source]]));
    assert.match(found ?? "", objection);
    assert.deepEqual(rest, []);
  });
}

const allowed: readonly (readonly [path: string, source: string])[] = [
  ["packages/lock-core/src/step.ts", `import { pin } from "./pin.ts"; // import "node:fs"`],
  ["packages/lock-core/src/step.test.ts", `import { test } from "node:test"; import fc from "fast-check";`],
  ["packages/lock-hardware/src/simulated/door.ts", `import { type Step } from "@catenaccio/lock-core";`],
  ["packages/lock/src/virtual/lock.ts", `import { Door } from "@catenaccio/lock-hardware/simulated";`],
  ["packages/lock/src/device.test.ts", `import { Door } from "@catenaccio/lock-hardware/simulated";`],
  ["tools/bench.ts", `import { steps } from "../packages/lock-core/test/steps.ts";`],
  ["packages/lock/test/browser.ts", `import { launchChromium } from "../../../tools/browser.ts";`],
  [
    "packages/panel/src/page/main.ts",
    `import { draw } from "./draw.ts"; import type { Message } from "@catenaccio/lock";`,
  ],
  ["packages/panel/src/server.ts", `import { Lock } from "@catenaccio/lock/virtual"; import "node:http";`],
  ["packages/server/src/rights.ts", `import { isOpenAt } from "@catenaccio/lock-core/schedule";`],
  ["packages/catenaccio/src/main.ts", `import "@catenaccio/panel"; import "@catenaccio/gateway";`],
];

for (const [path, source] of allowed) {
  test(`${path} may say: ${source}`, () => {
    assert.deepEqual(findForbiddenImports(new Map([[path, source]])), []);
  });
}

test("the line of a forbidden import is named", () => {
  const source = `/** Rules. */\n\nimport "node:fs";\n`;
  assert.match(findForbiddenImports(new Map([["packages/lock-core/src/a.ts", source]]))[0] ?? "", /src\/a\.ts:3 /);
});
