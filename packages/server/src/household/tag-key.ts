/**
 * The key of the tags by which a PIN is recognised: in a file beside the database, not in it. So a copy of the database
 * alone does not tell a PIN by trying them all; whoever has the whole folder still could, while a PIN is not yet at its
 * locks.
 */

import { randomBytes } from "node:crypto";
import { readOrMakeFile } from "../key-file.ts";

const keyBytes = 32;

export class TagKeyError extends Error {
  override readonly name = "TagKeyError";
}

/** Makes the key the first time. @throws TagKeyError when the file is there and is no key, or cannot be read or made. */
export function openTagKey(path: string): Buffer {
  const key = Buffer.from(readText(path).trim(), "base64");
  if (key.length !== keyBytes) throw new TagKeyError(`${path} is damaged: put it back from a copy, or remove it.`);
  return key;
}

function readText(path: string): string {
  try {
    return readOrMakeFile(path, () => Buffer.from(`${randomBytes(keyBytes).toString("base64")}\n`)).toString("utf8");
  } catch (cause) {
    throw new TagKeyError(`${path} cannot be read or made.`, { cause });
  }
}
