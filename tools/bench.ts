/**
 * `npm run bench`: how fast the lock is, beside what the machine can do at all, or the lock that comes with matter.js,
 * measured in the same run. Machines are noisy, so the figures to quote are the ratios and medians. With names of parts
 * (`npm run bench -- matter`) it measures those alone.
 */

import { mkdtempDisposableSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { step, unpoweredLock } from "@catenaccio/lock-core";
import { VirtualLock } from "@catenaccio/lock/virtual";
import { loadCoreInQuickJs } from "../packages/lock-core/test/quickjs-core.ts";
import { CoreLock } from "../packages/lock-core/test/core-lock.ts";
import { bareCommits } from "./bench/bare-commits.ts";
import { median, rounded, type Figure } from "./bench/figures.ts";
import { startUp } from "./bench/program.ts";

const unlocks = 200;
const warmUps = 20;
const coreRounds = 40;
const starts = 7;
const pin = "40791358";
const padded = `98765${pin}1234567`;

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

async function panelStart(folder: string): Promise<{ ms: number; nodeMs: number; npmMs: number; megabytes: number }> {
  const node: number[] = [];
  const direct: number[] = [];
  const npm: number[] = [];
  const megabytes: number[] = [];
  const ask = { input: '{"ask":"state"}\n' };
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

async function measureCore(): Promise<readonly Figure[]> {
  const inNode = coreInNode();
  const inQuickJs = await coreInQuickJs();
  return [
    { what: "events through the core, Node", value: `${rounded(inNode, 0)} /s`, beside: "" },
    {
      what: "events through the core, QuickJS",
      value: `${rounded(inQuickJs, 0)} /s`,
      beside: `1 in ${rounded(inNode / inQuickJs, 0)} of Node`,
    },
  ];
}

async function measureKeypad(folder: string): Promise<readonly Figure[]> {
  const { unlockMs, commitsMs, ratio } = await lastKeyToClutch(folder);
  return [
    {
      what: "last # to the clutch order, median",
      value: `${rounded(unlockMs)} ms`,
      beside: `${rounded(ratio)} × two bare commits (${rounded(commitsMs)} ms); goal 1.3`,
    },
  ];
}

async function measurePanel(folder: string): Promise<readonly Figure[]> {
  const { ms, nodeMs, npmMs, megabytes } = await panelStart(folder);
  return [
    {
      what: "panel to its first answer, median",
      value: `${rounded(ms, 0)} ms`,
      beside: `${rounded(ms / nodeMs)} × an empty Node program (${rounded(nodeMs, 0)} ms)`,
    },
    {
      what: "the same by npm run, median",
      value: `${rounded(npmMs, 0)} ms`,
      beside: `${rounded(npmMs / ms)} × without npm`,
    },
    { what: "peak memory of the panel, median", value: `${rounded(megabytes, 0)} MB`, beside: "" },
  ];
}

/** Each loads what it measures with: the core waits for no matter.js. */
const parts: Readonly<Record<string, (folder: string) => Promise<readonly Figure[]>>> = {
  core: measureCore,
  keypad: measureKeypad,
  panel: measurePanel,
  matter: async (folder) => (await import("./bench/matter-commands.ts")).measureCommands(folder),
  home: async (folder) => (await import("./bench/home.ts")).measureHome(folder),
  app: async () => (await import("./bench/app.ts")).measureApp(),
  "home-many": async (folder) => (await import("./bench/home.ts")).measureManyLocks(folder),
  "matter-start": async (folder) => (await import("./bench/matter-start.ts")).measureStart(folder),
};

async function measure(names: readonly string[]): Promise<void> {
  console.log("| what | figure | beside |\n|---|---|---|");
  for (const [name, measurePart] of Object.entries(parts)) {
    if (names.length > 0 && !names.includes(name)) continue;
    using folder = mkdtempDisposableSync(join(tmpdir(), "catenaccio-bench-"));
    for (const { what, value, beside } of await measurePart(folder.path))
      console.log(`| ${what} | ${value} | ${beside} |`);
  }
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(", ")}; the parts are ${Object.keys(parts).join(", ")}.`);
  process.exitCode = 1;
} else await measure(wanted);
