/** The menu behind `3571#`: each operation from its code to its success, refusal or cancellation. */

import { remindOfBattery } from "./battery-warning.ts";
import { freeClutch, autoCause } from "./clutch.ts";
import { askForFinger, isReaderDead } from "./fingerprint-enrolment.ts";
import { menuCodes, type MenuOperation } from "./menu.ts";
import {
  addedPrompt,
  backToMenu,
  duplicatePrompt,
  fullPrompt,
  isEnrolmentForbidden,
  refuse,
  succeed,
} from "./menu-session.ts";
import {
  credentialsPerKindMax,
  pinLengthMin,
  type CredentialKind,
  type CredentialReference,
  type NewPin,
  type Settings,
} from "./model.ts";
import {
  allOfKind,
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
  // Privacy leaves nothing to whoever is outside (Matter Door Lock §5.2.6.15.3).
  if (!isAnythingLocal(turn.durable.settings) || turn.durable.settings.operatingMode === "privacy") {
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

/** A code and `#` in the menu. */
export function chooseFromMenu(turn: Turn, opener: Opener, digits: string): void {
  const chosen = Object.hasOwn(menuCodes, digits) ? menuCodes[digits] : undefined;
  if (chosen === undefined) return refuse(turn, opener, "menu-unknown-code");
  if (!isAllowedLocally(turn.durable.settings, chosen)) return refuse(turn, opener, "menu-code-disabled");
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

/** Matter LocalProgrammingFeatures: what the keypad may do although its menu is switched off. */
function isAllowedLocally(settings: Settings, { operation }: MenuOperation): boolean {
  const { isMenuEnabled, localProgramming } = settings;
  if (isMenuEnabled) return true;
  switch (operation) {
    case "add":
      return localProgramming.add;
    case "delete":
    case "clear":
      return localProgramming.clear;
    case "setVolume":
      return localProgramming.adjustSettings;
    case "initialise":
      return false;
    default:
      return operation satisfies never;
  }
}

/** Nothing in this menu modifies: that feature alone opens nothing. */
export function isAnythingLocal({ isMenuEnabled, localProgramming }: Settings): boolean {
  const { add, clear, adjustSettings } = localProgramming;
  return isMenuEnabled || add || clear || adjustSettings;
}

function beginAdd(turn: Turn, opener: Opener, kind: CredentialKind): void {
  if (isEnrolmentForbidden(turn)) return refuse(turn, opener, "battery-too-low-to-enrol");
  if (lowestFreeCredential(turn.durable, kind) === null || lowestFreeUser(turn.durable) === null)
    return refuse(turn, opener, fullPrompt[kind]);
  switch (kind) {
    case "fingerprint":
      if (isReaderDead(turn)) return refuse(turn, opener, "fingerprint-reader-fault");
      return askForFinger(turn, opener, null);
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

type Material = { readonly kind: "pin"; readonly pin: NewPin } | { readonly kind: "rfid"; readonly tag: string };

function finishAdd(turn: Turn, opener: Opener, material: Material): void {
  if (isEnrolmentForbidden(turn)) return refuse(turn, opener, "battery-too-low-to-enrol");
  const index = lowestFreeCredential(turn.durable, material.kind);
  if (index === null) return refuse(turn, opener, fullPrompt[material.kind]);
  const isEnrolled = enrolAtKeypad(turn, (userIndex) => {
    const base = { index, userIndex, creatorFabric: null, modifierFabric: null };
    switch (material.kind) {
      case "pin":
        return { ...base, kind: "pin", tag: material.pin.tag, length: material.pin.length };
      case "rfid":
        return { ...base, kind: "rfid", tag: material.tag };
      default:
        return material satisfies never;
    }
  });
  if (!isEnrolled) return refuse(turn, opener, fullPrompt[material.kind]);
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
    removeCredentials(turn, [reference], { source: "keypad" });
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

function clearObjection(turn: Turn, opener: Opener, kind: CredentialKind): PromptId | null {
  if (opener?.kind === kind) return "clear-own-kind";
  return leavesNoAdministrator(turn.durable, allOfKind(turn.durable, kind)) ? "last-administrator" : null;
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
  removeCredentials(turn, allOfKind(turn.durable, target), { source: "keypad" }, { within: target });
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
  const templates = allOfKind(turn.durable, "fingerprint");
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
