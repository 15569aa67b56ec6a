/**
 * The key of the tags by which a PIN is recognised: in a file beside the database, not in it. So a copy of the database
 * alone does not tell a PIN by trying them all; whoever has the whole folder still could, while a PIN is not yet at its
 * locks.
 */

import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";

const keyBytes = 32;
const ownerOnly = 0o600;

export class TagKeyError extends Error {
  override readonly name = "TagKeyError";
}

/** Makes the key the first time. @throws TagKeyError when the file is there and is no key, or cannot be read or made. */
export function openTagKey(path: string): Buffer {
  try {
    return readKey(path);
  } catch (cause) {
    if (!isMissing(cause)) throw cause instanceof TagKeyError ? cause : notReadable(path, cause);
  }
  try {
    makeKey(path);
  } catch (cause) {
    throw notReadable(path, cause);
  }
  return readKey(path);
}

function readKey(path: string): Buffer {
  const key = Buffer.from(readFileSync(path, "utf8").trim(), "base64");
  if (key.length !== keyBytes) throw new TagKeyError(`${path} is damaged: put it back from a copy, or remove it.`);
  return key;
}

function makeKey(path: string): void {
  const file = openSync(path, "wx", ownerOnly);
  try {
    writeSync(file, `${randomBytes(keyBytes).toString("base64")}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function notReadable(path: string, cause: unknown): TagKeyError {
  return new TagKeyError(`${path} cannot be read or made.`, { cause });
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "ENOENT";
}
