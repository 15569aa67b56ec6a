/** What happens at a lock comes to the server once, in order and without a gap, whoever is away meanwhile. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import type { LockHappening, LockRecord } from "@catenaccio/protocol";
import fc from "fast-check";
import { FakeLock, ourLockAbilities } from "../test/fake-lock.ts";
import type { FakeNetwork } from "../test/fake-network.ts";
import { GatewayHome, person } from "../test/gateway-home.ts";
import { GatewayStore } from "./store/gateway-store.ts";
import { join } from "node:path";

const knock: LockHappening = { event: "alarm", code: "lowBattery" };
const opened = (user: number): LockHappening => ({
  event: "lockOperation",
  operation: "unlock",
  source: "keypad",
  user,
  credential: { kind: "pin", index: user },
});

/** What the feed of the lock does: everything after the cursor, up to the newest. */
function feed(network: FakeNetwork, lockId: string, newest: number, happening: LockHappening = knock): void {
  const sink = network.started?.records;
  if (sink === undefined) return;
  const cursor = sink.cursorOf(lockId, "log") ?? 0;
  const records = [];
  for (let number = cursor + 1; number <= newest; number++) records.push({ number, time: null, happening });
  sink.deliver(lockId, { numbering: "log", cursor: newest, records });
}

/** A server that keeps each record once. */
function serverOf(home: GatewayHome) {
  const kept = new Map<string, LockRecord>();
  return {
    isDown: false,
    kept,
    numbers: () => [...kept.values()].map(({ number }) => number),
    listen(): void {
      home.listener = {
        report: () => undefined,
        record: async (record) => {
          await setImmediate();
          if (this.isDown) throw new DownError("The server is down.");
          kept.set(`${record.lockId} ${record.numbering} ${record.number}`, record);
          await setImmediate();
        },
      };
    },
  };
}

class DownError extends Error {
  override readonly name = "DownError";
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

test("records come in order, and are gone when the server has them", async (t) => {
  const home = await GatewayHome.open(t);
  feed(home.network, home.lockId, 20);
  await home.until("all have come", () => home.store.records.count === 0);
  assert.deepEqual(
    home.records.map(({ number }) => number),
    upTo(20),
  );
});

test("what a lock tells twice is sent once", async (t) => {
  const home = await GatewayHome.open(t);
  feed(home.network, home.lockId, 3);
  const records = upTo(4).map((number) => ({ number, time: null, happening: knock }));
  home.network.started?.records.deliver(home.lockId, { numbering: "log", cursor: 4, records });
  await home.until("all have come", () => home.store.records.count === 0);
  assert.deepEqual(
    home.records.map(({ number }) => number),
    upTo(4),
  );
});

test("records wait for a server that is away, over a restart too", async (t) => {
  const home = await GatewayHome.open(t);
  const server = serverOf(home);
  server.listen();
  server.isDown = true;
  await home.restart();
  feed(home.network, home.lockId, 5);
  await home.restart();
  feed(home.network, home.lockId, 8);
  assert.equal(home.store.records.count, 8);
  server.isDown = false;
  await home.until("all have come", () => home.store.records.count === 0);
  assert.deepEqual(server.numbers(), upTo(8));
});

test("a record that the server cannot store is told of once, without what it says", async (t) => {
  const home = await GatewayHome.open(t);
  const server = serverOf(home);
  server.listen();
  server.isDown = true;
  await home.restart();
  let tries = 0;
  home.gateway.attach({
    report: () => undefined,
    record: async () => await Promise.resolve(void tries++),
  });
  feed(home.network, home.lockId, 2);
  await home.until("it is tried again and again", () => tries > 5);
  assert.equal(home.faults.length, 1);
  assert.match(home.faults[0] ?? "", /^The server does not store record 1 of lock .* wait: DownError\.$/);
  server.isDown = false;
  await home.until("all have come", () => home.store.records.count === 0);
  assert.equal(home.faults.length, 1);
});

test("a record that comes at the moment at which the outbox was found empty is sent at once", async (t) => {
  const home = await GatewayHome.open(t);
  const { lockId } = home;
  let isFirst = true;
  let turns = 0;
  const next = async (): Promise<void> => {
    for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    feed(home.network, lockId, home.records.length + 1);
  };
  home.listener = {
    report: () => undefined,
    record: async (record) => {
      home.records.push(record);
      const isNextDue = isFirst;
      isFirst = false;
      await Promise.resolve();
      if (isNextDue) void next();
    },
  };
  await home.restart();
  for (turns = 0; turns < 30; turns++) {
    const before = home.records.length;
    isFirst = true;
    feed(home.network, lockId, before + 1);
    await home.until(`the next one has come after ${turns}`, () => home.records.length === before + 2);
  }
});

test("a record says whose it was, also when the number has gone to somebody else since", async (t) => {
  const home = await GatewayHome.open(t, new FakeLock({ ...ourLockAbilities, users: 1 }));
  const anna = person("Anna", { credentials: [home.sealed("pin", "482916")] });
  const bruno = person("Bruno", { credentials: [home.sealed("pin", "593027")] });
  await home.want(anna);
  await home.atRest();
  const early = new Date(Date.now() - 1000).toISOString();
  await home.want(bruno);
  await home.atRest();
  assert.equal(home.lock.userNamed("Bruno")?.userIndex, 1);
  const late = new Date(Date.now() + 1000).toISOString();
  home.network.started?.records.deliver(home.lockId, {
    numbering: "log",
    cursor: 3,
    records: [
      { number: 1, time: early, happening: opened(1) },
      { number: 2, time: late, happening: opened(1) },
      { number: 3, time: late, happening: opened(7) },
    ],
  });
  await home.until("all have come", () => home.records.length === 3);
  assert.deepEqual(
    home.records.map(({ personId }) => personId),
    [anna.personId, bruno.personId, null],
  );
});

test("a full outbox lets the oldest go, and says which", async (t) => {
  const home = await GatewayHome.open(t);
  await home.die();
  const store = GatewayStore.open(join(home.folder, "gateway"), { recordsMax: 4 });
  t.after(() => store.close());
  const sink = store.recordSink(() => undefined);
  for (let number = 1; number <= 10; number++)
    sink.deliver(home.lockId, {
      numbering: "log",
      cursor: number,
      records: [{ number, time: null, happening: knock }],
    });
  const left: LockRecord[] = [];
  for (let next = store.records.oldest(home.lockId); next !== null; next = store.records.oldest(home.lockId)) {
    left.push(next.record);
    store.records.remove(next);
  }
  assert.deepEqual(left[0]?.happening, { event: "gap", from: 1, to: 7 });
  assert.deepEqual(
    left.map(({ number }) => number),
    [7, 8, 9, 10],
  );
});

test("a lock that is new begins where it is now", async (t) => {
  const home = await GatewayHome.open(t);
  home.network.started?.records.deliver(home.lockId, { numbering: "log", cursor: 400, records: [] });
  await home.restart();
  assert.equal(home.network.started?.records.cursorOf(home.lockId, "log"), 400);
  feed(home.network, home.lockId, 401);
  await home.until("it has come", () => home.records.length > 0);
  assert.equal(home.records[0]?.number, 401);
});

test("whatever fails meanwhile, the server has every record once, in order", async (t) => {
  const act = fc.oneof(
    fc.record({ act: fc.constant("happens" as const), count: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ act: fc.constant("time" as const), turns: fc.integer({ min: 1, max: 12 }) }),
    fc.constant({ act: "serverGoes" } as const),
    fc.constant({ act: "serverComes" } as const),
    fc.constant({ act: "powerCut" } as const),
    fc.constant({ act: "toldTwice" } as const),
  );
  const property = fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
    const home = await GatewayHome.open(t);
    const server = serverOf(home);
    server.listen();
    await home.restart();
    let newest = 0;
    for (const each of acts)
      switch (each.act) {
        case "happens":
          newest += each.count;
          feed(home.network, home.lockId, newest);
          break;
        case "time":
          for (let turn = 0; turn < each.turns; turn++) await setImmediate();
          break;
        case "serverGoes":
        case "serverComes":
          server.isDown = each.act === "serverGoes";
          break;
        case "powerCut":
          await home.restart();
          break;
        case "toldTwice":
          home.network.started?.records.deliver(home.lockId, {
            numbering: "log",
            cursor: newest,
            records: upTo(newest).map((number) => ({ number, time: null, happening: knock })),
          });
          break;
        default:
          each satisfies never;
      }
    server.isDown = false;
    await home.until("all have come", () => home.store.records.count === 0);
    assert.deepEqual(server.numbers(), upTo(newest));
    await home.die();
  });
  await fc.assert(property, { numRuns: 40 });
});
