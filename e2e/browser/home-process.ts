/** A home of its own for one test: the real program on a free port, its data in a folder that goes with it. */

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Label, Out } from "../lock/panel-process.ts";

const program = fileURLToPath(new URL("../../packages/catenaccio/src/main.ts", import.meta.url));

/** What the program says in its first lines, as far as it is known yet. */
interface Ready {
  readonly url?: string;
  readonly label?: Label;
}

/** One whose label is known to the test, and not from its page. */
export type LabelledHome = HomeProcess & { readonly label: Label };

export class HomeProcess implements AsyncDisposable {
  /** Of the virtual lock's page. */
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #folder: string;

  constructor(child: ChildProcess, folder: string, url: string) {
    this.#child = child;
    this.#folder = folder;
    this.url = new URL("panel/", url).href;
  }

  /** As a person starts it. */
  static async start(): Promise<HomeProcess> {
    const { child, folder, ready } = await spawnHome([], readSentence, ({ url }) => url !== undefined);
    return new HomeProcess(child, folder, ready.url ?? "");
  }

  /** As a script starts it: it tells what is on its lock's label, and the UDP port. */
  static async startWithLabel(): Promise<LabelledHome> {
    const { child, folder, ready } = await spawnHome(["--stdio"], readLine, ({ label }) => label !== undefined);
    const { url = "", label } = ready;
    if (label === undefined) throw new HomeError("The home did not tell its label.");
    return Object.assign(new HomeProcess(child, folder, url), { label });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null) {
      this.#child.kill("SIGTERM");
      await once(this.#child, "exit");
    }
    rmSync(this.#folder, { recursive: true });
  }
}

interface Spawned {
  readonly child: ChildProcess;
  readonly folder: string;
  readonly ready: Ready;
}

async function spawnHome(
  flags: readonly string[],
  read: (line: string) => Ready,
  isReady: (ready: Ready) => boolean,
): Promise<Spawned> {
  const folder = mkdtempSync(join(tmpdir(), "catenaccio-home-"));
  const args = ["--disable-warning=ExperimentalWarning", program, "up", "--data", folder, "--port", "0", ...flags];
  // An input that stays open: at its end a home for scripts ends too.
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  let ready: Ready = {};
  for await (const line of createInterface({ input: child.stdout })) {
    ready = { ...ready, ...read(line) };
    if (isReady(ready)) break;
  }
  // What comes later is not read, and must not hold the program up.
  child.stdout.resume();
  if (isReady(ready)) return { child, folder, ready };
  rmSync(folder, { recursive: true });
  throw new HomeError("The home ended before it said where it is.");
}

function readSentence(line: string): Ready {
  const url = /http:\/\/\S+/.exec(line)?.[0];
  return url === undefined ? {} : { url };
}

function readLine(line: string): Ready {
  const { home, matter } = JSON.parse(line) as Out & { readonly home?: { readonly url: string } };
  return { ...(home !== undefined && { url: home.url }), ...(matter !== undefined && { label: matter }) };
}

class HomeError extends Error {
  override readonly name = "HomeError";
}
