/** L40: the log by its numbers, as a home reads it: the same records as at the lock itself, none missing. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { adminFinger, adminPin, enter, moveIn } from "../../lock/at-the-door.ts";
import type { LogRecord } from "../../lock/panel-process.ts";
import type { ClusterAccess } from "../cluster-access.ts";
import { addPin, addUser, attributes, openLockAtHome, opensFor, success, timed } from "./at-the-lock.ts";
import { ours } from "./our-cluster.ts";

interface Page {
  readonly records: readonly LogRecord[];
  readonly next: number | null;
}

async function readPage(cluster: ClusterAccess, from: number): Promise<Page> {
  const { records, next } = await cluster.invoke("readLog", { from });
  const texts = records as readonly string[];
  return { records: texts.map((text) => JSON.parse(text) as LogRecord), next: next as number | null };
}

/** Page by page. */
async function readLog(cluster: ClusterAccess, from = 0): Promise<readonly LogRecord[]> {
  const records: LogRecord[] = [];
  for (let next: number | null = from; next !== null;) {
    const page: Page = await readPage(cluster, next);
    assert.ok(page.records.length > 0 || page.next === null, "a page that is not the last has something on it");
    records.push(...page.records);
    next = page.next;
  }
  return records;
}

test("L40: a home reads the whole log, page by page and without a gap, and it says what the lock itself says", async (t) => {
  const { lock, seen } = await openLockAtHome(t);
  const cluster = ours(seen);
  await lock.send(...moveIn, { tamper: true }, { tamper: false }, { fault: "reader", on: true });
  await lock.send({ fault: "reader", on: false }, { finger: adminFinger }, { volts: 4.7 }, { volts: 6.2 });
  await addUser(seen, 30, { userName: "Grüße" });
  await addPin(seen, 30, 30, "730264");
  assert.equal(await opensFor(lock, ...enter("951360")), false);
  assert.equal(await opensFor(lock, ...enter(adminPin)), true);
  assert.deepEqual(await seen.invoke("lockDoor", {}, timed), success);
  const volumes = Array.from({ length: 120 }, (_, at) => ({ remote: "volume", to: at % 2 === 0 ? "low" : "high" }));
  await lock.send(...volumes);

  const told = await lock.log();
  assert.ok(told.length > 120);
  const read = await readLog(cluster);
  assert.deepEqual(read, told);
  const numbers = read.map(({ seq }) => seq);
  assert.deepEqual(
    numbers,
    numbers.map((_, at) => at + 1),
  );
  assert.deepEqual(await attributes(cluster, "oldestLogNumber", "newestLogNumber"), {
    oldestLogNumber: 1,
    newestLogNumber: read.length,
  });

  // From the middle on, and only what is new.
  assert.deepEqual(await readLog(cluster, 77), told.slice(76));
  const [only] = told.slice(-1);
  assert.deepEqual(await readPage(cluster, read.length), { records: only === undefined ? [] : [only], next: null });
  assert.deepEqual(await readPage(cluster, read.length + 1), { records: [], next: null });
  assert.deepEqual(await readPage(cluster, 0xffff_ffff), { records: [], next: null });
});

test("L33, L40: after a power cut the numbers go on where they were, and a home that listens hears of each new record", async (t) => {
  const { lock, home, seen } = await openLockAtHome(t);
  const cluster = ours(seen);
  await lock.send({ remote: "volume", to: "low" });
  const before = await readLog(cluster);
  await lock.reopen();
  await home.reconnect(seen);
  const after = await readLog(cluster);
  assert.deepEqual(after.slice(0, before.length), before);
  assert.deepEqual(after, await lock.log());
  const subscription = await cluster.subscribe();
  subscription.forget();
  await lock.send({ remote: "volume", to: "high" });
  const newest = after.length + 1;
  await subscription.waitFor(
    (report) => "value" in report && report.name === "newestLogNumber" && report.value === newest,
  );
  assert.deepEqual((await readPage(cluster, newest)).records.length, 1);
  await subscription.close();
});
