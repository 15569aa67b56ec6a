/** Tokens that are shown once: links of invitations, API keys, proofs. Only their hashes are kept. */

import { createHash, randomBytes } from "node:crypto";

const tokenBytes = 32;

export function makeToken(): string {
  return randomBytes(tokenBytes).toString("base64url");
}

/** Plain SHA-256: 256 random bits need no salt and no slowness. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
