/** Where a request comes from: the peer of the connection, or what a trusted proxy says of it. */

import { BlockList, isIP } from "node:net";
import type { Context } from "hono";

export interface ClientAddress {
  /** The peer of the connection; whoever listens knows it. */
  readonly peerOf: (context: Context) => string;
  readonly trustedProxies: readonly string[];
}

export function addressOf(context: Context, { peerOf, trustedProxies }: ClientAddress): string {
  const peer = plain(peerOf(context));
  if (!trustedProxies.includes(peer)) return peer;
  // The last entry is the proxy's own; those before it are anybody's claim.
  const told = context.req.header("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";
  return isIP(told) === 0 ? peer : plain(told);
}

const localRanges = new BlockList();
for (const [network, prefix] of [
  ["127.0.0.0", 8],
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["169.254.0.0", 16],
] as const)
  localRanges.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of [
  ["::1", 128],
  ["fc00::", 7],
  ["fe80::", 10],
] as const)
  localRanges.addSubnet(network, prefix, "ipv6");

/** Whether it is an address of a home's own network. */
export function isLocal(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && localRanges.check(address, family === 6 ? "ipv6" : "ipv4");
}

/** An IPv4 address as IPv6 writes it is still that. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
}
