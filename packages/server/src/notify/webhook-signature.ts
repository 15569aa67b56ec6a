/**
 * The signature of a webhook, in the header `catenaccio-signature: t=SECONDS,v1=HEX`. HEX is HMAC-SHA-256, keyed with
 * the secret as it was shown, over `SECONDS.BODY`, body byte for byte. A receiver recomputes it, compares in constant
 * time, and refuses what is older than a few minutes, so that nobody can send a recorded delivery again.
 */

import { createHmac, randomBytes } from "node:crypto";

export const signatureHeader = "catenaccio-signature";

const secretBytes = 32;

export function makeSecret(): string {
  return `whsec_${randomBytes(secretBytes).toString("base64url")}`;
}

/** @param at when it is sent, and not when it happened. */
export function signatureOf(secret: string, body: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000);
  return `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`;
}
