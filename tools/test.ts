/**
 * Runs the tests: all of them, or the files whose path contains an argument. What begins with a dash goes to node's
 * test runner, with its value.
 *
 *     npm test -- packages/lock-core/
 *     npm test -- keypad.test.ts --test-name-pattern="a disabled user"
 *
 * A run that found too few files fails, and one that left something out says so last; under CI that fails too.
 */
import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdtempDisposableSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { findChromium } from "./browser.ts";
import { projectRoot } from "./files.ts";
import type { LeftOut } from "./left-out-reporter.ts";

const testFiles = [
  "packages/*/src/**/*.test.ts",
  "packages/*/test/**/*.test.ts",
  "e2e/**/*.test.ts",
  "tools/**/*.test.ts",
];
/** Raised now and then: a pattern that stops matching must not look like a fast day. */
const testFilesMin = 95;
/** A story with real processes and a browser takes seconds; a test that hangs must not take the day. */
const testTimeoutMs = 300_000;

const { filters, options } = splitArguments(process.argv.slice(2));
const all = globSync(testFiles, { cwd: projectRoot, exclude: ["**/node_modules/**"] }).sort();
const chosen = filters.length === 0 ? all : all.filter((path) => filters.some((filter) => path.includes(filter)));

if (all.length < testFilesMin) fail(`Only ${all.length} test files were found; there are at least ${testFilesMin}.`);
else if (chosen.length === 0) fail(`No test file has ${filters.join(" or ")} in its path.`);
else await runTests();

async function runTests(): Promise<void> {
  using folder = mkdtempDisposableSync(join(tmpdir(), "catenaccio-test-"));
  const leftOutPath = join(folder.path, "left-out.jsonl");
  const { status, signal } = spawnSync(
    process.execPath,
    [
      "--test",
      // Two cores are the least that a developer's machine has.
      "--test-concurrency=2",
      `--test-timeout=${testTimeoutMs}`,
      "--test-reporter=spec",
      "--test-reporter-destination=stdout",
      "--test-reporter=./tools/left-out-reporter.ts",
      `--test-reporter-destination=${leftOutPath}`,
      ...options,
      ...chosen,
    ],
    { cwd: projectRoot, stdio: "inherit" },
  );
  if (status !== 0) process.exitCode = status ?? 1;
  if (signal !== null) fail(`The test runner was ended by ${signal}.`);
  else await reportLeftOut(readLeftOut(leftOutPath));
}

async function reportLeftOut(leftOut: readonly LeftOut[]): Promise<void> {
  if (leftOut.length === 0) return;
  const lines = leftOut.map(({ file, name, why }) => `  ${relative(projectRoot, file)}: ${name} (${why})`);
  console.error(`\nLEFT OUT: ${leftOut.length} of the tests did not count.\n${lines.join("\n")}`);
  if ((await findChromium()) === null) {
    console.error("No Chromium was found: install one, or set CATENACCIO_CHROMIUM to its path.");
  }
  if (process.env["CI"] === "true") fail("In CI every test counts, so this run has failed.");
}

/** There is none if the runner did not get as far as its first test. */
function readLeftOut(path: string): readonly LeftOut[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as LeftOut);
}

/** A path is told from the value of an option by its slash or its ending. */
function splitArguments(given: readonly string[]): {
  readonly filters: readonly string[];
  readonly options: readonly string[];
} {
  const isFilter = (argument: string) => !argument.startsWith("-") && /\/|\.ts$/.test(argument);
  return { filters: given.filter(isFilter), options: given.filter((argument) => !isFilter(argument)) };
}

function fail(sentence: string): void {
  console.error(sentence);
  process.exitCode ||= 1;
}
