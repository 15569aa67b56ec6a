/**
 * What SQLite will see in a database whose last commits are still in its write-ahead log, worked out without SQLite:
 * the only way to look at a data folder, and to refuse it, with nothing on the disk changed. (SQLite itself recovers,
 * creates and removes files as soon as it reads, even when it is told to open read-only.)
 *
 * It also tells what SQLite does not: a log that was torn by a power cut ends in one unfinished commit, whereas a log
 * with whole commits behind the broken place was damaged, and SQLite would silently forget them.
 *
 * Format: the documentation of SQLite, "The WAL File Format" (file format §4).
 */

const headerLength = 32;
const frameHeaderLength = 24;
const magicLittleEndian = 0x377f0682;
const magicBigEndian = 0x377f0683;
const formatVersion = 3007000;

export type WalReading =
  /** The database file with every commit of the log in it. */
  { readonly isWhole: true; readonly image: Buffer } | { readonly isWhole: false };

const damaged: WalReading = { isWhole: false };

export function applyWal(file: Buffer, wal: Buffer): WalReading {
  // SQLite has the header on the disk before the first frame, so nothing that counts follows half a header.
  if (wal.length <= headerLength) return { isWhole: true, image: Buffer.from(file) };
  const header = readHeader(wal);
  if (header === null) return damaged;

  const frames = Math.floor((wal.length - headerLength) / (frameHeaderLength + header.pageSize));
  const committed = new Map<number, Buffer>();
  let pages: number | null = null;
  let open: (readonly [number, Buffer])[] = [];
  let sums = header.sums;
  for (let at = 0; at < frames; at++) {
    const frame = readFrame(wal, header, at);
    const next = frame.isOfThisLog ? addToSums(addToSums(sums, frame.head, header), frame.page, header) : null;
    if (next === null || next[0] !== frame.sums[0] || next[1] !== frame.sums[1]) {
      if (hasCommitBehind(wal, header, at, frames)) return damaged;
      break;
    }
    sums = next;
    open.push([frame.pageNumber, frame.page]);
    if (frame.pagesAfterCommit > 0) {
      for (const [pageNumber, page] of open) committed.set(pageNumber, page);
      open = [];
      pages = frame.pagesAfterCommit;
    }
  }
  if (pages === null) return { isWhole: true, image: Buffer.from(file) };

  const image = Buffer.alloc(pages * header.pageSize);
  file.copy(image);
  for (const [pageNumber, page] of committed)
    if (pageNumber <= pages) page.copy(image, (pageNumber - 1) * header.pageSize);
  return { isWhole: true, image };
}

type Sums = readonly [number, number];

interface Header {
  readonly isBigEndian: boolean;
  readonly pageSize: number;
  readonly salts: Buffer;
  readonly sums: Sums;
}

function readHeader(wal: Buffer): Header | null {
  const magic = wal.readUInt32BE(0);
  if (magic !== magicLittleEndian && magic !== magicBigEndian) return null;
  if (wal.readUInt32BE(4) !== formatVersion) return null;
  const isBigEndian = magic === magicBigEndian;
  const pageSize = wal.readUInt32BE(8);
  const isPageSize = pageSize >= 512 && pageSize <= 65_536 && (pageSize & (pageSize - 1)) === 0;
  const sums = addToSums([0, 0], wal.subarray(0, 24), { isBigEndian });
  if (!isPageSize || sums[0] !== wal.readUInt32BE(24) || sums[1] !== wal.readUInt32BE(28)) return null;
  return { isBigEndian, pageSize, salts: wal.subarray(16, 24), sums };
}

interface Frame {
  readonly pageNumber: number;
  /** The size of the database in pages if the frame ends a commit, else 0. */
  readonly pagesAfterCommit: number;
  /** Frames of an earlier round may lie behind those of this one; their salts are others. */
  readonly isOfThisLog: boolean;
  readonly sums: Sums;
  readonly head: Buffer;
  readonly page: Buffer;
}

function readFrame(wal: Buffer, header: Header, at: number): Frame {
  const from = headerLength + at * (frameHeaderLength + header.pageSize);
  const pageNumber = wal.readUInt32BE(from);
  return {
    pageNumber,
    pagesAfterCommit: wal.readUInt32BE(from + 4),
    isOfThisLog: pageNumber > 0 && wal.subarray(from + 8, from + 16).equals(header.salts),
    sums: [wal.readUInt32BE(from + 16), wal.readUInt32BE(from + 20)],
    head: wal.subarray(from, from + 8),
    page: wal.subarray(from + frameHeaderLength, from + frameHeaderLength + header.pageSize),
  };
}

/**
 * Each commit is on the disk before the next begins. So a frame after a commit's last one proves that the commit was
 * once whole. (The store starts a new log at each opening, so it never holds the remains of two torn commits.) Only
 * damage to the very mark of the last commit but one looks like a torn last commit.
 */
function hasCommitBehind(wal: Buffer, header: Header, from: number, frames: number): boolean {
  let isCommitSeen = false;
  for (let at = from; at < frames; at++) {
    const frame = readFrame(wal, header, at);
    if (!frame.isOfThisLog) continue;
    if (isCommitSeen) return true;
    isCommitSeen = frame.pagesAfterCommit > 0;
  }
  return false;
}

function addToSums(sums: Sums, bytes: Buffer, { isBigEndian }: { readonly isBigEndian: boolean }): Sums {
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let [first, second] = sums;
  for (let at = 0; at < bytes.length; at += 8) {
    first = (first + words.getUint32(at, !isBigEndian) + second) >>> 0;
    second = (second + words.getUint32(at + 4, !isBigEndian) + first) >>> 0;
  }
  return [first, second];
}
