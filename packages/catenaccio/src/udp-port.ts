/** Which UDP port Matter is to use. */

import { createSocket, type SocketType } from "node:dgram";
import { once } from "node:events";

/** The preferred port if it is free, else another one: two locks on one machine both work. */
export async function freeUdpPort(preferred: number): Promise<number> {
  for (let port = preferred; ; port = (await portAt("udp4", 0)) ?? 0) {
    const ports = [await portAt("udp6", port), await portAt("udp4", port)];
    if (!ports.includes(null)) return port;
  }
}

/** @returns the port, chosen by the machine for 0; null when somebody else has it. */
async function portAt(type: SocketType, port: number): Promise<number | null> {
  const socket = createSocket({ type, ipv6Only: type === "udp6" });
  try {
    socket.bind(port);
    await once(socket, "listening");
    return socket.address().port;
  } catch (cause) {
    const isTaken = cause instanceof Error && "code" in cause && cause.code === "EADDRINUSE";
    // A machine without IPv6 has no port of it that anybody could take.
    return isTaken ? null : port;
  } finally {
    socket.close();
  }
}
