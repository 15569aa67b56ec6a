/** Which UDP port Matter is to use. */

import { createSocket, type SocketType } from "node:dgram";
import { once } from "node:events";

/** The preferred port if it is free, else another one: two locks on one machine both work. */
export async function freeUdpPort(preferred: number): Promise<number> {
  return (await isFree("udp6", preferred)) && (await isFree("udp4", preferred)) ? preferred : 0;
}

async function isFree(type: SocketType, port: number): Promise<boolean> {
  const socket = createSocket({ type, ipv6Only: type === "udp6" });
  try {
    socket.bind(port);
    await once(socket, "listening");
    return true;
  } catch {
    return false;
  } finally {
    socket.close();
  }
}
