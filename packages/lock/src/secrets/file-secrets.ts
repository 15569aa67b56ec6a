/**
 * The key in a file of its own, beside the database and not in it.
 *
 * What that protects against: somebody who gets the database alone (a backup, a support request, a stolen card image
 * without this file) cannot try out PINs. What it does not: somebody who has the whole folder tries all PINs of six
 * digits within seconds. Against a screwdriver and a reader for memory chips only a secure element helps; its driver
 * would take the place of this file.
 */

import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renameDurably, writeFileDurably } from "../disk/durable-file.ts";
import type { Operations } from "../disk/operations.ts";
import type { DeviceSecrets } from "./device-secrets.ts";
import { HmacSha256 } from "./hmac.ts";

export const keyName = "device.key";
export const newKeyName = `${keyName}.new`;
const keyLength = 32;

/**
 * What is hashed begins with a label, so that no kind of secret is ever taken for another. It ends with a zero byte, so
 * that no label is the beginning of another.
 */
const labels = { pin: "pin-v1\0", card: "card-v1\0", check: "check-v1\0" } as const;

/** A key with the name of its file, and its public mark by which the database knows it. */
export interface KeyFile {
  readonly name: string;
  readonly hmac: HmacSha256;
  readonly check: string;
}

export interface FileSecretsOptions {
  readonly folder: string;
  readonly key: KeyFile;
  readonly operations: Operations;
  /** Durably notes in the database which key is its own, before the key's file gets its real name. */
  readonly recordKey: (check: string) => void;
}

export class FileSecrets implements DeviceSecrets {
  readonly #options: FileSecretsOptions;
  #hmac: HmacSha256;
  #hashesComputed = 0;

  constructor(options: FileSecretsOptions) {
    this.#options = options;
    this.#hmac = options.key.hmac;
  }

  /** Writes a new key under the name that nobody relies on yet. */
  static createKey(folder: string, operations: Operations): KeyFile {
    const bytes = randomBytes(keyLength);
    writeFileDurably(join(folder, newKeyName), bytes, operations);
    return keyFileOf(newKeyName, bytes);
  }

  /** null: there is no such file, or it does not hold a key. */
  static readKey(folder: string, name: string): KeyFile | null {
    let bytes: Buffer;
    try {
      bytes = readFileSync(join(folder, name));
    } catch (cause) {
      if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return null;
      throw cause;
    }
    return bytes.length === keyLength ? keyFileOf(name, bytes) : null;
  }

  /** How many hashes were computed, for the tests: neither time nor work may depend on the outcome of a try. */
  get hashesComputed(): number {
    return this.#hashesComputed;
  }

  hashPinRun(digits: string): string {
    this.#hashesComputed++;
    return this.#hmac.hash(labels.pin + String.fromCharCode(digits.length) + digits);
  }

  hashCard(identifier: Uint8Array): string {
    this.#hashesComputed++;
    return this.#hmac.hash(labels.card + Buffer.from(identifier).toString("latin1"));
  }

  renew(): void {
    const { folder, operations, recordKey } = this.#options;
    const next = FileSecrets.createKey(folder, operations);
    recordKey(next.check);
    renameDurably(join(folder, newKeyName), join(folder, keyName), operations);
    this.#hmac = next.hmac;
  }
}

function keyFileOf(name: string, bytes: Buffer): KeyFile {
  const hmac = new HmacSha256(bytes);
  bytes.fill(0);
  return { name, hmac, check: hmac.hash(labels.check) };
}
