/**
 * Sealing: whoever has the gateway's public key can close a letter to it, and only the gateway can open it. So neither
 * the server's database nor a backup of it shows a PIN. X25519 with a key pair for each letter, HKDF-SHA-256,
 * AES-256-GCM (the shape of RFC 9180's base mode, with Node's own parts).
 */

import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from "node:crypto";

const version = "s1";
const ivBytes = 12;
const tagBytes = 16;
const keyBytes = 32;

/** @param about what the letter is for, such as "pin"; it opens only for the same. @returns text. */
export function sealTo(publicKey: string, secret: string, about: string): string {
  const recipient = readPublicKey(publicKey);
  const own = generateKeyPairSync("x25519");
  const ephemeral = own.publicKey.export({ type: "spki", format: "der" });
  const { key, iv } = keysOf(diffieHellman({ privateKey: own.privateKey, publicKey: recipient }), ephemeral, about);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return [version, ephemeral.toString("base64url"), sealed.toString("base64url")].join(".");
}

/** @returns null: it was not sealed to this key for this purpose, or was changed since. */
export function openSealed(privateKey: KeyObject, letter: string, about: string): string | null {
  const [given, ephemeralText, sealedText, ...rest] = letter.split(".");
  if (given !== version || ephemeralText === undefined || sealedText === undefined || rest.length > 0) return null;
  try {
    const ephemeral = Buffer.from(ephemeralText, "base64url");
    const sealed = Buffer.from(sealedText, "base64url");
    const publicKey = createPublicKey({ key: ephemeral, type: "spki", format: "der" });
    const { key, iv } = keysOf(diffieHellman({ privateKey, publicKey }), ephemeral, about);
    const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: tagBytes });
    decipher.setAuthTag(sealed.subarray(-tagBytes));
    return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}

/** A key is used for one letter only, so the initialisation vector may follow from it too. */
function keysOf(shared: Buffer, ephemeral: Buffer, about: string): { readonly key: Buffer; readonly iv: Buffer } {
  const bytes = Buffer.from(
    hkdfSync("sha256", shared, ephemeral, `catenaccio ${version} ${about}`, keyBytes + ivBytes),
  );
  return { key: bytes.subarray(0, keyBytes), iv: bytes.subarray(keyBytes) };
}

function readPublicKey(publicKey: string): KeyObject {
  return createPublicKey({ key: Buffer.from(publicKey, "base64"), type: "spki", format: "der" });
}
