/**
 * The panel's page asks for no account: whoever reaches it stands at the virtual door. What a person at a door cannot do,
 * orders from the app and the gateway's box in its shelf, it takes from this machine alone.
 */

import { isIP } from "node:net";
import type { MiddlewareHandler } from "hono";
import { peerOf } from "./listen.ts";

const notAtTheDoor = ["remote", "gateway"] as const;

export const guardPanel: MiddlewareHandler = async (context, next) => {
  if (!isThisMachine(peerOf(context)) && asksForMore(await context.req.raw.clone().text()))
    return context.json({ error: "Only the machine on which the home runs may do that; others have the door." }, 403);
  await next();
  return undefined;
};

export function isThisMachine(address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
  return isIP(plain) === 4 ? plain.startsWith("127.") : plain === "::1";
}

/** A message of the panel protocol that is for somebody else than the lock at its door. */
export function asksForMore(text: string): boolean {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === "object" && message !== null && notAtTheDoor.some((name) => name in message);
  } catch {
    return false;
  }
}
