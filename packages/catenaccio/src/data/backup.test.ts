import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempDisposableSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import Database from "better-sqlite3";
import { adoptRestored, BackupError, copyData, pack, stagingFolderFor, unpack } from "./backup.ts";

const now = new Date("2026-03-02T09:00:00Z");

/** A home with one word in each of its databases. */
function makeHome(data: string, word: string): void {
  for (const name of ["lock", "gateway", "server"]) {
    mkdirSync(join(data, name), { recursive: true });
    writeFileSync(join(data, name, "in-use"), "");
    using database = openDatabase(data, name);
    database.sqlite.exec("CREATE TABLE words (word TEXT)");
    database.sqlite.prepare("INSERT INTO words VALUES (?)").run(word);
  }
}

function openDatabase(data: string, name: string): { readonly sqlite: Database.Database } & Disposable {
  const sqlite = new Database(join(data, name, `${name}.sqlite`));
  sqlite.pragma("journal_mode = WAL");
  return { sqlite, [Symbol.dispose]: () => void sqlite.close() };
}

function wordsIn(data: string): readonly unknown[] {
  return ["lock", "gateway", "server"].map((name) => {
    using database = openDatabase(data, name);
    return database.sqlite.prepare("SELECT word FROM words").pluck().get();
  });
}

function backUp(data: string, file: string): void {
  const folder = stagingFolderFor(file);
  copyData(data, folder, now);
  pack(folder, file);
}

function refusalOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    assert.ok(error instanceof BackupError, String(error));
    return error.message;
  }
  assert.fail("It was taken.");
}

describe("a backup", () => {
  test("has what was written while the databases are open and not folded, and nobody else reads it", () => {
    using place = mkdtempDisposableSync(join(tmpdir(), "backup-"));
    const [data, other, file] = ["data", "other", "b.tgz"].map((name) => join(place.path, name)) as [
      string,
      string,
      string,
    ];
    makeHome(data, "old");
    using open = openDatabase(data, "lock");
    open.sqlite.pragma("wal_autocheckpoint = 0");
    open.sqlite.exec("UPDATE words SET word = 'newest'");
    backUp(data, file);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal(unpack(file, other), now.toISOString());
    adoptRestored(other, now);
    assert.deepEqual(wordsIn(other), ["newest", "old", "old"]);
    assert.equal(existsSync(join(other, "lock", "in-use")), false, "the mark of a running process is none of it");
    assert.deepEqual(readdirSync(place.path).toSorted(), ["b.tgz", "data", "other"], "nothing is left over");
  });

  test("that is restored over a home keeps what was there", () => {
    using place = mkdtempDisposableSync(join(tmpdir(), "backup-"));
    const [data, file] = [join(place.path, "data"), join(place.path, "b.tgz")];
    makeHome(data, "first");
    backUp(data, file);
    for (const name of ["lock", "server"]) {
      using database = openDatabase(data, name);
      database.sqlite.exec("UPDATE words SET word = 'second'");
    }
    unpack(file, data);
    assert.deepEqual(wordsIn(data), ["second", "first", "second"], "unpacking changes nothing yet");
    const former = adoptRestored(data, now);
    assert.deepEqual(wordsIn(data), ["first", "first", "first"]);
    assert.deepEqual(wordsIn(former ?? ""), ["second", "first", "second"]);
    assert.equal(adoptRestored(data, now), null, "once");
  });

  test("whose taking over is broken off anywhere is whole at the next start", () => {
    using place = mkdtempDisposableSync(join(tmpdir(), "backup-"));
    const file = join(place.path, "b.tgz");
    makeHome(join(place.path, "origin"), "first");
    backUp(join(place.path, "origin"), file);
    for (const name of ["lock", "gateway", "server"]) {
      const data = join(place.path, `before-${name}`);
      makeHome(data, "second");
      unpack(file, data);
      // What comes after this one is still as it was: a file stands where its former folder would have to go.
      const obstacle = join(data, "before-restore-2026-03-02T09-00-00.000Z", name);
      mkdirSync(join(obstacle, "full"), { recursive: true });
      assert.throws(() => adoptRestored(data, now));
      adoptRestored(data, new Date(now.getTime() + 1000));
      assert.deepEqual(wordsIn(data), ["first", "first", "first"]);
    }
  });
});

describe("what is no backup is refused, and the home is as it was", () => {
  for (const [what, write, sentence] of [
    ["no file", () => {}, /^There is no file \S+b\.tgz\.$/],
    ["a text", (file: string) => writeFileSync(file, "hello"), /^\S+b\.tgz is no backup \(.+\)\.$/],
    ["half of one", halve, /^\S+b\.tgz is no backup \(.+\)\.$/],
    ["another archive", packForeign, /^\S+b\.tgz is no backup of Catenaccio, or of a newer version\.$/],
    ["one with a broken database", packBroken, /^\S+b\.tgz is damaged: server\.sqlite in it cannot be read\.$/],
  ] as const)
    test(what, () => {
      using place = mkdtempDisposableSync(join(tmpdir(), "backup-"));
      const [data, file] = [join(place.path, "data"), join(place.path, "b.tgz")];
      makeHome(data, "mine");
      write(file, place.path);
      assert.match(
        refusalOf(() => unpack(file, data)),
        sentence,
      );
      assert.equal(adoptRestored(data, now), null);
      assert.deepEqual(readdirSync(data).toSorted(), ["gateway", "lock", "server"]);
    });
});

function halve(file: string, place: string): void {
  makeHome(join(place, "origin"), "half");
  backUp(join(place, "origin"), file);
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.subarray(0, bytes.length / 2));
}

function packForeign(file: string, place: string): void {
  mkdirSync(join(place, "foreign"));
  pack(join(place, "foreign"), file);
}

function packBroken(file: string, place: string): void {
  makeHome(join(place, "origin"), "broken");
  const folder = stagingFolderFor(file);
  copyData(join(place, "origin"), folder, now);
  writeFileSync(join(folder, "server", "server.sqlite"), "no database");
  pack(folder, file);
}
