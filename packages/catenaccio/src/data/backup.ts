/**
 * Backup and restore of a data folder as one file (tar, gzip), whether the home is running or not.
 *
 * All stores live through a power cut at any moment. So a copy of their files made while nothing can write, in one turn
 * of the only process that does, is as good as one made after a shutdown.
 */

import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  openSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import Database from "better-sqlite3";
import * as z from "zod";

/** What a home keeps, and what a backup holds. */
const keptNames = ["lock", "gateway", "server", "settings.json"] as const;

const manifestName = "catenaccio-backup.json";
const manifest = z.object({ catenaccio: z.literal("backup"), version: z.literal(1), madeAt: z.string() });

/** Whole, and to be taken over at the next start. */
const restoredName = "restored";
const doneEnding = "-done";

/** Marks of a running process, and SQLite's index of a log, which is made anew. */
const leftOut = [/^in-use$/, /\.sock$/, /-shm$/];

export class BackupError extends Error {
  override readonly name = "BackupError";
}

/**
 * Copies all data. Blocks: nothing in this process can write meanwhile.
 *
 * By another program, because SQLite's locks on a file are gone as soon as anybody in the process closes that file.
 * @param folder is made.
 */
export function copyData(data: string, folder: string, now: Date): void {
  mkdirSync(folder, { mode: 0o700 });
  for (const name of keptNames) {
    if (!existsSync(join(data, name))) continue;
    const { status, stderr } = spawnSync("cp", ["-Rp", join(data, name), folder], { encoding: "utf8" });
    if (status !== 0) throw new BackupError(`The data could not be copied: ${stderr.trim()}`);
  }
  removeLeftOut(folder);
  const line: z.infer<typeof manifest> = { catenaccio: "backup", version: 1, madeAt: now.toISOString() };
  writeFileSync(join(folder, manifestName), `${JSON.stringify(line)}\n`, { mode: 0o600 });
}

function removeLeftOut(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (leftOut.some((pattern) => pattern.test(entry.name))) rmSync(path, { recursive: true });
    else if (entry.isDirectory()) removeLeftOut(path);
  }
}

/**
 * Packs a copy into one file, which appears whole or not at all.
 * @param folder goes.
 */
export function pack(folder: string, file: string): void {
  const unfinished = `${file}.unfinished`;
  // Whoever has it can open the door, while it is being written too.
  const umask = process.umask(0o077);
  try {
    run("tar", ["--create", "--gzip", "--file", unfinished, "--directory", folder, "."], "The backup was not written");
    chmodSync(unfinished, 0o600);
    syncToDisk(unfinished);
    renameSync(unfinished, file);
    syncToDisk(dirname(file));
  } finally {
    process.umask(umask);
    rmSync(unfinished, { force: true });
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A file, or the names in a folder. */
function syncToDisk(path: string): void {
  const opened = openSync(path, "r");
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

/** A new name beside the file, on the same disk. */
export function stagingFolderFor(file: string): string {
  const folder = dirname(resolve(file));
  if (!existsSync(folder)) throw new BackupError(`There is no folder ${folder}.`);
  return join(folder, `.${basename(file)}-${randomUUID()}`);
}

/**
 * Unpacks a backup and judges it; nothing is used of it yet.
 * @returns when the backup was made.
 * @throws BackupError when it is none, or damaged; the data folder is as it was then.
 */
export function unpack(file: string, data: string): string {
  if (!existsSync(file)) throw new BackupError(`There is no file ${file}.`);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const unfinished = mkdtempSync(join(data, "restoring-"));
  try {
    run("tar", ["--extract", "--gzip", "--file", resolve(file), "--directory", unfinished], `${file} is no backup`);
    const { madeAt } = readManifest(unfinished, file);
    judgeDatabases(unfinished, file);
    rmSync(join(data, restoredName), { recursive: true, force: true });
    renameSync(unfinished, join(data, restoredName));
    return madeAt;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/**
 * Puts what was restored in the place of what is there, which is kept beside it. Called before anything in the folder is
 * opened; broken off, it goes on at the next call.
 * @returns the folder in which the former data are; null when nothing was restored.
 */
export function adoptRestored(data: string, now: Date): string | null {
  const restored = join(data, restoredName);
  rmSync(`${restored}${doneEnding}`, { recursive: true, force: true });
  if (!existsSync(restored)) return null;
  const former = join(data, `before-restore-${now.toISOString().replaceAll(":", "-")}`);
  for (const name of keptNames) {
    const isStillThere = existsSync(join(restored, name));
    // Moved in already by a call that was broken off; what the backup does not hold goes all the same.
    if (!isStillThere && existsSync(join(restored, `${name}.moved`))) continue;
    if (existsSync(join(data, name))) {
      mkdirSync(former, { recursive: true, mode: 0o700 });
      renameSync(join(data, name), join(former, name));
    }
    writeFileSync(join(restored, `${name}.moved`), "", { flush: true });
    if (isStillThere) renameSync(join(restored, name), join(data, name));
  }
  // At once: half of it must never be taken for a whole one.
  const done = `${restored}${doneEnding}`;
  rmSync(done, { recursive: true, force: true });
  renameSync(restored, done);
  rmSync(done, { recursive: true });
  return former;
}

function readManifest(folder: string, file: string): z.infer<typeof manifest> {
  try {
    return manifest.parse(JSON.parse(readFileSync(join(folder, manifestName), "utf8")));
  } catch (cause) {
    throw new BackupError(`${file} is no backup of Catenaccio, or of a newer version.`, { cause });
  }
}

function judgeDatabases(folder: string, file: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".sqlite")) continue;
    if (!isSound(join(entry.parentPath, entry.name)))
      throw new BackupError(`${file} is damaged: ${entry.name} in it cannot be read.`);
  }
}

function isSound(path: string): boolean {
  try {
    const database = new Database(path);
    try {
      return database.pragma("quick_check", { simple: true }) === "ok";
    } finally {
      database.close();
    }
  } catch {
    return false;
  }
}

function run(program: string, args: readonly string[], failure: string): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  if (status === 0) return;
  const reason = error === undefined ? (stderr.trim().split("\n")[0] ?? "") : `${program} is missing`;
  throw new BackupError(`${failure} (${reason}).`);
}
