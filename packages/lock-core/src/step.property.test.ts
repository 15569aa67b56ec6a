/** What must hold for the lock as a whole, whatever happens to it: tried with random households, acts and power cuts. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  everybodysActs,
  eventsOutOfTheBlue,
  familysActs,
  keepFromStrangers,
  ordersOfApps,
  strangersActs,
  type Act,
} from "../test/acts.ts";
import type { CoreLock } from "../test/core-lock.ts";
import { digit, households, moveIn, owner, pinDigits, type Household } from "../test/households.ts";
import { runsChecked } from "../test/runs.ts";
import { credentialKinds, type GuardProfile } from "./model.ts";
import { dayMs, hourMs, minuteMs } from "./moment.ts";
import { isPassage, lockedOutMs, nextDeadlineMs, unpoweredLock, type DurableState, type LockState } from "./state.ts";
import { step } from "./step.ts";

function manyOf(
  kinds: readonly fc.Arbitrary<Act>[],
  minLength: number,
  maxLength: number,
): fc.Arbitrary<readonly Act[]> {
  return fc.array(fc.oneof(...kinds), { minLength, maxLength, size: "max" });
}

function pinsOf({ pins }: Household): readonly string[] {
  return [owner.pin, ...pins.map(({ pin }) => pin)];
}

describe("somebody without a credential", () => {
  test("L13: never gets the clutch engaged, nor the menu open, nor anything changed, power cuts included", () => {
    let acts = 0;
    fc.assert(
      fc.property(households, manyOf(strangersActs, 10, 60), (household, sequence) => {
        const lock = moveIn(household);
        const { users, credentials, settings } = lock.state.durable;
        keepFromStrangers(lock, pinsOf(household));
        for (const act of sequence) {
          act.on(lock);
          acts++;
          const isFree = isPassage(lock.state);
          const { drives } = lock.take();
          assert.ok(isFree || !drives.includes("engaged"), "the clutch was ordered to engage");
          assert.ok(["off", "asleep", "idle", "verify"].includes(lock.state.volatile.session.kind));
        }
        const after = lock.state.durable;
        assert.deepEqual(
          { users, credentials, settings },
          {
            users: after.users,
            credentials: after.credentials,
            settings: after.settings,
          },
        );
      }),
      runsChecked(1500),
    );
    assert.ok(acts > 15_000, `${acts} acts`);
  });

  test("L15x, L15b: is judged no more often than the profile allows, and no cut shortens a lock-out", () => {
    let stops = 0;
    let successesByPin = 0;
    fc.assert(
      fc.property(
        fc.constantFrom<GuardProfile>("manual", "guarded", "strict"),
        fc.array(fc.oneof({ weight: 3, arbitrary: campaigns }, { weight: 1, arbitrary: interludes }), {
          minLength: 2,
          maxLength: 14,
          size: "max",
        }),
        (profile, sequence) => {
          const lock = moveIn({ ...emptyHousehold, profile, fingers: [{ role: "member" }] });
          const watch = new Watch(lock, profile);
          for (const act of sequence) act.on(watch);
          const { isPinEntryStopped, isFingerprintEntryStopped } = lock.state.durable.guard;
          if (isPinEntryStopped || isFingerprintEntryStopped) stops++;
          successesByPin += watch.successesByPin;
        },
      ),
      runsChecked(400),
    );
    assert.ok(stops > 50, `${stops} stops`);
    assert.ok(successesByPin > 20, `${successesByPin} successes by PIN amid guesses`);
  });
});

const emptyHousehold: Household = {
  profile: "guarded",
  mode: "normal",
  autoRelockSeconds: 5,
  wrongCodeEntryLimit: 5,
  isTimeKnown: true,
  pins: [],
  cards: [{ role: "member" }],
  fingers: [],
};

interface Interlude {
  readonly what: unknown;
  readonly on: (watch: Watch) => void;
}

function interlude<T>(what: fc.Arbitrary<T>, on: (watch: Watch, what: T) => void): fc.Arbitrary<Interlude> {
  return what.map((given) => ({
    what: given,
    on: (watch) => on(watch, given),
    [fc.toStringMethod]: () => JSON.stringify(given),
  }));
}

/** Guess after guess of one kind, waiting as long as the lock says, with the power cut now and then. */
const campaigns = interlude(
  fc.record({
    kind: fc.constantFrom(...credentialKinds),
    guesses: fc.integer({ min: 1, max: 90 }),
    entry: fc.constantFrom("604172", "60417260417260417260", "6041", "604172604172604172604"),
    cuts: fc.array(fc.option(fc.record({ steps: fc.integer({ min: 1, max: 3 }), areEffectsDone: fc.boolean() })), {
      minLength: 1,
      maxLength: 5,
    }),
    isPatient: fc.constantFrom(true, true, true, false),
  }),
  (watch, { kind, guesses, entry, cuts, isPatient }) => {
    for (let guess = 0; guess < guesses; guess++) {
      if (isPatient) watch.waitOut();
      watch.guess(kind, entry, cuts[guess % cuts.length] ?? null);
    }
  },
);

const interludes: fc.Arbitrary<Interlude> = fc.oneof(
  interlude(fc.record({ waitMs: fc.integer({ min: 0, max: 2 * hourMs }) }), (watch, { waitMs }) => watch.wait(waitMs)),
  interlude(fc.constant("a member's card"), (watch) => watch.succeed("card 0", "member")),
  interlude(fc.constant("an administrator's card"), (watch) => watch.succeed(owner.card, "administrator")),
  interlude(fc.constant("an administrator's PIN"), (watch) => watch.succeedWithPin(owner.pin)),
  interlude(fc.constant("an administrator's PIN, once it is judged"), (watch) => {
    watch.waitOut();
    watch.succeedWithPin(owner.pin);
  }),
  interlude(fc.record({ cuts: fc.integer({ min: 1, max: 30 }) }), (watch, { cuts }) => {
    for (let cut = 0; cut < cuts; cut++) {
      watch.wait(7000);
      watch.lock.cutPower();
    }
  }),
);

/** Wrong tries that are judged before the system locks. */
const limit = 5;

/**
 * An honest witness beside the lock: it counts what is judged, and keeps its own time with power. The lock may lock
 * earlier and for longer, because a try that a cut kept from being judged counts; never later, and never for less.
 */
class Watch {
  readonly lock: CoreLock;
  readonly #profile: GuardProfile;
  #waitedMs = 0;
  /** Judged without a success in between, since when, and the lock-outs that there must have been before. */
  #judged = 0;
  #startMs = 0;
  #lockOutsBefore = 0;
  #lastJudgedMs = 0;
  #pins = 0;
  #fingers = 0;
  #windows: { readonly atMs: number; readonly count: number }[] = [];
  /** With windows before them that they must not give back. */
  #successesByPin = 0;

  constructor(lock: CoreLock, profile: GuardProfile) {
    this.lock = lock;
    this.#profile = profile;
  }

  get successesByPin(): number {
    return this.#successesByPin;
  }

  wait(ms: number): void {
    this.lock.wait(ms);
    this.#waitedMs += ms;
  }

  waitOut(): void {
    this.wait(lockedOutMs(this.lock.state, this.lock.poweredMs));
  }

  guess(kind: (typeof credentialKinds)[number], entry: string, cut: CoreLock["cutAfter"]): void {
    const { lock } = this;
    lock.take();
    if (kind === "pin") lock.type(entry);
    lock.cutAfter = cut;
    if (kind === "pin") lock.press("#");
    else if (kind === "rfid") lock.card("a stranger's");
    else lock.finger("a stranger's");
    lock.cutAfter = null;
    const { judged, drives } = lock.take();
    assert.ok(!drives.includes("engaged"));
    assert.ok(judged <= 1);
    if (judged === 1) this.#wasJudged(kind, entry);
  }

  #wasJudged(kind: (typeof credentialKinds)[number], entry: string): void {
    const daysWithout = Math.floor((this.#waitedMs - this.#lastJudgedMs) / dayMs);
    if (this.#judged === 0 || daysWithout > 0) this.#beginRun(daysWithout);
    this.#judged++;
    this.#lastJudgedMs = this.#waitedMs;
    const tookMs = this.#waitedMs - this.#startMs;
    assert.ok(tookMs >= this.#shortestMs(), `${this.#judged} tries were judged within ${tookMs} ms`);

    if (this.#profile === "manual") return;
    if (kind === "fingerprint") this.#fingers++;
    if (kind === "pin") this.#pins++;
    assert.ok(this.#pins <= 100, `${this.#pins} PINs were judged`);
    assert.ok(this.#fingers <= 50, `${this.#fingers} fingers were judged`);
    const recent = this.#windows.filter(({ atMs }) => atMs > this.#waitedMs - dayMs);
    const held = recent.reduce((sum, { count }) => sum + count, 0);
    if (kind !== "pin") return;
    assert.ok(held < 1000, `a PIN was judged after ${held} windows within a day`);
    this.#windows.push({ atMs: this.#waitedMs, count: entry.length > 20 ? 0 : Math.max(1, entry.length - 5) });
  }

  #beginRun(daysWithout: number): void {
    this.#lockOutsBefore = Math.max(0, this.#lockOutsBefore + Math.floor(this.#judged / limit) - daysWithout);
    this.#judged = 0;
    this.#startMs = this.#waitedMs;
  }

  /** The lock-outs that must lie between the tries of this run. */
  #shortestMs(): number {
    let sumMs = 0;
    for (let lockOut = 0; lockOut < Math.floor((this.#judged - 1) / limit); lockOut++) {
      const doublings = this.#profile === "manual" ? 0 : this.#lockOutsBefore + lockOut;
      sumMs += Math.min(3 * 2 ** doublings, 60) * minuteMs;
    }
    return sumMs;
  }

  succeed(card: string, role: "administrator" | "member"): void {
    const { lock } = this;
    lock.take();
    lock.card(card);
    if (lock.take().judged === 0) return;
    this.#beginRun(0);
    if (role === "member") return;
    this.#putBack();
    this.#windows = [];
  }

  /** A PIN of an administrator puts everything back but the windows. */
  succeedWithPin(pin: string): void {
    const { lock } = this;
    lock.take();
    lock.type(`${pin}#`);
    if (lock.take().judged === 0) return;
    assert.equal(lock.state.durable.guard.wrongPins, 0, "the PIN was right");
    if (this.#windows.length > 0) this.#successesByPin++;
    this.#beginRun(0);
    this.#putBack();
  }

  #putBack(): void {
    this.#lockOutsBefore = 0;
    this.#pins = 0;
    this.#fingers = 0;
  }
}

describe("the household", () => {
  test("L15x: a lock-out always ends under waiting, whatever led to it", () => {
    let lockOuts = 0;
    fc.assert(
      fc.property(households, manyOf(everybodysActs, 5, 40), (household, sequence) => {
        const lock = moveIn(household);
        for (const act of sequence) act.on(lock);
        lock.cutAfter = null;
        lock.cutPower();
        for (let tried = 0; tried < household.wrongCodeEntryLimit; tried++) lock.card("a stranger's");
        if (lock.state.durable.guard.lockoutUntilMs !== null) lockOuts++;
        // 255 s may be written as the first lock-out: the longest is an hour.
        lock.wait(hourMs);
        assert.equal(lock.state.durable.guard.lockoutUntilMs, null);
      }),
      runsChecked(200),
    );
    assert.ok(lockOuts > 100, `${lockOuts} lock-outs`);
  });

  test("L15b: a hard stop ends by an administrator's success of another kind, or by the order, and by nothing else", () => {
    const stops = fc.record({
      kind: fc.constantFrom("pin" as const, "fingerprint" as const),
      profile: fc.constantFrom<GuardProfile>("guarded", "strict"),
      sequence: manyOf(strangersActs, 5, 40),
      isOrdered: fc.boolean(),
    });
    fc.assert(
      fc.property(stops, ({ kind, profile, sequence, isOrdered }) => {
        const lock = moveIn({ ...emptyHousehold, profile });
        keepFromStrangers(lock, [owner.pin]);
        for (let guess = 0; guess < 100; guess++) {
          lock.wait(lockedOutMs(lock.state, lock.poweredMs));
          if (kind === "pin") lock.type("604172#");
          else lock.finger("a stranger's");
        }
        const isStopped = (): boolean => {
          const { isPinEntryStopped, isFingerprintEntryStopped } = lock.state.durable.guard;
          return kind === "pin" ? isPinEntryStopped : isFingerprintEntryStopped;
        };
        for (const act of sequence) {
          act.on(lock);
          assert.ok(isStopped());
        }
        lock.cutAfter = null;
        lock.cutPower();
        lock.wait(hourMs);
        lock.dispatch({ type: "handleMoved", isAtRest: true });
        if (isOrdered) lock.order({ type: "restoreEntry" });
        else lock.card(owner.card);
        assert.ok(!isStopped());
        lock.wait(hourMs);
        lock.take();
        lock.type(`${owner.pin}#`);
        assert.equal(lock.take().judged, 1);
      }),
      runsChecked(60),
    );
  });

  test("L15x: a one-time PIN opens at most once, whatever is cut and whenever", () => {
    const cut = fc.record({ steps: fc.integer({ min: 1, max: 6 }), areEffectsDone: fc.boolean() });
    fc.assert(
      fc.property(
        pinDigits,
        fc.array(fc.option(cut), { minLength: 2, maxLength: 8 }),
        fc.boolean(),
        (pin, cuts, isMotorSilent) => {
          const lock = moveIn(emptyHousehold);
          lock.issue({ role: "guest", userType: "disposableUser" }, { pin });
          lock.take();
          for (const when of cuts) {
            if (isMotorSilent) lock.unanswered.add("driveClutch");
            lock.cutAfter = when;
            lock.type(`${pin}#`);
            lock.wait(20_000);
            lock.cutAfter = null;
            lock.unanswered.clear();
            lock.cutPower();
          }
          assert.ok(lock.take().drives.filter((to) => to === "engaged").length <= 1);
        },
      ),
      runsChecked(300),
    );
  });
});

describe("everything that happens", () => {
  const anything = manyOf([...everybodysActs, ...eventsOutOfTheBlue], 25, 110);

  test("L33: no sequence of events breaks an invariant, holds a deadline for ever, or leaves more than fits", () => {
    const kinds = new Map<string, number>();
    const sessions = new Set<string>();
    let acts = 0;
    let sequences = 0;
    fc.assert(
      fc.property(households, anything, (household, sequence) => {
        const lock = moveIn(household);
        sequences++;
        for (const act of sequence) {
          act.on(lock);
          acts++;
          kinds.set(act.kind, (kinds.get(act.kind) ?? 0) + 1);
          sessions.add(lock.state.volatile.session.kind);
          const deadlineMs = nextDeadlineMs(lock.state, lock.now);
          assert.ok(deadlineMs === null || Number.isFinite(deadlineMs));
        }
        const { nextSeq } = lock.state.durable.log;
        lock.log.forEach(({ seq }, place) => assert.equal(seq, nextSeq - lock.log.length + place));
      }),
      runsChecked(1000),
    );
    assert.ok(acts / sequences >= 50, `the mean length is ${acts / sequences}`);
    const expected = [...everybodysActs, ...eventsOutOfTheBlue].length;
    assert.ok(kinds.size === expected && expected >= 25, `${kinds.size} of ${expected} kinds`);
    assert.equal(sessions.size, 12, `the sessions that were met: ${[...sessions].join(", ")}`);
  });

  test("L33: the recorded inputs, replayed, give the same state, records and effects; JSON in between changes nothing", () => {
    fc.assert(
      fc.property(households, anything, (household, sequence) => {
        const lock = moveIn(household);
        lock.take();
        const first = lock.inputs.length;
        const start = lock.state;
        for (const act of sequence) act.on(lock);
        const inputs = lock.inputs.slice(first);
        const same = replay(start, inputs, (durable) => durable);
        const throughJson = replay(start, inputs, (durable) => JSON.parse(JSON.stringify(durable)) as DurableState);
        assert.deepEqual(same.state, lock.state);
        assert.deepEqual(same.records, lock.take().records);
        assert.deepEqual(throughJson, same);
      }),
      runsChecked(300),
    );
  });

  function replay(
    start: LockState,
    inputs: CoreLock["inputs"],
    store: (durable: DurableState) => DurableState,
  ): { readonly state: LockState; readonly records: unknown[]; readonly effects: unknown[] } {
    let state = start;
    const records: unknown[] = [];
    const effects: unknown[] = [];
    for (const { event, now } of inputs) {
      const before = event.type === "poweredUp" ? unpoweredLock(state.durable) : state;
      const done = step({ ...before, durable: store(before.durable) }, event, now);
      ({ state } = done);
      records.push(...done.records);
      effects.push(...done.effects);
    }
    return { state, records, effects };
  }

  test("L12, L40: no digits of a PIN and no card are in a record or in an effect that does not judge or hash them", () => {
    const acts = manyOf([...strangersActs, ...familysActs, ...ordersOfApps], 25, 110);
    let looked = 0;
    fc.assert(
      fc.property(households, acts, (household, sequence) => {
        const lock = moveIn(household);
        for (const act of sequence) act.on(lock);
        const { effects, records } = lock.take();
        const told = effects.filter(
          ({ type }) => type !== "verifyPin" && type !== "verifyCard" && type !== "hashNewPin",
        );
        for (const one of [...records.map(({ utcMs: _utcMs, ...rest }) => rest), ...told]) {
          const text = JSON.stringify(one);
          assert.doesNotMatch(text, /\d{6}/);
          assert.doesNotMatch(text, /"tag"|card \d|owner's|stranger/);
          looked++;
        }
        // The store keeps hashes; the harness's hold no run of digits, and no deadline is as long as a PIN's is here.
        const { credentials, drive } = lock.state.durable;
        assert.doesNotMatch(JSON.stringify({ credentials, drive }), /\d{6}/);
      }),
      runsChecked(200),
    );
    assert.ok(looked > 10_000);
  });
});

describe("the work of a try", () => {
  test("L14: an entry of L digits costs the hashes of its runs, whatever the PINs, the profile and the outcome", () => {
    const entries = fc
      .array(fc.oneof({ weight: 5, arbitrary: digit }, { weight: 1, arbitrary: fc.constant(owner.pin) }), {
        minLength: 1,
        maxLength: 20,
      })
      .map((parts) => parts.join("").slice(0, 20));
    const costOf = ({ length }: string): number =>
      [6, 7, 8, 9, 10].reduce((sum, ofLength) => sum + Math.max(0, length - ofLength + 1), 0);
    let opened = 0;
    let refused = 0;
    fc.assert(
      fc.property(
        households,
        fc.array(entries, { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        (household, typed, isMenu) => {
          const lock = moveIn({ ...household, wrongCodeEntryLimit: 20 });
          for (const entry of typed) {
            lock.take();
            lock.hashes = 0;
            if (isMenu) lock.openMenu();
            else lock.touch();
            lock.press(`${entry}#`);
            const { judged, tones } = lock.take();
            assert.equal(judged, 1);
            assert.equal(lock.hashes, costOf(entry));
            if (tones.includes("success")) opened++;
            else refused++;
            lock.press("**");
          }
        },
      ),
      runsChecked(300),
    );
    assert.ok(opened > 100 && refused > 100, `${opened} opened, ${refused} refused`);
  });
});
