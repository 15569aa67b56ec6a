/**
 * The home edition is on this host, open to the network; a controller that none of us wrote is on the other one, and
 * finds the lock by mDNS with the code that the owner has shared. Argument: the home's data folder. Prints what the
 * controller prints, and how many homes the lock says that it is in.
 */
import { fileURLToPath } from "node:url";
import { openOtherHost } from "../../matter/discovery/cable.ts";
import { HomeProcess } from "../home-process.ts";
import { Owner } from "../owner.ts";

const [data = ""] = process.argv.slice(2);

const program = fileURLToPath(new URL("../../matter/discovery/finder.ts", import.meta.url));
const finder = await openOtherHost(program, `${data}-finder`);
const home = new HomeProcess(data, "up", "on");
await home.open("--host", "0.0.0.0");
// On a host whose only addresses are link-local, names are not looked up, not even this one.
const owner = await Owner.claim({ url: home.url.replace("localhost", "127.0.0.1"), claim: home.claim });
await home.openWindow();
const lockId = await owner.addLock({ name: "Front door", code: home.label.manual });
const lock = `${owner.base}/locks/${lockId}`;
const { proof } = await owner.api.expect("POST", `${lock}/proofs`, { action: "share", password: Owner.password });
const { manual } = await owner.api.expect("POST", `${lock}/share`, { proof });
finder.input.end(`${JSON.stringify({ code: manual, seconds: 15 })}\n`);
process.stdout.write(`${await finder.hear()}\n${(await home.state()).homes}\n${home.stderr}`);
await home.kill();
