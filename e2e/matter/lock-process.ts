/** Our lock with Matter on, as a process of its own: reached by its Matter node, and by its JSON Lines as at the door. */
import { createSocket } from "node:dgram";
import type { SocketType } from "node:dgram";
import { once } from "node:events";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { openFolder, PanelProcess } from "../lock/panel-process.ts";
import type { Label } from "../lock/panel-process.ts";

export class LockProcess extends PanelProcess {
  /** The same at every start. */
  readonly port: number;

  constructor(data: string, port: number, mdns: "on" | "off" = "off") {
    super(data, "real", { command: "lock", environment: { CATENACCIO_MDNS: mdns } });
    this.port = port;
  }

  /** Starts a process on the folder. @returns what its label says. */
  async open(...flags: readonly string[]): Promise<Label> {
    this.start("--stdio", "--port", String(this.port), ...flags);
    const { matter } = await this.untilOut((out) => out.matter !== undefined);
    if (matter === undefined) throw new Error("The lock did not tell its codes.");
    return matter;
  }

  /** RESET held until the voice prompt: a home may add the lock now. */
  async openWindow(): Promise<void> {
    const opened = this.untilOut((out) => out.pairing === true);
    await this.send({ reset: 3_000 });
    await opened;
  }

  /** A power cut without warning, and power again. */
  async reopen(...flags: readonly string[]): Promise<Label> {
    await this.kill();
    return this.open(...flags);
  }
}

export interface OpenLock {
  readonly lock: LockProcess;
  readonly label: Label;
}

/** A lock in a fresh folder that lives as long as the test. */
export async function openLock(t: TestContext, ...flags: readonly string[]): Promise<OpenLock> {
  const lock = new LockProcess(join(await openFolder(t), "lock"), await findFreePort());
  return { lock, label: await lock.open(...flags) };
}

/** A UDP port that is free on loopback for both IPv4 and IPv6. */
export async function findFreePort(): Promise<number> {
  while (true) {
    const port = await tryPort("udp4", "127.0.0.1", 0);
    if (port !== null && (await tryPort("udp6", "::1", port)) !== null) return port;
  }
}

async function tryPort(type: SocketType, address: string, port: number): Promise<number | null> {
  const socket = createSocket(type);
  socket.bind(port, address);
  try {
    await once(socket, "listening");
    return socket.address().port;
  } catch {
    return null;
  } finally {
    socket.close();
  }
}
