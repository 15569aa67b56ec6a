/** Random households: who has which credential, of which kind of user, under which settings. */

import fc from "fast-check";
import {
  guardProfiles,
  operatingModes,
  pinLengthMax,
  pinLengthMin,
  roles,
  sleepAfterMs,
  userTypes,
  type GuardProfile,
  type OperatingMode,
  type UserStatus,
} from "../src/index.ts";
import { CoreLock, type Issued } from "./core-lock.ts";

/** The one who is in every household: an administrator with a card and a PIN, so that none is in the initial state. */
export const owner = { card: "the owner's card", pin: "904718" } as const;
export const digit = fc.integer({ min: 0, max: 9 }).map(String);
export const pinDigits = fc
  .array(digit, { minLength: pinLengthMin, maxLength: pinLengthMax })
  .map((digits) => digits.join(""))
  .filter((pin) => pin !== owner.pin);

export interface Household {
  readonly profile: GuardProfile;
  readonly mode: OperatingMode;
  readonly autoRelockSeconds: number;
  readonly wrongCodeEntryLimit: number;
  readonly isTimeKnown: boolean;
  readonly pins: readonly { readonly pin: string; readonly user: Issued; readonly hasSchedule: boolean }[];
  readonly cards: readonly Issued[];
  readonly fingers: readonly Issued[];
}

const issued: fc.Arbitrary<Issued> = fc.record({
  role: fc.constantFrom(...roles),
  userType: fc.constantFrom(...userTypes),
  userStatus: fc.constantFrom<UserStatus>("occupiedEnabled", "occupiedEnabled", "occupiedDisabled"),
});

export const households: fc.Arbitrary<Household> = fc.record({
  profile: fc.constantFrom(...guardProfiles),
  mode: fc.constantFrom<OperatingMode>("normal", "normal", "normal", ...operatingModes),
  autoRelockSeconds: fc.constantFrom(0, 5, 60),
  wrongCodeEntryLimit: fc.constantFrom(5, 5, 1, 3, 20),
  isTimeKnown: fc.boolean(),
  pins: fc.uniqueArray(fc.record({ pin: pinDigits, user: issued, hasSchedule: fc.boolean() }), {
    maxLength: 6,
    selector: ({ pin }) => pin,
  }),
  cards: fc.array(issued, { maxLength: 3 }),
  fingers: fc.array(issued, { maxLength: 3 }),
});

export function cardName(index: number): string {
  return `card ${index}`;
}

export function fingerName(index: number): string {
  return `finger ${index}`;
}

/** The household's lock, asleep. */
export function moveIn(household: Household): CoreLock {
  const lock = new CoreLock();
  lock.openMenu();
  household.fingers.forEach((_, index) => {
    lock.press("11#");
    for (let touch = 0; touch < 5; touch++) lock.finger(fingerName(index));
  });
  lock.press("*");
  household.fingers.forEach((user, index) => lock.order({ type: "setUser", userIndex: index + 1, ...user }));
  lock.issue({ role: "administrator" }, { card: owner.card });
  lock.issue({ role: "administrator" }, { pin: owner.pin });
  household.cards.forEach((user, index) => lock.issue(user, { card: cardName(index) }));
  for (const { pin, user, hasSchedule } of household.pins) {
    const userIndex = lock.issue(user, { pin });
    if (hasSchedule)
      lock.order({ type: "setWeekDaySchedule", userIndex, index: null, days: ["mon"], fromMinute: 0, toMinute: 1440 });
  }
  if (!household.isTimeKnown) lock.utcMs = null;
  lock.set({ name: "wrongCodeEntryLimit", value: household.wrongCodeEntryLimit });
  lock.set({ name: "autoRelockSeconds", value: household.autoRelockSeconds });
  lock.set({ name: "guardProfile", value: household.profile });
  lock.order({ type: "setOperatingMode", mode: household.mode });
  lock.wait(sleepAfterMs);
  lock.take();
  return lock;
}
