/**
 * Keeps other web pages away. The attacker is a page that somebody of the household has open: it may send requests with
 * their cookies, or point a name of its own at this server (DNS rebinding).
 */

import { isIP } from "node:net";
import type { Context, MiddlewareHandler } from "hono";

/** Under which the server is reached. */
export interface OwnHosts {
  /** `localhost:8080`, `lock.example.org`: as they stand in an address. */
  readonly hosts: readonly string[];
}

export interface OwnOrigin extends OwnHosts {
  /** `http://localhost:8080`: told to whoever says another. */
  readonly origin: string;
}

export function refuseForeign({ hosts, origin: ownOrigin }: OwnOrigin): MiddlewareHandler {
  const own = new Set(hosts.map((host) => host.toLowerCase()));
  const expected = `the header Origin has to be ${ownOrigin}.`;
  return async (context, next) => {
    const host = context.req.header("host")?.toLowerCase();
    if (host === undefined || !(own.has(host) || isAddress(host)))
      return refuse(context, "The server does not go by this name.");
    const origin = context.req.header("origin");
    const originHost = URL.parse(origin ?? "")?.host;
    if (origin !== undefined && (originHost === undefined || !(own.has(originHost) || originHost === host)))
      return refuse(context, `Requests of other pages are refused: ${expected}`);
    if (context.req.header("sec-fetch-site") === "cross-site" && context.req.header("sec-fetch-mode") !== "navigate")
      return refuse(context, "Requests of other pages are refused.");
    const isChange = context.req.method !== "GET" && context.req.method !== "HEAD";
    // A browser always says where a change comes from; a script with a cookie has to say it too.
    if (isChange && origin === undefined && context.req.header("cookie") !== undefined)
      return refuse(context, `A change with a cookie says where it comes from: ${expected}`);
    await next();
    return undefined;
  };
}

/** Nobody can point an address of the network at another machine, as they can a name. */
function isAddress(host: string): boolean {
  return isIP(host.replace(/:\d+$/, "").replaceAll(/[[\]]/g, "")) !== 0;
}

function refuse(context: Context, sentence: string): Response {
  return context.json({ error: { code: "foreignOrigin", sentence } }, 403);
}
