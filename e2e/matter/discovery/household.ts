/**
 * Two hosts on a cable of their own: this process is in a fresh network namespace with the lock, and makes another one
 * for the finder. Nothing of it reaches a network of the machine. Arguments: the lock's data folder, how it is to be
 * found (CATENACCIO_MDNS), and for how many seconds the finder looks. Prints what the finder prints.
 */
import { execFileSync, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { PanelProcess } from "../../lock/panel-process.ts";

/** What the kernel takes to find out that nobody else has an address. */
const addressReadyMs = 2_000;

const [data, mdns, seconds] = process.argv.slice(2);
if (data === undefined || mdns === undefined || seconds === undefined) throw new Error("Three arguments are wanted.");

const finder = spawn("unshare", ["--net", process.execPath, fileURLToPath(new URL("finder.ts", import.meta.url))], {
  stdio: ["pipe", "pipe", "inherit"],
});
const said = createInterface(finder.stdout)[Symbol.asyncIterator]();
// By now it is in its own namespace.
await said.next();
const ip = (...args: readonly string[]): void => void execFileSync("ip", args);
const ipOfFinder = (...args: readonly string[]): void =>
  void execFileSync("nsenter", ["--target", String(finder.pid), "--net", "ip", ...args]);
ip("link", "add", "of-the-lock", "type", "veth", "peer", "name", "of-the-finder");
ip("link", "set", "of-the-finder", "netns", String(finder.pid));
for (const name of ["lo", "of-the-lock"]) ip("link", "set", name, "up");
for (const name of ["lo", "of-the-finder"]) ipOfFinder("link", "set", name, "up");
await setTimeout(addressReadyMs);

const lock = new PanelProcess(data, "real", { command: "lock", environment: { CATENACCIO_MDNS: mdns } });
lock.start("--stdio");
const { matter } = await lock.untilOut((out) => out.matter !== undefined);
const opened = lock.untilOut((out) => out.pairing === true);
await lock.send({ reset: 3_000 });
await opened;
finder.stdin.end(`${JSON.stringify({ code: matter?.manual, seconds: Number(seconds) })}\n`);
process.stdout.write(`${(await said.next()).value}\n`);
await lock.kill();
