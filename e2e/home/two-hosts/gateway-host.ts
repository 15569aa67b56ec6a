/**
 * The gateway's host, with its owner. It says that it is there; then each line is something to do with the lock at the
 * other end, whose address nobody tells: `add <code>`, `unlock`; `sleep` is a power
 * cut until the next of them. Prints `ok`, or what went wrong. Argument: the
 * gateway's data folder.
 */
import assert from "node:assert/strict";
import { createInterface } from "node:readline";
import { inspect } from "node:util";
import { HomeProcess } from "../home-process.ts";
import { Owner } from "../owner.ts";

const [data = ""] = process.argv.slice(2);

process.stdout.write("here\n");
const home = new HomeProcess(data, "gateway", "on");
let owner: Owner | null = null;
let lockId = "";

/** A gateway starts when there is a cable. */
async function openOwner(): Promise<Owner> {
  await home.open();
  // On a host whose only addresses are link-local, names are not looked up, not even this one.
  const url = home.url.replace("localhost", "127.0.0.1");
  return await Owner.claim({ url, claim: home.claim });
}

async function obey(order: string, code = ""): Promise<void> {
  if (order === "sleep") {
    await home.kill();
    return;
  }
  if (owner === null) owner = await openOwner();
  else if (home.processId === undefined) await home.openAgain();
  if (order === "add") {
    lockId = await owner.addLock({ name: "Front door", code });
    return;
  }
  await owner.untilLink(lockId, "online");
  assert.deepEqual(await owner.unlock(lockId), { ok: true });
}

for await (const line of createInterface(process.stdin)) {
  const [order = "", code] = line.split(" ");
  try {
    await obey(order, code);
    process.stdout.write("ok\n");
  } catch (cause) {
    process.stdout.write(
      `${inspect(cause, { breakLength: Infinity, compact: true }).replaceAll("\n", " ")} ${home.stderr}\n`,
    );
  }
}
await home.kill();
