/** A UDP port of the gateway's own, that locks find it by for good. */

import { createSocket, type SocketType } from "node:dgram";
import { once } from "node:events";
import { randomInt } from "node:crypto";
import { hasIpv6 } from "@catenaccio/matter";

/** Beside Matter's 5540, and below those that a system hands out to whoever asks for any. */
const portMin = 5541;
const portMax = 9999;
const triesMax = 100;

/** @returns null: none that was tried is free. */
export async function findFreePort(): Promise<number | null> {
  for (let tries = 0; tries < triesMax; tries++) {
    const port = randomInt(portMin, portMax + 1);
    if ((await isFree("udp4", port)) && (!hasIpv6() || (await isFree("udp6", port)))) return port;
  }
  return null;
}

async function isFree(type: SocketType, port: number): Promise<boolean> {
  const socket = createSocket({ type, ipv6Only: type === "udp6" });
  socket.bind(port, type === "udp4" ? "127.0.0.1" : "::1");
  try {
    await once(socket, "listening");
    return true;
  } catch {
    return false;
  } finally {
    socket.close();
  }
}
