/** All files of a folder at one moment, held in memory: what a process that is killed then leaves on the disk. */

import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Content by path within the folder. */
export type DiskImage = ReadonlyMap<string, Buffer>;

const empty = Buffer.alloc(0);

/** @returns the former image itself when nothing has changed since. */
export function readImage(folder: string, former: DiskImage | null = null): DiskImage {
  const image = new Map<string, Buffer>();
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted()) {
    const path = join(folder, name);
    const stat = statSync(path);
    if (!stat.isFile()) continue;
    // An empty file is not opened: closing it would end a claim that this process holds by it.
    const content = stat.size === 0 ? empty : readFileSync(path);
    const before = former?.get(name);
    image.set(name, before?.equals(content) ? before : content);
  }
  return former !== null && isSame(former, image) ? former : image;
}

export function writeImage(image: DiskImage, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of image) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

/**
 * What a write of `name` leaves that is cut off half-way between two images: the beginning of the new content over the
 * old, at some places. All other files are as they were.
 */
export function cutWrites(from: DiskImage, to: DiskImage, name: string): readonly DiskImage[] {
  const old = from.get(name) ?? empty;
  const next = to.get(name) ?? empty;
  const first = firstDifference(old, next);
  if (first === next.length) return [];
  const changed = next.length - first;
  const shares = [0.1, 0.5, 0.9];
  const ends = new Set(shares.map((share) => first + Math.floor(changed * share)).filter((end) => end > first));
  return [...ends].map((end) => {
    const content = Buffer.alloc(Math.max(old.length, end));
    old.copy(content);
    next.copy(content, 0, 0, end);
    return new Map(from).set(name, content);
  });
}

function isSame(one: DiskImage, other: DiskImage): boolean {
  return one.size === other.size && [...other].every(([name, content]) => one.get(name) === content);
}

function firstDifference(one: Buffer, other: Buffer): number {
  let at = 0;
  while (at < other.length && one[at] === other[at]) at++;
  return at;
}
