/** A real broker for a test: Debian's mosquitto, without anonymous users, on a free port of this machine. */

import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { fetchDebianPackages } from "./debian-package.ts";

const run = promisify(execFile);
const passwordsName = "passwords";
const packages = ["mosquitto", "libmosquitto1", "libcjson1", "libdlt2", "libwrap0"];

export type MosquittoTools =
  | { readonly ok: true; readonly root: string; readonly libraries: string }
  | { readonly ok: false; readonly reason: string };

export async function findMosquitto(): Promise<MosquittoTools> {
  const fetched = await fetchDebianPackages(packages);
  if (!fetched.ok) return fetched;
  const libraryFolders = join(fetched.folder, "usr/lib");
  const libraries = readdirSync(libraryFolders)
    .filter((name) => name.includes("linux"))
    .map((name) => join(libraryFolders, name))
    .join(":");
  const program = join(fetched.folder, "usr/sbin/mosquitto");
  if (!existsSync(program)) return { ok: false, reason: "There is no mosquitto in Debian's package." };
  const tools: MosquittoTools = { ok: true, root: fetched.folder, libraries };
  try {
    await run("ldd", [program], { env: envFor(tools) }).then(({ stdout }) => {
      const missing = /^\s*(\S+) => not found/m.exec(stdout)?.[1];
      if (missing !== undefined) throw new TypeError(`${missing} is missing here.`);
    });
  } catch (cause) {
    return { ok: false, reason: `Mosquitto does not run here: ${cause instanceof Error ? cause.message : ""}` };
  }
  return tools;
}

export interface BrokerUser {
  readonly name: string;
  readonly password: string;
  /** Lines of mosquitto's access list, such as "read #". */
  readonly access: readonly string[];
}

export class Mosquitto {
  readonly port: number;
  readonly #tools: MosquittoTools & { readonly ok: true };
  readonly #folder: string;
  #process: ChildProcess | null = null;

  private constructor(tools: MosquittoTools & { readonly ok: true }, folder: string, port: number) {
    this.#tools = tools;
    this.#folder = folder;
    this.port = port;
  }

  static async create(tools: MosquittoTools, folder: string, users: readonly BrokerUser[]): Promise<Mosquitto> {
    if (!tools.ok) throw new TypeError(tools.reason);
    const port = await findFreePort();
    const [passwords, access] = [join(folder, passwordsName), join(folder, "access")];
    writeFileSync(passwords, "", { mode: 0o600 });
    for (const user of users) await putPassword(tools, passwords, user);
    const accessLines = users.flatMap((user) => [`user ${user.name}`, ...user.access.map((line) => `topic ${line}`)]);
    writeFileSync(access, `${accessLines.join("\n")}\n`, { mode: 0o600 });
    const settings = [
      `listener ${port} 127.0.0.1`,
      "allow_anonymous false",
      `password_file ${passwords}`,
      `acl_file ${access}`,
      `user ${userInfo().username}`,
      "persistence false",
      "log_dest none",
    ];
    writeFileSync(join(folder, "mosquitto.conf"), `${settings.join("\n")}\n`);
    return new Mosquitto(tools, folder, port);
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const program = join(this.#tools.root, "usr/sbin/mosquitto");
    const options = { env: envFor(this.#tools), stdio: "ignore" } as const;
    this.#process = spawn(program, ["-c", join(this.#folder, "mosquitto.conf")], options);
    await untilListening(this.port);
  }

  /** While it runs. */
  async setPassword(user: Pick<BrokerUser, "name" | "password">): Promise<void> {
    await putPassword(this.#tools, join(this.#folder, passwordsName), user);
    this.#process?.kill("SIGHUP");
  }

  /** It keeps nothing: its successor knows no message of before. */
  async stop(): Promise<void> {
    const broker = this.#process;
    this.#process = null;
    if (broker === null || broker.exitCode !== null) return;
    broker.kill();
    await once(broker, "exit");
  }
}

async function putPassword(
  tools: MosquittoTools & { readonly ok: true },
  file: string,
  { name, password }: Pick<BrokerUser, "name" | "password">,
): Promise<void> {
  const program = join(tools.root, "usr/bin/mosquitto_passwd");
  await run(program, ["-b", file, name, password], { env: envFor(tools) });
}

function envFor(tools: MosquittoTools & { readonly ok: true }): NodeJS.ProcessEnv {
  return { ...process.env, LD_LIBRARY_PATH: tools.libraries };
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function untilListening(port: number): Promise<void> {
  for (let turn = 0; ; turn++) {
    const socket = connect(port, "127.0.0.1");
    try {
      await once(socket, "connect");
      return;
    } catch (cause) {
      if (turn >= 100) throw cause;
      await setTimeout(50);
    } finally {
      socket.destroy();
    }
  }
}
