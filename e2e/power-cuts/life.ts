/**
 * The life of one lock whose power is cut again and again: its processes on one data folder, the worlds that it may be
 * in, and everything it ever said it had on record.
 */

import { setTimeout } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { PanelProcess, type LogRecord, type Out } from "../lock/panel-process.ts";
import { Chance } from "./chance.ts";
import { plain, type Deed, type Possible } from "./deed.ts";
import { Household } from "./household.ts";
import { compare, newWorld } from "./world.ts";

const recordsKept = 1000;
/** Real time, because a kill is a thing of the real world: the moment after an answer, and the first of a process. */
const momentMsMax = 8;
const startMsMax = 400;
const linesMax = 100;
const asked = [{ ask: "state" }, { ask: "log" }] as const;

export interface LifeStory {
  readonly kills: number;
  /** Kills in the middle of a line: begun, and not answered. */
  readonly killsWithin: number;
  readonly lines: number;
  readonly records: number;
}

export class Life {
  readonly #panel: PanelProcess;
  readonly #chance: Chance;
  readonly #household: Household;
  readonly #seed: number;
  readonly #isOld: boolean;
  readonly #script: string[] = [];
  #possible: readonly Possible[] = [{ world: newWorld, evidence: [] }];
  /** Every record that the lock let on and has not erased since, by its number. */
  #told = new Map<number, LogRecord>();
  /** The last record of the last line that was answered, and the last one told by this process. */
  #settledSeq = 0;
  #lastTold: number | null = null;
  #kills = 0;
  #killsWithin = 0;
  #lines = 0;

  /** @param isOld the log is full from the beginning: for each new record the oldest goes. */
  constructor(data: string, { seed, isOld }: { readonly seed: number; readonly isOld: boolean }) {
    this.#panel = new PanelProcess(data);
    this.#chance = new Chance(seed);
    this.#household = new Household(this.#chance);
    this.#seed = seed;
    this.#isOld = isOld;
  }

  /** @throws an Error with the seed and the script so far, when the lock lost something or has something by halves. */
  async live(kills: number, signal: AbortSignal): Promise<LifeStory> {
    try {
      while (this.#kills < kills && !signal.aborted) await this.#liveUntilKilled();
      this.#start();
      this.#meet(await this.#panel.send(...asked));
      await this.#panel.kill();
    } catch (cause) {
      const what = cause instanceof Error ? cause.message : "Something was thrown that is no error.";
      const again = `CATENACCIO_SEED=${this.#seed} npm test -- e2e/power-cuts/`;
      throw new Error(`${what}\n${again}\nThe script so far:\n${this.#script.join("\n")}\n`, { cause });
    }
    return { kills: this.#kills, killsWithin: this.#killsWithin, lines: this.#lines, records: this.#settledSeq };
  }

  #start(): void {
    this.#script.push("-- start");
    this.#lastTold = null;
    this.#panel.start();
  }

  async #liveUntilKilled(): Promise<void> {
    const isShortLived = this.#kills === 0 || this.#chance.isLucky(0.12);
    this.#start();
    if (isShortLived) return await this.#killWhileStarting();
    this.#meet(await this.#panel.send(...asked));

    const deeds = this.#plan();
    this.#panel.write(...deeds.map(({ line }) => line));
    const target = this.#chance.pickWeighted(deeds.map(({ keys }, at) => [keys.length > 0 ? 6 : 1, at]));
    await this.#panel.untilDone(asked.length + target);
    await setTimeout(this.#chance.share() ** 2 * momentMsMax);
    this.#follow(deeds, await this.#kill());
  }

  #plan(): readonly Deed[] {
    const refreshed = [plain({ volts: 6.2 }), plain({ remote: "entry-on" })];
    const past = this.#isOld && this.#settledSeq < recordsKept ? recordsKept : 0;
    const world = this.#possible[0]?.world ?? newWorld;
    return [
      ...refreshed,
      ...Array.from({ length: past }, () => plain({ remote: "unlock" })),
      ...this.#household.plan(world, this.#chance.below(linesMax)),
    ];
  }

  /** Before it is there, while it gets ready, or while it is asked for the first time. */
  async #killWhileStarting(): Promise<void> {
    this.#panel.write(...asked);
    await setTimeout(this.#chance.share() * startMsMax);
    const out = await this.#kill();
    this.#hear(untilDone(out).before);
  }

  async #kill(): Promise<readonly Out[]> {
    const out = await this.#panel.kill();
    this.#script.push(`-- kill ${++this.#kills}`);
    return out;
  }

  /** What came out before the kill, line by line; the first that was not answered is in doubt. */
  #follow(deeds: readonly Deed[], out: readonly Out[]): void {
    let rest = out;
    for (const deed of deeds) {
      const { before, isAnswered, after } = untilDone(rest);
      this.#hear(before);
      this.#script.push(JSON.stringify(deed.line), ...(isAnswered ? [] : [`-- in doubt: ${JSON.stringify(before)}`]));
      if (!isAnswered) {
        if (before.length > 0) this.#killsWithin++;
        this.#possible = this.#possible.flatMap(({ world }) => deed.cut(world, before));
        return this.#household.doubt(deed.keys);
      }
      this.#settle(deed, before);
      this.#lines++;
      rest = after;
    }
  }

  #settle(deed: Deed, out: readonly Out[]): void {
    const borne = this.#possible.filter(({ world }) => deed.isAnswer(world, out));
    if (borne.length === 0)
      throw new Error(
        `This is no answer to ${JSON.stringify(deed.line)}: ${JSON.stringify(out)}\nin ${describe(this.#possible)}`,
      );
    this.#possible = distinct(borne.map(({ world }) => ({ world: deed.after(world), evidence: [] })));
    this.#settledSeq = Math.max(this.#settledSeq, this.#lastTold ?? 0);
  }

  /** Records are told one after the other; at a start, those that a kill kept back may be missing. */
  #hear(out: readonly Out[]): void {
    for (const record of out.flatMap(({ log }) => log ?? [])) {
      const isInOrder =
        this.#lastTold === null ? record.seq > Math.max(0, ...this.#told.keys()) : record.seq === this.#lastTold + 1;
      if (!isInOrder) throw new Error(`After record ${this.#lastTold} came ${JSON.stringify(record)}.`);
      this.#lastTold = record.seq;
      this.#told.set(record.seq, record);
    }
  }

  /** What the lock has to show for itself after a start. */
  #meet(out: readonly Out[]): void {
    const { before, after } = untilDone(out);
    this.#hear(before);
    const state = before.find((message) => message.state !== undefined)?.state;
    if (state === undefined) throw new Error("The lock did not tell its state.");
    const fresh = this.#readLog(after.flatMap(({ log }) => log ?? []));

    const borne = this.#possible.filter(({ evidence }) =>
      evidence.every(({ isThere, matches }) => fresh.some(matches) === isThere),
    );
    const met = borne.map(({ world }) => compare(world, state));
    this.#possible = distinct(met.flatMap((one) => ("world" in one ? [{ world: one.world, evidence: [] }] : [])));
    if (this.#possible.length > 0) return;
    const differences = met.map((one) => ("differences" in one ? one.differences : "")).join("\nor ");
    throw new Error(`After kill ${this.#kills} ${differences || "the log bears out nothing that there may be"}.
The log since the last answer: ${JSON.stringify(fresh)}`);
  }

  /** @returns the records since the last line that was answered. */
  #readLog(log: readonly LogRecord[]): readonly LogRecord[] {
    const [first] = log;
    const last = log.at(-1);
    if (first === undefined || last === undefined) throw new Error("The log is empty.");
    if (log.some(({ seq }, at) => seq !== first.seq + at)) throw new Error("The log has gaps.");
    if (last.seq < (this.#lastTold ?? this.#settledSeq)) throw new Error(`The log ends with ${JSON.stringify(last)}.`);
    const isErased = first.event === "alarm" && first.code === "lockFactoryReset";
    const isWhole = first.seq === 1 || log.length === recordsKept || isErased;
    if (!isWhole || log.length > recordsKept || first.seq > this.#settledSeq + 1)
      throw new Error(`The log has ${log.length} records and begins with ${JSON.stringify(first)}.`);
    for (const record of log) {
      const told = this.#told.get(record.seq);
      if (told !== undefined && !isDeepStrictEqual(told, record))
        throw new Error(`Told was ${JSON.stringify(told)}, kept is ${JSON.stringify(record)}.`);
    }
    const fresh = log.filter(({ seq }) => seq > this.#settledSeq);
    this.#told = new Map(log.map((record) => [record.seq, record]));
    this.#settledSeq = last.seq;
    this.#lastTold = last.seq;
    return fresh;
  }
}

/** What came out before the next line was answered, and after it. */
function untilDone(out: readonly Out[]): {
  readonly before: readonly Out[];
  readonly isAnswered: boolean;
  readonly after: readonly Out[];
} {
  const end = out.findIndex(({ done }) => done !== undefined);
  if (end === -1) return { before: out, isAnswered: false, after: [] };
  return { before: out.slice(0, end), isAnswered: true, after: out.slice(end + 1) };
}

function distinct(possible: readonly Possible[]): readonly Possible[] {
  return [...new Map(possible.map((one) => [JSON.stringify(one.world), one])).values()];
}

function describe(possible: readonly Possible[]): string {
  return possible.map(({ world }) => JSON.stringify(world)).join("\nor ");
}
