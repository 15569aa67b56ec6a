/** Programs as processes of their own: how long they take to their first line, and what memory they take. */

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { projectRoot } from "../files.ts";

export interface StartUp {
  readonly ms: number;
  /** The peak up to then. */
  readonly megabytes: number;
}

export interface StartUpOptions {
  /** To standard input, before anything is read. */
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** From the start of a program to its first line, and its memory then. It must end with its input. */
export async function startUp(command: readonly string[], options: StartUpOptions = {}): Promise<StartUp> {
  const { input = "", environment = {} } = options;
  const [program = "", ...args] = command;
  const startMs = performance.now();
  const child = spawn(program, args, {
    cwd: projectRoot,
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, ...environment },
  });
  child.stdin.write(input);
  await new Promise((resolve, reject) => {
    child.stdout.once("data", resolve);
    child.once("exit", () => reject(new Error(`It ended without a word: ${command.join(" ")}`)));
  });
  const ms = performance.now() - startMs;
  const megabytes = child.pid === undefined ? Number.NaN : memoryOf(child.pid, "peak");
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.stdin.end();
  await ended;
  return { ms, megabytes };
}

const rows = { peak: "VmHWM", now: "VmRSS" } as const;

/** Resident memory in MB, as the kernel counts it. */
export function memoryOf(pid: number, when: keyof typeof rows): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(new RegExp(`${rows[when]}:\\s+(\\d+) kB`).exec(status)?.[1] ?? Number.NaN) / 1024;
}
