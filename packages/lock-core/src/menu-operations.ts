/** The menu behind `3571#`: each operation from its code to its success, refusal or cancellation. */

import { batteryLevelOf } from "./battery.ts";
import { remindOfBattery } from "./battery-warning.ts";
import { freeClutch, autoCause } from "./clutch.ts";
import type { FingerprintReaderEvent } from "./event.ts";
import { menuCodes, type MenuOperation } from "./menu.ts";
import {
  credentialsPerKindMax,
  pinLengthMin,
  type CredentialKind,
  type CredentialReference,
  type NewPin,
  type Settings,
} from "./model.ts";
import {
  enrolAtKeypad,
  findCredential,
  isSame,
  leavesNoAdministrator,
  lowestFreeCredential,
  lowestFreeUser,
  referenceTo,
  removeCredentials,
} from "./people.ts";
import { isPinLength } from "./pin.ts";
import type { PromptId } from "./prompt.ts";
import { factoryDurable, isInitial, noEntry, type DurableState, type Opener, type Session } from "./state.ts";
import type { Turn } from "./turn.ts";

/** `3571#` on an awake keypad. */
export function enterMenu(turn: Turn): void {
  if (!turn.durable.settings.isMenuEnabled) {
    turn.enter({ kind: "idle", entry: noEntry });
    turn.sound("failure");
    turn.say("menu-disabled");
  } else if (isInitial(turn.durable)) {
    backToMenu(turn, null);
    turn.say("menu-open");
    remindOfBattery(turn);
  } else {
    turn.enter({ kind: "verify", entry: noEntry });
    turn.say("menu-verify");
  }
}

export function leaveMenu(turn: Turn): void {
  discardCaptures(turn);
  turn.enter({ kind: "idle", entry: noEntry });
  turn.say("menu-closed");
}

/** Forgets what the reader holds of an enrolment that comes to nothing. */
export function discardCaptures(turn: Turn): void {
  if (turn.session.kind === "addFingerprint") turn.order({ type: "discardEnrolment" });
}

/** `*` inside an operation: nothing changes. */
export function cancelOperation(turn: Turn, opener: Opener): void {
  discardCaptures(turn);
  backToMenu(turn, opener);
  turn.say("cancelled");
}

/** A code and `#` in the menu. */
export function chooseFromMenu(turn: Turn, opener: Opener, digits: string): void {
  const chosen = Object.hasOwn(menuCodes, digits) ? menuCodes[digits] : undefined;
  if (chosen === undefined) return refuse(turn, opener, "menu-unknown-code");
  switch (chosen.operation) {
    case "add":
      return beginAdd(turn, opener, chosen.kind);
    case "delete":
      turn.enter({ kind: "delete", opener, target: chosen.kind, entry: noEntry, number: null });
      return turn.say("delete-number");
    case "clear":
      return beginClear(turn, opener, chosen.kind);
    case "setVolume":
      return setVolume(turn, opener, chosen);
    case "initialise":
      turn.enter({ kind: "initialise", opener });
      return turn.say("initialise-confirm");
    default:
      return chosen satisfies never;
  }
}

function backToMenu(turn: Turn, opener: Opener, flash: number | null = null): void {
  turn.enter({ kind: "menu", opener, entry: noEntry, flash });
}

function succeed(turn: Turn, opener: Opener, prompt: PromptId, number?: number): void {
  backToMenu(turn, opener, number ?? null);
  turn.sound("success");
  turn.say(prompt, number === undefined ? {} : { number });
}

function refuse(turn: Turn, opener: Opener, prompt: PromptId): void {
  discardCaptures(turn);
  backToMenu(turn, opener);
  turn.sound("failure");
  turn.say(prompt);
}

const fullPrompt = {
  fingerprint: "fingerprint-full",
  pin: "pin-full",
  rfid: "card-full",
} as const satisfies Record<CredentialKind, PromptId>;

const duplicatePrompt = {
  fingerprint: "fingerprint-duplicate",
  pin: "pin-duplicate",
  rfid: "card-duplicate",
} as const satisfies Record<CredentialKind, PromptId>;

const addedPrompt = {
  fingerprint: "fingerprint-added",
  pin: "pin-added",
  rfid: "card-added",
} as const satisfies Record<CredentialKind, PromptId>;

function beginAdd(turn: Turn, opener: Opener, kind: CredentialKind): void {
  const { faults } = turn.volatile;
  if (isEnrolmentForbidden(turn)) return refuse(turn, opener, "battery-too-low-to-enrol");
  if (lowestFreeCredential(turn.durable, kind) === null || lowestFreeUser(turn.durable) === null)
    return refuse(turn, opener, fullPrompt[kind]);
  switch (kind) {
    case "fingerprint":
      if (faults.includes("reader") || faults.includes("cable"))
        return refuse(turn, opener, "fingerprint-reader-fault");
      turn.enter({ kind: "addFingerprint", opener, captures: 0, awaits: null });
      return turn.say("fingerprint-touch");
    case "pin":
      turn.enter({ kind: "addPin", opener, entry: noEntry, first: null });
      return turn.say("pin-enter");
    case "rfid":
      turn.enter({ kind: "addCard", opener });
      return turn.say("card-present");
    default:
      return kind satisfies never;
  }
}

/** Critical batteries might not last to the end of an enrolment; a power bank does. */
export function isEnrolmentForbidden(turn: Turn): boolean {
  const { batteryMillivolts, hasUsb } = turn.volatile.sensors;
  const level = batteryLevelOf(batteryMillivolts);
  return !hasUsb && (level === "critical" || level === "dead");
}

const capturesNeeded = 5;

/** A finger lies on the reader while a fingerprint is to be added. */
export function captureFinger(turn: Turn, session: Session & { kind: "addFingerprint" }): void {
  if (session.awaits !== null) return;
  turn.enter({ ...session, awaits: "capture" });
  turn.order({ type: "captureEnrolment", number: session.captures + 1 });
}

export function enrolmentAnswered(
  turn: Turn,
  event: FingerprintReaderEvent & { type: "enrolmentCaptured" | "templateStored" },
): void {
  const { session } = turn;
  if (session.kind !== "addFingerprint") {
    if (event.type === "templateStored") forgetOrphan(turn, event.slot);
    return;
  }
  if (event.type === "templateStored") {
    if (session.awaits === "store") templateStored(turn, session, event);
    else forgetOrphan(turn, event.slot);
    return;
  }
  if (session.awaits !== "capture") return;
  switch (event.outcome) {
    case "alreadyEnrolled":
      return refuse(turn, session.opener, duplicatePrompt.fingerprint);
    case "otherFinger":
      turn.enter({ ...session, awaits: null });
      return turn.say("fingerprint-other-finger");
    case "kept":
      return captureKept(turn, session);
    default:
      return event.outcome satisfies never;
  }
}

function captureKept(turn: Turn, session: Session & { kind: "addFingerprint" }): void {
  const captures = session.captures + 1;
  if (captures < capturesNeeded) {
    turn.enter({ ...session, captures, awaits: null });
    return turn.say("fingerprint-again", { count: captures, remaining: capturesNeeded - captures });
  }
  const slot = lowestFreeCredential(turn.durable, "fingerprint");
  if (isEnrolmentForbidden(turn)) return refuse(turn, session.opener, "battery-too-low-to-enrol");
  if (slot === null) return refuse(turn, session.opener, fullPrompt.fingerprint);
  turn.enter({ ...session, captures, awaits: "store" });
  turn.order({ type: "storeTemplate", slot });
}

function templateStored(
  turn: Turn,
  session: Session & { kind: "addFingerprint" },
  event: { readonly slot: number; readonly isStored: boolean },
): void {
  if (!event.isStored) return refuse(turn, session.opener, "fingerprint-reader-fault");
  finishAdd(turn, session.opener, { kind: "fingerprint", index: event.slot });
}

/** A template that no credential names opens nothing and only takes room. */
function forgetOrphan(turn: Turn, slot: number): void {
  if (turn.durable.credentials.fingerprint[slot] === undefined) turn.order({ type: "deleteTemplate", slot });
}

/** The digits before `#` while a PIN is to be added. */
export function pinEntered(turn: Turn, session: Session & { kind: "addPin" }): void {
  const { digits, isTooLong } = session.entry;
  if (session.first === null) {
    if (isTooLong || !isPinLength(digits.length)) return refuse(turn, session.opener, "pin-length");
    turn.enter({ ...session, entry: noEntry, first: { digits, pin: null } });
    return turn.order({ type: "hashNewPin", digits });
  }
  if (session.first.pin === null) return;
  if (isTooLong || digits !== session.first.digits) return refuse(turn, session.opener, "pin-mismatch");
  // Between the two entries the app may have stored this PIN, or made the rules stricter.
  const objection = pinObjection(turn.durable, session.first.pin);
  if (objection !== null) return refuse(turn, session.opener, objection);
  finishAdd(turn, session.opener, { kind: "pin", pin: session.first.pin });
}

/** The hash of the first entry: what speaks against this PIN is said before it is typed again. */
export function newPinHashed(turn: Turn, pin: NewPin): void {
  const { session } = turn;
  if (session.kind !== "addPin" || session.first === null || session.first.pin !== null) return;
  const objection = pinObjection(turn.durable, pin);
  if (objection !== null) return refuse(turn, session.opener, objection);
  turn.enter({ ...session, first: { ...session.first, pin } });
  turn.say("pin-repeat");
}

/** `strict`: so many six-digit PINs, and the next has to be longer. */
const shortPinsMax = 4;

export function pinObjection(
  durable: DurableState,
  pin: NewPin,
  replacing: number | null = null,
): "pin-duplicate" | "pin-easy" | "pin-longer-needed" | null {
  const others = Object.values(durable.credentials.pin).filter((other) => other.index !== replacing);
  if (others.some((other) => other.tag === pin.tag)) return "pin-duplicate";
  if (durable.settings.guardProfile !== "strict") return null;
  if (pin.isEasy) return "pin-easy";
  return pin.length === pinLengthMin && others.length >= shortPinsMax ? "pin-longer-needed" : null;
}

/** A card while one is to be added. */
export function cardPresentedToAdd(turn: Turn, session: Session & { kind: "addCard" }, tag: string): void {
  if (Object.values(turn.durable.credentials.rfid).some((card) => card.tag === tag))
    return refuse(turn, session.opener, duplicatePrompt.rfid);
  finishAdd(turn, session.opener, { kind: "rfid", tag });
}

type Material =
  | { readonly kind: "fingerprint"; readonly index: number }
  | { readonly kind: "pin"; readonly pin: NewPin }
  | { readonly kind: "rfid"; readonly tag: string };

function refuseMaterial(turn: Turn, opener: Opener, material: Material, prompt: PromptId): void {
  if (material.kind === "fingerprint") forgetOrphan(turn, material.index);
  refuse(turn, opener, prompt);
}

function finishAdd(turn: Turn, opener: Opener, material: Material): void {
  if (isEnrolmentForbidden(turn)) return refuseMaterial(turn, opener, material, "battery-too-low-to-enrol");
  const index = material.kind === "fingerprint" ? material.index : lowestFreeCredential(turn.durable, material.kind);
  if (index === null) return refuseMaterial(turn, opener, material, fullPrompt[material.kind]);
  const isEnrolled = enrolAtKeypad(turn, (userIndex) => {
    const base = { index, userIndex, creatorFabric: null, modifierFabric: null };
    switch (material.kind) {
      case "fingerprint":
        return { ...base, kind: "fingerprint" };
      case "pin":
        return { ...base, kind: "pin", tag: material.pin.tag, length: material.pin.length };
      case "rfid":
        return { ...base, kind: "rfid", tag: material.tag };
      default:
        return material satisfies never;
    }
  });
  if (!isEnrolled) return refuseMaterial(turn, opener, material, fullPrompt[material.kind]);
  const isEasy = material.kind === "pin" && material.pin.isEasy;
  succeed(turn, opener, isEasy ? "pin-added-easy" : addedPrompt[material.kind], index);
}

/** `#` while a credential is to be deleted: first the number, then the confirmation. */
export function confirmDelete(turn: Turn, session: Session & { kind: "delete" }): void {
  const { opener, target, number } = session;
  if (number !== null) {
    const reference: CredentialReference = { kind: target, index: number };
    const objection = deleteObjection(turn, opener, reference);
    if (objection !== null) return refuse(turn, opener, objection);
    removeCredentials(turn, [reference], "keypad");
    return succeed(turn, opener, "deleted", number);
  }
  const typed = readNumber(session.entry.digits, session.entry.isTooLong);
  if (typed === null) return refuse(turn, opener, "delete-not-in-use");
  const objection = deleteObjection(turn, opener, { kind: target, index: typed });
  if (objection !== null) return refuse(turn, opener, objection);
  turn.enter({ ...session, entry: noEntry, number: typed });
  turn.say("delete-confirm", { number: typed });
}

function readNumber(digits: string, isTooLong: boolean): number | null {
  const number = isTooLong || digits === "" ? 0 : Number(digits);
  return number >= 1 && number <= credentialsPerKindMax ? number : null;
}

function deleteObjection(turn: Turn, opener: Opener, reference: CredentialReference): PromptId | null {
  const found = findCredential(turn.durable, reference);
  if (found === null) return "delete-not-in-use";
  if (opener !== null && isSame(opener, reference)) return "own-credential";
  return leavesNoAdministrator(turn.durable, [referenceTo(found)]) ? "last-administrator" : null;
}

function ofKind(durable: DurableState, kind: CredentialKind): readonly CredentialReference[] {
  return Object.values(durable.credentials[kind]).map(referenceTo);
}

function clearObjection(turn: Turn, opener: Opener, kind: CredentialKind): PromptId | null {
  if (opener?.kind === kind) return "clear-own-kind";
  return leavesNoAdministrator(turn.durable, ofKind(turn.durable, kind)) ? "last-administrator" : null;
}

function beginClear(turn: Turn, opener: Opener, target: CredentialKind): void {
  const objection = clearObjection(turn, opener, target);
  if (objection !== null) return refuse(turn, opener, objection);
  turn.enter({ kind: "clear", opener, target });
  turn.say("clear-confirm");
}

export function confirmClear(turn: Turn, session: Session & { kind: "clear" }): void {
  const { opener, target } = session;
  const objection = clearObjection(turn, opener, target);
  if (objection !== null) return refuse(turn, opener, objection);
  removeCredentials(turn, ofKind(turn.durable, target), "keypad");
  succeed(turn, opener, "cleared");
}

function setVolume(turn: Turn, opener: Opener, chosen: MenuOperation & { operation: "setVolume" }): void {
  const settings: Settings = { ...turn.durable.settings, volume: chosen.volume };
  turn.changeDurable({ settings });
  turn.log({ event: "setting", name: "volume", value: chosen.volume, source: "keypad" });
  turn.order({ type: "setLoudness", volume: chosen.volume });
  succeed(turn, opener, `volume-${chosen.volume}`);
}

/** Initialisation and factory reset: everything goes but the label, the record numbers and the powered clock. */
export function erase(turn: Turn): void {
  turn.eraseLog();
  turn.refuse(turn.volatile.pendingTry?.request ?? null, "busy");
  turn.refuse(turn.volatile.driveInFlight?.request ?? null, "busy");
  const { clock, log, alarm } = turn.durable;
  const templates = ofKind(turn.durable, "fingerprint");
  turn.changeDurable({
    ...factoryDurable,
    clock,
    log,
    alarm: { ...factoryDurable.alarm, isFrontRemoved: alarm.isFrontRemoved, reportedBattery: alarm.reportedBattery },
  });
  turn.logAlarm("lockFactoryReset");
  turn.order({ type: "leaveHomes" });
  for (const template of templates) turn.order({ type: "deleteTemplate", slot: template.index });
  turn.order({ type: "setLoudness", volume: turn.durable.settings.volume });
  turn.changeVolatile({
    pendingTry: null,
    driveInFlight: null,
    relockAtMs: null,
    blocksLogged: 0,
    pairingUntilMs: null,
  });
  if (turn.volatile.sensors.clutch === "engaged") freeClutch(turn, autoCause);
  turn.enter({ kind: "idle", entry: noEntry });
  turn.sound("success");
  turn.say("reset-done");
}
