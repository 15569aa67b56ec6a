/** Small files that are on the disk, names included, when a function here returns. */

import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Operations } from "./operations.ts";

/** Nobody but the lock's own account reads what is in its folder. */
export const privateFileMode = 0o600;

/** Writes a whole file under a name that nobody relies on yet; `renameDurably` then gives it its real one. */
export function writeFileDurably(path: string, content: Uint8Array, operations: Operations): void {
  operations.next();
  const file = openSync(path, "w", privateFileMode);
  try {
    operations.next();
    writeFileSync(file, content);
    operations.next();
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  syncFolder(dirname(path));
}

export function renameDurably(from: string, to: string, operations: Operations): void {
  operations.next();
  renameSync(from, to);
  syncFolder(dirname(to));
}

export function removeDurably(path: string, operations: Operations): void {
  operations.next();
  rmSync(path, { force: true });
  syncFolder(dirname(path));
}

function syncFolder(path: string): void {
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
