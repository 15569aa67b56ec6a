/**
 * The token of a guest link. The database holds its hash, and the guest's PIN under a key that only the token gives: so
 * neither the database nor a backup of it shows the PIN or opens the page.
 */

import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";

const tokenBytes = 32;
const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;

export const guestTokenPattern = /^[A-Za-z0-9_-]{43}$/;

export function makeGuestToken(): string {
  return randomBytes(tokenBytes).toString("base64url");
}

export function hashGuestToken(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

export function sealWithToken(token: string, pin: string): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", keyOf(token), iv);
  return Buffer.concat([iv, cipher.update(pin, "utf8"), cipher.final(), cipher.getAuthTag()]).toString("base64url");
}

/** @returns null: it was not sealed with this token. */
export function openWithToken(token: string, sealed: string): string | null {
  const bytes = Buffer.from(sealed, "base64url");
  if (bytes.length < ivBytes + tagBytes) return null;
  const iv = bytes.subarray(0, ivBytes);
  try {
    const decipher = createDecipheriv("aes-256-gcm", keyOf(token), iv, { authTagLength: tagBytes });
    decipher.setAuthTag(bytes.subarray(-tagBytes));
    return Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}

function keyOf(token: string): Buffer {
  return Buffer.from(hkdfSync("sha256", token, "", "catenaccio guest pin", keyBytes));
}
