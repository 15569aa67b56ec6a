/** Which UDP port Matter is to use. */

import { createSocket, type Socket, type SocketType } from "node:dgram";
import { once } from "node:events";

/** A port that nobody else gets until it is released, which is right before it is used. */
export interface HeldPort {
  readonly port: number;
  readonly release: () => void;
}

/** The preferred port if it is free, else another one: two locks on one machine both work. */
export async function holdUdpPort(preferred: number): Promise<HeldPort> {
  for (let wanted = preferred; ; wanted = 0) {
    const first = await hold("udp4", wanted);
    if (first === null) continue;
    const port = first === "absent" ? wanted : first.address().port;
    const second = await hold("udp6", port);
    const held = [first, second].filter((socket) => socket instanceof Object);
    const release = (): void => {
      for (const socket of held.splice(0)) socket.close();
    };
    if (second !== null) return { port, release };
    release();
  }
}

/** @returns null when somebody else has the port; `absent`: this machine has no such protocol, and nobody can. */
async function hold(type: SocketType, port: number): Promise<Socket | "absent" | null> {
  const socket = createSocket({ type, ipv6Only: type === "udp6" });
  try {
    socket.bind(port);
    await once(socket, "listening");
    socket.unref();
    return socket;
  } catch (cause) {
    socket.close();
    return cause instanceof Error && "code" in cause && cause.code === "EADDRINUSE" ? null : "absent";
  }
}
