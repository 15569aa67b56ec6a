import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import Database from "better-sqlite3";
import { makeFolder } from "../../test/temporary-folder.ts";
import { applyWal } from "./wal.ts";

const pageSize = 512;
const frameLength = 24 + pageSize;

interface Sample {
  readonly root: string;
  readonly file: Buffer;
  readonly wal: Buffer;
  readonly beforeLastTwo: readonly unknown[];
}

/** A database of SQLite's own making, with commits of one and of many pages still in its write-ahead log. */
function makeSample(test: TestContext): Sample {
  const root = makeFolder(test);
  const path = join(root, "sample.sqlite");
  const database = new Database(path);
  database.pragma(`page_size = ${pageSize}`);
  database.pragma("journal_mode = WAL");
  database.pragma("locking_mode = EXCLUSIVE");
  database.exec("CREATE TABLE word (number INTEGER PRIMARY KEY, text TEXT) STRICT");
  const insert = database.prepare("INSERT INTO word (text) VALUES (?)");
  for (let at = 0; at < 40; at++) insert.run("first ".repeat(at));
  // What comes after this begins the log anew, over the frames of the time before.
  database.pragma("wal_checkpoint(RESTART)");
  for (let at = 0; at < 6; at++) insert.run(`second ${at}`);
  const beforeLastTwo = database.prepare("SELECT * FROM word").raw().all();
  database.exec("DELETE FROM word WHERE number < 20");
  insert.run("third ".repeat(300));
  const sample = { root, file: readFileSync(path), wal: readFileSync(`${path}-wal`), beforeLastTwo };
  database.close();
  return sample;
}

/** What SQLite makes of it, for better or worse. */
function readBySqlite(sample: Sample, wal: Buffer, name: string): readonly unknown[] {
  mkdirSync(join(sample.root, name));
  const path = join(sample.root, name, "copy.sqlite");
  writeFileSync(path, sample.file);
  writeFileSync(`${path}-wal`, wal);
  const database = new Database(path);
  database.pragma("synchronous = OFF");
  const rows = database.prepare("SELECT * FROM word").raw().all();
  database.close();
  return rows;
}

function readImage(image: Buffer): readonly unknown[] {
  image[18] = 1;
  image[19] = 1;
  const database = new Database(image);
  const rows = database.prepare("SELECT * FROM word").raw().all();
  database.close();
  return rows;
}

test("wherever a log of changes is cut off, we see what SQLite sees", (t) => {
  const sample = makeSample(t);
  const frames = (sample.wal.length - 32) / frameLength;
  assert.ok(frames > 20, `only ${frames} frames`);
  const cuts = new Set([0, 1, 31]);
  for (let frame = 0; frame <= frames; frame++)
    for (const offset of [0, 1, 24, 300]) cuts.add(32 + frame * frameLength + offset);
  for (const cut of cuts) {
    const wal = sample.wal.subarray(0, cut);
    const reading = applyWal(sample.file, wal);
    assert.ok(reading.isWhole, `cut at ${cut}`);
    assert.deepEqual(readImage(reading.image), readBySqlite(sample, wal, `cut-${cut}`), `cut at ${cut}`);
  }
});

test("a flipped bit is told, unless it is in the last two commits: those may be forgotten", (t) => {
  const sample = makeSample(t);
  const afterAll = readBySqlite(sample, sample.wal, "whole");
  const beforeLast = afterAll.slice(0, -1);
  let told = 0;
  for (let at = 0; at < sample.wal.length; at += 7) {
    const wal = Buffer.from(sample.wal);
    wal[at]! ^= 1 << (at % 8);
    const reading = applyWal(sample.file, wal);
    if (!reading.isWhole) {
      told++;
      continue;
    }
    const rows = readImage(reading.image);
    const expected = [afterAll, beforeLast, sample.beforeLastTwo].find((state) => state.length === rows.length);
    assert.deepEqual(rows, expected, `bit of byte ${at}`);
  }
  assert.ok(told > 100, `only ${told} were told`);
});

test("a log of zeros, or of another format, is damaged", (t) => {
  const { file, wal } = makeSample(t);
  assert.equal(applyWal(file, Buffer.alloc(wal.length)).isWhole, false);
  assert.equal(applyWal(file, Buffer.from("not a log of changes, but long enough for one")).isWhole, false);
});

test("the bytes given are not changed", (t) => {
  const { file, wal } = makeSample(t);
  const before = [Buffer.from(file), Buffer.from(wal)];
  const reading = applyWal(file, wal);
  if (reading.isWhole) reading.image.fill(0);
  assert.deepEqual([file, wal], before);
});
