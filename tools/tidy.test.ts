import assert from "node:assert/strict";
import { test } from "node:test";
import { findUntidy } from "./tidy.ts";

const header = "/** What it is. */\n";

const untidy: readonly (readonly [rule: string, path: string, text: string, objection: RegExp])[] = [
  ["a file name in camel case", "packages/lock/src/deviceQueue.ts", header, /kebab-case/],
  ["a folder name with a capital", "packages/Lock/src/device.ts", header, /kebab-case/],
  [
    "a module without a header",
    "packages/lock/src/device.ts",
    `export const a = 1; /** late */`,
    /begin with a comment/,
  ],
  ["a bare Error", "packages/lock/src/device.ts", `${header}throw new Error("no");`, /:2: not a bare Error/],
  [
    "a bare Error that is not thrown",
    "packages/lock/src/device.ts",
    `${header}reject(new Error("no"));`,
    /not a bare Error/,
  ],
  ["a test without its module", "packages/lock/src/gone.test.ts", ``, /beside x\.ts/],
  ["unfinished work", "packages/lock/src/device.ts", `${header}// ${"TO" + "DO"}: later`, /:2: do it/],
  ["a path of one machine", "docs/guide.md", `See ${"/ho" + "me/anna"}/catenaccio.`, /one machine/],
  ["spaces at the end of a line", "docs/guide.md", "One \nTwo", /:1: take the spaces/],
  [
    "a file that is gone, in code",
    "docs/guide.md",
    "Read `packages/lock/src/gone.ts:12`.",
    /no packages\/lock\/src\/gone\.ts/,
  ],
  ["a file that is gone, in a command", "docs/guide.md", "Run `node tools/gone.ts --all`.", /no tools\/gone\.ts/],
  [
    "a file that is gone, in a link",
    "docs/guide.md",
    "[The lock](../packages/lock/gone.md#power)",
    /no \.\.\/packages/,
  ],
  ["a file that is gone, beside", "packages/lock/README.md", "It begins in `src/gone.ts`.", /no src\/gone\.ts/],
];

for (const [rule, path, text, objection] of untidy) {
  test(`${rule} is an objection`, () => {
    const [found, ...rest] = findUntidy(new Map([[path, text]]));
    assert.match(found ?? "", objection);
    assert.deepEqual(rest, []);
  });
}

test("a tidy project has no objections", () => {
  const files = new Map([
    ["LICENSE", ""],
    ["README.md", "See [the guide](docs/guide.md#start), `packages/lock/src/`, `tools/*.ts`, `data/lock.db`.\n"],
    [".ci/run", "#!/usr/bin/env bash\n"],
    ["docs/decisions/0001-node-24.md", "[back](../../README.md) and https://example.org/Users/anna/a\n"],
    ["docs/guide.md", "# Guide\n"],
    ["packages/lock/README.md", "`src/device.ts` goes first; `@catenaccio/lock`.\n"],
    ["packages/lock/src/device.ts", `#!/usr/bin/env node\n${header}throw new LockError("no");\n`],
    ["packages/lock/src/device.test.ts", `throw new Error("a test may");\n`],
    ["packages/lock/src/device.property.test.ts", ""],
    ["packages/lock/test/power-cut.test.ts", ""],
    ["e2e/first-evening.test.ts", ""],
    ["tools/set-up.mjs", header],
    ["tools/set-up.test.ts", ""],
  ]);
  assert.deepEqual(findUntidy(files), []);
});

test("a module that does not parse is not taken for a tidy one", () => {
  assert.throws(() => findUntidy(new Map([["packages/lock/src/device.ts", `${header}const = ;`]])), /does not parse/);
});
