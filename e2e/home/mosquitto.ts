/**
 * A real broker in a fresh folder: Debian's mosquitto, unpacked without installing, with two users and no others. The
 * packages stay in a folder of the operating system's temporary one for the next time.
 */

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
const packages = ["mosquitto", "libmosquitto1", "libcjson1", "libdlt2", "libwrap0"];
const fetchMs = 120_000;
const lookMs = 50;
const looksMax = 1_200;

export interface BrokerUser {
  readonly name: string;
  readonly password: string;
}

/** @returns where `usr/` is; null: it cannot be had here. */
export async function findMosquitto(): Promise<string | null> {
  const cache = join(tmpdir(), `catenaccio-debian-${userInfo().uid}`);
  const folder = join(cache, packages.join("+"));
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true, mode: 0o700 });
  const draft = mkdtempSync(join(cache, "draft-"));
  try {
    await run("apt-get", ["download", "-q", ...packages], { cwd: draft, timeout: fetchMs });
    for (const file of readdirSync(draft)) await run("dpkg", ["-x", file, "root"], { cwd: draft });
    // Another test may have been first.
    if (!existsSync(folder)) renameSync(join(draft, "root"), folder);
    return folder;
  } catch {
    return null;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** One that lives as long as the test. @returns its address. */
export async function openBroker(
  t: TestContext,
  { root, folder, users }: { readonly root: string; readonly folder: string; readonly users: readonly BrokerUser[] },
): Promise<string> {
  const libraries = join(root, "usr/lib");
  const env = {
    ...process.env,
    LD_LIBRARY_PATH: readdirSync(libraries)
      .map((name) => join(libraries, name))
      .join(":"),
  };
  const passwords = join(folder, "passwords");
  writeFileSync(passwords, "", { mode: 0o600 });
  for (const { name, password } of users)
    await run(join(root, "usr/bin/mosquitto_passwd"), ["-b", passwords, name, password], { env });
  const port = await findFreePort();
  const settings = [
    `listener ${port} 127.0.0.1`,
    "allow_anonymous false",
    `password_file ${passwords}`,
    `user ${userInfo().username}`,
    "persistence false",
    "log_dest none",
  ];
  writeFileSync(join(folder, "mosquitto.conf"), `${settings.join("\n")}\n`);
  const program = join(root, "usr/sbin/mosquitto");
  const broker = spawn(program, ["-c", join(folder, "mosquitto.conf")], { env, stdio: "ignore" });
  t.after(async () => {
    if (broker.exitCode !== null) return;
    broker.kill();
    await once(broker, "exit");
  });
  await untilListening(port);
  return `mqtt://127.0.0.1:${port}`;
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
  for (let looks = 0; ; looks++) {
    const socket = connect(port, "127.0.0.1");
    try {
      await once(socket, "connect");
      return;
    } catch (cause) {
      if (looks >= looksMax) throw cause;
      await setTimeout(lookMs);
    } finally {
      socket.destroy();
    }
  }
}
