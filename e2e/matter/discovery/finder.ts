/**
 * A controller as matter.js makes it, on a host of its own. It says that it is there, waits for a line with the lock's
 * code, looks for the lock by mDNS alone, and prints whether it could add it. Argument: its data
 * folder.
 */
import { once } from "node:events";
import { createInterface } from "node:readline";
import { ControllerBehavior, Environment, Logger, LogLevel, Seconds, ServerNode } from "@matter/main";
import { ManualPairingCodeCodec } from "@matter/main/types";

const [folder = ""] = process.argv.slice(2);
process.stdout.write("here\n");
const [line] = await once(createInterface(process.stdin), "line");
const { code, seconds } = JSON.parse(String(line));

Logger.level = LogLevel.FATAL;
Environment.default.vars.set("storage.path", folder);
const controller = await ServerNode.create(ServerNode.RootEndpoint.with(ControllerBehavior), {
  id: "finder",
  network: { port: 0 },
  commissioning: { enabled: false },
  controller: { adminFabricLabel: "finder", ble: false },
});
await controller.start();
const { passcode, shortDiscriminator } = ManualPairingCodeCodec.decode(code);
if (shortDiscriminator === undefined) throw new Error(`${code} has no discriminator.`);
try {
  await controller.peers.commission({ passcode, shortDiscriminator, timeout: Seconds(seconds) });
  process.stdout.write("added\n");
} catch {
  process.stdout.write("not found\n");
}
process.exit(0);
