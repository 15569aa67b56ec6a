/** What people, parts and networks do to a lock, at random. */

import fc from "fast-check";
import {
  credentialRules,
  dayMs,
  guardProfiles,
  keys,
  operatingModes,
  roles,
  userTypes,
  volumes,
  weekDays,
  type CommandBody,
  type LockEvent,
} from "../src/index.ts";
import { foundAtPowerUp, monday, newPinOf, tagOf, type CoreLock } from "./core-lock.ts";
import { cardName, digit, fingerName, owner, pinDigits } from "./households.ts";

/** One thing that happens; `kind` is counted, so that no kind is forgotten. */
export interface Act {
  readonly kind: string;
  readonly what: unknown;
  readonly on: (lock: CoreLock) => void;
}

function acts<T>(kind: string, what: fc.Arbitrary<T>, on: (lock: CoreLock, what: T) => void): fc.Arbitrary<Act> {
  return what.map((given) => ({
    kind,
    what: given,
    on: (lock) => on(lock, given),
    [fc.toStringMethod]: () => `${kind} ${JSON.stringify(given)}`,
  }));
}

const nothing = fc.constant(null);
const waitMs = fc.oneof(
  fc.constantFrom(1, 1000, 3000, 5000, 10_000, 30_000, 60_000, 180_000, 3_600_000, 86_400_000),
  fc.integer({ min: 0, max: 7_200_000 }),
);
const typed = fc.oneof(
  fc.constantFrom(
    "3571#",
    "11#",
    "12#",
    "13#",
    "21#1#",
    "22#2##",
    "23#1##",
    "31##",
    "32##",
    "33##",
    "42#",
    "3570#",
    "#",
  ),
  fc.array(fc.constantFrom(...keys), { maxLength: 24 }).map((some) => some.join("")),
);
const entry = fc.array(digit, { minLength: 1, maxLength: 22 }).map((some) => some.join(""));

/** The outer side: what somebody without any credential can do there, and the power that fails meanwhile. */
export const strangersActs: readonly fc.Arbitrary<Act>[] = [
  acts("touch", nothing, (lock) => lock.touch()),
  acts("type", typed, typeAsStranger),
  acts("enter", entry, (lock, digits) => {
    lock.touch();
    typeAsStranger(lock, `${digits}#`);
  }),
  acts("ask for the menu", entry, (lock, digits) => {
    lock.touch();
    typeAsStranger(lock, `3571#${digits}#`);
  }),
  acts("strange finger", nothing, (lock) => lock.finger("a stranger's")),
  acts("poor image", nothing, (lock) => lock.dispatch({ type: "fingerUnreadable" })),
  acts("strange card", nothing, (lock) => lock.card("a stranger's")),
  acts("tamper", fc.boolean(), (lock, isRemoved) => lock.dispatch({ type: "tamperMoved", isRemoved })),
  acts("handle", fc.boolean(), (lock, isAtRest) => lock.dispatch({ type: "handleMoved", isAtRest })),
  acts("wait", waitMs, (lock, ms) => lock.wait(ms)),
  acts("wait unnoticed", fc.integer({ min: 0, max: 100_000 }), (lock, ms) => lock.waitUnnoticed(ms)),
  acts("power cut", fc.boolean(), (lock, isNoticed) => {
    if (isNoticed) lock.dispatch({ type: "powerLost", areBatteriesOut: false });
    lock.cutPower();
  }),
  acts(
    "power cut within",
    fc.record({ steps: fc.integer({ min: 1, max: 8 }), areEffectsDone: fc.boolean() }),
    (lock, cut) => {
      lock.cutAfter = cut;
    },
  ),
  acts(
    "part",
    fc.record({ part: fc.constantFrom("cable", "keypad", "reader"), isWorking: fc.boolean() }),
    (lock, change) => lock.dispatch({ type: "partChanged", ...change } as LockEvent),
  ),
  acts("emergency power", fc.boolean(), (lock, hasUsb) =>
    lock.dispatch({ type: "supplyMeasured", batteryMillivolts: 6200, hasUsb }),
  ),
  acts("unasked finger", fc.integer({ min: 1, max: 4 }), (lock, slot) =>
    lock.dispatch({ type: "fingerMatched", slot }),
  ),
  acts("unasked card hash", nothing, (lock) => lock.dispatch({ type: "cardHashed", tag: tagOf(owner.card) })),
  acts("unasked PIN hash", nothing, (lock) => lock.dispatch(hashOf(owner.pin))),
  acts("unasked enrolment", nothing, (lock) => lock.dispatch({ type: "enrolmentCaptured", outcome: "kept" })),
  acts("unasked clutch", nothing, (lock) => {
    lock.clutch = "free";
    lock.dispatch({ type: "clutchReached", position: "free" });
  }),
];

const tails = new WeakMap<CoreLock, { readonly pins: readonly string[]; digits: string }>();

/** From now on whoever types as a stranger on this lock knows none of these PINs. */
export function keepFromStrangers(lock: CoreLock, pins: readonly string[]): void {
  tails.set(lock, { pins, digits: "" });
}

/** A digit that would complete a PIN is left out: whatever entry these keys make, it holds none. */
function typeAsStranger(lock: CoreLock, text: string): void {
  const tail = tails.get(lock);
  for (const key of text) {
    if (tail !== undefined && /\d/.test(key)) {
      const digits = `${tail.digits}${key}`.slice(-10);
      if (tail.pins.some((pin) => digits.endsWith(pin))) continue;
      tail.digits = digits;
    }
    lock.press(key);
  }
}

function hashOf(digits: string): LockEvent {
  return { type: "pinHashed", candidates: [{ tag: tagOf(digits), length: digits.length, start: 0 }] };
}

/** Somebody of the household, with whatever that credential may do. */
export const familysActs: readonly fc.Arbitrary<Act>[] = [
  acts("owner's card", nothing, (lock) => lock.card(owner.card)),
  acts("owner's PIN", entry, (lock, padding) => lock.type(`${padding.slice(0, 5)}${owner.pin}#`)),
  acts("card", fc.integer({ min: 0, max: 3 }), (lock, index) => lock.card(cardName(index))),
  acts("finger", fc.integer({ min: 0, max: 3 }), (lock, index) => lock.finger(fingerName(index))),
  acts("open the menu", nothing, (lock) => lock.openMenu(() => lock.card(owner.card))),
  acts(
    "begin an operation",
    fc.constantFrom("11#", "12#", "12#739104#", "13#", "22#", "22#1#", "32#", "3570#"),
    (lock, code) => {
      lock.openMenu(() => lock.card(owner.card));
      lock.press(code);
    },
  ),
  acts("add a PIN", pinDigits, (lock, pin) => {
    lock.openMenu(() => lock.card(owner.card));
    lock.press(`12#${pin}#${pin}#*`);
  }),
  acts("add a finger", fc.integer({ min: 0, max: 5 }), (lock, index) =>
    lock.enrolFinger(fingerName(index), () => lock.card(owner.card)),
  ),
  acts("add a card", fc.integer({ min: 0, max: 5 }), (lock, index) =>
    lock.enrolCard(cardName(index), () => lock.card(owner.card)),
  ),
  acts("bolt", fc.boolean(), (lock, isThrown) => lock.dispatch({ type: "safetyBoltMoved", isThrown })),
  acts("dead bolt", fc.boolean(), (lock, isThrown) => lock.dispatch({ type: "deadBoltMoved", isThrown })),
  acts("hold RESET", nothing, (lock) => lock.dispatch({ type: "resetHeld" })),
  acts("factory reset", fc.boolean(), (lock, isConfirmed) => {
    lock.cutPower({ isResetHeld: true });
    lock.press(isConfirmed ? "#" : "*");
  }),
  acts("batteries", fc.integer({ min: 0, max: 640 }), (lock, tens) =>
    lock.dispatch({ type: "supplyMeasured", batteryMillivolts: tens * 10, hasUsb: false }),
  ),
  acts("motor", fc.constantFrom("healthy", "motor-stall", "motor-open", "clutch"), (lock, motor) => {
    lock.motor = motor;
  }),
  acts(
    "silent part",
    fc.constantFrom("matchFinger", "verifyPin", "driveClutch", "storeTemplate", null),
    (lock, effect) => {
      lock.unanswered.clear();
      if (effect !== null) lock.unanswered.add(effect);
    },
  ),
  acts("wall clock", fc.option(fc.integer({ min: 0, max: 4_102_444_800_000 })), (lock, utcMs) => {
    lock.utcMs = utcMs;
  }),
];

const userIndex = fc.integer({ min: 0, max: 160 });
const index = fc.option(fc.integer({ min: 0, max: 52 }));

const commandBodies: {
  readonly [Type in CommandBody["type"]]: fc.Arbitrary<Omit<CommandBody & { readonly type: Type }, "type">>;
} = {
  lockDoor: fc.oneof(fc.constant({}), fc.record({ pin: fc.oneof(fc.constant(owner.pin), entry) })),
  unlockDoor: fc.record({
    pin: fc.option(fc.oneof(fc.constant(owner.pin), entry)),
    timeoutSeconds: fc.option(fc.integer({ min: 0, max: 65_535 })),
  }),
  setOperatingMode: fc.record({ mode: fc.constantFrom(...operatingModes) }),
  changeSetting: fc.record({
    setting: fc.oneof(
      fc.record({ name: fc.constant("volume" as const), value: fc.constantFrom(...volumes) }),
      fc.record({ name: fc.constant("language" as const), value: fc.constantFrom("it", "en", "?") }),
      fc.record({ name: fc.constant("guardProfile" as const), value: fc.constantFrom(...guardProfiles) }),
      fc.record({
        name: fc.constantFrom("isMenuEnabled" as const, "isPinRequiredForRemote" as const),
        value: fc.boolean(),
      }),
      fc.record({
        name: fc.constantFrom(
          "autoRelockSeconds" as const,
          "wrongCodeEntryLimit" as const,
          "temporaryDisableSeconds" as const,
          "expiringUserTimeoutMinutes" as const,
        ),
        value: fc.integer({ min: -1, max: 300 }),
      }),
    ),
  }),
  restoreEntry: fc.constant({}),
  setUser: fc
    .record(
      {
        name: fc.string({ maxLength: 66 }),
        role: fc.constantFrom(...roles),
        userType: fc.constantFrom(...userTypes),
        userStatus: fc.constantFrom("occupiedEnabled" as const, "occupiedDisabled" as const),
        uniqueId: fc.option(fc.integer()),
        credentialRule: fc.constantFrom(...credentialRules),
        operation: fc.constantFrom("add" as const, "modify" as const),
      },
      { requiredKeys: [] },
    )
    .chain((change) => userIndex.map((of) => ({ ...change, userIndex: of }))),
  clearUser: fc.record({ userIndex: fc.option(userIndex, { freq: 50 }) }),
  setCredential: fc.record({
    userIndex: fc.option(userIndex),
    index,
    credential: fc.oneof(
      fc.record({ kind: fc.constant("pin" as const), pin: entry.map(newPinOf) }),
      fc.record({
        kind: fc.constant("rfid" as const),
        tag: fc.integer({ min: 0, max: 60 }).map((n) => tagOf(cardName(n))),
      }),
    ),
  }),
  clearCredential: fc.record({
    kind: fc.constantFrom("fingerprint" as const, "pin" as const, "rfid" as const),
    index: fc.integer({ min: 0, max: 52 }),
  }),
  setWeekDaySchedule: fc.record({
    userIndex,
    index: fc.option(fc.integer({ min: 0, max: 11 })),
    days: fc.subarray([...weekDays]),
    fromMinute: fc.integer({ min: -1, max: 1440 }),
    toMinute: fc.integer({ min: 0, max: 1441 }),
  }),
  setYearDaySchedule: fc.record({
    userIndex,
    index: fc.option(fc.integer({ min: 0, max: 11 })),
    fromLocalMs: fc.maxSafeInteger(),
    toLocalMs: fc.maxSafeInteger(),
  }),
  clearSchedules: fc.oneof(
    fc.record({ userIndex }),
    fc.record({
      userIndex,
      kind: fc.constantFrom("weekDay" as const, "yearDay" as const),
      index: fc.integer({ min: 0, max: 11 }),
    }),
  ),
  clearCredentials: fc.record({
    kind: fc.option(fc.constantFrom("fingerprint" as const, "pin" as const, "rfid" as const)),
  }),
  mergeUsers: fc.record({ from: userIndex, into: userIndex }),
  beginEnrolment: fc.record({ userIndex: fc.option(userIndex) }),
  cancelEnrolment: fc.constant({}),
  identify: fc.constant({}),
  setHolidaySchedule: fc.record({
    index: fc.integer({ min: 0, max: 11 }),
    fromLocalMs: fc.oneof(fc.maxSafeInteger(), fc.constant(monday - dayMs), fc.constant(monday + dayMs)),
    toLocalMs: fc.oneof(fc.maxSafeInteger(), fc.constant(monday + dayMs), fc.constant(monday + 2 * dayMs)),
    operatingMode: fc.constantFrom(...operatingModes),
  }),
  clearHolidaySchedules: fc.record({ index: fc.option(fc.integer({ min: 0, max: 11 })) }),
};

/** Orders with arguments in range and a little beyond. */
export const ordersOfApps: readonly fc.Arbitrary<Act>[] = Object.entries(commandBodies).map(([type, body]) =>
  acts(`order ${type}`, body as fc.Arbitrary<object>, (lock, given) => {
    lock.order({ type, ...given } as CommandBody);
  }),
);

/** Every event with arbitrary arguments, whether it can come at this moment or not. */
const rawEvents: { readonly [Type in LockEvent["type"]]: fc.Arbitrary<LockEvent & { readonly type: Type }> } = {
  keypadTouched: fc.constant({ type: "keypadTouched" }),
  keyPressed: fc.record({ type: fc.constant("keyPressed"), key: fc.constantFrom(...keys) }),
  fingerCaptured: fc.constant({ type: "fingerCaptured" }),
  fingerUnreadable: fc.constant({ type: "fingerUnreadable" }),
  fingerMatched: fc.record({ type: fc.constant("fingerMatched"), slot: fc.option(fc.integer({ min: 0, max: 60 })) }),
  enrolmentCaptured: fc.record({
    type: fc.constant("enrolmentCaptured"),
    outcome: fc.constantFrom("kept", "otherFinger", "alreadyEnrolled"),
  }),
  templateStored: fc.record({
    type: fc.constant("templateStored"),
    slot: fc.integer({ min: 1, max: 50 }),
    isStored: fc.boolean(),
  }),
  cardPresented: fc.record({ type: fc.constant("cardPresented"), tag: fc.string() }),
  pinHashed: fc.record({
    type: fc.constant("pinHashed"),
    candidates: fc.array(
      fc.record({
        tag: fc.oneof(fc.constant(tagOf(owner.pin)), fc.string()),
        length: fc.integer({ min: 6, max: 10 }),
        start: fc.integer({ min: 0, max: 14 }),
      }),
      { maxLength: 5 },
    ),
  }),
  cardHashed: fc.record({
    type: fc.constant("cardHashed"),
    tag: fc.oneof(fc.constant(tagOf(owner.card)), fc.string()),
  }),
  newPinHashed: fc.record({ type: fc.constant("newPinHashed"), pin: pinDigits.map(newPinOf) }),
  clutchReached: fc.record({ type: fc.constant("clutchReached"), position: fc.constantFrom("engaged", "free") }),
  clutchFailed: fc.record({
    type: fc.constant("clutchFailed"),
    cause: fc.constantFrom("motor-stall", "motor-open", "clutch"),
  }),
  handleMoved: fc.record({ type: fc.constant("handleMoved"), isAtRest: fc.boolean() }),
  safetyBoltMoved: fc.record({ type: fc.constant("safetyBoltMoved"), isThrown: fc.boolean() }),
  deadBoltMoved: fc.record({ type: fc.constant("deadBoltMoved"), isThrown: fc.boolean() }),
  tamperMoved: fc.record({ type: fc.constant("tamperMoved"), isRemoved: fc.boolean() }),
  supplyMeasured: fc.record({
    type: fc.constant("supplyMeasured"),
    batteryMillivolts: fc.integer({ min: 0, max: 7000 }),
    hasUsb: fc.boolean(),
  }),
  powerLost: fc.record({ type: fc.constant("powerLost"), areBatteriesOut: fc.boolean() }),
  poweredUp: fc
    .record({
      isResetHeld: fc.boolean(),
      clutch: fc.constantFrom("engaged" as const, "free" as const),
      isHandleAtRest: fc.boolean(),
      isSafetyBoltThrown: fc.boolean(),
      isFrontRemoved: fc.boolean(),
      templateSlots: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { maxLength: 4 })),
    })
    .map((found) => ({ ...foundAtPowerUp, ...found })),
  partChanged: fc.record({
    type: fc.constant("partChanged"),
    part: fc.constantFrom("cable", "keypad", "reader"),
    isWorking: fc.boolean(),
  }),
  resetHeld: fc.constant({ type: "resetHeld" }),
  pairingWindowMoved: fc.record({ type: fc.constant("pairingWindowMoved"), isOpen: fc.boolean() }),
  homeJoined: fc.constant({ type: "homeJoined" }),
  homeLeft: fc.record({ type: fc.constant("homeLeft"), fabric: fc.integer({ min: 1, max: 254 }) }),
  homesKnown: fc.record({
    type: fc.constant("homesKnown"),
    fabrics: fc.array(fc.integer({ min: 1, max: 254 }), { maxLength: 3 }),
  }),
  timePassed: fc.constant({ type: "timePassed" }),
  commandReceived: fc.constant({
    type: "commandReceived",
    request: 1_000_001,
    command: { type: "restoreEntry", source: "unspecified", fabric: 3 },
  }),
};

export const eventsOutOfTheBlue: readonly fc.Arbitrary<Act>[] = Object.entries<fc.Arbitrary<LockEvent>>(rawEvents).map(
  ([type, event]) => acts(`event ${type}`, event, (lock, given) => lock.dispatch(given)),
);

export const everybodysActs: readonly fc.Arbitrary<Act>[] = [...strangersActs, ...familysActs, ...ordersOfApps];
