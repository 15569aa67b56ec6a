/**
 * `npm run bench`: how fast the lock is, beside what the machine can do at all, measured in the same run. Machines are
 * noisy, so the figures to quote are the ratios and medians.
 */

import { spawn } from "node:child_process";
import { mkdtempDisposableSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { step, unpoweredLock } from "@catenaccio/lock-core";
import { VirtualLock } from "@catenaccio/lock/virtual";
import Database from "better-sqlite3";
import { loadCoreInQuickJs } from "../packages/lock-core/test/quickjs-core.ts";
import { CoreLock } from "../packages/lock-core/test/core-lock.ts";
import { projectRoot } from "./files.ts";

interface Figure {
  readonly what: string;
  readonly value: string;
  readonly beside: string;
}

const unlocks = 200;
const warmUps = 20;
const coreRounds = 40;
const starts = 7;
const pin = "40791358";
const padded = `98765${pin}1234567`;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function rounded(value: number, digits = 2): string {
  return value.toFixed(digits);
}

/** A household's day, as events: enrolments, openings, refusals, a lock-out, a power cut. */
function sessionEvents(): CoreLock["inputs"] {
  const lock = new CoreLock();
  lock.enrolPin(pin);
  lock.enrolCard("blue", () => lock.press(`${pin}#`));
  lock.enrolFinger("anna", () => lock.press(`${pin}#`));
  for (let round = 0; round < 20; round++) {
    lock.type(`${padded}#`);
    lock.wait(6000);
    lock.card("blue");
    lock.wait(6000);
    lock.finger("anna");
    lock.finger("stranger");
    lock.wait(20_000);
  }
  for (let wrong = 0; wrong < 5; wrong++) lock.type("11111111111111111111#");
  lock.wait(200_000);
  return lock.inputs;
}

function coreInNode(): number {
  const inputs = sessionEvents();
  const rates = Array.from({ length: coreRounds }, () => {
    const startMs = performance.now();
    let state = unpoweredLock();
    for (const { event, now } of inputs) state = step(state, event, now).state;
    return (inputs.length / (performance.now() - startMs)) * 1000;
  });
  return median(rates);
}

async function coreInQuickJs(): Promise<number> {
  const core = await loadCoreInQuickJs();
  try {
    const inputs = sessionEvents();
    core.evaluate(`globalThis.inputs = JSON.parse(${JSON.stringify(JSON.stringify(inputs))});
      globalThis.run = () => {
        let state = core.unpoweredLock();
        for (const { event, now } of inputs) state = core.step(state, event, now).state;
        return inputs.length;
      };`);
    const rates = Array.from({ length: 5 }, () => {
      const startMs = performance.now();
      core.evaluate("run()");
      return (inputs.length / (performance.now() - startMs)) * 1000;
    });
    return median(rates);
  } finally {
    core.dispose();
  }
}

/** What durability alone costs: one row in one transaction, with the lock's own settings. */
function bareCommits(folder: string): () => void {
  const database = new Database(join(folder, "bare.db"));
  database.pragma("locking_mode = EXCLUSIVE");
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.exec("CREATE TABLE row (id INTEGER PRIMARY KEY, content TEXT)");
  const write = database.prepare("INSERT OR REPLACE INTO row VALUES (1, ?)");
  let count = 0;
  return () => {
    write.run(`a row of the size of the guard's state, number ${count++}, ${"x".repeat(150)}`);
  };
}

/** From the last `#` to the order to the clutch, in turn with the two commits that the order has to wait for. */
async function lastKeyToClutch(folder: string): Promise<{ unlockMs: number; commitsMs: number; ratio: number }> {
  const lock = new VirtualLock({ folder: join(folder, "lock"), clock: "virtual" });
  const commit = bareCommits(folder);
  let pressedMs = 0;
  let orderedMs: number | null = null;
  const { clutch } = lock.world.hardware;
  const driveTo = clutch.driveTo.bind(clutch);
  clutch.driveTo = (position) => {
    if (position === "engaged") orderedMs = performance.now() - pressedMs;
    driveTo(position);
  };
  lock.start();
  await lock.send({ touch: true });
  await lock.send({ press: `3571#12#${pin}#${pin}#*` });
  const unlockMs: number[] = [];
  const commitsMs: number[] = [];
  for (let round = 0; round < unlocks + warmUps; round++) {
    await lock.send({ touch: true });
    await lock.send({ press: padded });
    orderedMs = null;
    pressedMs = performance.now();
    await lock.send({ press: "#" });
    const unlock: number | null = orderedMs;
    const startMs = performance.now();
    commit();
    commit();
    const commits = performance.now() - startMs;
    await lock.send({ wait: 5000 });
    if (round < warmUps || unlock === null) continue;
    unlockMs.push(unlock);
    commitsMs.push(commits);
  }
  lock.close();
  const ratio = median(unlockMs.map((ms, at) => ms / (commitsMs[at] ?? Number.NaN)));
  return { unlockMs: median(unlockMs), commitsMs: median(commitsMs), ratio };
}

/** Peak memory in MB, as the kernel counts it. */
function peakMemory(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

/** From the start of a program to its first line, and its memory then. */
async function startUp(command: readonly string[], input: string): Promise<{ ms: number; megabytes: number }> {
  const startMs = performance.now();
  const [program = "", ...args] = command;
  const child = spawn(program, args, { cwd: projectRoot, stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.write(input);
  await new Promise((resolve) => child.stdout.once("data", resolve));
  const ms = performance.now() - startMs;
  const megabytes = child.pid === undefined ? Number.NaN : peakMemory(child.pid);
  child.stdin.end();
  await new Promise((resolve) => child.once("exit", resolve));
  return { ms, megabytes };
}

async function panelStart(folder: string): Promise<{ ms: number; nodeMs: number; npmMs: number; megabytes: number }> {
  const node: number[] = [];
  const direct: number[] = [];
  const npm: number[] = [];
  const megabytes: number[] = [];
  const ask = '{"ask":"state"}\n';
  for (let round = 0; round < starts; round++) {
    const data = ["--data", join(folder, `start-${round}`), "--clock", "virtual"];
    node.push((await startUp([process.execPath, "-e", "process.stdin.pipe(process.stdout)"], ask)).ms);
    const started = await startUp([process.execPath, "packages/catenaccio/src/main.ts", "panel", ...data], ask);
    direct.push(started.ms);
    megabytes.push(started.megabytes);
    npm.push((await startUp(["npm", "run", "--silent", "panel", "--", ...data], ask)).ms);
  }
  return { ms: median(direct), nodeMs: median(node), npmMs: median(npm), megabytes: median(megabytes) };
}

async function measure(): Promise<readonly Figure[]> {
  using folder = mkdtempDisposableSync(join(tmpdir(), "catenaccio-bench-"));
  const inNode = coreInNode();
  const inQuickJs = await coreInQuickJs();
  const unlock = await lastKeyToClutch(folder.path);
  const start = await panelStart(folder.path);
  return [
    { what: "events through the core, Node", value: `${rounded(inNode, 0)} /s`, beside: "" },
    {
      what: "events through the core, QuickJS",
      value: `${rounded(inQuickJs, 0)} /s`,
      beside: `1 in ${rounded(inNode / inQuickJs, 0)} of Node`,
    },
    {
      what: "last # to the clutch order, median",
      value: `${rounded(unlock.unlockMs)} ms`,
      beside: `${rounded(unlock.ratio)} × two bare commits (${rounded(unlock.commitsMs)} ms); goal 1.3`,
    },
    {
      what: "panel to its first answer, median",
      value: `${rounded(start.ms, 0)} ms`,
      beside: `${rounded(start.ms / start.nodeMs)} × an empty Node program (${rounded(start.nodeMs, 0)} ms)`,
    },
    {
      what: "the same by npm run, median",
      value: `${rounded(start.npmMs, 0)} ms`,
      beside: `${rounded(start.npmMs / start.ms)} × without npm`,
    },
    { what: "peak memory of the panel, median", value: `${rounded(start.megabytes, 0)} MB`, beside: "" },
  ];
}

console.log("| what | figure | beside |\n|---|---|---|");
for (const { what, value, beside } of await measure()) console.log(`| ${what} | ${value} | ${beside} |`);
