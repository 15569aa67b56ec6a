/**
 * A virtual lock whose power can be cut anywhere: one run of some messages, and for each moment in it what a cut then
 * leaves on the disk, beside what had been perceived until then.
 *
 * The virtual lock is deterministic, so the cuts of one run are those of as many runs. Moments with the same content of
 * the disk are one cut, with what is known of the first and of the last of them.
 */

import { existsSync, mkdtempDisposableSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { DurableState } from "@catenaccio/lock-core";
import { FileSecrets } from "../src/secrets/file-secrets.ts";
import { databaseName } from "../src/store/schema.ts";
import type { InMessage, OutMessage, ReportedRecord } from "../src/virtual/protocol.ts";
import { VirtualLock } from "../src/virtual/virtual-lock.ts";
import { loadVoice } from "../src/voice/voice.ts";
import { cutWrites, readImage, writeImage, type DiskImage } from "./disk-image.ts";
import { watchDisk } from "./disk-watch.ts";

const voice = loadVoice();
const memoryDisk = "/dev/shm";

/** What comes out of the lock; `done` after each message that was carried out. */
export type Heard = OutMessage;

export interface Cut {
  readonly disk: DiskImage;
  /** Everything that had come out before. */
  readonly heard: readonly Heard[];
  /** Which states of the run may be found: from what was perceivable of the last one to what was in flight. */
  readonly least: number;
  readonly most: number;
  /** Tries that the secrets or the reader had been asked to judge. */
  readonly judged: number;
  /** Time since the beginning of the cuts, at the first such moment and at the last. */
  readonly elapsedMs: { readonly least: number; readonly most: number };
}

export interface Run {
  readonly cuts: readonly Cut[];
  readonly heard: readonly Heard[];
  /** The states that were stored one after the other, the one at the beginning first. */
  readonly stored: readonly DurableState[];
  /** Every record that was ever kept, by its number. */
  readonly records: ReadonlyMap<number, ReportedRecord>;
  readonly end: DiskImage;
  /** Changes of the disk by the store and the secrets. */
  readonly operations: number;
}

export interface RunOptions {
  /** A folder to work in; it is emptied first. */
  readonly folder: string;
  readonly disk: DiskImage;
  /** Happens before the cuts begin. */
  readonly before?: readonly InMessage[];
  readonly messages: readonly InMessage[];
  /** The cuts begin with the opening of the folder, not with the first message. */
  readonly isOpeningCut?: boolean;
}

/** Perceivable, and by the lock's own will: the metal of the world moves by itself. */
function isLocksDoing(message: Heard): boolean {
  return "say" in message || "tone" in message || "clutch" in message || "log" in message;
}

export async function runWithCuts(options: RunOptions): Promise<Run> {
  const { folder, disk, before = [], messages, isOpeningCut = false } = options;
  rmSync(folder, { recursive: true, force: true });
  writeImage(disk, folder);
  const recorder = new Recorder(folder, disk);
  using _watch = watchDisk(() => recorder.cut());
  using _judges = watchHashes(() => recorder.judge());
  if (isOpeningCut) recorder.begin();
  const lock = openLock(folder, () => recorder.operation());
  recorder.attach(lock);
  watchMatches(lock, () => recorder.judge());
  lock.start();
  for (const message of before) await lock.send(message);
  if (!isOpeningCut) recorder.begin();
  for (const [at, message] of messages.entries()) {
    await lock.send(message);
    recorder.sent(at + 1);
  }
  const run = recorder.finish();
  lock.close();
  return run;
}

/** A kill leaves what was written, synced or not: a disk in memory, where there is one, is as good and much quicker. */
export function makeFastFolder(test: TestContext): string {
  const parent = existsSync(memoryDisk) ? memoryDisk : tmpdir();
  const folder = mkdtempDisposableSync(join(parent, "catenaccio-lock-"));
  test.after(() => folder.remove());
  return folder.path;
}

export function openLock(folder: string, onOperation?: () => void): VirtualLock {
  return new VirtualLock({ folder, clock: "virtual", voice, ...(onOperation && { onOperation }) });
}

/** The records of a lock's log, oldest first. */
export function logOf(lock: VirtualLock): readonly ReportedRecord[] {
  return lock.readLog().flatMap((message) => ("log" in message ? [message.log] : []));
}

interface Moment {
  readonly disk: DiskImage;
  readonly heard: number;
  readonly stored: number;
  readonly steps: number;
  /** The step in progress has been perceived. */
  readonly isStepHeard: boolean;
  readonly judged: number;
  readonly elapsedMs: number;
}

class Recorder {
  readonly #folder: string;
  readonly #moments: Moment[] = [];
  readonly #heard: Heard[] = [];
  readonly #stored: DurableState[] = [];
  /** By the number of steps done: the place in `#stored` of the state after them. */
  readonly #storedAfter: number[] = [];
  readonly #records = new Map<number, ReportedRecord>();
  #lock: VirtualLock | null = null;
  #disk: DiskImage;
  #judged = 0;
  #isStepHeard = false;
  #isOn = false;
  #operations = 0;
  #beganAtMs = 0;

  constructor(folder: string, disk: DiskImage) {
    this.#folder = folder;
    this.#disk = disk;
  }

  begin(): void {
    this.#isOn = true;
    this.#heard.length = 0;
    this.#judged = 0;
    this.#beganAtMs = this.#elapsedMs;
    if (this.#lock !== null) this.#follow();
    this.#stored.splice(0, this.#stored.length - 1);
    this.#storedAfter.splice(0, this.#storedAfter.length, 0);
    this.cut();
  }

  attach(lock: VirtualLock): void {
    this.#lock = lock;
    for (const record of logOf(lock)) this.#records.set(record.seq, record);
    this.#follow();
    this.#storedAfter.push(0);
    lock.subscribe((message) => {
      if ("log" in message) this.#records.set(message.log.seq, message.log);
      this.#heard.push(message);
      this.#isStepHeard ||= isLocksDoing(message);
      this.cut();
    });
    lock.device.onStep(() => {
      this.#follow();
      this.#storedAfter.push(this.#stored.length - 1);
      this.#isStepHeard = false;
      this.cut();
    });
  }

  sent(done: number): void {
    this.#follow();
    this.#heard.push({ done });
    this.cut();
  }

  judge(): void {
    this.#judged++;
    this.cut();
  }

  operation(): void {
    if (this.#isOn) this.#operations++;
    this.cut();
  }

  cut(): void {
    if (!this.#isOn) return;
    this.#disk = readImage(this.#folder, this.#disk);
    this.#moments.push({
      disk: this.#disk,
      heard: this.#heard.length,
      stored: Math.max(0, this.#stored.length - 1),
      steps: this.#storedAfter.length - 1,
      isStepHeard: this.#isStepHeard,
      judged: this.#judged,
      elapsedMs: this.#elapsedMs - this.#beganAtMs,
    });
  }

  finish(): Run {
    this.cut();
    this.#isOn = false;
    return {
      cuts: this.#cuts(),
      heard: this.#heard,
      stored: this.#stored,
      records: this.#records,
      end: this.#disk,
      operations: this.#operations,
    };
  }

  get #elapsedMs(): number {
    return this.#lock?.world.clock.elapsedMs() ?? 0;
  }

  #follow(): void {
    const durable = this.#lock?.device.state.durable;
    if (durable !== undefined && durable !== this.#stored.at(-1)) this.#stored.push(durable);
  }

  #cuts(): readonly Cut[] {
    const cuts: Cut[] = [];
    let first = 0;
    this.#moments.forEach((moment, at) => {
      const next = this.#moments[at + 1];
      if (next?.disk === moment.disk) return;
      const cut: Cut = {
        disk: moment.disk,
        heard: this.#heard.slice(0, moment.heard),
        least: this.#least(moment),
        most: (this.#moments[first]?.stored ?? 0) + 1,
        judged: moment.judged,
        elapsedMs: { least: this.#moments[first]?.elapsedMs ?? 0, most: moment.elapsedMs },
      };
      cuts.push(cut);
      const most = moment.stored + 1;
      if (next !== undefined) cuts.push(...cutCommits(moment.disk, next.disk).map((disk) => ({ ...cut, most, disk })));
      first = at + 1;
    });
    return cuts;
  }

  #least(moment: Moment): number {
    return moment.isStepHeard ? (this.#storedAfter[moment.steps + 1] ?? moment.stored) : moment.stored;
  }
}

const walName = `${databaseName}-wal`;

/** SQLite writes past Node: first the log of changes, then from there into the database, then it shortens the log. */
function cutCommits(from: DiskImage, to: DiskImage): readonly DiskImage[] {
  const longerLog = [from, to]
    .map((disk) => disk.get(walName))
    .toSorted((one, other) => sizeOf(other) - sizeOf(one))[0];
  const beforeDatabase = longerLog === undefined ? from : new Map(from).set(walName, longerLog);
  // A new database comes to its name whole.
  const inDatabase = from.has(databaseName) ? cutWrites(beforeDatabase, to, databaseName) : [];
  return [...cutWrites(from, to, walName), ...inDatabase];
}

function sizeOf(content: Buffer | undefined): number {
  return content?.length ?? 0;
}

/** The PINs' hashes are what a try at one is judged by; those of one entry are one judgement. */
function watchHashes(onJudge: () => void): Disposable {
  const hashPinRun: (this: FileSecrets, digits: string) => string = Reflect.get(FileSecrets.prototype, "hashPinRun");
  let isWithin = false;
  FileSecrets.prototype.hashPinRun = function (this: FileSecrets, digits: string) {
    if (!isWithin) {
      isWithin = true;
      queueMicrotask(() => (isWithin = false));
      onJudge();
    }
    return hashPinRun.call(this, digits);
  };
  return {
    [Symbol.dispose]: () => {
      FileSecrets.prototype.hashPinRun = hashPinRun;
    },
  };
}

function watchMatches(lock: VirtualLock, onJudge: () => void): void {
  const { reader } = lock.world.hardware;
  const matchFinger = reader.matchFinger.bind(reader);
  reader.matchFinger = () => {
    onJudge();
    matchFinger();
  };
}
