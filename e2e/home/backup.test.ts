/** A backup of all that a home keeps, and its way back: while doors are opened, and while nothing runs. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { globSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { enter } from "../lock/at-the-door.ts";
import { assertLikeLog, openApart, readBoth } from "./apart.ts";
import { runCommand } from "./command.ts";
import { HomeProcess } from "./home-process.ts";
import { Owner } from "./owner.ts";

const run = promisify(execFile);
const annasPin = "74019385";
const brunosPin = "58203917";

async function backUp(data: string, file: string): Promise<void> {
  const { code, stdout, stderr } = await runCommand(["backup", "--data", data, "--to", file]);
  assert.deepEqual([code, stderr], [0, ""]);
  assert.match(stdout, /^The backup is in .*keep it where nobody else reads it\.\n$/);
  assert.equal(statSync(file).mode & 0o777, 0o600, "whoever has it can open the door");
}

async function restore(data: string, file: string): Promise<void> {
  const { code, stdout, stderr } = await runCommand(["restore", "--data", data, "--from", file]);
  assert.deepEqual([code, stderr], [0, ""]);
  assert.match(stdout, /^The home in .* is as it was at \d{4}-.*\n$/);
}

test("a running home is backed up while doors are opened, and restored: people and history of then, and what the lock knows since", async (t) => {
  const { home, lock, addLock } = await openApart(t);
  const file = join(dirname(home.data), "home.backup");
  // On a port that it finds again by itself, as everybody's is.
  await home.reopen();
  const owner = await Owner.claim(home);
  const lockId = await addLock(owner, "Front door");
  const anna = await owner.addPerson({ name: "Anna", lockId, pin: annasPin });
  await owner.untilConfirmed();
  let isOpening = true;
  const opening = (async () => {
    while (isOpening) await lock.send(...enter(annasPin));
  })();
  await backUp(home.data, file);
  isOpening = false;
  await opening;
  const people = await owner.people();
  await owner.addPerson({ name: "Bruno", lockId, pin: brunosPin });
  await owner.untilConfirmed();
  await lock.send(...enter(brunosPin), ...enter(annasPin));
  await readBoth(lock, owner);
  // A home that reads these lines is the one of before; what it says next is said by the restored one.
  await home.send();
  await restore(home.data, file);
  await home.untilReady();
  assert.deepEqual(
    (await owner.people()).map(({ name }) => name),
    ["Anna"],
  );
  await owner.untilLink(lockId, "online");
  const { log, history } = await readBoth(lock, owner);
  assertLikeLog(history, log);
  await owner.untilConfirmed();
  assert.deepEqual(
    (await owner.people()).map(({ personId }) => personId),
    people.map(({ personId }) => personId),
  );
  const openings = history.filter(({ kind }) => kind === "opened");
  assert.equal(openings.at(-1)?.record.personId, anna);
  assert.deepEqual(await owner.unlock(lockId), { ok: true });
  assert.equal(home.stderr + lock.stderr, "");
  const former = readdirSync(home.data).filter((name) => name.startsWith("before-restore-"));
  assert.equal(former.length, 1);
});

/** A backup as it was made, but for a database in it: with its log of writes, which would mend it. */
async function spoil(good: string, spoilt: string): Promise<void> {
  const unpacked = await mkdtemp(join(dirname(spoilt), "unpacked-"));
  await run("tar", ["-xzf", good, "-C", unpacked]);
  for (const file of globSync(join(unpacked, "server", "*.sqlite*")))
    writeFileSync(file, "This is no database.".repeat(1000));
  await run("tar", ["-czf", spoilt, "-C", unpacked, "."]);
}

test("a file that is no backup, or a damaged one, changes nothing, whether the home runs or not", async (t) => {
  const { home } = await openApart(t);
  const owner = await Owner.claim(home);
  await owner.api.expect("POST", `${owner.base}/people`, { name: "Anna" });
  const folder = dirname(home.data);
  const [good, text, cut, spoilt, missing] = ["good", "text", "cut", "spoilt", "missing"].map((name) =>
    join(folder, `${name}.backup`),
  ) as [string, string, string, string, string];
  await backUp(home.data, good);
  writeFileSync(text, "This is no backup.\n");
  writeFileSync(cut, readFileSync(good).subarray(0, -2000));
  await spoil(good, spoilt);
  const refuseAll = async (): Promise<void> => {
    for (const file of [text, cut, spoilt, missing]) {
      const { code, stdout, stderr } = await runCommand(["restore", "--data", home.data, "--from", file]);
      assert.deepEqual([code, stdout], [1, ""], file);
      assert.match(stderr, /^[^\n]+\.\n$/, file);
    }
    const left = readdirSync(home.data).filter((name) => /^restor|^before-restore/.test(name));
    assert.deepEqual(left, []);
  };
  await refuseAll();
  assert.deepEqual(
    (await owner.people()).map(({ name }) => name),
    ["Anna"],
  );
  await home.close();
  await refuseAll();
  await home.openAgain();
  assert.deepEqual(
    (await owner.people()).map(({ name }) => name),
    ["Anna"],
  );
});

test("a home that does not run is backed up, and restored into another folder", async (t) => {
  const { home, lock, addLock } = await openApart(t);
  const folder = dirname(home.data);
  const owner = await Owner.claim(home);
  const lockId = await addLock(owner, "Front door");
  await owner.addPerson({ name: "Anna", lockId, pin: annasPin });
  await owner.untilConfirmed();
  await lock.send(...enter(annasPin));
  const before = await readBoth(lock, owner);
  await home.close();
  await backUp(home.data, join(folder, "home.backup"));
  await lock.send(...enter(annasPin));
  const data = join(folder, "moved");
  await restore(data, join(folder, "home.backup"));
  const moved = new HomeProcess(data, "gateway");
  await moved.open("--port", new URL(home.url).port);
  assert.equal(moved.isClaimed, true);
  await owner.untilLink(lockId, "online");
  const { log, history } = await readBoth(lock, owner);
  assertLikeLog(history, log);
  assert.deepEqual(history.slice(0, before.history.length), before.history);
  assert.deepEqual(await owner.unlock(lockId), { ok: true });
});

test("a backup or a restore without its file or folder is refused with one sentence", async (t) => {
  const { home } = await openApart(t);
  const folder = dirname(home.data);
  mkdirSync(join(folder, "empty"));
  const mistakes = [
    ["backup", "--data", home.data],
    ["backup", "--data", join(folder, "nowhere"), "--to", join(folder, "x.backup")],
    ["backup", "--data", home.data, "--to", join(folder, "nowhere", "x.backup")],
    ["restore", "--data", home.data],
    ["restore", "--data", home.data, "--from", join(folder, "empty")],
  ];
  for (const flags of mistakes) {
    const { code, stdout, stderr } = await runCommand(flags);
    assert.deepEqual([code, stdout], [1, ""], flags.join(" "));
    assert.match(stderr, /^[^\n]+\.\n$/, flags.join(" "));
  }
});
