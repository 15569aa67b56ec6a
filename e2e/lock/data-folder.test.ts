/** The data folder at the start: one that cannot be used is refused in one sentence, and not a byte of it changes. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { adminFinger, adminPin, enter, moveIn, opensDoor } from "./at-the-door.ts";
import { openFolder, openPanel, PanelProcess } from "./panel-process.ts";

test("a data folder is made if it is missing", async (t) => {
  const panel = new PanelProcess(join(await openFolder(t), "lock"));
  panel.start();
  assert.equal((await panel.state()).initial, true);
  assert.deepEqual(await panel.close(), { code: 0, signal: null });
  assert.notDeepEqual(filesIn(panel.data), []);
});

test("a folder of somebody else's files, or a file, is refused and left as it is", async (t) => {
  const folder = await openFolder(t);
  const holiday = join(folder, "holiday");
  mkdirSync(join(holiday, "2025"), { recursive: true });
  writeFileSync(join(holiday, "notes.txt"), "Do not lose this.\n");
  writeFileSync(join(holiday, "2025", "beach.jpg"), Buffer.from([0xff, 0xd8, 0xff, 0xe0]));
  await assertRefused(holiday);
  const file = join(folder, "letter.txt");
  writeFileSync(file, "Dear Eva,\n");
  await assertRefused(file);
});

test("a folder that another process uses is refused, and that process goes on undisturbed", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn);
  const before = { state: await panel.state(), log: await panel.log() };
  await assertRefused(panel.data);
  assert.deepEqual({ state: await panel.state(), log: await panel.log() }, before);
  assert.equal(await opensDoor(panel, ...enter(adminPin)), true);
  await panel.close();
  panel.start();
  assert.equal(await opensDoor(panel, { finger: adminFinger }), true, "free again, it opens");
});

test("a folder that a process used when it was killed is taken over without a word", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn);
  await panel.cutPower();
  assert.deepEqual((await panel.state()).credentials, { fingerprint: [1], pin: [1], rfid: [1] });
});

for (const end of ["closed", "killed"] as const)
  test(`a damaged data folder of a ${end} lock is refused and left as it is, or the lock is the same`, async (t) => {
    const sound = await soundFolder(t, end);
    const other = await soundFolder(t);
    // A journal that is shorter than it was is what an earlier power cut leaves: no start can call it damage.
    const files = filesIn(sound)
      .filter((file) => !file.endsWith("-wal"))
      .toSorted((one, next) => sizeOf(sound, next) - sizeOf(sound, one));
    const damages: readonly (readonly [what: string, damage: (path: string, size: number, file: string) => void])[] = [
      ["cut in half", (path, size) => truncateSync(path, Math.floor(size / 2))],
      ["overwritten with zeros", (path, size) => writeFileSync(path, Buffer.alloc(size))],
      ["overwritten from the middle on", (path, size) => overwriteFromTheMiddle(path, size)],
      ["emptied", (path) => truncateSync(path, 0)],
      ["gone", (path) => rmSync(path)],
      ["of another lock", (path, _, file) => cpSync(join(other, file), path)],
    ];
    for (const [rank, file] of files.entries())
      for (const [index, [what, damage]] of damages.entries()) {
        const size = sizeOf(sound, file);
        if (size === 0 && what !== "gone") continue;
        const data = join(sound, "..", `damaged-${rank}-${index}`);
        cpSync(sound, data, { recursive: true });
        damage(join(data, file), size, file);
        const panel = await refusedOrRunning(data, `${file} ${what}`);
        if (panel === undefined) continue;
        assert.ok(rank > 0 || end === "killed", `${file}, the largest, ${what}: not noticed`);
        assert.equal(await opensDoor(panel, ...enter(adminPin)), true, `${file} ${what}: not the same lock`);
        assert.equal(await opensDoor(panel, { finger: adminFinger }), true, `${file} ${what}: not the same lock`);
        await panel.close();
      }
  });

test("a data folder of a newer version is refused and left as it is", async (t) => {
  const data = await soundFolder(t);
  const databases = filesIn(data).filter((file) =>
    readFileSync(join(data, file)).subarray(0, 15).equals(Buffer.from("SQLite format 3")),
  );
  assert.notDeepEqual(databases, []);
  for (const file of databases) {
    using database = new DatabaseSync(join(data, file));
    database.exec("PRAGMA user_version = 999999");
  }
  await assertRefused(data);
});

/** A folder that a lock used, and left in peace or in a power cut. */
async function soundFolder(t: TestContext, end: "closed" | "killed" = "closed"): Promise<string> {
  const panel = await openPanel(t);
  await panel.send(...moveIn);
  if (end === "killed") await panel.kill();
  else assert.deepEqual(await panel.close(), { code: 0, signal: null });
  return panel.data;
}

async function assertRefused(data: string): Promise<void> {
  assert.equal(await refusedOrRunning(data, data), undefined, `${data} was not refused`);
}

/** Starts a lock there. If it refuses, it must do so in one sentence, and leave the folder as it was. */
async function refusedOrRunning(data: string, what: string): Promise<PanelProcess | undefined> {
  const before = fingerprintOf(data);
  const panel = new PanelProcess(data);
  panel.start();
  try {
    await panel.state();
    return panel;
  } catch {
    const { code } = await panel.close();
    assert.ok(code !== null && code !== 0, `${what}: exit status ${code}`);
    assert.equal(panel.stdout, "", what);
    assert.match(panel.stderr, /^[^\n]+\.\n$/, `${what}: one sentence`);
    assert.doesNotMatch(panel.stderr, /^\s+at |Error:/m, `${what}: a sentence, not a stack`);
    assert.deepEqual(fingerprintOf(data), before, `${what}: something changed`);
    return undefined;
  }
}

function overwriteFromTheMiddle(path: string, size: number): void {
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.fill(0xa5, Math.floor(size / 2)));
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => statSync(join(folder, file)).isFile())
    .sort();
}

function sizeOf(folder: string, file: string): number {
  return statSync(join(folder, file)).size;
}

function fingerprintOf(path: string): readonly string[] {
  const hash = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");
  if (statSync(path).isFile()) return [hash(path)];
  const names = readdirSync(path, { recursive: true, encoding: "utf8" }).sort();
  return names.map((name) => {
    const file = join(path, name);
    return statSync(file).isFile() ? `${name} ${hash(file)}` : name;
  });
}
