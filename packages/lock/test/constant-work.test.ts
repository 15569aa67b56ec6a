/**
 * The work of a try: how many hashes, commits and rows an entry costs depends on how long it is and on nothing else.
 * Somebody with a probe on the supply, or a stopwatch, learns no more than somebody who counts the keys.
 */

import assert from "node:assert/strict";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { CommandBody, LogRecord } from "@catenaccio/lock-core";
import { openWorld, VirtualClock, type SimulatedWorld } from "@catenaccio/lock-hardware/simulated";
import { LockDevice } from "../src/device.ts";
import type { FileSecrets } from "../src/secrets/file-secrets.ts";
import { openDataFolder } from "../src/store/data-folder.ts";
import type { LockStore, StoreCommit } from "../src/store/lock-store.ts";
import { loadVoice } from "../src/voice/voice.ts";
import { makeFastFolder } from "./power-cuts.ts";

const voice = loadVoice();

/** What one try cost, and what came of it. */
interface Work {
  readonly hashes: number;
  readonly commits: number;
  /** Changes of the disk within the commits: rows, and the commits themselves. */
  readonly writes: number;
  readonly records: readonly LogRecord[];
}

/** A lock of which every piece of work can be counted. */
class Bench {
  readonly world: SimulatedWorld;
  readonly device: LockDevice;
  readonly #secrets: FileSecrets;
  readonly #records: LogRecord[] = [];
  #commits = 0;
  #writes = 0;

  constructor(t: TestContext) {
    const path = join(makeFastFolder(t), "lock");
    const folder = openDataFolder(path, { onOperation: () => this.#writes++ });
    this.#secrets = folder.secrets;
    this.world = openWorld({ folder: path, makeClock: (start) => new VirtualClock(start) });
    this.device = new LockDevice({
      hardware: this.world.hardware,
      store: this.#counting(folder.store),
      secrets: folder.secrets,
      voice,
    });
    this.device.onRecord((record) => this.#records.push(record));
    this.device.start();
    t.after(() => {
      this.device.stop();
      folder.close();
    });
  }

  /** Order of the app; it must be carried out. */
  async order(command: CommandBody): Promise<void> {
    assert.deepEqual((await this.device.command({ ...command, source: "remote", fabric: null })).ok, true);
  }

  async addUser(
    userIndex: number,
    pin: string,
    changes: Partial<CommandBody & { type: "setUser" }> = {},
  ): Promise<void> {
    await this.order({ type: "setUser", userIndex, role: "administrator", ...changes });
    await this.order({
      type: "setCredential",
      userIndex,
      index: null,
      credential: { kind: "pin", pin: { tag: this.#secrets.hashPinRun(pin), length: pin.length, isEasy: false } },
    });
  }

  /** An entry at the door, from `#` on: the keys before it are pressed and done with. */
  enter(digits: string): Work {
    this.world.touchKeypad();
    this.world.pressKeys(digits);
    return this.count(() => this.world.pressKeys("#"));
  }

  count(action: () => void): Work {
    const before = { hashes: this.#secrets.hashesComputed, commits: this.#commits, writes: this.#writes };
    const records = this.#records.length;
    action();
    return {
      hashes: this.#secrets.hashesComputed - before.hashes,
      commits: this.#commits - before.commits,
      writes: this.#writes - before.writes,
      records: this.#records.slice(records),
    };
  }

  /** Puts the count of wrong tries back, and what guessing has cost so far. */
  async forgive(): Promise<void> {
    await this.world.wait(24 * 3_600_000);
    await this.order({ type: "restoreEntry" });
    this.world.presentCard(owner.card);
    await this.world.wait(60_000);
    assert.equal(this.device.state.durable.guard.wrongTries, 0);
  }

  async addOwner(): Promise<void> {
    this.world.touchKeypad();
    this.world.pressKeys("3571#13#");
    this.world.presentCard(owner.card);
    this.world.pressKeys("*");
    await this.world.wait(60_000);
  }

  #counting(store: LockStore): LockStore {
    return {
      load: () => store.load(),
      commit: (change: StoreCommit) => {
        this.#commits++;
        store.commit(change);
      },
      readLog: () => store.readLog(),
      oldestSeq: () => store.oldestSeq(),
      readRecords: (fromSeq, count) => store.readRecords(fromSeq, count),
      unfinishedReset: () => store.unfinishedReset(),
      recordHomesLeft: () => store.recordHomesLeft(),
      close: () => store.close(),
    };
  }
}

const owner = { card: "owners" } as const;
const first = { user: 10, pin: "407913" } as const;
const last = { user: 59, pin: "8265013947" } as const;
const disabled = { user: 60, pin: "5182046" } as const;
const neverIn = { user: 61, pin: "93016257" } as const;
const spent = { user: 62, pin: "271935" } as const;
const remoteOnly = { user: 63, pin: "640271539" } as const;

/** None of the PINs is in it, nor in any mixture of it with one of them. */
const noise = "11111111111111111111";

/** The runs of 6 to 10 digits in an entry of so many. */
function runsIn(length: number): number {
  return [6, 7, 8, 9, 10].reduce((sum, runLength) => sum + Math.max(0, length - runLength + 1), 0);
}

async function makeBench(t: TestContext, pins: number): Promise<Bench> {
  const bench = new Bench(t);
  await bench.addOwner();
  if (pins === 0) return bench;
  await bench.addUser(first.user, first.pin);
  for (let more = 0; more < pins - 2; more++) await bench.addUser(11 + more, `${30_582_914 + more * 68_017}`);
  await bench.addUser(last.user, last.pin);
  return bench;
}

test("L14, P-2: an entry of 20 digits has 65 runs, and no entry has more", () => {
  assert.equal(runsIn(20), 65);
  assert.deepEqual([5, 6, 7, 10, 19].map(runsIn), [0, 1, 3, 15, 60]);
});

for (const pins of [0, 2, 50])
  test(`L14, P-2: with ${pins} PINs, an entry costs as many hashes as it has runs, whether and where a PIN is in it`, async (t) => {
    const bench = await makeBench(t, pins);
    for (let length = 1; length <= 24; length++) {
      const entries = new Set([noise.slice(0, length).padEnd(length, "1")]);
      for (const { pin } of pins === 0 ? [] : [first, last])
        for (let start = 0; start + pin.length <= length; start += Math.max(1, length - pin.length))
          entries.add(`${noise.slice(0, start)}${pin}`.padEnd(length, "1"));
      for (const digits of entries) {
        const { hashes } = bench.enter(digits);
        assert.equal(hashes, length <= 20 ? runsIn(length) : 0, digits);
        await bench.forgive();
      }
    }
  });

test("L15x, P-2: each refusal at the door costs the same hashes, commits and writes, whatever its reason", async (t) => {
  const bench = await makeBench(t, 10);
  await bench.addUser(disabled.user, disabled.pin, { userStatus: "occupiedDisabled" });
  await bench.addUser(neverIn.user, neverIn.pin, { userType: "scheduleRestrictedUser" });
  await bench.addUser(spent.user, spent.pin, { userType: "disposableUser" });
  await bench.addUser(remoteOnly.user, remoteOnly.pin, { userType: "remoteOnlyUser" });
  bench.enter(spent.pin);
  await bench.forgive();

  const entries: Readonly<Record<string, readonly [reason: string, pin: string]>> = {
    "no PIN": ["unknown-pin", ""],
    "a disabled user's": ["user-disabled", disabled.pin],
    "a user's without a schedule": ["out-of-schedule", neverIn.pin],
    "one that is spent": ["user-disabled", spent.pin],
    "one for the app alone": ["remote-only", remoteOnly.pin],
  };
  for (const length of [10, 13, 20]) {
    const works: Record<string, Omit<Work, "records">> = {};
    for (const [name, [reason, pin]] of Object.entries(entries))
      for (const digits of new Set([pin.padEnd(length, "1"), pin.padStart(length, "1")])) {
        const { records, ...work } = bench.enter(digits);
        assert.deepEqual(
          records.map((record) => record.event === "lockOperationError" && record.reason),
          [reason],
          digits,
        );
        works[`${name}: ${digits}`] = work;
        await bench.forgive();
      }
    const expected = { hashes: runsIn(length), commits: 2, writes: works[`no PIN: ${noise.slice(0, length)}`]?.writes };
    for (const [entry, work] of Object.entries(works)) assert.deepEqual(work, expected, entry);
  }
});

test("L15x, P-2: what is too short or too long costs the commits and writes of any other refusal", async (t) => {
  const bench = await makeBench(t, 2);
  const works: { readonly commits: number; readonly writes: number }[] = [];
  for (const length of [1, 5, 6, 20, 21, 24]) {
    const { commits, writes } = bench.enter("1".repeat(length));
    works.push({ commits, writes });
    await bench.forgive();
  }
  assert.deepEqual(
    works,
    Array.from(works, () => works[0]),
  );
});

test("L15x, P-2: an unknown card or finger costs the commits and writes of a disabled user's", async (t) => {
  const bench = await makeBench(t, 2);
  await bench.order({ type: "setUser", userIndex: disabled.user });
  await bench.addUser(disabled.user, disabled.pin, { userStatus: "occupiedDisabled" });
  const reasonsOf = (work: Work) =>
    work.records.map((record) => record.event === "lockOperationError" && record.reason);
  const measure = async (action: () => void) => {
    const work = bench.count(action);
    await bench.forgive();
    return work;
  };
  const unknownCard = await measure(() => bench.world.presentCard("found-in-the-street"));
  const unknownFinger = await measure(() => bench.world.placeFinger("strangers"));
  const disabledPin = bench.enter(disabled.pin);
  assert.deepEqual([unknownCard, unknownFinger, disabledPin].map(reasonsOf).flat(), [
    "unknown-card",
    "unknown-finger",
    "user-disabled",
  ]);
  assert.deepEqual([unknownCard.hashes, unknownFinger.hashes], [1, 0]);
  for (const { commits, writes } of [unknownCard, unknownFinger])
    assert.deepEqual({ commits, writes }, { commits: disabledPin.commits, writes: disabledPin.writes });
});

test("L15x, V-1: during a lock-out nothing is judged: not one hash of a PIN", async (t) => {
  const bench = await makeBench(t, 10);
  for (let tries = 0; tries < 5; tries++) bench.enter(noise);
  assert.notEqual(bench.device.state.durable.guard.lockoutUntilMs, null);
  for (const digits of [first.pin, noise, `1${last.pin}1`]) assert.equal(bench.enter(digits).hashes, 0);
  const { wrongTries } = bench.device.state.durable.guard;
  assert.equal(wrongTries, 5);
});

test("L14, P-1: a PIN of each length opens at every place of an entry of up to 20 digits", async (t) => {
  const bench = await makeBench(t, 0);
  const pins = ["407913", "5182046", "93016257", "640271539", "8265013947"];
  for (const [at, pin] of pins.entries()) await bench.addUser(10 + at, pin);
  for (const [at, pin] of pins.entries())
    for (const length of [pin.length, 13, 20])
      for (let start = 0; start + pin.length <= length; start++) {
        const { hashes, records } = bench.enter(`${noise.slice(0, start)}${pin}`.padEnd(length, "1"));
        assert.equal(hashes, runsIn(length));
        assert.deepEqual(
          records.map((record) => record.event === "lockOperation" && record.user),
          [10 + at],
        );
        await bench.world.wait(6000);
      }
});
