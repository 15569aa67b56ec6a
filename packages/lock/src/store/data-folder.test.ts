import assert from "node:assert/strict";
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { factoryDurable, type DurableState } from "@catenaccio/lock-core";
import { sampleLife } from "../../test/sample-life.ts";
import { copyFolder, listContent, makeFolder } from "../../test/temporary-folder.ts";
import { openDataFolder } from "./data-folder.ts";
import { checksumOf } from "./schema.ts";
import { StoreError, type StoreErrorCode } from "./store-error.ts";
import { placeOf } from "./stored-rows.ts";

const life = sampleLife();
/** The last commit is a reset; before it there is something of everything. */
const fullest = life.commits.length - 2;

function makeLock(test: TestContext): string {
  const path = join(makeFolder(test), "lock");
  const folder = openDataFolder(path);
  for (const commit of life.commits.slice(0, fullest)) folder.store.commit(commit);
  folder.close();
  return path;
}

/** A lock whose power was cut: its last commits are in the write-ahead log only. */
function makeCutLock(test: TestContext): string {
  const root = makeFolder(test);
  const folder = openDataFolder(join(root, "lock"));
  for (const commit of life.commits.slice(0, fullest)) folder.store.commit(commit);
  copyFolder(join(root, "lock"), join(root, "cut"));
  folder.close();
  return join(root, "cut");
}

function refusalOf(path: string): StoreError {
  try {
    openDataFolder(path).close();
  } catch (cause) {
    if (cause instanceof StoreError) return cause;
    throw cause;
  }
  return assert.fail("The folder was not refused.");
}

function assertRefusedUntouched(path: string, code: StoreErrorCode, sentence: RegExp): void {
  const before = listContent(path);
  const refusal = refusalOf(path);
  assert.equal(refusal.code, code, refusal.message);
  assert.match(refusal.message, sentence);
  assert.match(refusal.message, /^[^\n]+\.$/, "one sentence");
  assert.deepEqual(listContent(path), before);
}

test("a folder that is missing becomes a new lock's, for its owner's eyes alone", (t) => {
  const path = join(makeFolder(t), "deep", "lock");
  const folder = openDataFolder(path);
  assert.equal(folder.isNew, true);
  assert.equal(statSync(path).mode & 0o777, 0o700);
  folder.store.commit(life.commits[0]!);
  assert.deepEqual(readdirSync(path).toSorted(), ["device.key", "in-use", "lock.sqlite", "lock.sqlite-wal"]);
  for (const name of readdirSync(path)) assert.equal(statSync(join(path, name)).mode & 0o777, 0o600, name);
  folder.close();
  assert.deepEqual(readdirSync(path).toSorted(), ["device.key", "in-use", "lock.sqlite"]);
});

test("an empty folder becomes a new lock's", (t) => {
  const folder = openDataFolder(makeFolder(t));
  assert.equal(folder.isNew, true);
  folder.close();
});

test("a lock's folder opens again, with what other parts keep in it", (t) => {
  const path = makeLock(t);
  mkdirSync(join(path, "matter"));
  writeFileSync(join(path, "simulated-hardware.json"), "{}");
  const folder = openDataFolder(path);
  assert.equal(folder.isNew, false);
  assert.deepEqual(folder.store.load().durable, life.commits[fullest - 1]!.after);
  folder.close();
});

test("a copy without the mark of use opens too", (t) => {
  const path = makeLock(t);
  rmSync(join(path, "in-use"));
  openDataFolder(path).close();
});

test("a lock whose process was killed goes on where it was", async (t) => {
  const path = makeCutLock(t);
  assert.ok(statSync(join(path, "lock.sqlite-wal")).size > 0);
  const process = await holdElsewhere(t, path);
  assert.equal(process.said, `open ${life.commits[fullest - 1]!.after.log.nextSeq}`);
  process.child.kill("SIGKILL");
  await once(process.child, "exit");
  const folder = openDataFolder(path);
  assert.deepEqual(folder.store.load().durable, life.commits[fullest - 1]!.after);
  folder.close();
});

test("a folder in use is refused, to another process and to this one, and its user does not notice", async (t) => {
  const path = makeLock(t);
  const folder = openDataFolder(path);
  const before = listContent(path);
  const other = await holdElsewhere(t, path);
  assert.equal(other.said, "inUse");
  assertRefusedUntouched(path, "inUse", /in use by another process/);
  assert.equal((await holdElsewhere(t, path)).said, "inUse", "still claimed after our own second try");
  assert.deepEqual(listContent(path), before);
  folder.store.commit(life.commits[fullest]!);
  folder.close();
  openDataFolder(path).close();
});

test("of processes that make the same new lock at once, one gets it", async (t) => {
  const path = join(makeFolder(t), "lock");
  const said = (await Promise.all([1, 2, 3, 4].map(() => holdElsewhere(t, path)))).map((process) => process.said);
  assert.deepEqual(
    said.filter((word) => word !== "inUse"),
    ["open 1"],
  );
});

test("what is not a lock's data folder is refused, and nothing in it changes", (t) => {
  const refuse = (prepare: (path: string) => void, sentence: RegExp): void => {
    const path = makeFolder(t);
    prepare(path);
    assertRefusedUntouched(path, "notOurs", sentence);
  };
  refuse((path) => writeFileSync(join(path, "letter.txt"), "Dear"), /is not a Catenaccio lock's data folder/);
  refuse((path) => mkdirSync(join(path, "matter")), /is not a Catenaccio lock's data folder/);
  refuse((path) => {
    writeFileSync(join(path, "in-use"), "");
    writeFileSync(join(path, "letter.txt"), "Dear");
  }, /is not a Catenaccio lock's data folder/);
  refuse((path) => {
    const other = new Database(join(path, "lock.sqlite"));
    other.exec("CREATE TABLE song (name TEXT)");
    other.close();
  }, /another program's/);
  const file = join(makeFolder(t), "file");
  writeFileSync(file, "");
  assert.equal(refusalOf(file).code, "notOurs");
  assert.equal(refusalOf(join(file, "below")).code, "notOurs");
});

test("a newer version is refused with both versions, and nothing changes", (t) => {
  const path = makeLock(t);
  changeDatabase(path, "PRAGMA user_version = 7");
  assertRefusedUntouched(path, "newerVersion", /version 7 .* version 2/);
});

test("a newer version whose header is only in the write-ahead log is refused alike", (t) => {
  const root = makeFolder(t);
  const path = join(root, "lock");
  openDataFolder(path).close();
  const database = new Database(join(path, "lock.sqlite"));
  database.pragma("locking_mode = EXCLUSIVE");
  database.exec("PRAGMA user_version = 7");
  copyFolder(path, join(root, "cut"));
  database.close();
  assertRefusedUntouched(join(root, "cut"), "newerVersion", /version 7/);
});

test("a database that is cut off is refused as damaged", (t) => {
  const path = makeLock(t);
  const file = join(path, "lock.sqlite");
  const whole = readFileSync(file);
  for (const size of [0, 1, 99, 100, 512, 4095, 4096, 8192, whole.length / 2, whole.length - 1]) {
    writeFileSync(file, whole.subarray(0, size));
    assertRefusedUntouched(path, "damaged", /is damaged/);
  }
  writeFileSync(file, Buffer.concat([whole, Buffer.alloc(4096)]));
  assertRefusedUntouched(path, "damaged", /is damaged/);
});

test("a database of random bytes is refused as damaged", (t) => {
  const path = makeLock(t);
  writeFileSync(join(path, "lock.sqlite"), Buffer.alloc(40_960, "noise"));
  assertRefusedUntouched(path, "damaged", /is damaged/);
});

test("D-4: no flipped bit in the database changes what the lock knows; it is refused or does no harm", (t) => {
  const path = makeLock(t);
  const file = join(path, "lock.sqlite");
  const whole = readFileSync(file);
  const { after } = life.commits[fullest - 1]!;
  let refused = 0;
  let harmless = 0;
  for (let at = 0; at < whole.length; at += at < 200 ? 1 : 97) {
    const bytes = Buffer.from(whole);
    bytes[at]! ^= 1 << (at % 8);
    writeFileSync(file, bytes);
    const before = listContent(path);
    try {
      const folder = openDataFolder(path);
      assert.deepEqual(folder.store.load().durable, after, `bit of byte ${at}`);
      assert.deepEqual(folder.store.readLog(), life.logAfter(fullest), `bit of byte ${at}`);
      folder.close();
      harmless++;
    } catch (cause) {
      if (!(cause instanceof StoreError)) throw cause;
      assert.deepEqual(listContent(path), before, `bit of byte ${at}: ${cause.message}`);
      refused++;
    }
    rmSync(`${file}-wal`, { force: true });
  }
  assert.ok(refused > 50 && harmless > 50, `${refused} refused, ${harmless} harmless`);
});

test("a log of changes that is broken before its last commit is refused, one that ends torn is not", (t) => {
  const path = makeCutLock(t);
  const file = join(path, "lock.sqlite-wal");
  const whole = readFileSync(file);
  const broken = Buffer.from(whole);
  broken[32 + 24 + 100]! ^= 1;
  writeFileSync(file, broken);
  assertRefusedUntouched(path, "damaged", /log of its last changes/);
  writeFileSync(file, Buffer.alloc(whole.length));
  assertRefusedUntouched(path, "damaged", /log of its last changes/);
  writeFileSync(file, whole.subarray(0, whole.length - 100));
  const folder = openDataFolder(path);
  assert.deepEqual(folder.store.load().durable, life.commits[fullest - 1]!.before);
  folder.close();
});

/** Changes the database behind the lock's back, as a person with an SQLite tool would. */
function changeDatabase(path: string, sql: string, values: readonly unknown[] = []): void {
  const database = new Database(join(path, "lock.sqlite"));
  if (values.length > 0) database.prepare(sql).run(...values);
  else database.exec(sql);
  database.close();
}

test("rows that the lock did not write are refused as damaged, whatever is wrong with them", (t) => {
  const whole = makeLock(t);
  const { users, guard, settings } = life.commits[fullest - 1]!.after;
  const section = (name: string, content: unknown): [string, string[]] => [
    "UPDATE section SET content = ?, checksum = ? WHERE name = ?",
    rowOf(placeOf.section(name), content, name),
  ];
  const user = (index: number, content: unknown): [string, string[]] => [
    "REPLACE INTO user (content, checksum, user_index) VALUES (?, ?, ?)",
    rowOf(placeOf.user(index), content, String(index)),
  ];
  const credential = (kind: string, index: number, content: unknown): [string, string[]] => [
    "REPLACE INTO credential (content, checksum, kind, credential_index) VALUES (?, ?, ?, ?)",
    rowOf(placeOf.credential(kind, index), content, kind, String(index)),
  ];
  const tag = "0".repeat(64);
  const pin = {
    enrolledSeq: 1,
    creatorFabric: null,
    modifierFabric: null,
    kind: "pin",
    index: 3,
    userIndex: 1,
    tag,
    length: 6,
  };
  const first = users[1];

  const faults: Record<string, readonly [sql: string, values?: readonly unknown[]]> = {
    "another table": ["CREATE TABLE song (name TEXT)"],
    "a table without a column": ["ALTER TABLE log DROP COLUMN checksum"],
    "a content without its checksum": ["UPDATE user SET content = replace(content, 'Anna', 'Nana')"],
    "a section that is missing": ["DELETE FROM section WHERE name = 'guard'"],
    "a log record that is missing": ["DELETE FROM log WHERE seq = 3"],
    "the newest log record missing": ["DELETE FROM log WHERE seq = (SELECT max(seq) FROM log)"],
    "the whole log missing": ["DELETE FROM log"],
    "a credential without its user": ["DELETE FROM user WHERE user_index = 1"],
    "a user at another's place": ["UPDATE user SET user_index = 9 WHERE user_index = 1"],
    "a credential at another's place": ["UPDATE credential SET credential_index = 9 WHERE kind = 'rfid'"],
    "a section that nobody wrote": [
      "INSERT INTO section (content, checksum, name) VALUES (?, ?, ?)",
      rowOf(placeOf.section("extra"), {}, "extra"),
    ],
    "not JSON": [
      "UPDATE section SET content = '{', checksum = ? WHERE name = 'clock'",
      [checksumOf("section clock", "{")],
    ],
    "a field too many": section("settings", { ...settings, isOpen: true }),
    "a field too few": section("alarm", { isFrontRemoved: true }),
    "a number out of range": section("settings", { ...settings, autoRelockSeconds: 86_401 }),
    "a number below zero": section("guard", { ...guard, wrongTries: -1 }),
    "half a millisecond": section("clock", { poweredMs: 0.5 }),
    "an unknown word": section("settings", { ...settings, guardProfile: "lax" }),
    "a word that every object has": section("alarm", { ...factoryDurable.alarm, reportedBattery: "constructor" }),
    "a language that is none": section("settings", { ...settings, language: "../it" }),
    "a user with a number beyond the last": user(151, { ...first, userIndex: 151 }),
    "a user with another's number": user(5, first),
    "a name too long": user(1, { ...first, name: "x".repeat(65) }),
    "a schedule that ends before it begins": user(1, {
      ...first,
      weekDaySchedules: [{ index: 1, days: ["mon"], fromMinute: 60, toMinute: 60 }],
    }),
    "a schedule twice": user(1, {
      ...first,
      yearDaySchedules: [1, 1].map((index) => ({ index, fromLocalMs: 0, toLocalMs: 1 })),
    }),
    "a PIN of five digits": credential("pin", 3, { ...pin, length: 5 }),
    "a PIN with digits for a tag": credential("pin", 3, { ...pin, tag: "271828" }),
    "the same PIN twice": credential("pin", 3, { ...pin, tag: life.commits[1]!.after.credentials.pin[1]!.tag }),
    "a 51st PIN": credential("pin", 51, { ...pin, index: 51 }),
    "a credential of another kind": credential("rfid", 3, pin),
    "a credential of nobody": credential("pin", 3, { ...pin, userIndex: 77 }),
  };
  for (const [name, [sql, values]] of Object.entries(faults)) {
    const path = join(makeFolder(t), name, "lock");
    copyFolder(whole, path);
    changeDatabase(path, sql, values);
    // The folder's name is in the sentence, so a failure here says which fault it was.
    assertRefusedUntouched(path, "damaged", /is damaged/);
  }
  const sane = join(makeFolder(t), "lock");
  copyFolder(whole, sane);
  changeDatabase(sane, ...credential("pin", 3, pin));
  openDataFolder(sane).close();
});

function rowOf(place: string, content: unknown, ...keys: string[]): string[] {
  const text = JSON.stringify(content);
  return [text, String(checksumOf(place, text)), ...keys];
}

test("without its own key the database is refused", (t) => {
  const whole = makeLock(t);
  const other = makeLock(t);
  const change = (prepare: (key: string) => void, code: StoreErrorCode, sentence: RegExp): void => {
    const path = join(makeFolder(t), "lock");
    copyFolder(whole, path);
    prepare(join(path, "device.key"));
    assertRefusedUntouched(path, code, sentence);
  };
  change((key) => rmSync(key), "keyMissing", /device\.key is missing/);
  change(
    (key) => {
      rmSync(key);
      mkdirSync(key);
    },
    "notAccessible",
    /EISDIR/,
  );
  change((key) => truncateSync(key, 31), "damaged", /device\.key has the wrong size/);
  change((key) => truncateSync(key, 0), "damaged", /device\.key has the wrong size/);
  change((key) => appendFileSync(key, "x"), "damaged", /device\.key has the wrong size/);
  change((key) => copyFileSync(join(other, "device.key"), key), "keyForeign", /another lock's key/);
  change(
    (key) => renameSync(join(key, "..", "lock.sqlite"), join(key, "..", "else")),
    "damaged",
    /lock\.sqlite is missing/,
  );
});

test("what another part finds wrong in the folder refuses it before anything has changed", (t) => {
  const path = makeCutLock(t);
  const before = listContent(path);
  class OtherPartError extends Error {}
  const alsoInspect = (inspected: string, durable: DurableState): void => {
    assert.equal(inspected, path);
    assert.deepEqual(durable, life.commits[fullest - 1]!.after);
    throw new OtherPartError("Mine is damaged.");
  };
  assert.throws(() => openDataFolder(path, { alsoInspect }), OtherPartError);
  assert.deepEqual(listContent(path), before);
});

test("a mark of use that holds something is refused", (t) => {
  const path = makeLock(t);
  writeFileSync(join(path, "in-use"), "something else, and long enough to be looked at by SQLite ".repeat(20));
  assertRefusedUntouched(path, "notAccessible", /in-use is unusable/);
});

test("L33: a cut before any operation of the making of a lock leaves a folder that the next start finishes", (t) => {
  const root = makeFolder(t);
  const path = join(root, "lock");
  const cuts: string[] = [];
  openDataFolder(path, {
    onOperation: (operation) => {
      const cut = join(root, `cut-${operation}`);
      copyFolder(path, cut);
      cuts.push(cut);
    },
  }).close();
  assert.ok(cuts.length >= 8, `only ${cuts.length} cuts`);
  for (const cut of cuts) {
    const folder = openDataFolder(cut);
    assert.deepEqual(folder.store.load().durable, factoryDurable);
    folder.close();
    assert.deepEqual(readdirSync(cut).toSorted(), ["device.key", "in-use", "lock.sqlite"]);
    const again = openDataFolder(cut);
    assert.equal(again.isNew, false);
    again.close();
  }
});

test("a cut before any operation of a change of keys leaves one key that fits", (t) => {
  const root = makeFolder(t);
  const path = makeLock(t);
  const cuts: string[] = [];
  let isCutting = false;
  const folder = openDataFolder(path, {
    onOperation: (operation) => {
      if (!isCutting) return;
      const cut = join(root, `cut-${operation}`);
      copyFolder(path, cut);
      cuts.push(cut);
    },
  });
  const card = Buffer.from("04a1b2c3", "hex");
  const old = folder.secrets.hashCard(card);
  isCutting = true;
  folder.secrets.renew();
  isCutting = false;
  const renewed = folder.secrets.hashCard(card);
  folder.close();
  assert.notEqual(renewed, old);

  const found = cuts.map((cut) => {
    const opened = openDataFolder(cut);
    const hash = opened.secrets.hashCard(card);
    opened.close();
    assert.deepEqual(readdirSync(cut).toSorted(), ["device.key", "in-use", "lock.sqlite"]);
    const again = openDataFolder(cut);
    assert.equal(again.secrets.hashCard(card), hash);
    again.close();
    return hash;
  });
  assert.ok(found.includes(old) && found.includes(renewed));
  assert.ok(found.every((hash) => hash === old || hash === renewed));
});

test("a folder that the system does not give us is refused in a sentence", (t) => {
  const refusal = refusalOf(join(makeFolder(t), "x".repeat(1000)));
  assert.equal(refusal.code, "notAccessible");
  assert.match(refusal.message, /cannot be used \(ENAMETOOLONG\)\.$/);
});

async function holdElsewhere(
  t: TestContext,
  path: string,
): Promise<{ readonly child: ChildProcess; readonly said: unknown }> {
  const child = fork(fileURLToPath(new URL("../../test/hold-folder.ts", import.meta.url)), [path]);
  t.after(() => child.kill("SIGKILL"));
  const [said] = (await once(child, "message")) as [unknown];
  return { child, said };
}

test("the data folder of the first version opens with all that it holds, and is of this version from then on", (t) => {
  const path = makeLock(t);
  const before = readDurableOf(path);
  changeDatabase(
    path,
    "DELETE FROM section WHERE name = 'holidays';" +
      "UPDATE section SET content = json_remove(content, '$.localProgramming') WHERE name = 'settings'",
  );
  sealSettings(path);
  changeDatabase(path, "PRAGMA user_version = 1");
  const unordered = <T extends object>(credentials: Readonly<Record<number, T>>) =>
    Object.fromEntries(
      Object.entries(credentials).map(([index, credential]) => [index, { ...credential, enrolledSeq: 0 }]),
    );
  const { fingerprint, pin, rfid } = before.credentials;
  assert.deepEqual(readDurableOf(path), {
    ...before,
    credentials: { fingerprint: unordered(fingerprint), pin: unordered(pin), rfid: unordered(rfid) },
    holidays: factoryDurable.holidays,
  });
  const database = new Database(join(path, "lock.sqlite"));
  assert.equal(database.pragma("user_version", { simple: true }), 2);
  database.close();
});

function readDurableOf(path: string): DurableState {
  const folder = openDataFolder(path);
  const { durable } = folder.store.load();
  folder.close();
  return durable;
}

/** The checksum that the first version would have written. */
function sealSettings(path: string): void {
  const database = new Database(join(path, "lock.sqlite"));
  const content = String(database.prepare("SELECT content FROM section WHERE name = 'settings'").pluck().get());
  database
    .prepare("UPDATE section SET checksum = ? WHERE name = 'settings'")
    .run(checksumOf(placeOf.section("settings"), content));
  database.close();
}
