/**
 * How long a lock with Matter takes to its ready line, beside the one that comes with matter.js. Most of it is loading
 * modules, so that is measured alone too, and with Node's cache of compiled code.
 */

import { join } from "node:path";
import { findFreePort } from "../../e2e/matter/lock-process.ts";
import { median, rounded, type Figure } from "./figures.ts";
import { startUp } from "./program.ts";

const starts = 5;

interface Start {
  readonly readyMs: number[];
  readonly importsMs: number[];
}

export async function measureStart(folder: string): Promise<readonly Figure[]> {
  const cold = { ours: newStart(), stock: newStart() };
  const warm = { ours: newStart(), stock: newStart() };
  const environment = { CATENACCIO_MDNS: "off" };
  const cached = { ...environment, NODE_COMPILE_CACHE: join(folder, "compiled") };
  // The first start fills the cache.
  await startOnce({ folder, name: "fill", environment: cached }, { ours: newStart(), stock: newStart() });
  for (let round = 0; round < starts; round++) {
    await startOnce({ folder, name: `cold-${round}`, environment }, cold);
    await startOnce({ folder, name: `warm-${round}`, environment: cached }, warm);
  }
  return [...figures("lock with Matter to its ready line", cold), ...figures("the same with a compile cache", warm)];
}

function newStart(): Start {
  return { readyMs: [], importsMs: [] };
}

async function startOnce(
  {
    folder,
    name,
    environment,
  }: { readonly folder: string; readonly name: string; readonly environment: Readonly<Record<string, string>> },
  { ours, stock }: { readonly ours: Start; readonly stock: Start },
): Promise<void> {
  const time = async (args: readonly string[]) =>
    (await startUp([process.execPath, "--disable-warning=ExperimentalWarning", ...args], { environment })).ms;
  const port = String(await findFreePort());
  const lock = ["packages/catenaccio/src/main.ts", "lock", "--stdio", "--port", port];
  stock.readyMs.push(await time(["e2e/matter/stock-lock.ts", "--errors", "--data", join(folder, `${name}-stock`)]));
  ours.readyMs.push(await time([...lock, "--data", join(folder, `${name}-ours`)]));
  stock.importsMs.push(await time(importing("./e2e/matter/stock-lock.ts")));
  ours.importsMs.push(
    await time(importing("./packages/catenaccio/src/lock.ts", "./packages/lock/src/matter/index.ts")),
  );
}

/** A program that loads what a lock loads, says so, and ends. */
function importing(...modules: readonly string[]): readonly string[] {
  const imports = modules.map((module) => `await import("${module}");`).join(" ");
  return ["--input-type=module", "--eval", `${imports} console.log("loaded"); process.stdin.resume();`];
}

function figures(what: string, { ours, stock }: { readonly ours: Start; readonly stock: Start }): readonly Figure[] {
  const [ready, stockReady] = [median(ours.readyMs), median(stock.readyMs)];
  const [imports, stockImports] = [median(ours.importsMs), median(stock.importsMs)];
  return [
    {
      what: `${what}, median`,
      value: `${rounded(ready, 0)} ms`,
      beside: `${rounded(ready / stockReady)} × stock (${rounded(stockReady, 0)} ms)`,
    },
    {
      what: "of these, loading modules and the rest",
      value: `${rounded(imports, 0)} + ${rounded(ready - imports, 0)} ms`,
      beside: `stock ${rounded(stockImports, 0)} + ${rounded(stockReady - stockImports, 0)} ms`,
    },
  ];
}
