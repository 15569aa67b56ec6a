/** What people do with a lock in the course of time: chosen by chance among what makes sense in the world as it is. */

import type { CredentialKind, Line, LogRecord } from "../lock/panel-process.ts";
import type { Chance } from "./chance.ts";
import { attempt, change, erase, hasError, plain, says, wait, type Deed } from "./deed.ts";
import {
  entriesOf,
  isInitial,
  judge,
  kinds,
  leavesNoAdministrator,
  lowestFree,
  withCredential,
  withoutCredentials,
  withoutUser,
  withUser,
  type Entry,
  type Key,
  type Person,
  type Presented,
  type Schedule,
  type World,
} from "./world.ts";

const touch = { touch: true };
const perKindMax = 12;
const perUserMax = 5;
const schedulesMax = 4;
const namesEach = 16;
const invitedFrom = 101;
const invitedMax = 8;

type Doing = (household: Household, world: World) => readonly Deed[];

/** Sixteen fingers, cards and PINs that come and go, and what has been done with them. */
export class Household {
  readonly chance: Chance;
  readonly #secrets: Readonly<Record<CredentialKind, readonly string[]>>;
  /** What a cut left in doubt: presented first after it. */
  #doubtful: readonly Key[] = [];

  constructor(chance: Chance) {
    this.chance = chance;
    const pins: string[] = [];
    while (pins.length < namesEach) {
      const pin = chance.digits(6 + chance.below(5));
      if (!pins.some((other) => other.includes(pin) || pin.includes(other))) pins.push(pin);
    }
    this.#secrets = {
      fingerprint: Array.from({ length: namesEach }, (_, at) => `finger-${at}`),
      pin: pins,
      rfid: Array.from({ length: namesEach }, (_, at) => `card-${at}`),
    };
  }

  doubt(keys: readonly Key[]): void {
    this.#doubtful = keys;
  }

  /** Some deeds one after the other, and the worlds that they lead to if nothing comes in between. */
  plan(world: World, count: number): readonly Deed[] {
    const deeds: Deed[] = [];
    let planned = world;
    const add = (next: readonly Deed[]): void => {
      deeds.push(...next);
      planned = afterAll(next, planned);
    };
    for (const key of this.#doubtful) {
      add(present(this, planned, { ...key, place: "door" }));
      // A template that was left behind would stand in the way.
      if (this.isFree(planned, key)) add(enrol(this, planned, key));
    }
    this.#doubtful = [];
    while (deeds.length < count) add(this.chance.pickWeighted(doings)(this, planned));
    return deeds;
  }

  enrolled(world: World, kind: CredentialKind): readonly Entry[] {
    return entriesOf(world).filter((entry) => entry.kind === kind);
  }

  free(world: World, kind: CredentialKind): string | null {
    return this.chance.pick(this.#secrets[kind].filter((secret) => this.isFree(world, { kind, secret })));
  }

  /** Whether it is one of the household's that is not enrolled. */
  isFree(world: World, { kind, secret }: Key): boolean {
    return this.#secrets[kind].includes(secret) && this.enrolled(world, kind).every((entry) => entry.secret !== secret);
  }

  /** Up to 20 digits with this PIN in them and none of the others. */
  pad(pin: string): string {
    for (;;) {
      const before = this.chance.below(21 - pin.length);
      const padded = this.chance.digits(before) + pin + this.chance.digits(this.chance.below(21 - pin.length - before));
      if (this.#secrets.pin.every((other) => other === pin || !padded.includes(other))) return padded;
    }
  }

  /** Digits without any of the PINs. */
  noise(): string {
    for (;;) {
      const digits = this.chance.digits(6 + this.chance.below(10));
      if (!this.#secrets.pin.some((pin) => digits.includes(pin))) return digits;
    }
  }
}

function afterAll(deeds: readonly Deed[], world: World): World {
  return deeds.reduce((before, deed) => deed.after(before), world);
}

const doings: readonly (readonly [weight: number, doing: Doing])[] = [
  [6, presentSomething],
  [3, presentSomethingWrong],
  [1, guess],
  [2, openAndWait],
  [11, addInMenu],
  [3, deleteInMenu],
  [0.6, clearInMenu],
  [2, volumeInMenu],
  [1, enterMenuInVain],
  [0.4, initialise],
  [5, setUser],
  [7, setCredential],
  [2, clearCredential],
  [1, clearUser],
  [3, setSchedule],
  [1, clearSchedules],
  [4, changeSetting],
  [2, moveFromAfar],
  [1, passTime],
];

function present(household: Household, world: World, presented: Presented): readonly Deed[] {
  const { kind, secret, place } = presented;
  switch (kind) {
    case "fingerprint":
      return [attempt({ finger: secret }, presented)];
    case "rfid":
      return [attempt({ card: secret }, presented)];
    case "pin": {
      if (place === "remote") return [attempt({ remote: "unlock", pin: secret }, presented)];
      const isHidden = household.chance.isLucky(0.4) && judge(world, presented).is !== "wrong";
      const entry = isHidden ? household.pad(secret) : secret;
      const typed = attempt({ press: `${entry}#` }, { ...presented, secret: entry }, presented);
      return place === "menu" ? [typed] : [plain(touch), typed];
    }
    default:
      return kind satisfies never;
  }
}

function presentSomething(household: Household, world: World): readonly Deed[] {
  const entry = household.chance.pick(entriesOf(world));
  if (entry === null) return [];
  const place = entry.kind === "pin" && household.chance.isLucky(0.25) ? "remote" : "door";
  return present(household, world, { kind: entry.kind, secret: entry.secret, place });
}

/** A key that somebody lost, or never had. */
function presentSomethingWrong(household: Household, world: World): readonly Deed[] {
  const { chance } = household;
  const kind = chance.pick(kinds) ?? "pin";
  const known = kind === "pin" && chance.isLucky(0.5) ? household.noise() : household.free(world, kind);
  return known === null ? [] : present(household, world, { kind, secret: known, place: "door" });
}

/** Somebody tries one thing after the other. */
function guess(household: Household, world: World): readonly Deed[] {
  const times = 2 + household.chance.below(4);
  return Array.from({ length: times }, () => presentSomethingWrong(household, world)).flat();
}

/** Shows that the relock time is what it was set to. */
function openAndWait(household: Household, world: World): readonly Deed[] {
  const able = entriesOf(world).filter(
    ({ kind, secret }) => judge(world, { kind, secret, place: "door" }).is === "right",
  );
  const entry = household.chance.pick(able);
  if (entry === null || world.mode === "passage") return [];
  const ms = world.relockSeconds * 1000;
  return [
    ...present(household, world, { kind: entry.kind, secret: entry.secret, place: "door" }),
    wait(ms - 1, (out) => !out.some(({ clutch }) => clutch === "free")),
    wait(1, (out) => out.some(({ clutch }) => clutch === "free")),
  ];
}

/** The menu, opened by an administrator, with something to do in it; null when nobody can open it now. */
function inMenu(
  household: Household,
  world: World,
  work: (world: World, opener: Entry | null) => readonly Deed[],
): readonly Deed[] {
  if (!world.isMenuOn || world.lockoutMs !== null) return reopenMenu(household, world);
  const enter = [plain(touch), plain({ press: "3571#" }, (out) => says("menu-verify")(out) || says("menu-open")(out))];
  const leave = plain({ press: "*" });
  if (isInitial(world)) return [...enter, ...work(world, null), leave];
  const able = entriesOf(world).filter(
    ({ kind, secret }) => judge(world, { kind, secret, place: "menu" }).is === "right",
  );
  const opener = household.chance.pick(able);
  if (opener === null) return reopenMenu(household, world);
  const verify = present(household, world, { kind: opener.kind, secret: opener.secret, place: "menu" });
  return [...enter, ...verify, ...work(afterAll(verify, world), opener), leave];
}

/** Now and then somebody sees to it that the menu can be used again. */
function reopenMenu({ chance }: Household, world: World): readonly Deed[] {
  if (chance.isLucky(0.6)) return [];
  if (world.lockoutMs !== null) return [wait(world.lockoutMs.most)];
  if (!world.isMenuOn) return setting({ remote: "menu-on" }, world, menuSetting(true));
  const user = chance.pick(entriesOf(world).map((entry) => entry.user));
  const isRestricted = user !== null && world.users[user]?.type === "scheduleRestrictedUser";
  if (user === null || isRestricted) return [];
  return userSet(world, user, { role: "administrator", type: "unrestrictedUser", enabled: true });
}

const menuDigits = { fingerprint: 1, pin: 2, rfid: 3 } as const;

function addInMenu(household: Household, world: World): readonly Deed[] {
  const kind = household.chance.pick(kinds) ?? "pin";
  const secret = household.free(world, kind);
  return secret === null ? [] : enrol(household, world, { kind, secret });
}

function enrol(household: Household, world: World, { kind, secret }: Key): readonly Deed[] {
  if (household.enrolled(world, kind).length >= perKindMax) return [];
  return inMenu(household, world, (opened) => {
    const index = lowestFree(opened.credentials[kind]);
    const user = lowestFree(opened.users);
    const isAdded = isUserChange("add", user, { kind, index });
    const added = (line: Line): Deed =>
      change(line, {
        matches: isAdded,
        effect: (before) =>
          withCredential(withUser(before, user, { role: "administrator" }), { kind, index, user, secret }),
        keys: [{ kind, secret }],
      });
    switch (kind) {
      case "fingerprint": {
        const finger = { finger: secret };
        return [plain({ press: "11#" }), plain(finger), plain(finger), plain(finger), plain(finger), added(finger)];
      }
      case "pin":
        return [added({ press: `12#${secret}#${secret}#` })];
      case "rfid":
        return [plain({ press: "13#" }), added({ card: secret })];
      default:
        return kind satisfies never;
    }
  });
}

function deleteInMenu(household: Household, world: World): readonly Deed[] {
  const entry = household.chance.pick(entriesOf(world));
  if (entry === null) return [];
  const { kind, index } = entry;
  return inMenu(household, world, (opened, opener) => {
    const line = { press: `2${menuDigits[kind]}#${index}##` };
    if (opener?.kind === kind && opener.index === index) return [plain(line, says("own-credential"))];
    if (leavesNoAdministrator(opened, [entry])) return [plain(line, says("last-administrator"))];
    return [removal(line, entry)];
  });
}

function clearInMenu(household: Household, world: World): readonly Deed[] {
  const kind = household.chance.pick(kinds) ?? "pin";
  return inMenu(household, world, (opened, opener) => {
    const line = { press: `3${menuDigits[kind]}##` };
    const entries = household.enrolled(opened, kind);
    if (opener?.kind === kind) return [plain(line, says("clear-own-kind"))];
    if (leavesNoAdministrator(opened, entries)) return [plain(line, says("last-administrator"))];
    if (entries.length === 0) return [plain(line, says("cleared"))];
    return [
      change(line, {
        matches: (record) => record.change === "clear" && record.credential?.kind === kind,
        effect: (before) => withoutCredentials(before, entries),
        keys: entries.slice(0, 2),
      }),
    ];
  });
}

function volumeInMenu(household: Household, world: World): readonly Deed[] {
  const [digit, volume] = household.chance.pick([
    [1, "high"],
    [2, "low"],
    [3, "silent"],
  ] as const) ?? [1, "high"];
  return inMenu(household, world, () => [
    change(
      { press: `4${digit}#` },
      {
        matches: isSetting("volume", volume),
        effect: (before) => ({ ...before, volume }),
      },
    ),
  ]);
}

/** Wrong, of a guest, or while the menu is switched off. */
function enterMenuInVain(household: Household, world: World): readonly Deed[] {
  const { chance } = household;
  const enter = { press: "3571#" };
  if (!world.isMenuOn) return world.lockoutMs === null ? [plain(touch), plain(enter, says("menu-disabled"))] : [];
  if (isInitial(world) || world.lockoutMs !== null) return [];
  const guests = entriesOf(world).filter(({ user }) => world.users[user]?.role !== "administrator");
  const guest = chance.isLucky(0.5) ? chance.pick(guests) : null;
  const kind = guest?.kind ?? chance.pick(kinds) ?? "pin";
  const secret = guest?.secret ?? household.free(world, kind);
  if (secret === null) return [];
  return [
    plain(touch),
    plain(enter, says("menu-verify")),
    ...present(household, world, { kind, secret, place: "menu" }),
  ];
}

function initialise(household: Household, world: World): readonly Deed[] {
  return inMenu(household, world, () => [erase({ press: "3570##" })]).slice(0, -1);
}

const roles = ["administrator", "member", "guest"];
const types = ["unrestrictedUser", "disposableUser", "forcedUser"];

function setUser(household: Household, world: World): readonly Deed[] {
  const { chance } = household;
  const isInvited = chance.isLucky(0.8);
  const known = Object.keys(world.users).map(Number);
  const user = isInvited ? invitedFrom + chance.below(invitedMax) : chance.pick(known);
  if (user === null) return [];
  const before = world.users[user];
  const changes: Partial<Person> = {
    name: `${chance.pick(["Eva", "Ugo", "Zoë 🔑", ""])} ${chance.below(1000)}`,
    ...(isInvited && chance.isLucky(0.5) && { role: chance.pick(roles) ?? "guest" }),
    // A schedule makes a user restricted; another type would leave it in doubt what its schedules are for.
    ...(isInvited &&
      before?.type !== "scheduleRestrictedUser" &&
      chance.isLucky(0.4) && { type: chance.pick(types) ?? "unrestrictedUser" }),
    ...(isInvited && chance.isLucky(0.4) && { enabled: chance.isLucky(0.7) }),
  };
  return userSet(world, user, changes);
}

function userSet(world: World, user: number, changes: Partial<Person>): readonly Deed[] {
  return [
    change(
      { remote: "setUser", user, ...changes },
      {
        matches: isUserChange(world.users[user] === undefined ? "add" : "modify", user, null),
        effect: (former) => withUser(former, user, changes),
      },
    ),
  ];
}

function setCredential(household: Household, world: World): readonly Deed[] {
  const { chance } = household;
  const user = chance.pick(Object.keys(world.users).map(Number));
  const kind = chance.isLucky(0.5) ? "pin" : "rfid";
  const ofKind = household.enrolled(world, kind);
  const secret = household.free(world, kind);
  const field = kind === "pin" ? "pin" : "card";
  if (user === null) return chance.isLucky(0.3) ? [unknownUser(field)] : [];
  const twice = chance.isLucky(0.1) ? chance.pick(ofKind) : null;
  if (twice !== null) return [plain({ remote: "setCredential", user, kind, [field]: twice.secret }, hasError)];

  const replaced = chance.isLucky(0.3) ? chance.pick(ofKind.filter((entry) => entry.user === user)) : null;
  const isFull =
    ofKind.length >= perKindMax || entriesOf(world).filter((entry) => entry.user === user).length >= perUserMax;
  if (secret === null || (isFull && replaced === null)) return [];
  const index = replaced?.index ?? (chance.isLucky(0.5) ? lowestFree(world.credentials[kind]) : null);
  const place = index ?? lowestFree(world.credentials[kind]);
  return [
    change(
      { remote: "setCredential", user, kind, [field]: secret, ...(index !== null && { index }) },
      {
        matches: isUserChange(replaced === null ? "add" : "modify", user, { kind, index: place }),
        effect: (before) => withCredential(before, { kind, index: place, user, secret }),
        keys: [{ kind, secret }, ...(replaced === null ? [] : [replaced])],
      },
    ),
  ];
}

function unknownUser(field: string): Deed {
  const kind = field === "pin" ? "pin" : "rfid";
  return plain({ remote: "setCredential", user: 150, kind, [field]: "840571" }, hasError);
}

function clearCredential(household: Household, world: World): readonly Deed[] {
  const entry = household.chance.pick(entriesOf(world));
  if (entry === null) return [];
  const { kind, index, user } = entry;
  const line = { remote: "clearCredential", kind, index, ...(household.chance.isLucky(0.5) && { user }) };
  if (leavesNoAdministrator(world, [entry])) return [plain(line, hasError)];
  return [removal(line, entry)];
}

function removal(line: Line, entry: Entry): Deed {
  const { kind, index, user } = entry;
  return change(line, {
    matches: isUserChange("clear", user, { kind, index }),
    effect: (before) => withoutCredentials(before, [entry]),
    keys: [entry],
  });
}

function clearUser(household: Household, world: World): readonly Deed[] {
  const user = household.chance.pick(Object.keys(world.users).map(Number));
  if (user === null) return [];
  const line = { remote: "clearUser", user };
  const entries = entriesOf(world).filter((entry) => entry.user === user);
  if (leavesNoAdministrator(world, entries)) return [plain(line, hasError)];
  return [
    change(line, {
      matches: isUserChange("clear", user, null),
      effect: (before) => withoutUser(before, user),
      keys: entries.slice(0, 2),
    }),
  ];
}

const scheduleMessages: Readonly<Record<Schedule, Readonly<Record<string, unknown>>>> = {
  eachWeek: {
    weekDay: { days: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"], from: "00:00", to: "24:00" },
  },
  thisYear: { yearDay: { from: "2025-01-01T00:00:00Z", to: "2035-01-01T00:00:00Z" } },
  longAgo: { yearDay: { from: "2015-01-01T00:00:00Z", to: "2016-01-01T00:00:00Z" } },
};

function setSchedule(household: Household, world: World): readonly Deed[] {
  const { chance } = household;
  const user = chance.pick(
    Object.keys(world.users)
      .map(Number)
      .filter((index) => index >= invitedFrom),
  );
  const schedule = chance.pick(["eachWeek", "thisYear", "longAgo"] as const);
  const person = user === null ? undefined : world.users[user];
  if (user === null || schedule === null || person === undefined) return [];
  if (person.schedules.length >= schedulesMax) return [];
  const type = person.type === "unrestrictedUser" ? "scheduleRestrictedUser" : person.type;
  return [
    change(
      { remote: "setSchedule", user, ...scheduleMessages[schedule] },
      {
        matches: isUserChange("modify", user, null),
        effect: (before) => withUser(before, user, { type, schedules: [...person.schedules, schedule] }),
        keys: entriesOf(world).filter((entry) => entry.user === user),
      },
    ),
  ];
}

function clearSchedules(household: Household, world: World): readonly Deed[] {
  const user = household.chance.pick(Object.keys(world.users).map(Number));
  if (user === null) return [];
  return [
    change(
      { remote: "clearSchedules", user },
      {
        matches: isUserChange("modify", user, null),
        effect: (before) => withUser(before, user, { schedules: [] }),
      },
    ),
  ];
}

function changeSetting({ chance }: Household, world: World): readonly Deed[] {
  switch (chance.below(4)) {
    case 0: {
      const volume = chance.pick(["high", "low", "silent"]) ?? "high";
      return setting({ remote: "volume", to: volume }, world, { name: "volume", value: volume, changes: { volume } });
    }
    case 1: {
      const language = chance.pick(["it", "en"]) ?? "en";
      return setting({ remote: "language", to: language }, world, {
        name: "language",
        value: language,
        changes: { language },
      });
    }
    case 2: {
      const seconds = 1 + chance.below(9);
      return setting({ remote: "relock", seconds }, world, {
        name: "autoRelockSeconds",
        value: seconds,
        changes: { relockSeconds: seconds },
      });
    }
    default: {
      const isMenuOn = !world.isMenuOn || chance.isLucky(0.6);
      return setting({ remote: isMenuOn ? "menu-on" : "menu-off" }, world, menuSetting(isMenuOn));
    }
  }
}

interface SettingChange {
  readonly name: string;
  readonly value: unknown;
  readonly changes: Partial<World>;
}

function menuSetting(isMenuOn: boolean): SettingChange {
  return { name: "isMenuEnabled", value: isMenuOn, changes: { isMenuOn } };
}

function setting(line: Line, world: World, to: SettingChange): readonly Deed[] {
  const isSame = Object.entries(to.changes).every(([name, value]) => world[name as keyof World] === value);
  if (isSame) return [plain(line, (out) => out.every(({ log }) => log === undefined))];
  return [change(line, { matches: isSetting(to.name, to.value), effect: (before) => ({ ...before, ...to.changes }) })];
}

function moveFromAfar({ chance }: Household, world: World): readonly Deed[] {
  const toMode = (line: Line, mode: World["mode"]): readonly Deed[] =>
    world.mode === mode
      ? [plain(line, (out) => !hasError(out))]
      : [change(line, { matches: isSetting("operatingMode", mode), effect: (before) => ({ ...before, mode }) })];
  switch (chance.below(4)) {
    case 0:
      return toMode({ remote: "passage-on" }, "passage");
    case 1:
      return toMode({ remote: "passage-off" }, "normal");
    case 2:
      return toMode({ remote: "lock" }, "normal");
    default:
      return [plain({ remote: "unlock" }, (out) => out.some(({ log }) => log?.operation === "unlock"))];
  }
}

/** Some seconds; during a lock-out, some of it or what is left. */
function passTime({ chance }: Household, world: World): readonly Deed[] {
  if (world.lockoutMs === null) return [wait(chance.below(30_000)), plain({ remote: "entry-on" })];
  const left = world.lockoutMs.most;
  return [wait(chance.isLucky(0.4) ? left : chance.below(left))];
}

function isUserChange(
  what: "add" | "modify" | "clear",
  user: number,
  credential: { readonly kind: CredentialKind; readonly index: number } | null,
): (record: LogRecord) => boolean {
  return (record) =>
    record.event === "userChange" &&
    record.change === what &&
    record.user === user &&
    record.credential?.kind === credential?.kind &&
    record.credential?.index === credential?.index;
}

function isSetting(name: string, value: unknown): (record: LogRecord) => boolean {
  return (record) => record.event === "setting" && record.name === name && record.value === value;
}
