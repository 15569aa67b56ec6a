/** A home of its own for one test: the real program on a free port, its data in a folder that goes with it. */

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../packages/catenaccio/src/main.ts", import.meta.url));

export class HomeProcess implements AsyncDisposable {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #folder: string;

  constructor(child: ChildProcess, folder: string, url: string) {
    this.#child = child;
    this.#folder = folder;
    this.url = url;
  }

  static async start(): Promise<HomeProcess> {
    const folder = mkdtempSync(join(tmpdir(), "catenaccio-home-"));
    const args = ["--disable-warning=ExperimentalWarning", program, "up", "--data", folder, "--port", "0"];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    for await (const line of createInterface({ input: child.stdout })) {
      const url = /http:\/\/\S+/.exec(line)?.[0];
      if (url !== undefined) return new HomeProcess(child, folder, url);
    }
    rmSync(folder, { recursive: true });
    throw new HomeError("The home ended before it said where it is.");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null) {
      this.#child.kill("SIGTERM");
      await once(this.#child, "exit");
    }
    rmSync(this.#folder, { recursive: true });
  }
}

class HomeError extends Error {
  override readonly name = "HomeError";
}
