/** Two hosts on a cable of their own, as network namespaces: nothing of it reaches a network of the machine. */

import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Writable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";

/** What the kernel takes to find out that nobody else has an address. */
const addressReadyMs = 2_000;
const here = "here";
const there = "there";

/** Runs a program in a network of its own, from which it can make others. @returns what it prints. */
export async function runApart(program: string, ...args: readonly string[]): Promise<string> {
  const isolated = ["--user", "--map-root-user", "--net", "--kill-child", process.execPath, program, ...args];
  const { stdout } = await promisify(execFile)("unshare", isolated);
  return stdout.trim();
}

export interface OtherHost {
  /** Its standard input. */
  readonly input: Writable;
  /** The next line that it prints. */
  readonly hear: () => Promise<string>;
  /** The machine at this end of the cable gets another address. */
  readonly moveHere: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Starts a program on a host at the other end of a cable. It prints a line as soon as it runs. */
export async function openOtherHost(program: string, ...args: readonly string[]): Promise<OtherHost> {
  const host = spawn("unshare", ["--net", process.execPath, program, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  const said = createInterface(host.stdout)[Symbol.asyncIterator]();
  const hear = async (): Promise<string> => String((await said.next()).value);
  // By now it is in its own namespace.
  await hear();
  const ip = (...args: readonly string[]): void => void execFileSync("ip", args);
  const ipOfOther = (...args: readonly string[]): void =>
    void execFileSync("nsenter", ["--target", String(host.pid), "--net", "ip", ...args]);
  ip("link", "add", here, "type", "veth", "peer", "name", there);
  ip("link", "set", there, "netns", String(host.pid));
  for (const name of ["lo", here]) ip("link", "set", name, "up");
  for (const name of ["lo", there]) ipOfOther("link", "set", name, "up");
  await setTimeout(addressReadyMs);
  let moves = 0;
  return {
    input: host.stdin,
    hear,
    moveHere: async () => {
      ip("link", "set", here, "down");
      ip("link", "set", here, "address", `02:00:00:00:00:0${++moves}`);
      ip("link", "set", here, "up");
      await setTimeout(addressReadyMs);
    },
    close: async () => {
      if (host.exitCode !== null || host.signalCode !== null) return;
      host.kill("SIGKILL");
      await once(host, "exit");
    },
  };
}
