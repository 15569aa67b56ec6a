/** Folders of the tests: made anew for each, gone after it, and looked at byte by byte. */

import { createHash } from "node:crypto";
import { cpSync, lstatSync, mkdtempDisposableSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

export function makeFolder(test: TestContext): string {
  const folder = mkdtempDisposableSync(join(tmpdir(), "catenaccio-lock-"));
  test.after(() => folder.remove());
  return folder.path;
}

/**
 * Every file with its mode, its time of change and a hash of its content. An empty file is not opened: closing it would
 * end a claim that this process holds by it.
 */
export function listContent(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .toSorted()
    .map((name) => {
      const path = join(folder, name);
      const { mode, mtimeMs, size } = lstatSync(path);
      const hasContent = lstatSync(path).isFile() && size > 0;
      const content = hasContent ? createHash("sha256").update(readFileSync(path)).digest("hex") : "";
      return `${name} ${mode.toString(8)} ${mtimeMs} ${size} ${content}`;
    });
}

/** What a process that is killed at this moment leaves on the disk. */
export function copyFolder(from: string, to: string): void {
  cpSync(from, to, { recursive: true, preserveTimestamps: true });
}
