/** A key in a file of its own, beside the database and not in it: for the owner alone, and whole or not there. */

import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";

const ownerOnly = 0o600;

/** @returns what is in the file, which is made the first time. */
export function readOrMakeFile(path: string, make: () => Buffer): Buffer {
  if (!existsSync(path)) makeFile(path, make());
  return readFileSync(path);
}

/** Under another name until it is on the disk: a power cut leaves no half of it. */
function makeFile(path: string, content: Buffer): void {
  const draft = `${path}.new`;
  const file = openSync(draft, "w", ownerOnly);
  try {
    writeSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
