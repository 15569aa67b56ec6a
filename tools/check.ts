/**
 * The gate: everything that is checked, as one table. All steps run even when one has failed, and each must show that
 * it looked at our files, because a tool that finds nothing to look at has no complaints either.
 *
 *     npm run check                  all steps
 *     npm run check -- --no-tests    all but the tests
 *     npm run check -- lint types    these two
 */
import { spawnSync } from "node:child_process";
import { delimiter, join, posix } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { isTypeScript, listFiles, projectRoot } from "./files.ts";

interface Step {
  readonly name: string;
  readonly commands: readonly (readonly [program: string, ...rest: string[]])[];
  /** How many files the tool says it saw; null if it counts for itself. */
  readonly filesSeen: ((output: string) => number) | null;
}

const steps: readonly Step[] = [
  { name: "format", commands: [["oxfmt", "--check"]], filesSeen: numberIn(/on (\d+) files/) },
  { name: "lint", commands: [["oxlint"]], filesSeen: numberIn(/on (\d+) files/) },
  {
    name: "types",
    commands: tsconfigFolders().map((folder) => ["tsc", "--project", folder, "--listFiles"]),
    filesSeen: (output) => new Set(output.split("\n").filter(isListedFile).filter(isOurs)).size,
  },
  {
    name: "dead-code",
    commands: [
      ["knip", "--no-config-hints", "--no-progress", "--reporter=symbols", "--reporter=./tools/knip-reporter.ts"],
    ],
    filesSeen: numberIn(/(\d+) files looked at/),
  },
  { name: "direction", commands: [["node", "tools/check-direction.ts"]], filesSeen: numberIn(/in (\d+) files/) },
  { name: "tidy", commands: [["node", "tools/tidy.ts"]], filesSeen: numberIn(/in (\d+) files/) },
  { name: "tests", commands: [["node", "tools/test.ts"]], filesSeen: null },
];

/** Raised now and then: what finds our files can break like any other tool. */
const sourceFilesMin = 240;

export interface Outcome {
  readonly isGood: boolean;
  readonly text: string;
}

/** @param filesSeen null if the tool counts for itself. */
export function judge(result: {
  readonly hasPassed: boolean;
  readonly filesSeen: number | null;
  readonly filesMin: number;
}): Outcome {
  const { hasPassed, filesSeen, filesMin } = result;
  if (!hasPassed) return { isGood: false, text: "FAILED" };
  if (filesSeen === null) return { isGood: true, text: "ok" };
  if (filesSeen >= filesMin) return { isGood: true, text: `ok, ${filesSeen} files` };
  return { isGood: false, text: `FAILED: it saw ${filesSeen} files, the project has ${filesMin} sources` };
}

function runStep(step: Step, filesMin: number): Outcome {
  const startMs = performance.now();
  const results = step.commands.map((command) => runCommand(command, { isWatched: step.filesSeen === null }));
  const output = results.map((result) => result.output).join("\n");
  const outcome = judge({
    hasPassed: results.every((result) => result.hasPassed),
    filesSeen: step.filesSeen?.(output) ?? null,
    filesMin,
  });
  const seconds = ((performance.now() - startMs) / 1_000).toFixed(1);
  const complaints = output.split("\n").filter((line) => !isListedFile(line));
  if (!outcome.isGood) console.log(complaints.join("\n"));
  console.log(`${step.name.padEnd(10)} ${seconds.padStart(6)} s  ${outcome.text}`);
  return outcome;
}

/** @param isWatched shows what the program prints while it runs, and returns none of it. */
function runCommand(
  [program, ...rest]: Step["commands"][number],
  { isWatched }: { readonly isWatched: boolean },
): { readonly hasPassed: boolean; readonly output: string } {
  const { status, stdout, stderr, error } = spawnSync(program, rest, {
    cwd: projectRoot,
    encoding: "utf8",
    env: {
      ...process.env,
      PATH: [join(projectRoot, "node_modules", ".bin"), process.env["PATH"]].join(delimiter),
    },
    maxBuffer: 64 * 1024 * 1024,
    stdio: isWatched ? "inherit" : ["ignore", "pipe", "pipe"],
  });
  // In CI some tools colour even what a program reads.
  return { hasPassed: status === 0, output: stripVTControlCharacters([stdout, stderr, error?.message].join("")) };
}

function numberIn(pattern: RegExp): (output: string) => number {
  return (output) => Number(pattern.exec(output)?.[1] ?? 0);
}

/** The root's world, and those folders that have one of their own. */
function tsconfigFolders(): readonly string[] {
  return listFiles(projectRoot)
    .filter((path) => posix.basename(path) === "tsconfig.json")
    .map((path) => posix.dirname(path));
}

/** A line of the compiler's list, which nobody wants to read. */
function isListedFile(line: string): boolean {
  return /^\/\S.*\.[cm]?[jt]sx?$/.test(line);
}

function isOurs(path: string): boolean {
  return path.startsWith(projectRoot) && !path.includes("/node_modules/");
}

/** @returns the chosen steps, or the name that is none. */
export function chooseSteps(given: readonly string[]): readonly Step[] | string {
  const names = given.filter((argument) => argument !== "--no-tests");
  const unknown = names.find((name) => !steps.some((step) => step.name === name));
  if (unknown !== undefined) return unknown;
  const chosen = names.length === 0 ? steps : steps.filter(({ name }) => names.includes(name));
  return given.includes("--no-tests") ? chosen.filter(({ name }) => name !== "tests") : chosen;
}

if (import.meta.main) {
  const chosen = chooseSteps(process.argv.slice(2));
  if (typeof chosen === "string") {
    console.error(`There is no step ${chosen}; there are ${steps.map(({ name }) => name).join(", ")} and --no-tests.`);
    process.exitCode = 2;
  } else {
    const sources = listFiles(projectRoot).filter(isTypeScript);
    const filesMin = Math.max(sources.length, sourceFilesMin);
    const failed = chosen.filter((step) => !runStep(step, filesMin).isGood);
    if (failed.length > 0) {
      console.log(`\nThe check FAILED: ${failed.map(({ name }) => name).join(", ")}.`);
      process.exitCode = 1;
    }
  }
}
