/**
 * What a home can know of a lock that it alone has changed: its users with their credentials and schedules, and what the
 * lock must answer when the home asks for them. The rules are those of Matter (Application Clusters, 5.2), written a
 * second time on purpose.
 */
import { DoorLock } from "@matter/main/clusters/door-lock";
import { octets } from "../wire-values.ts";
import type { Fields } from "../wire-values.ts";

export const kinds = ["pin", "rfid"] as const;
export type Kind = (typeof kinds)[number];

/** The place of the programming PIN among the PINs: whose it is is the administrator, and nobody clears it in passing. */
export const programmingPlace = 0;
/** So few places that they are taken, freed and taken again. */
export const usersMax = 9;
export const placesMax: Readonly<Record<Kind, number>> = { pin: 7, rfid: 5 };
export const schedulesMax = 2;
export const holidaysMax = 2;
/** How many the lock has; the last of its answers to a new credential names the next free one. */
const placesOfLock = 50;

export interface Person {
  readonly userName: string;
  readonly userUniqueId: number | null;
  readonly userStatus: number;
  readonly userType: number;
  readonly credentialRule: number;
  readonly weekDays: Readonly<Record<number, WeekDays>>;
  readonly yearDays: Readonly<Record<number, Span>>;
}

export type WeekDays = Readonly<Record<"daysMask" | "startHour" | "startMinute" | "endHour" | "endMinute", number>>;
export type Span = Readonly<Record<"localStartTime" | "localEndTime", number>>;
export type Holiday = Span & { readonly operatingMode: number };

export interface Held {
  readonly user: number;
  readonly secret: string;
  /** A user's credentials are told in the order in which they were added. */
  readonly order: number;
}

export interface RemoteWorld {
  readonly users: Readonly<Record<number, Person>>;
  readonly credentials: Readonly<Record<Kind, Readonly<Record<number, Held>>>>;
  readonly holidays: Readonly<Record<number, Holiday>>;
  /** How many credentials have been added in its life. */
  readonly added: number;
}

export const emptyWorld: RemoteWorld = { users: {}, credentials: { pin: {}, rfid: {} }, holidays: {}, added: 0 };

export interface Reference {
  readonly kind: Kind;
  readonly index: number;
}

export interface Entry extends Reference, Held {}

export function entriesOf(world: RemoteWorld): readonly Entry[] {
  return kinds.flatMap((kind) =>
    Object.entries(world.credentials[kind]).map(([index, held]) => ({ kind, index: Number(index), ...held })),
  );
}

export function indicesOf(record: Readonly<Record<number, unknown>>): readonly number[] {
  return Object.keys(record).map(Number);
}

export function without<Value>(
  record: Readonly<Record<number, Value>>,
  index: number,
): Readonly<Record<number, Value>> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => Number(key) !== index));
}

export function withUser(world: RemoteWorld, user: number, person: Person): RemoteWorld {
  return { ...world, users: { ...world.users, [user]: person } };
}

export function withCredential(world: RemoteWorld, { kind, index }: Reference, held: Held): RemoteWorld {
  const ofKind = { ...world.credentials[kind], [index]: held };
  return { ...world, credentials: { ...world.credentials, [kind]: ofKind } };
}

/** Takes a credential away; whoever has none left by that goes with it (5.2.10.26). */
export function withoutCredential(world: RemoteWorld, { kind, index }: Reference): RemoteWorld {
  const held = world.credentials[kind][index];
  if (held === undefined) return world;
  const rest = { ...world, credentials: { ...world.credentials, [kind]: without(world.credentials[kind], index) } };
  const isLast = entriesOf(rest).every(({ user }) => user !== held.user);
  return isLast ? { ...rest, users: without(rest.users, held.user) } : rest;
}

export function administratorOf(world: RemoteWorld): number | null {
  return world.credentials.pin[programmingPlace]?.user ?? null;
}

/** An ordinary one, that opens the door and makes wrong tries forgotten. */
export function administratorsPin(world: RemoteWorld): Entry | null {
  const administrator = administratorOf(world);
  const isIt = ({ kind, index, user }: Entry): boolean =>
    kind === "pin" && index !== programmingPlace && user === administrator;
  return entriesOf(world).find(isIt) ?? null;
}

export type Verdict = "opens" | "refused" | "unclear";

/** What the lock does when the home unlocks with this PIN. */
export function judgePin(world: RemoteWorld, secret: string): Verdict {
  const entry = entriesOf(world).find((other) => other.kind === "pin" && other.secret === secret);
  const person = entry === undefined ? undefined : world.users[entry.user];
  if (person === undefined) return "refused";
  // It is there for the menu.
  if (entry?.index === programmingPlace) return "unclear";
  // The PIN of the one is used up by its use; that of the other waits for another credential.
  if (person.userType === DoorLock.UserType.DisposableUser || person.credentialRule !== DoorLock.CredentialRule.Single)
    return "unclear";
  if (person.userStatus !== DoorLock.UserStatus.OccupiedEnabled) return "refused";
  return judgeSchedules(person);
}

/** The days of a week are all of them, and a span is long ago or does not end. */
export const everyDay: WeekDays = { daysMask: 0x7f, startHour: 0, startMinute: 0, endHour: 23, endMinute: 59 };
export const longAgo: Span = { localStartTime: 86_400, localEndTime: 172_800 };
export const always: Span = { localStartTime: 86_400, localEndTime: 0xffff_fff0 };

/** Only the kinds that the user's type knows count; of these, each that there is must hold, and one must be there. */
function judgeSchedules({ userType, weekDays, yearDays }: Person): Verdict {
  const { UnrestrictedUser, RemoteOnlyUser, WeekDayScheduleUser, YearDayScheduleUser } = DoorLock.UserType;
  if (userType === UnrestrictedUser || userType === RemoteOnlyUser) return "opens";
  const days = userType === YearDayScheduleUser ? [] : Object.values(weekDays);
  const spans = userType === WeekDayScheduleUser ? [] : Object.values(yearDays);
  const isWithinSpans = spans.length === 0 || spans.some(({ localEndTime }) => localEndTime === always.localEndTime);
  if (days.length + spans.length === 0 || !isWithinSpans) return "refused";
  // A day's last minute is in no schedule that Matter can write.
  return days.length > 0 && new Date().getUTCMinutes() === everyDay.endMinute ? "unclear" : "opens";
}

/** Matter's own words for a credential. */
export function credentialOf({ kind, index }: Reference): {
  readonly credentialType: number;
  readonly credentialIndex: number;
} {
  const { ProgrammingPin, Pin, Rfid } = DoorLock.CredentialType;
  const ofPlace = index === programmingPlace ? ProgrammingPin : Pin;
  return { credentialType: kind === "pin" ? ofPlace : Rfid, credentialIndex: index };
}

export function dataOf(secret: string): Uint8Array {
  return octets(secret);
}

/** The next free place of this kind behind this one, as the lock tells it. */
export function nextFree(world: RemoteWorld, { kind, index }: Reference): number | null {
  if (kind === "pin" && index === programmingPlace) return null;
  for (let next = index + 1; next <= placesOfLock; next++) if (world.credentials[kind][next] === undefined) return next;
  return null;
}

/** All that the home can ask of the lock, in one object; `Answers` of a world is what the lock must say of it. */
export interface Answers {
  readonly users: readonly Fields[];
  readonly credentials: Readonly<Record<string, Fields>>;
  readonly schedules: Readonly<Record<string, Fields>>;
}

const success = 0x00;
const notFound = 0x8b;
/** The number by which the lock knows the home. */
const fabricIndex = 1;

export function answersOf(world: RemoteWorld): Answers {
  return {
    users: usersAnswer(world),
    credentials: Object.fromEntries(
      kinds.flatMap((kind) =>
        places(kind).map((index) => [`${kind} ${index}`, credentialAnswer(world, { kind, index })]),
      ),
    ),
    schedules: Object.fromEntries([
      ...indicesOf(world.users).flatMap((user) => scheduleAnswers(world, user)),
      ...upTo(holidaysMax).map((index) => [`holiday ${index}`, placed({ holidayIndex: index }, world.holidays[index])]),
    ]),
  };
}

export function places(kind: Kind): readonly number[] {
  return kind === "pin" ? [programmingPlace, ...upTo(placesMax.pin)] : upTo(placesMax[kind]);
}

export function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => at + 1);
}

function usersAnswer(world: RemoteWorld): readonly Fields[] {
  const indices = indicesOf(world.users);
  return Object.entries(world.users).map(([key, person], at) => {
    const { weekDays: _weekDays, yearDays: _yearDays, ...told } = person;
    const own = entriesOf(world).filter(({ user }) => user === Number(key));
    return {
      userIndex: Number(key),
      ...told,
      credentials: own.toSorted((one, other) => one.order - other.order).map(credentialOf),
      creatorFabricIndex: fabricIndex,
      lastModifiedFabricIndex: fabricIndex,
      nextUserIndex: indices[at + 1] ?? null,
    };
  });
}

function credentialAnswer(world: RemoteWorld, { kind, index }: Reference): Fields {
  const held = world.credentials[kind][index];
  const next = indicesOf(world.credentials[kind]).find((other) => other > index) ?? null;
  const maker = held === undefined ? null : fabricIndex;
  return {
    credentialExists: held !== undefined,
    userIndex: held?.user ?? null,
    creatorFabricIndex: maker,
    lastModifiedFabricIndex: maker,
    nextCredentialIndex: index === programmingPlace ? null : next,
  };
}

function scheduleAnswers(world: RemoteWorld, userIndex: number): readonly (readonly [string, Fields])[] {
  const person = world.users[userIndex];
  return upTo(schedulesMax).flatMap((index) => [
    [`user ${userIndex} weekDay ${index}`, placed({ userIndex, weekDayIndex: index }, person?.weekDays[index])],
    [`user ${userIndex} yearDay ${index}`, placed({ userIndex, yearDayIndex: index }, person?.yearDays[index])],
  ]);
}

function placed(place: Fields, found: Fields | undefined): Fields {
  return found === undefined ? { ...place, status: notFound } : { ...place, status: success, ...found };
}
