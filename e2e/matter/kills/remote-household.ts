/** What a home does with the people of its lock in the course of time: chosen by chance among what is possible. */
import { DoorLock } from "@matter/main/clusters/door-lock";
import type { Chance } from "../../power-cuts/chance.ts";
import {
  addCredential,
  clearCredential,
  clearCredentials,
  clearEverybody,
  clearHolidays,
  clearSchedules,
  clearUser,
  modifyCredential,
  setHoliday,
  setSchedule,
  setUser,
  type PersonFields,
  type RemoteChange,
} from "./remote-change.ts";
import {
  administratorOf,
  administratorsPin,
  always,
  entriesOf,
  everyDay,
  holidaysMax,
  indicesOf,
  kinds,
  longAgo,
  placesMax,
  programmingPlace,
  schedulesMax,
  upTo,
  usersMax,
  type Entry,
  type Kind,
  type RemoteWorld,
} from "./remote-world.ts";

const secretsEach = 14;
const credentialsPerUserMax = 3;
const names = ["", "Anna", "Bert", "Müller", "ten bytes!", "日本語"];
const { UserStatus, UserType, CredentialRule, OperatingMode } = DoorLock;
const types = [
  UserType.UnrestrictedUser,
  UserType.YearDayScheduleUser,
  UserType.WeekDayScheduleUser,
  UserType.ScheduleRestrictedUser,
  UserType.DisposableUser,
  UserType.RemoteOnlyUser,
];

type Doing = (household: RemoteHousehold, world: RemoteWorld) => RemoteChange | null;

export class RemoteHousehold {
  readonly chance: Chance;
  readonly #secrets: Readonly<Record<Kind, readonly string[]>>;

  constructor(chance: Chance) {
    this.chance = chance;
    const pins = new Set<string>();
    while (pins.size < secretsEach) pins.add(chance.digits(6 + chance.below(5)));
    this.#secrets = { pin: [...pins], rfid: Array.from({ length: secretsEach }, (_, at) => `card ${at}`) };
  }

  /** What may go on at the same time, the administrator's return before everything else. */
  plan(world: RemoteWorld, count: number): readonly RemoteChange[] {
    const back = this.#administratorBack(world);
    if (back !== null) return [back];
    const changes: RemoteChange[] = [];
    while (changes.length < count) {
      const change = this.chance.pickWeighted(doings)(this, world);
      if (change === null) continue;
      if (count === 1) return [change];
      const taken = new Set(changes.flatMap(touchedBy));
      if (change.touches !== null && !touchedBy(change).some((name) => taken.has(name))) changes.push(change);
      // In a small world there may be nothing else to do.
      else if (changes.length > 0 && this.chance.isLucky(0.2)) return changes;
    }
    return changes;
  }

  /** @returns one that nobody has; there are more than places. */
  free(world: RemoteWorld, kind: Kind): string {
    const taken = new Set(Object.values(world.credentials[kind]).map(({ secret }) => secret));
    const secret = this.chance.pick(this.#secrets[kind].filter((each) => !taken.has(each)));
    if (secret === null) throw new Error("There are more places than secrets.");
    return secret;
  }

  /** With the programming PIN and an ordinary one; null: it is there. */
  #administratorBack(world: RemoteWorld): RemoteChange | null {
    const user = administratorOf(world);
    if (user === null) return this.#newAdministrator(world);
    if (administratorsPin(world) !== null) return null;
    const index = upTo(placesMax.pin).find((place) => world.credentials.pin[place] === undefined);
    if (index !== undefined) return addCredential({ kind: "pin", index, secret: this.free(world, "pin") }, { user });
    return this.pickEntry(world, "pin", clearCredential);
  }

  #newAdministrator(world: RemoteWorld): RemoteChange | null {
    const newUser = upTo(usersMax).find((index) => world.users[index] === undefined);
    if (newUser === undefined) return this.pickUser(world, (user) => clearUser(world, user));
    const secret = this.free(world, "pin");
    return addCredential({ kind: "pin", index: programmingPlace, secret }, { newUser, fields: {} });
  }

  /** Somebody who is no administrator. */
  pickUser(world: RemoteWorld, make: (user: number) => RemoteChange | null): RemoteChange | null {
    const user = this.chance.pick(indicesOf(world.users).filter((index) => index !== administratorOf(world)));
    return user === null ? null : make(user);
  }

  /** Something that is not the administrator's. @param kind null: either. */
  pickEntry(world: RemoteWorld, kind: Kind | null, make: (entry: Entry) => RemoteChange): RemoteChange | null {
    const others = entriesOf(world).filter((entry) => entry.user !== administratorOf(world));
    const entry = this.chance.pick(others.filter((other) => kind === null || other.kind === kind));
    return entry === null ? null : make(entry);
  }

  pickFreePlace(world: RemoteWorld): { readonly kind: Kind; readonly index: number; readonly secret: string } | null {
    const kind = this.chance.pick(kinds) ?? "pin";
    const index = this.chance.pick(
      upTo(placesMax[kind]).filter((place) => world.credentials[kind][place] === undefined),
    );
    return index === null ? null : { kind, index, secret: this.free(world, kind) };
  }
}

function touchedBy({ touches, secrets }: RemoteChange): readonly string[] {
  return [...(touches ?? []), ...secrets.map(({ kind, secret }) => `${kind} ${secret}`)];
}

const doings: readonly (readonly [weight: number, doing: Doing])[] = [
  [5, addUser],
  [7, changeUser],
  [2, (household, world) => household.pickUser(world, (user) => clearUser(world, user))],
  [0.4, (_household, world) => (indicesOf(world.users).length > 1 ? clearEverybody(world) : null)],
  [6, inviteWithCredential],
  [8, giveCredential],
  [6, changeCredential],
  [5, takeCredential],
  [1, takeCredentials],
  [7, giveSchedule],
  [4, takeSchedule],
  [1.5, ({ chance }) => setHoliday(1 + chance.below(holidaysMax), futureHoliday(chance))],
  [1, ({ chance }) => clearHolidays(chance.isLucky(0.3) ? null : 1 + chance.below(holidaysMax))],
];

function personFields(chance: Chance): PersonFields {
  const pick = <Value>(values: readonly Value[], fallback: Value): Value => chance.pick(values) ?? fallback;
  return {
    ...(chance.isLucky(0.6) && { userName: pick(names, "") }),
    ...(chance.isLucky(0.4) && { userUniqueId: chance.below(0xffff_fffe) }),
    ...(chance.isLucky(0.3) && { userStatus: pick([UserStatus.OccupiedEnabled, UserStatus.OccupiedDisabled], 1) }),
    ...(chance.isLucky(0.4) && { userType: pick(types, UserType.UnrestrictedUser) }),
    ...(chance.isLucky(0.2) && { credentialRule: pick([CredentialRule.Single, CredentialRule.Dual], 0) }),
  };
}

function addUser({ chance }: RemoteHousehold, world: RemoteWorld): RemoteChange | null {
  const index = chance.pick(upTo(usersMax).filter((user) => world.users[user] === undefined));
  return index === null ? null : setUser(index, true, personFields(chance));
}

function changeUser({ chance }: RemoteHousehold, world: RemoteWorld): RemoteChange | null {
  const index = chance.pick(indicesOf(world.users));
  if (index === null) return null;
  const { userName = "Eva", ...rest } = personFields(chance);
  // The administrator goes on opening the door, or a few wrong PINs would lock the home out.
  return setUser(index, false, index === administratorOf(world) ? { userName } : { userName, ...rest });
}

function inviteWithCredential(household: RemoteHousehold, world: RemoteWorld): RemoteChange | null {
  const place = household.pickFreePlace(world);
  const newUser = upTo(usersMax).find((index) => world.users[index] === undefined);
  if (place === null || newUser === undefined) return null;
  const { userStatus, userType } = personFields(household.chance);
  const fields = { ...(userStatus !== undefined && { userStatus }), ...(userType !== undefined && { userType }) };
  return addCredential(place, { newUser, fields });
}

function giveCredential(household: RemoteHousehold, world: RemoteWorld): RemoteChange | null {
  const place = household.pickFreePlace(world);
  const user = household.chance.pick(indicesOf(world.users));
  if (place === null || user === null) return null;
  const own = entriesOf(world).filter((entry) => entry.user === user);
  return own.length < credentialsPerUserMax ? addCredential(place, { user }) : null;
}

/** The administrator's PINs change like any other. */
function changeCredential(household: RemoteHousehold, world: RemoteWorld): RemoteChange | null {
  const { chance } = household;
  const entry = chance.pick(entriesOf(world));
  return entry === null ? null : modifyCredential(entry, household.free(world, entry.kind), chance.isLucky(0.5));
}

function takeCredential(household: RemoteHousehold, world: RemoteWorld): RemoteChange | null {
  return household.pickEntry(world, null, clearCredential);
}

/** The administrator has the programming PIN left whatever goes. */
function takeCredentials({ chance }: RemoteHousehold, world: RemoteWorld): RemoteChange | null {
  return clearCredentials(world, chance.pick([...kinds, null]));
}

function giveSchedule(household: RemoteHousehold, world: RemoteWorld): RemoteChange | null {
  const { chance } = household;
  return household.pickUser(world, (user) => {
    const index = 1 + chance.below(schedulesMax);
    if (chance.isLucky(0.5)) return setSchedule("weekDay", user, index, everyDay);
    return setSchedule("yearDay", user, index, chance.isLucky(0.5) ? always : longAgo);
  });
}

function takeSchedule(household: RemoteHousehold, world: RemoteWorld): RemoteChange | null {
  const { chance } = household;
  return household.pickUser(world, (user) => {
    const index = chance.isLucky(0.2) ? null : 1 + chance.below(schedulesMax);
    return clearSchedules(chance.isLucky(0.5) ? "weekDay" : "yearDay", user, index);
  });
}

/** So far away that it changes no mode while the test runs. */
function futureHoliday(chance: Chance) {
  const localStartTime = 3_000_000_000 + chance.below(1_000_000);
  return { localStartTime, localEndTime: localStartTime + 86_400, operatingMode: OperatingMode.Vacation };
}
