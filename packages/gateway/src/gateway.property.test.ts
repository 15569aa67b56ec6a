/**
 * Whatever the household wants, whoever is at the keypad, wherever the radio fails and the power goes: once that ends,
 * the lock is as it is wanted, users of others are as they were, and nothing is ordered that is so already.
 */
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { setImmediate } from "node:timers/promises";
import type { WantedUser } from "@catenaccio/protocol";
import { always } from "@catenaccio/protocol";
import fc from "fast-check";
import { FakeLock, ourLockAbilities, plainLockAbilities, type RadioFault } from "../test/fake-lock.ts";
import { GatewayHome } from "../test/gateway-home.ts";

const numRuns = 40;
const peopleMax = 4;
const idOf = (kind: number, index: number) => `00000000-0000-4000-8${kind}00-00000000000${index}`;
const mornings = { weekDays: [{ days: ["mon" as const, "tue" as const], from: "08:00", to: "12:00" }], dates: [] };
const summer = { weekDays: [], dates: [{ from: "2027-06-01T00:00", to: "2027-08-31T23:59" }] };

/** Few, so that people want the same PIN, and each other's. */
const pins = ["482916", "593027", "604138", "715249"];

interface WantedPerson {
  readonly index: number;
  readonly name: string;
  readonly isPaused: boolean;
  readonly role: WantedUser["role"];
  readonly type: WantedUser["type"];
  readonly schedule: WantedUser["schedule"];
  readonly pins: readonly string[];
  readonly hasCard: boolean;
}

type Act =
  | { readonly act: "want"; readonly people: readonly WantedPerson[] }
  | { readonly act: "strangerComes" }
  | { readonly act: "userGoes" | "credentialGoes" | "fingerComes"; readonly pick: number }
  | { readonly act: "radio"; readonly isReachable: boolean }
  | { readonly act: "faults"; readonly faults: readonly RadioFault[] }
  | { readonly act: "powerCut"; readonly stepsToLive: number }
  | { readonly act: "time"; readonly turns: number };

const wantedPerson: fc.Arbitrary<WantedPerson> = fc.record({
  index: fc.nat(peopleMax - 1),
  name: fc.constantFrom("Anna", "Bruno Bianchi", "Carla Conti Rossi"),
  isPaused: fc.boolean(),
  role: fc.constantFrom("administrator" as const, "member" as const),
  type: fc.constantFrom("ordinary" as const, "ordinary" as const, "duress" as const),
  schedule: fc.constantFrom(always, always, mornings, summer),
  pins: fc.array(fc.constantFrom(...pins), { maxLength: 2 }),
  hasCard: fc.boolean(),
});
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant("want" as const),
      people: fc.uniqueArray(wantedPerson, { maxLength: peopleMax, selector: ({ index }) => index }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ act: "strangerComes" } as const) },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constantFrom("userGoes" as const, "credentialGoes" as const, "fingerComes" as const),
      pick: fc.nat(9),
    }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant("radio" as const), isReachable: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant("faults" as const),
      faults: fc.array(fc.constantFrom("none" as const, "before" as const, "after" as const), { maxLength: 8 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ act: fc.constant("powerCut" as const), stepsToLive: fc.nat(25) }) },
  { weight: 4, arbitrary: fc.record({ act: fc.constant("time" as const), turns: fc.integer({ min: 1, max: 60 }) }) },
);

/** One life of a home, and what must hold at its end. */
class Life {
  readonly home: GatewayHome;
  #people: readonly WantedUser[] = [];
  #strangers = 0;
  /** What was taken away at the keypad since the document was given. */
  #taken = 0;

  constructor(home: GatewayHome) {
    this.home = home;
  }

  async live(acts: readonly Act[]): Promise<void> {
    for (const each of acts) await this.#do(each);
    await this.home.restart();
    await this.home.atRest();
  }

  async #do(act: Act): Promise<void> {
    const { home } = this;
    switch (act.act) {
      case "want":
        this.#people = act.people.map((person) => this.#wantedUser(person));
        this.#taken = 0;
        await home.want(...this.#people);
        break;
      case "strangerComes":
        if (home.lock.users.size < home.lock.abilities.users)
          home.lock.addAtKeypad(`Stranger ${++this.#strangers}`, `9000${10 + this.#strangers}`);
        break;
      case "userGoes": {
        const index = this.#pick(this.#ours(), act.pick);
        if (index !== null) home.lock.removeUserAtKeypad(index);
        if (index !== null) this.#taken++;
        break;
      }
      case "credentialGoes": {
        const ours = new Set(this.#ours());
        const credentials = home.lock.credentials.filter(({ userIndex }) => ours.has(userIndex));
        const credential = this.#pick(credentials, act.pick);
        if (credential !== null) home.lock.removeCredentialAtKeypad(credential);
        if (credential !== null) this.#taken++;
        break;
      }
      case "fingerComes": {
        const index = this.#pick(this.#ours(), act.pick);
        if (index !== null) home.lock.addCredentialAtKeypad(index, "fingerprint", "finger");
        break;
      }
      case "radio":
        home.network.reach(act.isReachable);
        break;
      case "faults":
        home.network.faults.push(...act.faults);
        break;
      case "powerCut":
        home.network.stepsToLive = act.stepsToLive;
        for (let turn = 0; turn < 200 && home.network.stepsToLive >= 0; turn++) await setImmediate();
        await home.restart();
        break;
      case "time":
        for (let turn = 0; turn < act.turns; turn++) await setImmediate();
        break;
      default:
        act satisfies never;
    }
    home.network.started?.listener.peopleChanged(home.lockId);
  }

  #wantedUser({ index, pins: digits, hasCard, ...person }: WantedPerson): WantedUser {
    return {
      ...person,
      personId: idOf(1, index),
      credentials: [
        ...digits.map((pin, slot) => this.home.sealed("pin", pin, idOf(2 + slot, index))),
        ...(hasCard ? [this.home.sealed("rfid", `0400000${index}`, idOf(4, index))] : []),
      ],
    };
  }

  #ours(): readonly number[] {
    return [...this.home.lock.users].flatMap(([index, { madeBy }]) => (madeBy === "us" ? [index] : []));
  }

  #pick<Item>(items: readonly Item[], pick: number): Item | null {
    return items.length === 0 ? null : (items[pick % items.length] ?? null);
  }

  assertAsWanted(): void {
    const { lock, wantedReport } = this.home;
    const standing = new Set<number>();
    for (const [at, wanted] of this.#people.entries()) {
      const reported = wantedReport?.users[at];
      assert.ok(reported !== undefined, "everybody is reported");
      const user = reported.userIndex === null ? undefined : lock.users.get(reported.userIndex);
      if (user !== undefined && reported.userIndex !== null) standing.add(reported.userIndex);
      if (reported.status.status === "refused") this.#assertMayRefuse(wanted, reported.status.reason, user?.isEnabled);
      else this.#assertUser(wanted, user);
      for (const [slot, credential] of reported.credentials.entries()) {
        const letter = wanted.credentials[slot];
        const there = lock.credentials.find(
          ({ kind, index }) => kind === credential.credential?.kind && index === credential.credential.index,
        );
        if (credential.status.status === "confirmed") {
          assert.equal(there?.userIndex, reported.userIndex, "a confirmed credential is at its person's user");
          assert.equal(there?.data, this.#secretOf(letter?.credentialId), "with the secret that is wanted");
        } else if (credential.status.status === "refused" && credential.status.reason === "duplicate") {
          const secret = this.#secretOf(letter?.credentialId);
          assert.ok(
            lock.credentials.some(({ data }) => data === secret),
            "a duplicate has a double",
          );
        } else if (credential.status.status === "refused" && reported.status.status === "confirmed")
          assert.ok(this.#taken > 1, `no reason for ${credential.status.reason}`);
      }
    }
    const orphans = this.#ours().filter((index) => !standing.has(index));
    assert.deepEqual(orphans, [], "no user of ours is left whom nobody wants");
    const known =
      wantedReport?.users.flatMap(({ credentials }) => credentials.map(({ credential }) => credential)) ?? [];
    const strays = lock.credentials.filter(
      ({ kind, index, userIndex }) =>
        kind !== "fingerprint" &&
        standing.has(userIndex) &&
        !known.some((each) => each?.kind === kind && each.index === index),
    );
    assert.deepEqual(strays, [], "no PIN or card of ours is left that nobody wants");
  }

  #assertMayRefuse(wanted: WantedUser, reason: string, isEnabled: boolean | undefined): void {
    if (reason === "schedulesNotSupported") {
      assert.notDeepEqual(wanted.schedule, always);
      assert.notEqual(isEnabled, true, "who may come at times only is not let in always");
    } else assert.ok(this.#taken > 1, `no reason for ${reason}`);
  }

  #assertUser(wanted: WantedUser, user: ReturnType<FakeLock["users"]["get"]>): void {
    assert.ok(user !== undefined, "who is confirmed is at the lock");
    const { isCatenaccio } = this.home.lock.abilities;
    assert.equal(user.name, isCatenaccio ? wanted.name : wanted.name.slice(0, 10));
    assert.equal(user.isEnabled, !wanted.isPaused);
    assert.deepEqual(user.schedule, wanted.schedule);
    if (isCatenaccio) assert.equal(user.role, wanted.role);
  }

  assertStrangersUntouched(): void {
    const strangers = [...this.home.lock.users].filter(([, { madeBy }]) => madeBy === "keypad");
    assert.equal(strangers.length, this.#strangers);
    for (const [index, { name, isEnabled }] of strangers) {
      assert.ok(isEnabled);
      const own = this.home.lock.credentials.filter(({ userIndex }) => userIndex === index);
      assert.deepEqual(
        own.map(({ data }) => data),
        [`9000${10 + Number(name.split(" ")[1])}`],
      );
    }
  }

  async assertNothingLeftToOrder(): Promise<void> {
    const { lock } = this.home;
    const orders = lock.orders.length;
    const reads = lock.reads;
    await this.home.restart();
    await this.home.until("the lock is looked at", () => lock.reads > reads);
    await this.home.turn();
    assert.deepEqual(lock.orders.slice(orders), [], "a restart orders nothing");
  }

  #secretOf(credentialId: string | undefined): string | undefined {
    return credentialId === undefined ? undefined : this.secrets.get(credentialId);
  }

  readonly secrets = new Map<string, string>();
}

async function live(t: TestContext, lock: FakeLock, acts: readonly Act[]): Promise<void> {
  const home = await GatewayHome.open(t, lock);
  const life = new Life(home);
  for (const each of acts)
    if (each.act === "want")
      for (const { index, pins: digits } of each.people) {
        for (const [slot, pin] of digits.entries()) life.secrets.set(idOf(2 + slot, index), pin);
        life.secrets.set(idOf(4, index), `0400000${index}`);
      }
  await life.live(acts);
  life.assertAsWanted();
  life.assertStrangersUntouched();
  await life.assertNothingLeftToOrder();
  assert.deepEqual(home.faults, []);
  await home.die();
}

for (const [name, abilities] of [
  ["our lock", ourLockAbilities],
  ["a lock of another make", plainLockAbilities],
] as const)
  test(`${name} becomes what the household wants, whatever happened meanwhile`, async (t) => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 14 }), async (acts) => {
        await live(t, new FakeLock({ ...abilities, users: 8, pins: 8 }), acts);
      }),
      { numRuns },
    );
  });
