/**
 * What the lock may hold, as somebody outside can know it: the people with their keys, the settings, the wrong tries.
 * The rules here are the contract's (docs of the panel protocol and rows L7 to L28), written a second time on purpose.
 */

import type { CredentialKind, State } from "../lock/panel-process.ts";

export const kinds: readonly CredentialKind[] = ["fingerprint", "pin", "rfid"];
export const wrongTriesMax = 5;
const firstLockoutMs = 180_000;
const lockoutMaxMs = 3_600_000;

export type Schedule = "eachWeek" | "thisYear" | "longAgo";

export interface Person {
  readonly name: string;
  readonly role: string;
  readonly type: string;
  readonly enabled: boolean;
  readonly schedules: readonly Schedule[];
}

/** A credential: whose it is, and what to present. */
export interface Held {
  readonly user: number;
  readonly secret: string;
}

export interface World {
  readonly users: Readonly<Record<number, Person>>;
  readonly credentials: Readonly<Record<CredentialKind, Readonly<Record<number, Held>>>>;
  readonly volume: string;
  readonly language: string;
  readonly relockSeconds: number;
  readonly isMenuOn: boolean;
  readonly mode: "normal" | "passage";
  readonly tries: number;
  /** Lock-outs without an administrator's success in between. */
  readonly lockouts: number;
  /** What is left of the lock-out; a range after a wait that was cut off. */
  readonly lockoutMs: { readonly least: number; readonly most: number } | null;
}

export const newWorld: World = {
  users: {},
  credentials: { fingerprint: {}, pin: {}, rfid: {} },
  volume: "high",
  language: "en",
  relockSeconds: 5,
  isMenuOn: true,
  mode: "normal",
  tries: 0,
  lockouts: 0,
  lockoutMs: null,
};

export interface Reference {
  readonly kind: CredentialKind;
  readonly index: number;
}

export interface Entry extends Reference, Held {}

export function entriesOf(world: World): readonly Entry[] {
  return kinds.flatMap((kind) =>
    Object.entries(world.credentials[kind]).map(([index, held]) => ({ kind, index: Number(index), ...held })),
  );
}

export function isInitial(world: World): boolean {
  return entriesOf(world).length === 0;
}

export function lowestFree(taken: Readonly<Record<number, unknown>>): number {
  let index = 1;
  while (taken[index] !== undefined) index++;
  return index;
}

export function withCredential(world: World, { kind, index, user, secret }: Entry): World {
  const ofKind = { ...world.credentials[kind], [index]: { user, secret } };
  return { ...world, credentials: { ...world.credentials, [kind]: ofKind } };
}

export function withUser(world: World, user: number, changes: Partial<Person>): World {
  const before = world.users[user] ?? {
    name: "",
    role: "member",
    type: "unrestrictedUser",
    enabled: true,
    schedules: [],
  };
  return { ...world, users: { ...world.users, [user]: { ...before, ...changes } } };
}

/** Removes credentials, and whoever has none left. */
export function withoutCredentials(world: World, references: readonly Reference[]): World {
  const isGone = (entry: Reference): boolean =>
    references.some(({ kind, index }) => kind === entry.kind && index === entry.index);
  const rest = entriesOf(world).filter((entry) => !isGone(entry));
  const left = new Set(rest.map(({ user }) => user));
  const losers = entriesOf(world)
    .filter(isGone)
    .map(({ user }) => user);
  const users = Object.fromEntries(
    Object.entries(world.users).filter(([user]) => left.has(Number(user)) || !losers.includes(Number(user))),
  );
  return rest.reduce(withCredential, { ...world, users, credentials: newWorld.credentials });
}

export function withoutUser(world: World, user: number): World {
  const rest = withoutCredentials(
    world,
    entriesOf(world).filter((entry) => entry.user === user),
  );
  return { ...rest, users: Object.fromEntries(Object.entries(rest.users).filter(([key]) => Number(key) !== user)) };
}

/** L11: the last administrator's credential stays while there are others. */
export function leavesNoAdministrator(world: World, removed: readonly Reference[]): boolean {
  const isAdministrators = ({ user }: Held): boolean => world.users[user]?.role === "administrator";
  const all = entriesOf(world);
  const rest = entriesOf(withoutCredentials(world, removed));
  return rest.length > 0 && all.some(isAdministrators) && !rest.some(isAdministrators);
}

/** A finger, a card, or the digits of a PIN. */
export interface Key {
  readonly kind: CredentialKind;
  readonly secret: string;
}

export interface Presented extends Key {
  readonly place: "door" | "menu" | "remote";
}

export type Verdict =
  | { readonly is: "unjudged" }
  | { readonly is: "wrong"; readonly reason: string }
  | { readonly is: "notForTheMenu" }
  | { readonly is: "right"; readonly entry: Entry };

export function judge(world: World, { kind, secret, place }: Presented): Verdict {
  if (world.lockoutMs !== null) return { is: "unjudged" };
  const isIn = (held: Held): boolean =>
    kind === "pin" && place !== "remote" ? secret.includes(held.secret) : held.secret === secret;
  const entry = entriesOf(world).find((other) => other.kind === kind && isIn(other));
  if (entry === undefined) return { is: "wrong", reason: unknownReasons[kind] };
  const person = world.users[entry.user];
  if (person === undefined || !person.enabled) return { is: "wrong", reason: "user-disabled" };
  if (!isWithinSchedules(person)) return { is: "wrong", reason: "out-of-schedule" };
  if (place === "menu" && person.role !== "administrator") return { is: "notForTheMenu" };
  return { is: "right", entry };
}

const unknownReasons = { fingerprint: "unknown-finger", pin: "unknown-pin", rfid: "unknown-card" } as const;

/** Of each kind that there is one, one must hold now; restricted and without any, nobody comes in. */
function isWithinSchedules({ type, schedules }: Person): boolean {
  if (type === "unrestrictedUser") return true;
  if (schedules.length === 0) return type !== "scheduleRestrictedUser";
  const dates = schedules.filter((schedule) => schedule !== "eachWeek");
  return dates.length === 0 || dates.includes("thisYear");
}

export function afterWrongTry(world: World): World {
  const tries = world.tries + 1;
  if (tries < wrongTriesMax) return { ...world, tries };
  const ms = Math.min(firstLockoutMs * 2 ** world.lockouts, lockoutMaxMs);
  return { ...world, tries, lockouts: world.lockouts + 1, lockoutMs: { least: ms, most: ms } };
}

export function afterSuccess(world: World, entry: Entry, place: Presented["place"]): World {
  const person = world.users[entry.user];
  const isOver = place === "door" && world.mode === "passage";
  const next: World = {
    ...world,
    tries: 0,
    lockouts: person?.role === "administrator" ? 0 : world.lockouts,
    mode: isOver ? "normal" : world.mode,
  };
  return person?.type === "disposableUser" ? withUser(next, entry.user, { enabled: false }) : next;
}

export function afterTime(world: World, ms: number): World {
  if (world.lockoutMs === null) return world;
  const left = { least: Math.max(0, world.lockoutMs.least - ms), most: Math.max(0, world.lockoutMs.most - ms) };
  return left.least === 0 ? { ...world, tries: 0, lockoutMs: null } : { ...world, lockoutMs: left };
}

/** A wait that was cut off at some moment; a lock-out is there or over. */
export function afterPartOf(world: World, ms: number): readonly World[] {
  if (world.lockoutMs === null) return [world];
  const { least, most } = world.lockoutMs;
  const worlds = [{ ...world, lockoutMs: { least: Math.max(1, least - ms), most } }];
  return least > ms ? worlds : [...worlds, { ...world, tries: 0, lockoutMs: null }];
}

/**
 * The world with what the lock reports of itself right after its start, or what of it is not as in this world.
 */
export function compare(world: World, state: State): { readonly world: World } | { readonly differences: string } {
  const expected = {
    initial: isInitial(world),
    menu: null,
    awake: false,
    pairing: false,
    credentials: Object.fromEntries(kinds.map((kind) => [kind, Object.keys(world.credentials[kind]).map(Number)])),
    users: Object.fromEntries(
      Object.entries(world.users).map(([user, { name, role, type, enabled }]) => [user, { name, role, type, enabled }]),
    ),
    volume: world.volume,
    language: world.language,
    operatingMode: world.mode,
    lockState: world.mode === "passage" ? "unlocked" : "locked",
    clutch: world.mode === "passage" ? "engaged" : "free",
    wrongTries: world.tries,
    profile: "guarded",
    pinEntry: "on",
    fingerprintEntry: "on",
  };
  const differences = Object.entries(expected).flatMap(([name, value]) => {
    const found = state[name as keyof typeof expected];
    const [one, other] = [JSON.stringify(value), JSON.stringify(found)];
    return one === other ? [] : [`${name} is ${other}, not ${one}`];
  });
  const { least, most } = world.lockoutMs ?? { least: 0, most: 0 };
  if (state.lockedOutMs < least || state.lockedOutMs > most)
    differences.push(`lockedOutMs is ${state.lockedOutMs}, not ${least} to ${most}`);
  if (differences.length > 0) return { differences: differences.join("; ") };
  const ms = state.lockedOutMs;
  return { world: { ...world, lockoutMs: world.lockoutMs === null ? null : { least: ms, most: ms } } };
}
