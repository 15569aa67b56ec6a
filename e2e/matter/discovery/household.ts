/**
 * The lock is on this host, the finder on the other one. Arguments: the lock's data folder, how it is to be found
 * (CATENACCIO_MDNS), and for how many seconds the finder looks. Prints what the finder prints.
 */
import { fileURLToPath } from "node:url";
import { PanelProcess } from "../../lock/panel-process.ts";
import { openOtherHost } from "./cable.ts";

const [data, mdns, seconds] = process.argv.slice(2);
if (data === undefined || mdns === undefined || seconds === undefined) throw new Error("Three arguments are wanted.");

const finder = await openOtherHost(fileURLToPath(new URL("finder.ts", import.meta.url)), `${data}-finder`);
const lock = new PanelProcess(data, "real", { command: "lock", environment: { CATENACCIO_MDNS: mdns } });
lock.start("--stdio");
const { matter } = await lock.untilOut((out) => out.matter !== undefined);
const opened = lock.untilOut((out) => out.pairing === true);
await lock.send({ reset: 3_000 });
await opened;
finder.input.end(`${JSON.stringify({ code: matter?.manual, seconds: Number(seconds) })}\n`);
process.stdout.write(`${await finder.hear()}\n`);
await lock.kill();
