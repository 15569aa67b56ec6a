/**
 * The life of a household whose gateway and lock lose power at random moments, while its owner changes who may come in
 * and people come home. Seeded is what they do; the moment of a kill is one of the real world, and no seed brings it back.
 */

import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { adminPin, enter } from "../../lock/at-the-door.ts";
import type { Label, User } from "../../lock/panel-process.ts";
import type { LockProcess } from "../../matter/lock-process.ts";
import { Chance } from "../../power-cuts/chance.ts";
import { assertLikeLog, readBoth, type Apart } from "../apart.ts";
import type { HomeProcess } from "../home-process.ts";
import type { Owner } from "../owner.ts";
import { HouseholdPlanner } from "./household-change.ts";
import { recogniseWorld, schedules, type Person, type World } from "./household-world.ts";

const changesAtOnceMax = 7;
/** From a change until the lock has it, and a little. */
const momentMsMax = 1_500;
const startMsMax = 1_500;
/** A kill during a change comes at any moment until a little after the usual answer, which is how long the last one took. */
const momentsOfAnswer = 1.3;

export interface HouseholdStory {
  readonly changes: number;
  readonly kills: number;
  /** Kills of the gateway that met a change on its way, and how many of these were there afterwards. */
  readonly unanswered: number;
  readonly unansweredDone: number;
  readonly openings: number;
}

type Side = "gateway" | "lock";

export class HouseholdLife {
  readonly #home: HomeProcess;
  readonly #lock: LockProcess;
  readonly #owner: Owner;
  readonly #lockId: string;
  readonly #seed: number;
  readonly #chance: Chance;
  readonly #planner: HouseholdPlanner;
  readonly #script: string[] = [];
  #world: World = new Map();
  #answerMs = 20;
  readonly #story = { changes: 0, kills: 0, unanswered: 0, unansweredDone: 0, openings: 0 };

  constructor(
    { home, lock }: Apart,
    owner: Owner,
    { lockId, seed }: { readonly lockId: string; readonly seed: number },
  ) {
    this.#home = home;
    this.#lock = lock;
    this.#owner = owner;
    this.#lockId = lockId;
    this.#seed = seed;
    this.#chance = new Chance(seed);
    this.#planner = new HouseholdPlanner(this.#chance, { base: owner.base, lockId });
  }

  /** @throws an Error with the seed and the script so far, when something was lost, doubled, or left by halves. */
  async live(least: { readonly kills: number; readonly changes: number }): Promise<HouseholdStory> {
    try {
      const before = await this.#lock.state();
      while (this.#story.kills < least.kills || this.#story.changes < least.changes) {
        await this.#changeSome();
        await this.#visit();
        await this.#cutPower();
      }
      await this.#owner.untilLink(this.#lockId, "online");
      await this.#owner.untilConfirmed();
      await this.#compareLock(before.users, before.credentials);
      await this.#tryEverybody();
      const { log, history } = await readBoth(this.#lock, this.#owner);
      assertLikeLog(history, log);
    } catch (cause) {
      const what = cause instanceof Error ? cause.message : "Something was thrown that is no error.";
      const again = `CATENACCIO_SEED=${this.#seed} npm test -- e2e/home/kills.test.ts`;
      throw new Error(`${what}\n${again}\nThe script so far:\n${this.#script.join("\n")}\n`, { cause });
    }
    return { ...this.#story };
  }

  async #changeSome(): Promise<void> {
    const count = 1 + this.#chance.below(changesAtOnceMax);
    for (let at = 0; at < count; at++) {
      const change = this.#planner.plan(this.#world);
      this.#script.push(change.what);
      const askedMs = performance.now();
      this.#world = change.outcome(this.#world, await change.ask(this.#owner.api));
      this.#answerMs = performance.now() - askedMs;
      this.#story.changes++;
    }
  }

  /** Somebody comes home, or tries to. */
  async #visit(): Promise<void> {
    if (this.#chance.isLucky(0.4)) return;
    const digits = this.#chance.pick([...this.#world.values()].flatMap(({ pins }) => pins))?.digits;
    // A success of somebody who may always come keeps the lock from counting up to its lock-out.
    await this.#lock.send(...(typeof digits === "string" ? enter(digits) : []), ...enter(adminPin));
    this.#story.openings++;
  }

  async #cutPower(): Promise<void> {
    const side = this.#chance.pick(["gateway", "lock"] as const) ?? "lock";
    const momentMs = this.#chance.share() * momentMsMax;
    let possible: readonly World[] | null = null;
    if (side === "gateway" && this.#chance.isLucky(0.5)) possible = await this.#killDuringChange();
    else {
      await setTimeout(momentMs);
      await this.#kill(side, `${Math.round(momentMs)} ms after`);
    }
    // Life goes on at the other side.
    if (side === "gateway") await this.#visit();
    else if (this.#chance.isLucky(0.6)) await this.#changeSome();
    while (this.#chance.isLucky(0.15)) await this.#killWhileStarting(side);
    await this.#restart(side, possible ?? [this.#world]);
  }

  async #kill(side: Side, when: string): Promise<void> {
    this.#script.push(`-- ${side} killed, ${when}`);
    await this.#process(side).kill();
    this.#story.kills++;
  }

  /** @returns how things may be afterwards: all that was answered took place. */
  async #killDuringChange(): Promise<readonly World[]> {
    const change = this.#planner.plan(this.#world);
    const asking = change.ask(this.#owner.api).then(
      (answer) => ({ answer }),
      () => null,
    );
    await setTimeout(this.#chance.share() * momentsOfAnswer * this.#answerMs);
    await this.#kill("gateway", `during ${change.what}`);
    const answered = await asking;
    this.#story.changes++;
    if (answered !== null) {
      this.#world = change.outcome(this.#world, answered.answer);
      return [this.#world];
    }
    this.#story.unanswered++;
    return [change.outcome(this.#world, null), this.#world];
  }

  async #killWhileStarting(side: Side): Promise<void> {
    const starting = this.#start(side).then(
      () => undefined,
      () => undefined,
    );
    await setTimeout(this.#chance.share() * startMsMax);
    await this.#kill(side, "while starting");
    await starting;
  }

  /** @param possible worlds, newest first: the app shows one of them. */
  async #restart(side: Side, possible: readonly World[]): Promise<void> {
    await this.#start(side);
    this.#script.push(`-- ${side} started`);
    const shown = await this.#owner.people();
    const [newest, former] = possible.map((world) => recogniseWorld(world, shown));
    const found = newest ?? former;
    assert.ok(found, `The app shows ${JSON.stringify(shown)}.`);
    if (former !== undefined && newest !== null) this.#story.unansweredDone++;
    this.#world = found;
  }

  async #start(side: Side): Promise<Label | object> {
    return side === "lock" ? await this.#lock.open() : await this.#home.openAgain();
  }

  #process(side: Side): LockProcess | HomeProcess {
    return side === "lock" ? this.#lock : this.#home;
  }

  /** Wanted is actual, and whom nobody in the app asked for is as before. */
  async #compareLock(
    foreign: Readonly<Record<string, User>>,
    foreignCredentials: Readonly<Record<string, readonly number[]>>,
  ): Promise<void> {
    const { users, credentials } = await this.#lock.state();
    const foreignNumbers = Object.keys(foreign);
    assert.deepEqual(Object.fromEntries(foreignNumbers.map((number) => [number, users[number]])), foreign);
    const own = Object.entries(users).filter(([number]) => !foreignNumbers.includes(number));
    const wanted = [...this.#world].filter(([, { access }]) => access !== null);
    assert.deepEqual(new Map(own.map(([, { name, ...user }]) => [name, user])), new Map(wanted.map(userOf)));
    assert.equal(own.length, wanted.length, "nobody is there twice");
    const pins = wanted.flatMap(([, person]) => person.pins);
    assert.equal(credentials.pin.length, (foreignCredentials["pin"]?.length ?? 0) + pins.length);
    assert.deepEqual(
      [credentials.fingerprint, credentials.rfid],
      [foreignCredentials["fingerprint"], foreignCredentials["rfid"]],
    );
    const { found, foundCredentials, wantedRevision, confirmedRevision } = await this.#owner.readLock(this.#lockId);
    assert.deepEqual(
      found.map(({ userIndex }: { readonly userIndex: number }) => String(userIndex)),
      foreignNumbers,
    );
    assert.deepEqual(foundCredentials, []);
    assert.equal(confirmedRevision, wantedRevision);
  }

  /** Whoever may come in now does, and nobody else. */
  async #tryEverybody(): Promise<void> {
    for (const [name, { access, pins }] of this.#world)
      for (const { digits } of pins) {
        if (digits === null) continue;
        const log = (await this.#lock.send(...enter(digits))).flatMap((out) => out.log ?? []);
        const isIn = log.some(({ event, operation }) => event === "lockOperation" && operation === "unlock");
        const mayCome = access !== null && !access.isPaused && access.schedule !== schedules.closed;
        assert.equal(isIn, mayCome, `${name}: ${JSON.stringify(access)}`);
        await this.#lock.send(...enter(adminPin));
      }
  }
}

/** In Matter's words a schedule of dates alone, and one of both kinds, are two types. */
const typesOf = { always: "unrestrictedUser", open: "scheduleRestrictedUser", closed: "yearDayScheduleUser" } as const;

function userOf([name, { access }]: readonly [string, Person]): readonly [string, Omit<User, "name">] {
  const when = (["always", "open", "closed"] as const).find((each) => schedules[each] === access?.schedule) ?? "always";
  return [name, { role: access?.role ?? "", type: typesOf[when], enabled: access?.isPaused === false }];
}
