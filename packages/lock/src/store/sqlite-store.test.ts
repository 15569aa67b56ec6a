import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { factoryDurable, logRecordsKept } from "@catenaccio/lock-core";
import { Life, sampleLife, samplePin, sampleUser } from "../../test/sample-life.ts";
import { copyFolder, makeFolder } from "../../test/temporary-folder.ts";
import { openDataFolder } from "./data-folder.ts";

test("a new store holds the lock as it leaves the factory", (t) => {
  const folder = openDataFolder(makeFolder(t));
  assert.deepEqual(folder.store.load().durable, factoryDurable);
  assert.deepEqual(folder.store.readLog(), []);
  assert.deepEqual(folder.store.unfinishedReset(), { isKeyOutdated: false, areHomesToLeave: false });
  folder.close();
});

test("after each commit another opening finds exactly that state and log", (t) => {
  const path = makeFolder(t);
  const life = sampleLife();
  life.commits.forEach((commit, at) => {
    const writing = openDataFolder(path);
    writing.store.commit(commit);
    writing.close();
    const reading = openDataFolder(path);
    assert.deepEqual(reading.store.load().durable, commit.after);
    assert.deepEqual(reading.store.readLog(), life.logAfter(at + 1));
    reading.close();
  });
});

test("L33: a cut before any operation of any commit leaves the state before it or after it, never one between", (t) => {
  const root = makeFolder(t);
  const path = join(root, "lock");
  const life = sampleLife();
  const cuts: { readonly path: string; readonly step: number }[] = [];
  let step = -1;
  const folder = openDataFolder(path, {
    onOperation: (operation) => {
      if (step < 0) return;
      const cut = join(root, `cut-${operation}`);
      copyFolder(path, cut);
      cuts.push({ path: cut, step });
    },
  });
  life.commits.forEach((commit, at) => {
    step = at;
    folder.store.commit(commit);
  });
  step = -1;
  folder.close();

  assert.ok(cuts.length > 5 * life.commits.length, `only ${cuts.length} cuts`);
  for (const cut of cuts) {
    const { before, after } = life.commits[cut.step]!;
    const found = openDataFolder(cut.path);
    const { durable } = found.store.load();
    const isAfter = durable.clock.poweredMs === after.clock.poweredMs;
    assert.deepEqual(durable, isAfter ? after : before);
    assert.deepEqual(found.store.readLog(), life.logAfter(cut.step + (isAfter ? 1 : 0)));
    found.close();
  }
});

test("a commit writes what changed and nothing else", (t) => {
  let operations = 0;
  const folder = openDataFolder(makeFolder(t), { onOperation: () => operations++ });
  const users = Object.fromEntries(Array.from({ length: 150 }, (_, at) => [at + 1, sampleUser(at + 1)]));
  const life = new Life()
    .step({ users })
    .step({})
    .step({ users: { ...users, 7: sampleUser(7, { name: "New" }) } });
  const counts = life.commits.map((commit) => {
    const before = operations;
    folder.store.commit(commit);
    return operations - before;
  });
  // Each with the clock's row and the commit itself.
  assert.deepEqual(counts, [150 + 2, 2, 1 + 2]);
  folder.close();
});

test("L40: the newest 1000 log records are kept, without a gap", (t) => {
  const folder = openDataFolder(makeFolder(t));
  const life = new Life();
  for (let at = 0; at < 350; at++)
    life.step({}, [
      { event: "power", what: "up" },
      { event: "power", what: "usb" },
      { event: "power", what: "batteriesOut" },
    ]);
  for (const commit of life.commits) folder.store.commit(commit);
  const log = folder.store.readLog();
  assert.equal(log.length, logRecordsKept);
  assert.deepEqual(log, life.logAfter(life.commits.length));
  assert.equal(log.at(-1)?.seq, 1050);
  folder.close();
});

test("L28: what a reset erased is in no file any more, and what it leaves to do is due until it is done", (t) => {
  const path = makeFolder(t);
  const folder = openDataFolder(path);
  const canary = "Canary Nobody Else Is Called";
  const life = new Life();
  life
    .step({
      users: { 1: sampleUser(1, { name: canary }) },
      credentials: { ...factoryDurable.credentials, pin: { 1: samplePin(0xabcdef, 1) } },
    })
    .step({}, [{ event: "setting", name: canary, value: true, source: "remote" }]);
  for (const commit of life.commits) folder.store.commit(commit);
  assert.ok(isAnywhere(path, canary), "the search must be able to find it");

  life.step({ ...factoryDurable, log: life.durable.log }, [{ event: "alarm", code: "lockFactoryReset" }], true);
  folder.store.commit(life.commits.at(-1)!);
  assert.equal(isAnywhere(path, canary), false);
  assert.equal(isAnywhere(path, "abcdef"), false);
  folder.close();

  const next = openDataFolder(path);
  assert.deepEqual(next.store.readLog(), life.logAfter(3));
  assert.equal(next.store.readLog()[0]?.seq, 2);
  assert.deepEqual(next.store.unfinishedReset(), { isKeyOutdated: true, areHomesToLeave: true });
  next.secrets.renew();
  assert.deepEqual(next.store.unfinishedReset(), { isKeyOutdated: false, areHomesToLeave: true });
  next.store.recordHomesLeft();
  next.close();
  const last = openDataFolder(path);
  assert.deepEqual(last.store.unfinishedReset(), { isKeyOutdated: false, areHomesToLeave: false });
  last.close();
});

test("a commit that fails is an error, changes nothing, and is the last one", (t) => {
  const path = makeFolder(t);
  class PulledPlug extends Error {}
  let failsAt = Number.POSITIVE_INFINITY;
  let operations = 0;
  const folder = openDataFolder(path, {
    onOperation: () => {
      operations++;
      if (operations === failsAt) throw new PulledPlug("No more.");
    },
  });
  const life = sampleLife();
  folder.store.commit(life.commits[0]!);
  failsAt = operations + 3;
  const isWriteFailure = { name: "StoreError", code: "writeFailed" };
  assert.throws(() => folder.store.commit(life.commits[1]!), isWriteFailure);
  assert.throws(() => folder.store.commit(life.commits[1]!), isWriteFailure);
  folder.close();

  const next = openDataFolder(path);
  assert.deepEqual(next.store.load().durable, life.commits[0]!.after);
  next.close();
});

function isAnywhere(path: string, text: string): boolean {
  return readdirSync(path).some((name) => readFileSync(join(path, name)).includes(text));
}
