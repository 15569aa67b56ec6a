/**
 * The life of one lock in one home, killed again and again while the home changes it: what the lock may hold, what it
 * must have on record, and what it must have told. Seeded is what the home does; the moment of a kill is one of the real
 * world, and no seed brings it back.
 */
import { setTimeout } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { Label, LogRecord } from "../../lock/panel-process.ts";
import { Chance } from "../../power-cuts/chance.ts";
import type { EventRecord } from "../cluster-access.ts";
import type { HomeLock } from "../home-lock.ts";
import type { LockProcess } from "../lock-process.ts";
import type { MatterHome } from "../matter-home.ts";
import type { Subscription } from "../subscription.ts";
import type { Fields } from "../wire-values.ts";
import { readAnswers } from "./read-answers.ts";
import type { Outcome, Recorded, RemoteChange, Told } from "./remote-change.ts";
import { RemoteHousehold } from "./remote-household.ts";
import {
  administratorsPin,
  answersOf,
  credentialOf,
  dataOf,
  emptyWorld,
  entriesOf,
  judgePin,
  placesMax,
  type Kind,
  type RemoteWorld,
} from "./remote-world.ts";

const timed = { timed: true } as const;
/** A kill comes at any moment until a little after the usual answer, which is how long the last few took. */
const momentsOfAnswer = 1.1;
const usualOf = 7;
/** Longer than a lock takes until a home can reach it. */
const startMsMax = 1_300;
/** What the lock sent before its end is here by then. */
const deliveryMs = 25;
const changesMax = 8;
const duplicate = 0x02;

export interface RemoteStory {
  readonly kills: number;
  /** Kills with a change that was asked for and not answered, and how many of these changes were there afterwards. */
  readonly killsWithin: number;
  readonly unanswered: number;
  readonly unansweredDone: number;
  /** Answered. */
  readonly changes: number;
  readonly events: number;
}

/** How some changes that were asked for at the same time may have gone: those that took place, one after the other. */
interface Course {
  readonly world: RemoteWorld;
  readonly done: readonly (Asked & { readonly outcome: Outcome })[];
}

interface Asked {
  readonly change: RemoteChange;
  /** null: there was none. */
  readonly answer: Fields | null;
}

export class RemoteLife {
  readonly #lock: LockProcess;
  readonly #home: MatterHome;
  readonly #label: Label;
  readonly #seed: number;
  readonly #chance: Chance;
  readonly #household: RemoteHousehold;
  readonly #script: string[] = [];
  #door: HomeLock | null = null;
  #subscription: Subscription | null = null;
  #world: RemoteWorld = emptyWorld;
  /** Since the last time that the log and the events were read. */
  #due: { readonly records: Recorded[]; readonly events: Told[] } = { records: [], events: [] };
  /** What there may be after a cut; empty when nothing is in doubt. */
  #courses: readonly Course[] = [];
  #doubtful: RemoteChange["secrets"] = [];
  /** Every event that the home ever saw, by its number. */
  readonly #seen = new Map<number, EventRecord>();
  /** How long the lock took for the last changes on this machine. */
  readonly #answerMs = [12];
  #settledSeq = 0;
  #settledEvent = 0;
  readonly #story = { kills: 0, killsWithin: 0, unanswered: 0, unansweredDone: 0, changes: 0, events: 0 };

  /** @param label of the lock, which is running. */
  constructor(lock: LockProcess, home: MatterHome, { label, seed }: { readonly label: Label; readonly seed: number }) {
    this.#lock = lock;
    this.#home = home;
    this.#label = label;
    this.#seed = seed;
    this.#chance = new Chance(seed);
    this.#household = new RemoteHousehold(this.#chance);
  }

  /** @throws an Error with the seed and the script so far, when the lock lost something or has something by halves. */
  async live({ kills, changes }: { readonly kills: number; readonly changes: number }): Promise<RemoteStory> {
    try {
      this.#door = await this.#home.add(this.#label.qr, this.#label.port);
      this.#settledSeq = (await this.#lock.log()).at(-1)?.seq ?? 0;
      while (this.#story.kills < kills || this.#story.changes < changes) {
        await this.#changeUntilKilled();
        while (this.#chance.isLucky(0.15)) await this.#killWhileStarting();
        await this.#restart();
        await this.#meet();
      }
      await this.#compareAllEvents();
      await this.#kill("at the end");
    } catch (cause) {
      const what = cause instanceof Error ? cause.message : "Something was thrown that is no error.";
      const again = `CATENACCIO_SEED=${this.#seed} npm test -- e2e/matter/kills.test.ts`;
      throw new Error(`${what}\n${again}\nThe script so far:\n${this.#script.join("\n")}\n`, { cause });
    }
    return { ...this.#story };
  }

  get #reached(): HomeLock {
    if (this.#door === null) throw new Error("The home has no lock yet.");
    return this.#door;
  }

  async #changeUntilKilled(): Promise<void> {
    const count = this.#chance.below(changesMax);
    if (this.#chance.isLucky(0.4)) this.#subscription = await this.#reached.subscribe();
    for (let at = 0; at < count; at++) {
      const [change] = this.#household.plan(this.#world, 1);
      if (change === undefined) continue;
      const startMs = performance.now();
      const answer = await this.#ask(change);
      this.#answerMs.unshift(performance.now() - startMs);
      this.#answerMs.length = Math.min(this.#answerMs.length, usualOf);
      this.#settle([{ change, answer }]);
    }
    const together = this.#chance.pickWeighted([
      [6, 1],
      [2, 2],
      [2, 3],
    ] as const);
    const last = this.#household.plan(this.#world, together);
    const isAnswered = this.#chance.isLucky(0.2);
    const momentMs = this.#chance.share() * momentsOfAnswer * medianOf(this.#answerMs) * Math.sqrt(last.length);
    await this.#killDuring(last, isAnswered ? null : momentMs);
  }

  /** @param afterMs null: right after the answers. */
  async #killDuring(changes: readonly RemoteChange[], afterMs: number | null): Promise<void> {
    const end = new AbortController();
    const asking = Promise.all(
      changes.map(async (change): Promise<Asked> => {
        try {
          return { change, answer: await this.#ask(change, end.signal) };
        } catch (cause) {
          if (!end.signal.aborted) throw cause;
          return { change, answer: null };
        }
      }),
    );
    await (afterMs === null ? asking : Promise.race([setTimeout(afterMs), asking]));
    await this.#kill(afterMs === null ? "after the answer" : `${afterMs.toFixed(1)} ms after asking`);
    await setTimeout(deliveryMs);
    end.abort();
    this.#settle(await asking);
  }

  async #ask(change: RemoteChange, signal?: AbortSignal): Promise<Fields> {
    const { command, fields } = change;
    this.#script.push(`${command} ${inLine(fields)}`);
    return this.#reached.invoke(command, fields, signal === undefined ? timed : { ...timed, signal });
  }

  async #kill(when: string): Promise<void> {
    await this.#lock.kill();
    this.#story.kills++;
    this.#script.push(`-- kill ${this.#story.kills}, ${when}`);
    await this.#subscription?.close();
    for (const event of this.#subscription?.events() ?? []) this.#see(event);
    this.#subscription = null;
  }

  /** What was answered has taken place; of the rest, any part may have. */
  #settle(asked: readonly Asked[]): void {
    const courses = coursesOf(this.#world, asked);
    const unanswered = asked.filter(({ answer }) => answer === null);
    this.#script.push(...unanswered.map(({ change }) => `-- in doubt: ${change.command}`));
    if (courses.length === 0)
      throw new Error(`The lock answered ${inLine(asked.map(({ change, answer }) => [change.command, answer]))}.`);
    this.#story.changes += asked.length - unanswered.length;
    this.#story.unanswered += unanswered.length;
    if (unanswered.length > 0) this.#story.killsWithin++;
    this.#doubtful = asked.flatMap(({ change }) => change.secrets);
    const [first, ...others] = courses;
    if (others.length > 0 || first === undefined) this.#courses = courses;
    else this.#take(first);
  }

  #take({ world, done }: Course): void {
    this.#world = world;
    this.#courses = [];
    this.#due.records.push(...done.flatMap(({ outcome }) => outcome.records));
    this.#due.events.push(...done.flatMap(({ outcome }) => outcome.events));
  }

  async #killWhileStarting(): Promise<void> {
    const afterMs = this.#chance.share() * startMsMax;
    this.#lock.start("--stdio", "--port", String(this.#lock.port));
    await setTimeout(afterMs);
    await this.#kill(`${afterMs.toFixed(0)} ms after its start`);
  }

  async #restart(): Promise<void> {
    this.#script.push("-- start");
    const label = await this.#lock.open();
    if (!isDeepStrictEqual(label, { ...this.#label, commissioned: true }))
      throw new Error(`The lock was ${inLine(this.#label)}, and is now ${inLine(label)}.`);
    if (this.#lock.stderr !== "") throw new Error(`The lock complained: ${this.#lock.stderr}`);
    await this.#home.reconnect(this.#reached);
  }

  /** What the lock has to show for itself after a start. */
  async #meet(): Promise<void> {
    const homes = await this.#reached.other(0, "OperationalCredentials").read("commissionedFabrics");
    if (homes !== 1) throw new Error(`The lock is in ${inLine(homes)} homes.`);
    const found = {
      answers: await readAnswers(this.#reached),
      records: await this.#freshRecords(),
      events: await this.#freshEvents(),
    };
    this.#find(found);
    await this.#present();
    // What presenting caused is on record now, and no change.
    await this.#freshRecords();
    await this.#freshEvents();
  }

  /** Which of the courses it was: all that the lock shows must be of one and the same. */
  #find(found: Found): void {
    const courses = this.#courses.length > 0 ? this.#courses : [{ world: this.#world, done: [] }];
    const expected = courses.map(({ world, done }) => ({
      answers: answersOf(world),
      records: [...this.#due.records, ...done.flatMap(({ outcome }) => outcome.records)],
      events: [...this.#due.events, ...done.flatMap(({ outcome }) => outcome.events)],
    }));
    const at = expected.findIndex((each) => isDeepStrictEqual(each, found));
    const course = courses[at];
    if (course === undefined) {
      const differences = expected.map((each) => differencesOf(each, found)).toSorted((a, b) => a.length - b.length);
      const many =
        courses.length === 1 ? "is not what there must be" : `is none of ${courses.length} that there may be`;
      throw new Error(`After kill ${this.#story.kills} the lock ${many}; nearest:\n${differences[0]?.join("\n")}`);
    }
    this.#story.unansweredDone += course.done.filter(({ answer }) => answer === null).length;
    this.#take({ world: course.world, done: [] });
    this.#due = { records: [], events: [] };
  }

  /** Whether what the last change was about counts as it should: PINs open or do not, cards are known. */
  async #present(): Promise<void> {
    const other = this.#chance.pick(entriesOf(this.#world));
    for (const { kind, secret } of [...this.#doubtful, ...(other === null ? [] : [other])])
      await (kind === "pin" ? this.#presentPin(secret) : this.#presentCard(secret));
    // Wrong tries are over with this, so that they do not add up.
    const administrators = administratorsPin(this.#world);
    if (administrators !== null) await this.#presentPin(administrators.secret);
    this.#doubtful = [];
  }

  async #presentPin(secret: string): Promise<void> {
    const verdict = judgePin(this.#world, secret);
    if (verdict === "unclear" || (verdict === "refused" && administratorsPin(this.#world) === null)) return;
    const { status } = await this.#reached.invoke("unlockDoor", { pinCode: dataOf(secret) }, timed);
    this.#script.push(`unlockDoor ${secret}: ${inLine(status)}`);
    if ((status === 0) !== (verdict === "opens"))
      throw new Error(`The PIN ${secret} ${status === 0 ? "opens" : "does not open"}.`);
  }

  /** A card cannot be presented from afar; but one that is enrolled cannot be enrolled again, which changes nothing. */
  async #presentCard(secret: string): Promise<void> {
    const kind: Kind = "rfid";
    const owner = entriesOf(this.#world).find((entry) => entry.kind === kind && entry.secret === secret);
    if (owner === undefined) return;
    const credential = credentialOf({ kind, index: placesMax[kind] + 1 });
    const { status } = await this.#reached.invoke(
      "setCredential",
      {
        operationType: 0,
        credential,
        credentialData: dataOf(secret),
        userIndex: null,
        userStatus: null,
        userType: null,
      },
      timed,
    );
    if (status !== duplicate) throw new Error(`${secret} was not a duplicate, but ${inLine(status)}.`);
  }

  async #freshRecords(): Promise<readonly Recorded[]> {
    const log = await this.#lock.log();
    const last = log.at(-1)?.seq ?? 0;
    if (log.some(({ seq }, at) => seq !== (log[0]?.seq ?? 0) + at)) throw new Error("The log has gaps.");
    if (last < this.#settledSeq) throw new Error(`The log ends with ${last}; it was at ${this.#settledSeq} already.`);
    const fresh = log.filter(({ seq, event }) => seq > this.#settledSeq && event === "userChange");
    this.#settledSeq = last;
    return fresh.map(recordedOf);
  }

  async #freshEvents(): Promise<readonly Told[]> {
    const events = await this.#reached.events(undefined, this.#settledEvent);
    for (const event of events) this.#see(event);
    const last = Math.max(...this.#seen.keys(), 0);
    // One that the home was told before the kill, and that is not there any more, is in none of the answers.
    const fresh = [...this.#seen.values()].filter(({ number }) => number > this.#settledEvent);
    const lost = fresh.filter(({ number }) => events.every((event) => event.number !== number));
    if (lost.length > 0) throw new Error(`The lock told ${inLine(lost)}, and does not know of it.`);
    this.#settledEvent = last;
    const changes = events.filter(({ name }) => name === "lockUserChange");
    this.#story.events += changes.length;
    return changes.map(toldOf);
  }

  /** A number stands for the same event for ever. */
  #see(event: EventRecord): void {
    const known = this.#seen.get(event.number);
    if (known !== undefined && !isDeepStrictEqual(known, event))
      throw new Error(`Event ${event.number} was ${inLine(known)}, and is now ${inLine(event)}.`);
    this.#seen.set(event.number, event);
  }

  /** The oldest of each priority may be gone; between those that are kept, none is. */
  async #compareAllEvents(): Promise<void> {
    const kept = await this.#reached.events();
    for (const event of kept) this.#see(event);
    const missing = [...this.#seen.values()].filter((event) => {
      const ofPriority = kept.filter(({ priority }) => priority === event.priority).map((other) => other.number);
      return event.number >= Math.min(...ofPriority) && !ofPriority.includes(event.number);
    });
    if (missing.length > 0) throw new Error(`The lock does not know any more of ${inLine(missing)}.`);
  }
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

interface Found {
  readonly answers: ReturnType<typeof answersOf>;
  readonly records: readonly Recorded[];
  readonly events: readonly Told[];
}

function recordedOf({ change = "", user = null, credential = null, ...rest }: LogRecord): Recorded {
  const { schedule } = rest as Pick<Recorded, "schedule">;
  return {
    change,
    user,
    credential: credential as Recorded["credential"],
    ...(schedule !== undefined && { schedule }),
  };
}

function toldOf({ fields }: EventRecord): Told {
  const { lockDataType, dataOperationType, userIndex, dataIndex } = fields as unknown as Told;
  return { lockDataType, dataOperationType, userIndex, dataIndex };
}

/** Every part of what was not answered together with all that was, in every order, as far as it bears the answers out. */
function coursesOf(world: RemoteWorld, asked: readonly Asked[]): readonly Course[] {
  const walk = (course: Course, left: readonly Asked[]): readonly Course[] => {
    const isEnd = left.every(({ answer }) => answer === null);
    const next = left.flatMap((one) => {
      const outcome = one.change.outcome(course.world);
      if (one.answer !== null && !isDeepStrictEqual(one.answer, outcome.answer)) return [];
      const done = [...course.done, { ...one, outcome }];
      return walk(
        { world: outcome.world, done },
        left.filter((other) => other !== one),
      );
    });
    return isEnd ? [course, ...next] : next;
  };
  return walk({ world, done: [] }, asked);
}

function differencesOf(expected: unknown, found: unknown, path = ""): readonly string[] {
  if (isDeepStrictEqual(expected, found)) return [];
  const isBranch = [expected, found].every((each) => typeof each === "object" && each !== null);
  if (!isBranch) return [`  ${path} is ${inLine(found)}, not ${inLine(expected)}`];
  const [one, other] = [expected, found] as readonly Readonly<Record<string, unknown>>[];
  const names = new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})]);
  return [...names].flatMap((name) =>
    differencesOf(one?.[name], other?.[name], path === "" ? name : `${path}.${name}`),
  );
}

/** Octets as the text that they are here. */
function inLine(value: unknown): string {
  return JSON.stringify(value, (_name, each: unknown) => {
    if (typeof each === "bigint") return `${each}n`;
    return each instanceof Uint8Array ? Buffer.from(each).toString("latin1") : each;
  });
}
