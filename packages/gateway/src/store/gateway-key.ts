/**
 * The gateway's own key pair: what is sealed to it, only it can open. The private key is a file of its own, so that
 * neither the database nor a copy of it opens anything; who can read the whole folder can open everything.
 */

import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { GatewayStoreError } from "./gateway-store-error.ts";

const keyFileMode = 0o600;
const digestKeyBytes = 32;

export class GatewayKey {
  readonly privateKey: KeyObject;
  /** X25519, SPKI in base64. */
  readonly publicKey: string;
  readonly #digestKey: Buffer;

  private constructor(privateKey: KeyObject) {
    this.privateKey = privateKey;
    this.publicKey = createPublicKey(privateKey).export({ type: "spki", format: "der" }).toString("base64");
    const secret = privateKey.export({ type: "pkcs8", format: "der" });
    this.#digestKey = Buffer.from(hkdfSync("sha256", secret, "", "catenaccio gateway digest", digestKeyBytes));
  }

  /** @returns null: there is no file. @throws GatewayStoreError when it is no key. */
  static read(path: string): GatewayKey | null {
    const text = readText(path);
    if (text === null) return null;
    try {
      const key = createPrivateKey(text);
      if (key.asymmetricKeyType === "x25519") return new GatewayKey(key);
    } catch {
      // Told below: the text of the error could quote the key.
    }
    throw new GatewayStoreError("damaged", `The gateway's key file ${path} is damaged: it holds no X25519 key.`);
  }

  /** Makes a new pair, on the disk when this returns. */
  static create(path: string): GatewayKey {
    const { privateKey } = generateKeyPairSync("x25519");
    const unfinished = `${path}.new`;
    const file = openSync(unfinished, "w", keyFileMode);
    try {
      writeFileSync(file, privateKey.export({ type: "pkcs8", format: "pem" }));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(unfinished, path);
    syncFolder(dirname(path));
    return new GatewayKey(privateKey);
  }

  /** Tells whether a database was written under this key, and nothing about it. */
  get check(): string {
    return createHash("sha256").update(this.publicKey).digest("hex");
  }

  /** Recognises a secret without keeping it. A PIN is short: without the key all PINs could be tried. */
  digestOf(secret: string): string {
    return createHmac("sha256", this.#digestKey).update(secret).digest("hex");
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return null;
    throw cause;
  }
}

function syncFolder(path: string): void {
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
