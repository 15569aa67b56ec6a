/** What a household wants of one lock, as the test knows it: everybody by name, and what they hold. */

import { isDeepStrictEqual } from "node:util";

export interface Schedule {
  readonly weekDays: readonly { readonly days: readonly string[]; readonly from: string; readonly to: string }[];
  readonly dates: readonly { readonly from: string; readonly to: string }[];
}

export const schedules = {
  always: { weekDays: [], dates: [] },
  open: {
    weekDays: [{ days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], from: "00:00", to: "23:59" }],
    dates: [{ from: "2020-01-01T00:00", to: "2080-01-01T00:00" }],
  },
  closed: { weekDays: [], dates: [{ from: "2071-03-02T09:00", to: "2071-03-05T12:00" }] },
} as const satisfies Readonly<Record<string, Schedule>>;

export interface Access {
  readonly role: string;
  readonly isPaused: boolean;
  readonly schedule: Schedule;
}

export interface Pin {
  readonly credentialId: string;
  /** null: it was chosen, or given anew, in an answer that never came. */
  readonly digits: string | null;
}

export interface Person {
  readonly personId: string;
  readonly isGuest: boolean;
  /** null: none to this lock. */
  readonly access: Access | null;
  readonly pins: readonly Pin[];
}

export type World = ReadonlyMap<string, Person>;

/** Of what the server chose while nobody heard the answer. */
export const unknownId = "unknown";

/** One answer of the API about a person. */
export interface PersonShown {
  readonly personId: string;
  readonly name: string;
  readonly isGuest: boolean;
  readonly access: readonly Access[];
  readonly credentials: readonly { readonly credentialId: string }[];
}

/** @returns the world with the ids of what is shown; null: something else is shown. */
export function recogniseWorld(world: World, shown: readonly PersonShown[]): World | null {
  if (shown.length !== world.size) return null;
  const people = shown.map((one) => [one.name, recognise(world.get(one.name), one)] as const);
  const known = people.filter((pair): pair is readonly [string, Person] => pair[1] !== null);
  return known.length === people.length ? new Map(known) : null;
}

function recognise(person: Person | undefined, shown: PersonShown): Person | null {
  const [access] = shown.access;
  const isSame =
    person !== undefined &&
    (person.personId === unknownId || person.personId === shown.personId) &&
    person.isGuest === shown.isGuest &&
    isDeepStrictEqual(person.access, access === undefined ? null : accessOf(access)) &&
    person.pins.length === shown.credentials.length;
  if (!isSame) return null;
  const shownIds = shown.credentials.map(({ credentialId }) => credentialId);
  const knownIds = new Set(person.pins.map(({ credentialId }) => credentialId));
  const strange = shownIds.filter((credentialId) => !knownIds.has(credentialId));
  const pins = person.pins.map((pin) =>
    pin.credentialId === unknownId ? { ...pin, credentialId: strange.shift() ?? unknownId } : pin,
  );
  const areThere = pins.every(({ credentialId }) => shownIds.includes(credentialId)) && strange.length === 0;
  return areThere ? { ...person, personId: shown.personId, pins } : null;
}

function accessOf({ role, isPaused, schedule: { weekDays, dates } }: Access): Access {
  return { role, isPaused, schedule: { weekDays, dates } };
}
