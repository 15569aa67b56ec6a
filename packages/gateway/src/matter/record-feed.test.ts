import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { setImmediate } from "node:timers/promises";
import { LockUnreachableError } from "../lock-client.ts";
import type { RecordDelivery, RecordSink } from "../lock-network.ts";
import type { LockAccess, LockListener } from "./lock-access.ts";
import { RecordFeed } from "./record-feed.ts";

/** A log on paper, in pages of two, behind a door that may be shut. */
class PaperLog {
  readonly numbers: number[] = [];
  isReachable = true;
  /** What somebody does while a page is being read. */
  onPage: () => void = () => undefined;
  readonly #listeners = new Set<LockListener>();

  write(...numbers: readonly number[]): void {
    this.numbers.push(...numbers);
    for (const { attributesChanged } of this.#listeners) attributesChanged?.("catenaccioLock", ["newestLogNumber"]);
  }

  comeBack(): void {
    this.isReachable = true;
    for (const { connected } of this.#listeners) connected?.();
  }

  /** As much of it as a feed uses. */
  get access(): LockAccess {
    return this as unknown as LockAccess;
  }

  get isConnected(): boolean {
    return this.isReachable;
  }

  has(cluster: string): boolean {
    return cluster === "catenaccioLock";
  }

  async read() {
    return await Promise.resolve({ newestLogNumber: this.numbers.at(-1) ?? 0 });
  }

  async invoke({ fields }: { readonly fields: { readonly from: number } }) {
    return { ok: true, response: await this.#page(fields.from) };
  }

  listen(listener: LockListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async #page(from: number) {
    if (!this.isReachable) throw new LockUnreachableError("It is away.");
    const [first, second, third = null] = this.numbers.filter((number) => number >= from);
    this.onPage();
    await Promise.resolve();
    if (!this.isReachable) throw new LockUnreachableError("It is away.");
    const records = [first, second].filter((seq) => seq !== undefined);
    const texts = records.map((seq) => JSON.stringify({ seq, time: null, event: "power", what: "up" }));
    return { records: texts, next: third };
  }
}

/** A store in memory, whose disk can refuse. */
class PaperStore implements RecordSink {
  readonly heard: number[] = [];
  readonly gaps: unknown[] = [];
  readonly moved = new EventEmitter();
  refusals = 0;
  cursor: number | null;

  constructor(cursor: number | null) {
    this.cursor = cursor;
  }

  cursorOf(): number | null {
    return this.cursor;
  }

  deliver(_lockId: string, { cursor, records }: RecordDelivery): void {
    if (this.refusals-- > 0) throw new Error("The disk is full.");
    for (const { number, happening } of records) {
      this.heard.push(number);
      if (happening.event === "gap") this.gaps.push(happening);
    }
    this.cursor = cursor;
    this.moved.emit("moved");
  }

  async until(cursor: number): Promise<void> {
    while (this.cursor !== cursor) await once(this.moved, "moved");
  }
}

function follow(t: TestContext, log: PaperLog, store: PaperStore) {
  const troubles: unknown[] = [];
  const onTrouble = (error: unknown) => troubles.push(error);
  const feed = new RecordFeed({ lockId: "door", access: log.access, sink: store, onTrouble });
  t.after(() => feed.close());
  return { feed, troubles };
}

test("a lock that is new begins with what happens from now on", async (t) => {
  const log = new PaperLog();
  log.write(1, 2, 3);
  const store = new PaperStore(null);
  follow(t, log, store);
  await store.until(3);
  log.write(4);
  await store.until(4);
  assert.deepEqual(store.heard, [4]);
});

test("what is written while the log is read is read too", async (t) => {
  const log = new PaperLog();
  log.write(1, 2, 3);
  const store = new PaperStore(0);
  const more = [[4, 5], [6], [7]];
  log.onPage = () => log.write(...(more.shift() ?? []));
  follow(t, log, store);
  await store.until(7);
  assert.deepEqual(store.heard, [1, 2, 3, 4, 5, 6, 7]);
});

test("records that are gone are one gap, with the number of the last of them", async (t) => {
  const log = new PaperLog();
  log.write(5, 6, 9);
  const store = new PaperStore(2);
  follow(t, log, store);
  await store.until(9);
  assert.deepEqual(store.heard, [4, 5, 6, 8, 9]);
  assert.deepEqual(store.gaps, [
    { event: "gap", from: 3, to: 4 },
    { event: "gap", from: 7, to: 8 },
  ]);
});

test("a disk that refuses is tried again, and nothing is lost or told twice", async (t) => {
  const log = new PaperLog();
  log.write(1, 2, 3, 4);
  const store = new PaperStore(0);
  store.refusals = 1;
  const { troubles } = follow(t, log, store);
  await store.until(4);
  assert.deepEqual(store.heard, [1, 2, 3, 4]);
  assert.equal(troubles.length, 1);
});

test("a lock that goes away in the middle is read on when it is back", async (t) => {
  const log = new PaperLog();
  log.write(1, 2, 3, 4);
  const store = new PaperStore(0);
  let pages = 0;
  log.onPage = () => {
    pages += 1;
    if (pages === 2) log.isReachable = false;
  };
  const { troubles } = follow(t, log, store);
  await store.until(2);
  // Nobody is told of it.
  log.numbers.push(5);
  await setImmediate();
  log.comeBack();
  await store.until(5);
  assert.deepEqual(store.heard, [1, 2, 3, 4, 5]);
  assert.deepEqual(troubles, []);
});

test("after it was closed nothing is delivered", async (t) => {
  const log = new PaperLog();
  const store = new PaperStore(0);
  const { feed } = follow(t, log, store);
  await setImmediate();
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  log.onPage = () => resolve(feed.close());
  log.write(1, 2);
  await closed;
  log.write(3);
  await setImmediate();
  assert.deepEqual(store.heard, []);
});
