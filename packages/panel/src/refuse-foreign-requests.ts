/**
 * Keeps other web pages away from the lock. The attacker is a page that the owner happens to have open: it may send
 * requests to localhost from the owner's browser, or point a name of its own at 127.0.0.1 (DNS rebinding).
 */

import type { MiddlewareHandler } from "hono";

const ownNames: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/** @param configuredHosts names, without port, by which the owner reaches the panel besides localhost. */
export function refuseForeignRequests(configuredHosts: readonly string[]): MiddlewareHandler {
  const names = new Set([...ownNames, ...configuredHosts.map(nameInAddress)]);
  return async (context, next) => {
    const host = context.req.header("host");
    const address = host === undefined ? null : URL.parse(`http://${host}`);
    if (address === null || !names.has(address.hostname)) return context.json({ error: "Unknown host." }, 403);
    const origin = context.req.header("origin");
    if (origin !== undefined && URL.parse(origin)?.host !== address.host)
      return context.json({ error: "Requests of other pages are refused." }, 403);
    // Links to the panel are welcome; what another page loads into itself is not, and it carries no Origin.
    const isLoadedElsewhere =
      context.req.header("sec-fetch-site") === "cross-site" && context.req.header("sec-fetch-mode") !== "navigate";
    if (isLoadedElsewhere) return context.json({ error: "Requests of other pages are refused." }, 403);
    await next();
    return undefined;
  };
}

/** As it stands in an address: lower case, IPv6 in brackets. */
function nameInAddress(host: string): string {
  return host.includes(":") && !host.startsWith("[") ? `[${host.toLowerCase()}]` : host.toLowerCase();
}
