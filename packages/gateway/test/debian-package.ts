/**
 * Programs of Debian for a test, without root and without installing: fetched by apt, unpacked into a folder of the
 * operating system's temporary one, and kept there for the next time.
 */

import { execFile } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

export type DebianFolder =
  /** With `usr/` and all below it. */
  { readonly ok: true; readonly folder: string } | { readonly ok: false; readonly reason: string };

const run = promisify(execFile);
const downloadMs = 120_000;

export async function fetchDebianPackages(names: readonly string[]): Promise<DebianFolder> {
  const cache = join(tmpdir(), `catenaccio-debian-${userInfo().uid}`);
  mkdirSync(cache, { recursive: true, mode: 0o700 });
  // In a folder that everybody may write to, somebody else may have been first.
  if (lstatSync(cache).uid !== userInfo().uid) return { ok: false, reason: `${cache} belongs to somebody else.` };
  const folder = join(cache, names.join("+"));
  if (existsSync(folder)) return { ok: true, folder };
  const draft = mkdtempSync(join(cache, "draft-"));
  try {
    await run("apt-get", ["download", "-q", ...names], { cwd: draft, timeout: downloadMs });
    for (const file of readdirSync(draft)) await run("dpkg", ["-x", file, "root"], { cwd: draft });
    if (!existsSync(folder)) renameSync(join(draft, "root"), folder);
    return { ok: true, folder };
  } catch (cause) {
    const detail = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause);
    return { ok: false, reason: `Debian's ${names.join(", ")} could not be fetched: ${detail}` };
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
