/**
 * One command of a home that changes the lock: what it answers, what the lock holds afterwards, and what it has on
 * record and tells of it. All four go together, or the change did not take place.
 */
import { DoorLock } from "@matter/main/clusters/door-lock";
import type { Fields } from "../wire-values.ts";
import {
  credentialOf,
  dataOf,
  entriesOf,
  nextFree,
  programmingPlace,
  withCredential,
  without,
  withoutCredential,
  withUser,
  type Entry,
  type Kind,
  type Person,
  type Reference,
  type RemoteWorld,
} from "./remote-world.ts";

const { Add, Modify, Clear } = DoorLock.DataOperationType;
/** All of a kind, and all schedules of a kind. */
const every = 0xfffe;
const everySchedule = 0xfe;

/** A log record of a change, without its number and time. */
export interface Recorded {
  readonly change: string;
  readonly user: number | null;
  readonly credential: Reference | null;
  readonly schedule?: { readonly kind: "holiday"; readonly index: number | null };
}

/** A LockUserChange, without what is the same of all. */
export interface Told {
  readonly lockDataType: number;
  readonly dataOperationType: number;
  readonly userIndex: number | null;
  readonly dataIndex: number | null;
}

export interface Outcome {
  readonly world: RemoteWorld;
  readonly answer: Fields;
  readonly records: readonly Recorded[];
  readonly events: readonly Told[];
}

export interface RemoteChange {
  readonly command: string;
  readonly fields: Fields;
  /** Users, places and schedules that no other change may touch at the same time; null: nothing may go on beside it. */
  readonly touches: readonly string[] | null;
  /** Presented after a cut, to see whether they count. */
  readonly secrets: readonly { readonly kind: Kind; readonly secret: string }[];
  /** What it comes to in a world in which it is possible. */
  outcome(world: RemoteWorld): Outcome;
}

const success: Fields = { status: 0x00 };
const words = { [Add]: "add", [Modify]: "modify", [Clear]: "clear" } as const;
type Operation = keyof typeof words;

function told(lockDataType: number, operation: Operation, userIndex: number | null, dataIndex: number | null): Told {
  return { lockDataType, dataOperationType: operation, userIndex, dataIndex };
}

function toldOfUser(operation: Operation, user: number): Told {
  return told(DoorLock.LockDataType.UserIndex, operation, user, user);
}

function dataTypeOf({ kind, index }: Reference): number {
  const { ProgrammingCode, Pin, Rfid } = DoorLock.LockDataType;
  if (kind === "rfid") return Rfid;
  return index === programmingPlace ? ProgrammingCode : Pin;
}

function recorded(operation: Operation, user: number | null, credential: Reference | null = null): Recorded {
  const place = credential === null ? null : { kind: credential.kind, index: credential.index };
  return { change: words[operation], user, credential: place };
}

export type PersonFields = Partial<
  Pick<Person, "userName" | "userUniqueId" | "userStatus" | "userType" | "credentialRule">
>;

const newPerson: Person = {
  userName: "",
  userUniqueId: null,
  userStatus: DoorLock.UserStatus.OccupiedEnabled,
  userType: DoorLock.UserType.UnrestrictedUser,
  credentialRule: DoorLock.CredentialRule.Single,
  weekDays: {},
  yearDays: {},
};

const asItIs = { userName: null, userUniqueId: null, userStatus: null, userType: null, credentialRule: null } as const;

export function setUser(user: number, isNew: boolean, fields: PersonFields): RemoteChange {
  const operation = isNew ? Add : Modify;
  return {
    command: "setUser",
    fields: { operationType: operation, userIndex: user, ...asItIs, ...fields },
    touches: [`user ${user}`],
    secrets: [],
    outcome: (world) => ({
      world: withUser(world, user, { ...(world.users[user] ?? newPerson), ...fields }),
      answer: success,
      records: [recorded(operation, user)],
      events: [toldOfUser(operation, user)],
    }),
  };
}

export function clearUser(world: RemoteWorld, user: number): RemoteChange {
  const own = entriesOf(world).filter((entry) => entry.user === user);
  return {
    command: "clearUser",
    fields: { userIndex: user },
    touches: [`user ${user}`, ...own.map(placeName)],
    secrets: own,
    outcome: (before) => {
      const rest = own.reduce(withoutCredential, before);
      return {
        world: { ...rest, users: without(rest.users, user) },
        answer: success,
        records: [...own.map((entry) => recorded(Clear, user, entry)), recorded(Clear, user)],
        events: [...own.map((entry) => told(dataTypeOf(entry), Clear, user, entry.index)), toldOfUser(Clear, user)],
      };
    },
  };
}

export function clearEverybody(world: RemoteWorld): RemoteChange {
  return {
    command: "clearUser",
    fields: { userIndex: every },
    touches: null,
    secrets: entriesOf(world).slice(0, 1),
    outcome: (before) => ({
      world: { ...before, users: {}, credentials: { pin: {}, rfid: {} } },
      answer: success,
      records: [recorded(Clear, null)],
      events: [told(DoorLock.LockDataType.UserIndex, Clear, every, every)],
    }),
  };
}

/** @param newUser the number that the lock will give to the user who is made for it. */
export function addCredential(
  { kind, index, secret }: Reference & { readonly secret: string },
  owner:
    | { readonly user: number }
    | { readonly newUser: number; readonly fields: Pick<PersonFields, "userStatus" | "userType"> },
): RemoteChange {
  const isNew = "newUser" in owner;
  const user = isNew ? owner.newUser : owner.user;
  return {
    command: "setCredential",
    fields: {
      operationType: Add,
      credential: credentialOf({ kind, index }),
      credentialData: dataOf(secret),
      userIndex: isNew ? null : user,
      userStatus: null,
      userType: null,
      ...(isNew && owner.fields),
    },
    // Who becomes the new user depends on everything else.
    touches: isNew ? null : [`user ${user}`, placeName({ kind, index })],
    secrets: [{ kind, secret }],
    outcome: (before) => {
      const owned = isNew ? withUser(before, user, { ...newPerson, ...owner.fields }) : before;
      const after = withCredential(
        { ...owned, added: owned.added + 1 },
        { kind, index },
        { user, secret, order: owned.added },
      );
      return {
        world: after,
        answer: { ...success, userIndex: isNew ? user : null, nextCredentialIndex: nextFree(after, { kind, index }) },
        records: [recorded(Add, user, { kind, index })],
        events: [...(isNew ? [toldOfUser(Add, user)] : []), told(dataTypeOf({ kind, index }), Add, user, index)],
      };
    },
  };
}

/** Opens the menu (application cluster specification, 5.2.6.26). */
const programmingPinIndex = 0;

/** @param isByOwner says whose it is; otherwise that is left to the lock, which it may be for the programming PIN. */
export function modifyCredential(entry: Entry, secret: string, isByOwner: boolean): RemoteChange {
  const { kind, index, user } = entry;
  return {
    command: "setCredential",
    fields: {
      operationType: Modify,
      credential: credentialOf(entry),
      credentialData: dataOf(secret),
      userIndex: isByOwner || index !== programmingPinIndex ? user : null,
      userStatus: null,
      userType: null,
    },
    touches: [`user ${user}`, placeName(entry)],
    secrets: [entry, { kind, secret }],
    outcome: (before) => ({
      world: withCredential(before, entry, { ...(before.credentials[kind][index] ?? entry), secret }),
      answer: { ...success, userIndex: null, nextCredentialIndex: nextFree(before, entry) },
      records: [recorded(Modify, user, entry)],
      events: [told(dataTypeOf(entry), Modify, user, index)],
    }),
  };
}

export function clearCredential(entry: Entry): RemoteChange {
  const { user, index } = entry;
  return {
    command: "clearCredential",
    fields: { credential: credentialOf(entry) },
    touches: [`user ${user}`, placeName(entry)],
    secrets: [entry],
    outcome: (before) => {
      const world = withoutCredential(before, entry);
      return {
        world,
        answer: success,
        records: [recorded(Clear, user, entry)],
        events: [
          told(dataTypeOf(entry), Clear, user, index),
          ...(world.users[user] === undefined ? [toldOfUser(Clear, user)] : []),
        ],
      };
    },
  };
}

/** All of a kind, or of every kind; the programming PIN stays. */
export function clearCredentials(world: RemoteWorld, kind: Kind | null): RemoteChange {
  const { Pin, Rfid } = DoorLock.CredentialType;
  const ofKind = { credentialType: kind === "pin" ? Pin : Rfid, credentialIndex: every };
  const isMeant = (entry: Entry): boolean =>
    (kind === null || entry.kind === kind) && !(entry.kind === "pin" && entry.index === programmingPlace);
  return {
    command: "clearCredential",
    fields: { credential: kind === null ? null : ofKind },
    touches: null,
    secrets: entriesOf(world).filter(isMeant).slice(0, 2),
    outcome: (before) => {
      const cleared = entriesOf(before).filter(isMeant);
      const after = cleared.reduce(withoutCredential, before);
      const toldOf = (entry: Entry, at: number): readonly Told[] => {
        const isFirst = cleared.findIndex((other) => other.kind === entry.kind) === at;
        const isLastOfUser = cleared.findLastIndex(({ user }) => user === entry.user) === at;
        return [
          ...(isFirst ? [told(dataTypeOf(entry), Clear, null, every)] : []),
          ...(isLastOfUser && after.users[entry.user] === undefined ? [toldOfUser(Clear, entry.user)] : []),
        ];
      };
      return {
        world: after,
        answer: success,
        records: cleared.map((entry) => recorded(Clear, entry.user, entry)),
        events: cleared.flatMap(toldOf),
      };
    },
  };
}

export type ScheduleKind = "weekDay" | "yearDay";
const scheduleTypes = {
  weekDay: DoorLock.LockDataType.WeekDaySchedule,
  yearDay: DoorLock.LockDataType.YearDaySchedule,
} as const;

export function setSchedule(kind: ScheduleKind, user: number, index: number, times: Fields): RemoteChange {
  const name = kind === "weekDay" ? "weekDays" : "yearDays";
  return {
    command: kind === "weekDay" ? "setWeekDaySchedule" : "setYearDaySchedule",
    fields: { userIndex: user, [`${kind}Index`]: index, ...times },
    touches: [`user ${user}`],
    secrets: [],
    outcome: (before) => {
      const person = before.users[user] ?? newPerson;
      const { UnrestrictedUser, ScheduleRestrictedUser } = DoorLock.UserType;
      const userType = person.userType === UnrestrictedUser ? ScheduleRestrictedUser : person.userType;
      const operation = person[name][index] === undefined ? Add : Modify;
      return {
        world: withUser(before, user, { ...person, userType, [name]: { ...person[name], [index]: times } }),
        answer: success,
        records: [recorded(Modify, user)],
        events: [told(scheduleTypes[kind], operation, user, index)],
      };
    },
  };
}

/** @param index null: all of the kind. */
export function clearSchedules(kind: ScheduleKind, user: number, index: number | null): RemoteChange {
  const name = kind === "weekDay" ? "weekDays" : "yearDays";
  return {
    command: kind === "weekDay" ? "clearWeekDaySchedule" : "clearYearDaySchedule",
    fields: { [`${kind}Index`]: index ?? everySchedule, userIndex: user },
    touches: [`user ${user}`],
    secrets: [],
    outcome: (before) => {
      const person = before.users[user] ?? newPerson;
      const rest = index === null ? {} : without<unknown>(person[name], index);
      return {
        world: withUser(before, user, { ...person, [name]: rest }),
        answer: success,
        records: [recorded(Modify, user)],
        events: [told(scheduleTypes[kind], Clear, user, index ?? every)],
      };
    },
  };
}

export function setHoliday(index: number, holiday: RemoteWorld["holidays"][number]): RemoteChange {
  return {
    command: "setHolidaySchedule",
    fields: { holidayIndex: index, ...holiday },
    touches: ["holidays"],
    secrets: [],
    outcome: (before) => {
      const operation = before.holidays[index] === undefined ? Add : Modify;
      return {
        world: { ...before, holidays: { ...before.holidays, [index]: holiday } },
        answer: success,
        records: [{ ...recorded(operation, null), schedule: { kind: "holiday", index } }],
        events: [told(DoorLock.LockDataType.HolidaySchedule, operation, null, index)],
      };
    },
  };
}

/** @param index null: all. */
export function clearHolidays(index: number | null): RemoteChange {
  return {
    command: "clearHolidaySchedule",
    fields: { holidayIndex: index ?? everySchedule },
    touches: ["holidays"],
    secrets: [],
    outcome: (before) => ({
      world: { ...before, holidays: index === null ? {} : without(before.holidays, index) },
      answer: success,
      records: [{ ...recorded(Clear, null), schedule: { kind: "holiday", index } }],
      events: [told(DoorLock.LockDataType.HolidaySchedule, Clear, null, index ?? every)],
    }),
  };
}

function placeName({ kind, index }: Reference): string {
  return `${kind} ${index}`;
}
