/**
 * Which addresses the server may call on somebody's word. Whoever can register a webhook or a push subscription must
 * not be able to make the server talk to the machines beside it (OWASP: server-side request forgery), unless the
 * home's owner wants exactly that, as with a Home Assistant of his own.
 */

import { BlockList, isIP } from "node:net";

/** `home`: this machine too, where other programs of the household run. */
export type AddressReach = "public" | "home" | "never";

type Subnet = readonly [network: string, prefix: number];

const home = listOf(
  [
    ["10.0.0.0", 8],
    ["172.16.0.0", 12],
    ["192.168.0.0", 16],
    ["169.254.0.0", 16],
    // RFC 6598: shared by providers, and by private overlay networks.
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
  ],
  [
    ["fc00::", 7],
    ["fe80::", 10],
    ["::1", 128],
  ],
);

/** The IANA registries of special-purpose addresses (RFC 6890), and more. */
const never = listOf(
  [
    // Where the machines of the large clouds tell their secrets to whoever asks from within.
    ["169.254.169.254", 32],
    ["169.254.170.2", 32],
    ["100.100.100.200", 32],
    ["0.0.0.0", 8],
    ["192.0.0.0", 24],
    ["192.0.2.0", 24],
    ["192.88.99.0", 24],
    ["198.18.0.0", 15],
    ["198.51.100.0", 24],
    ["203.0.113.0", 24],
    ["224.0.0.0", 4],
    ["240.0.0.0", 4],
  ],
  [
    ["fd00:ec2::254", 128],
    ["ff00::", 8],
    ["fec0::", 10],
    ["100::", 64],
    ["2001:db8::", 32],
    // Ways to write an IPv4 address inside an IPv6 one: they would lead around the rules for it.
    ["64:ff9b::", 96],
    ["64:ff9b:1::", 48],
    ["2001::", 32],
    ["2002::", 16],
  ],
);

/** `::` itself, and the deprecated ::a.b.c.d (RFC 4291 §2.5.5.1). */
const compatible = listOf([], [["::", 96]]);

/** @param address as a resolver gives it. */
export function reachOf(address: string): AddressReach {
  const plain = address.replace(/%.*$/, "");
  const version = isIP(plain);
  if (version === 0) return "never";
  const family = version === 4 ? "ipv4" : "ipv6";
  if (never.check(plain, family)) return "never";
  if (home.check(plain, family)) return "home";
  return version === 6 && compatible.check(plain, family) ? "never" : "public";
}

export function isAllowed(reach: AddressReach, isHomeNetworkAllowed: boolean): boolean {
  return reach === "public" || (reach === "home" && isHomeNetworkAllowed);
}

function listOf(ipv4: readonly Subnet[], ipv6: readonly Subnet[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of ipv4) list.addSubnet(network, prefix, "ipv4");
  for (const [network, prefix] of ipv6) list.addSubnet(network, prefix, "ipv6");
  return list;
}
