/**
 * Keeps other web pages away from the lock. The attacker is a page that the owner happens to have open: it may send
 * requests to localhost from the owner's browser, or point a name of its own at 127.0.0.1 (DNS rebinding).
 */

import { isIP } from "node:net";
import type { MiddlewareHandler } from "hono";

/** @param configuredHosts names, without port, by which the owner reaches the panel besides localhost. */
export function refuseForeignRequests(configuredHosts: readonly string[]): MiddlewareHandler {
  const names = new Set(["localhost", ...configuredHosts.map((name) => name.toLowerCase())]);
  return async (context, next) => {
    const host = context.req.header("host");
    const address = host === undefined ? null : URL.parse(`http://${host}`);
    if (address === null || !(names.has(address.hostname) || isAddress(address.hostname)))
      return context.json({ error: "Unknown host." }, 403);
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

/** Nobody can point an address of the network at another machine, as they can a name. */
function isAddress(hostname: string): boolean {
  return isIP(hostname.replaceAll(/[[\]]/g, "")) !== 0;
}
