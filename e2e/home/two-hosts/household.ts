/**
 * The lock is on this host, the gateway on the other one; they find each other by mDNS alone. Argument: a folder for
 * both. Prints what the gateway says of each deed, and how often the door was opened.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { unlocks } from "../../lock/at-the-door.ts";
import { findFreePort, LockProcess } from "../../matter/lock-process.ts";
import { openOtherHost } from "../../matter/discovery/cable.ts";

const [folder = ""] = process.argv.slice(2);

const program = fileURLToPath(new URL("gateway-host.ts", import.meta.url));
const gateway = await openOtherHost(program, join(folder, "home"));
async function tell(order: string): Promise<void> {
  gateway.input.write(`${order}\n`);
  process.stdout.write(`${await gateway.hear()}\n`);
}

async function openLock(): Promise<LockProcess> {
  return new LockProcess(join(folder, "lock"), await findFreePort(), "on");
}

/** It lost power, and is somewhere else when it has power again. */
async function move(lock: LockProcess): Promise<LockProcess> {
  await lock.kill();
  await gateway.moveHere();
  const moved = await openLock();
  await moved.open();
  return moved;
}

let lock = await openLock();
const label = await lock.open();
await lock.openWindow();
await tell(`add ${label.manual}`);
await tell("unlock");
lock = await move(lock);
await tell("unlock");
await tell("sleep");
lock = await move(lock);
await tell("unlock");
process.stdout.write(`${unlocks(await lock.log()).length}\n`);
await lock.kill();
await gateway.close();
