/**
 * HMAC-SHA-256 (RFC 2104) for many short messages under one key. A padded PIN entry is 65 of them at once, between the
 * last key and the door. `createHmac` makes an object for each, and takes twice as long as two one-shot hashes over
 * blocks that hold the padded key already.
 */

import { hash } from "node:crypto";
import { assertInvariant } from "@catenaccio/lock-core";

/** Block and result of SHA-256, in bytes. */
const blockLength = 64;
const hashLength = 32;
const innerPad = 0x36;
const outerPad = 0x5c;

/** Messages are short: a label, and a PIN or a card's identifier. */
const messageLengthMax = 64;

export class HmacSha256 {
  readonly #inner: Buffer;
  readonly #outer: Buffer;

  /** @param key at most 64 bytes; not kept. */
  constructor(key: Uint8Array) {
    this.#inner = Buffer.alloc(blockLength + messageLengthMax, padOf(key, innerPad));
    this.#outer = Buffer.alloc(blockLength + hashLength, padOf(key, outerPad));
  }

  /** @param message one character for each byte, at most 64. @returns hex. */
  hash(message: string): string {
    assertInvariant(message.length <= messageLengthMax, "A message is too long to be hashed.");
    const length = this.#inner.write(message, blockLength, "latin1");
    const inner = hash("sha256", this.#inner.subarray(0, blockLength + length), "binary");
    this.#outer.write(inner, blockLength, "latin1");
    // The buffer stays; the PIN must not.
    this.#inner.fill(0, blockLength);
    return hash("sha256", this.#outer, "hex");
  }
}

function padOf(key: Uint8Array, pad: number): Buffer {
  const block = Buffer.alloc(blockLength, pad);
  for (const [at, byte] of key.entries()) block[at] = byte ^ pad;
  return block;
}
