/** Orders from the app, a home or the start flags: checked in the order of `refusals`, then done whole or not at all. */

import { changeMode, engageClutch, freeClutch, mayEngage } from "./clutch.ts";
import type { Command, CommandBody, Refusal, SettingChange } from "./command.ts";
import { beginEnrolment, cancelEnrolment } from "./fingerprint-enrolment.ts";
import { guardForProfile, restoreEntry } from "./guard.ts";
import { isAnythingLocal, pinObjection } from "./menu-operations.ts";
import { isEnrolmentForbidden, leaveMenu } from "./menu-session.ts";
import {
  autoRelockSecondsMax,
  credentialKinds,
  credentialsPerKindMax,
  credentialsPerUserMax,
  expiringUserTimeoutMinutesMax,
  pinEntryLengthMax,
  schedulesPerUserMax,
  temporaryDisableSecondsMax,
  userNameLengthMax,
  usersMax,
  weekDays,
  wrongCodeEntryLimitMax,
  type Credential,
  type CredentialReference,
  type CredentialToStore,
  type LocalProgramming,
  type OperatingMode,
  type Role,
  type Settings,
  type User,
  type UserType,
} from "./model.ts";
import { clearHolidaySchedules, setHolidaySchedule } from "./holidays.ts";
import { dayMs, minuteMs } from "./moment.ts";
import {
  allOfKind,
  credentialsOf,
  findCredential,
  isAdministrator,
  isProgrammingPin,
  leavesNoAdministrator,
  logUserChange,
  lowestFree,
  lowestFreeCredential,
  lowestFreeUser,
  newUser,
  putCredential,
  putUser,
  referenceTo,
  removeCredentials,
  removeEverybody,
  removeUser,
  type Changer,
} from "./people.ts";
import { isPinLength } from "./pin.ts";
import { isInitial, noEntry, type OperationCause } from "./state.ts";
import type { Turn } from "./turn.ts";
import { beginTry, lockByOrder } from "./verification.ts";

/** An answer now, or null when the answer comes with a later step. */
type Answer = { readonly ok: true; readonly index: number | null } | { readonly error: Refusal } | null;

const done: Answer = { ok: true, index: null };

type CommandOf<Type extends CommandBody["type"]> = Command & { readonly type: Type };

export function commandReceived(turn: Turn, request: number, command: Command): void {
  const wasInitial = isInitial(turn.durable);
  const answer = carryOut(turn, request, command);
  closeStaleMenu(turn, wasInitial);
  if (answer === null) return;
  turn.reply(request, "error" in answer ? { ok: false, error: answer.error } : answer);
}

function carryOut(turn: Turn, request: number, command: Command): Answer {
  switch (command.type) {
    case "lockDoor":
      return lockDoor(turn, request, command);
    case "unlockDoor":
      return unlockDoor(turn, request, command);
    case "setOperatingMode":
      return setOperatingMode(turn, request, command);
    case "changeSetting":
      return changeSetting(turn, command);
    case "restoreEntry":
      return restoreStoppedEntry(turn, command);
    case "setUser":
      return setUser(turn, command);
    case "clearUser":
      return clearUser(turn, command);
    case "setCredential":
      return setCredential(turn, command);
    case "clearCredential":
      return clearCredential(turn, command);
    case "clearCredentials":
      return clearCredentials(turn, command);
    case "mergeUsers":
      return mergeUsers(turn, command);
    case "beginEnrolment":
      return answerTo(beginEnrolment(turn, command));
    case "identify":
      return identify(turn);
    case "cancelEnrolment":
      return answerTo(cancelEnrolment(turn));
    case "setWeekDaySchedule":
    case "setYearDaySchedule":
      return setSchedule(turn, command);
    case "clearSchedules":
      return clearSchedules(turn, command);
    case "setHolidaySchedule":
      return answerTo(setHolidaySchedule(turn, command, changerOf(command)));
    case "clearHolidaySchedules":
      return answerTo(clearHolidaySchedules(turn, command, changerOf(command)));
    default:
      return command satisfies never;
  }
}

function identify(turn: Turn): Answer {
  if (turn.session.kind === "asleep") turn.enter({ kind: "idle", entry: noEntry });
  turn.changeVolatile({ lastInputMs: turn.now.poweredMs });
  turn.say("here-i-am");
  return done;
}

function answerTo(refusal: Refusal | null): Answer {
  return refusal === null ? done : { error: refusal };
}

function changerOf({ source, fabric, node }: Command): Changer {
  return { source, ...(fabric !== null && node !== undefined && { origin: { fabric, node } }) };
}

function causeOf(command: Command): OperationCause {
  return { ...changerOf(command), user: null, credential: null };
}

function refuseOperation(
  turn: Turn,
  operation: "lock" | "unlock",
  command: Command,
  refused: {
    readonly error: "restricted" | "unspecified" | "invalidCredential";
    readonly reason: "operating-mode" | "bolted-inside" | "handle-not-at-rest" | "pin-required";
    readonly refusal: Refusal;
  },
): Answer {
  const { error, reason, refusal } = refused;
  turn.log({ event: "lockOperationError", operation, ...causeOf(command), error, reason });
  return { error: refusal };
}

function isRemoteClosed(mode: OperatingMode): boolean {
  return mode === "noRemoteLockUnlock" || mode === "privacy";
}

function lockDoor(turn: Turn, request: number, command: CommandOf<"lockDoor">): Answer {
  if (isRemoteClosed(turn.durable.settings.operatingMode))
    return refuseOperation(turn, "lock", command, {
      error: "restricted",
      reason: "operating-mode",
      refusal: "operatingMode",
    });
  const { pin = null } = command;
  if (!isPinOrNone(pin)) return { error: "outOfRange" };
  const refused = refuseWithoutPin(turn, "lock", command, pin);
  if (refused !== null) return refused;
  if (pin !== null) {
    beginRemoteTry(turn, { request, command, operation: "lock", pin, relockSeconds: null });
    return null;
  }
  lockByOrder(turn, causeOf(command), request);
  return null;
}

/** Matter RequirePINforRemoteOperation. */
function refuseWithoutPin(turn: Turn, operation: "lock" | "unlock", command: Command, pin: string | null): Answer {
  if (pin !== null || !turn.durable.settings.isPinRequiredForRemote) return null;
  return refuseOperation(turn, operation, command, {
    error: "invalidCredential",
    reason: "pin-required",
    refusal: "pinRequired",
  });
}

function isPinOrNone(pin: string | null): boolean {
  return pin === null || (pin.length <= pinEntryLengthMax && /^\d+$/.test(pin));
}

function beginRemoteTry(
  turn: Turn,
  asked: {
    readonly request: number;
    readonly command: Command;
    readonly operation: "lock" | "unlock";
    readonly pin: string;
    readonly relockSeconds: number | null;
  },
): void {
  const { request, command, operation, pin, relockSeconds } = asked;
  const origin = changerOf(command).origin ?? null;
  beginTry(turn, { kind: "pin", entry: { digits: pin, isTooLong: false } }, "remote", {
    request,
    operation,
    origin,
    relockSeconds,
  });
}

function unlockDoor(turn: Turn, request: number, command: CommandOf<"unlockDoor">): Answer {
  const { pin, timeoutSeconds } = command;
  if (!isPinOrNone(pin)) return { error: "outOfRange" };
  if (timeoutSeconds !== null && !isWithin(timeoutSeconds, 1, autoRelockSecondsMax)) return { error: "outOfRange" };
  if (isRemoteClosed(turn.durable.settings.operatingMode))
    return refuseOperation(turn, "unlock", command, {
      error: "restricted",
      reason: "operating-mode",
      refusal: "operatingMode",
    });
  const withoutPin = refuseWithoutPin(turn, "unlock", command, pin);
  if (withoutPin !== null) return withoutPin;
  if (pin !== null) {
    beginRemoteTry(turn, { request, command, operation: "unlock", pin, relockSeconds: timeoutSeconds });
    return null;
  }
  const refused = refuseIfBlocked(turn, command);
  if (refused !== null) return refused;
  engageClutch(turn, causeOf(command), { request, relockSeconds: timeoutSeconds });
  return null;
}

function refuseIfBlocked(turn: Turn, command: Command): Answer {
  const obstacle = mayEngage(turn);
  if (obstacle === null) return null;
  const refusal = obstacle === "bolted-inside" ? "boltedInside" : "handleNotAtRest";
  return refuseOperation(turn, "unlock", command, { error: "unspecified", reason: obstacle, refusal });
}

function setOperatingMode(turn: Turn, request: number, command: CommandOf<"setOperatingMode">): Answer {
  const before = turn.durable.settings.operatingMode;
  if (command.mode === before) return done;
  if (command.mode === "passage") {
    const refused = refuseIfBlocked(turn, command);
    if (refused !== null) return refused;
    changeMode(turn, "passage", changerOf(command));
    engageClutch(turn, causeOf(command), { request, relockSeconds: null, modeBefore: before });
    return null;
  }
  if (command.mode === "privacy" && before !== "passage" && turn.volatile.sensors.clutch === "engaged")
    return { error: "operatingMode" };
  changeMode(turn, command.mode, changerOf(command));
  if (before !== "passage") return done;
  freeClutch(turn, causeOf(command), { request, relockSeconds: null });
  return null;
}

function isWithin(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

function isSettingInRange(setting: SettingChange): boolean {
  switch (setting.name) {
    case "autoRelockSeconds":
      return isWithin(setting.value, 0, autoRelockSecondsMax);
    case "wrongCodeEntryLimit":
      return isWithin(setting.value, 1, wrongCodeEntryLimitMax);
    case "temporaryDisableSeconds":
      return isWithin(setting.value, 1, temporaryDisableSecondsMax);
    case "expiringUserTimeoutMinutes":
      return isWithin(setting.value, 1, expiringUserTimeoutMinutesMax);
    case "language":
      return /^[a-z]{2,3}$/.test(setting.value);
    case "volume":
    case "guardProfile":
    case "isMenuEnabled":
    case "localProgramming":
    case "isPinRequiredForRemote":
      return true;
    default:
      return setting satisfies never;
  }
}

function changeSetting(turn: Turn, command: CommandOf<"changeSetting">): Answer {
  const { setting } = command;
  if (!isSettingInRange(setting)) return { error: "outOfRange" };
  const { settings } = turn.durable;
  const value = loggedValue(setting.value);
  if (loggedValue(settings[setting.name]) === value) return done;
  const next: Settings = { ...settings, [setting.name]: setting.value };
  turn.changeDurable({ settings: next });
  turn.log({ event: "setting", name: setting.name, value, ...changerOf(command) });
  if (setting.name === "volume") turn.order({ type: "setLoudness", volume: setting.value });
  if (setting.name === "guardProfile")
    turn.changeDurable({ guard: guardForProfile(turn.durable.guard, setting.value) });
  return done;
}

/** A value of a setting in one word. */
function loggedValue(value: SettingChange["value"]): string | number | boolean {
  if (typeof value !== "object") return value;
  const features = (["add", "modify", "clear", "adjustSettings"] as const satisfies (keyof LocalProgramming)[]).filter(
    (feature) => value[feature],
  );
  return features.length === 0 ? "none" : features.join(" ");
}

function restoreStoppedEntry(turn: Turn, command: CommandOf<"restoreEntry">): Answer {
  const { isPinEntryStopped, isFingerprintEntryStopped } = turn.durable.guard;
  turn.changeDurable({ guard: restoreEntry(turn.durable.guard) });
  const changer = changerOf(command);
  if (isPinEntryStopped) turn.log({ event: "setting", name: "pinEntry", value: "on", ...changer });
  if (isFingerprintEntryStopped) turn.log({ event: "setting", name: "fingerprintEntry", value: "on", ...changer });
  turn.changeVolatile({ blocksLogged: 0 });
  return done;
}

/**
 * A user or credential belongs to the home that made it, as long as that home has the lock; what the keypad made, or a
 * home that has left, is anybody's, or nobody could ever name it.
 */
function isOfOtherHome(made: { readonly creatorFabric: number | null }, { fabric }: Command): boolean {
  const { creatorFabric } = made;
  return fabric !== null && creatorFabric !== null && creatorFabric !== 0 && creatorFabric !== fabric;
}

/** Matter's programming user is our administrator (L11). */
function roleFor(userType: UserType | undefined, before: User): Role {
  if (userType === undefined || userType === before.userType) return before.role;
  if (userType === "programmingUser") return "administrator";
  return before.userType === "programmingUser" ? "member" : before.role;
}

function setUser(turn: Turn, command: CommandOf<"setUser">): Answer {
  const { operation, userIndex, name, role, userType, userStatus, uniqueId, credentialRule } = command;
  if (!isWithin(userIndex, 1, usersMax)) return { error: "outOfRange" };
  if (name !== undefined && name.length > userNameLengthMax) return { error: "outOfRange" };
  const existing = turn.durable.users[userIndex];
  if (operation === "modify" && existing === undefined) return { error: "unknownUser" };
  if (operation === "add" && existing !== undefined) return { error: "occupied" };
  const isNamed = name !== undefined || uniqueId !== undefined;
  if (existing !== undefined && isNamed && isOfOtherHome(existing, command)) return { error: "otherHome" };
  const base: User = existing ?? { ...newUser(userIndex, "member"), creatorFabric: command.fabric };
  const isSpent = (userType ?? base.userType) !== base.userType || userStatus === "occupiedEnabled";
  putUser(turn, {
    ...base,
    name: name ?? base.name,
    role: role ?? roleFor(userType, base),
    userType: userType ?? base.userType,
    userStatus: userStatus ?? base.userStatus,
    credentialRule: credentialRule ?? base.credentialRule,
    uniqueId: uniqueId === undefined ? base.uniqueId : uniqueId,
    // Whoever enables an expired user lets its time begin anew.
    expiry: isSpent ? null : base.expiry,
    modifierFabric: command.fabric,
  });
  logUserChange(turn, {
    ...changerOf(command),
    change: existing === undefined ? "add" : "modify",
    user: userIndex,
    credential: null,
  });
  return { ok: true, index: userIndex };
}

function clearUser(turn: Turn, command: CommandOf<"clearUser">): Answer {
  const { userIndex } = command;
  if (userIndex === null) {
    removeEverybody(turn, changerOf(command));
    return done;
  }
  if (!isWithin(userIndex, 1, usersMax)) return { error: "outOfRange" };
  if (turn.durable.users[userIndex] === undefined) return { error: "unknownUser" };
  const removed = credentialsOf(turn.durable, userIndex);
  if (leavesNoAdministrator(turn.durable, removed)) return { error: "lastAdministrator" };
  removeUser(turn, userIndex, changerOf(command));
  return done;
}

function mergeUsers(turn: Turn, command: CommandOf<"mergeUsers">): Answer {
  const { from, into } = command;
  if (!isWithin(from, 1, usersMax) || !isWithin(into, 1, usersMax) || from === into) return { error: "outOfRange" };
  const { users } = turn.durable;
  if (users[from] === undefined || users[into] === undefined) return { error: "unknownUser" };
  const moved = credentialsOf(turn.durable, from);
  if (moved.length + credentialsOf(turn.durable, into).length > credentialsPerUserMax) return { error: "full" };
  if (!isAdministrator(turn.durable, into) && leavesNoAdministrator(turn.durable, moved))
    return { error: "lastAdministrator" };
  for (const credential of moved)
    putCredential(turn, { ...credential, userIndex: into, modifierFabric: command.fabric });
  putUser(turn, { ...users[into], modifierFabric: command.fabric });
  for (const credential of moved)
    logUserChange(turn, { ...changerOf(command), change: "modify", user: into, credential });
  removeUser(turn, from, changerOf(command));
  return done;
}

/** Who lost the right to the menu while it is open is out of it. */
function closeStaleMenu(turn: Turn, wasInitial: boolean): void {
  const { session, durable } = turn;
  const isMenuOff = !isAnythingLocal(durable.settings);
  if (session.kind === "verify" && isMenuOff) return leaveMenu(turn);
  if (!("opener" in session) || (session.kind === "addFingerprint" && session.order !== null)) return;
  const isOpenToAll = session.opener === null && !(wasInitial && !isInitial(durable));
  const opener = session.opener === null ? null : findCredential(durable, session.opener);
  const user = opener === null ? undefined : durable.users[opener.userIndex];
  const isOpenToUser = user?.role === "administrator" && user.userStatus === "occupiedEnabled";
  if (isMenuOff || !(isOpenToAll || isOpenToUser)) leaveMenu(turn);
}

function setCredential(turn: Turn, command: CommandOf<"setCredential">): Answer {
  const { durable } = turn;
  const { operation, userIndex: wanted } = command;
  const { kind } = command.credential;
  if (wanted !== null && !isWithin(wanted, 1, usersMax)) return { error: "outOfRange" };
  if (command.index !== null && !isCredentialIndex({ kind, index: command.index })) return { error: "outOfRange" };
  const owner = wanted === null ? null : (durable.users[wanted] ?? null);
  if (wanted !== null && owner === null) return { error: "unknownUser" };
  const existing = command.index === null ? null : findCredential(durable, { kind, index: command.index });
  if (operation === "modify" && existing === null) return { error: "notInUse" };
  const isForgotten = operation === "modify" && wanted === null;
  if (existing !== null && (operation === "add" || (existing.userIndex !== wanted && !isForgotten)))
    return { error: "occupied" };
  const touched = existing === null ? owner : (durable.users[existing.userIndex] ?? null);
  if ((touched !== null && isOfOtherHome(touched, command)) || (existing !== null && isOfOtherHome(existing, command)))
    return { error: "otherHome" };
  if (isEnrolmentForbidden(turn)) return { error: "batteryCritical" };

  const index = command.index ?? lowestFreeCredential(durable, kind);
  const userIndex = existing?.userIndex ?? wanted ?? lowestFreeUser(durable);
  if (index === null || userIndex === null) return { error: "full" };
  if (existing === null && credentialsOf(durable, userIndex).length >= credentialsPerUserMax) return { error: "full" };
  const objection = credentialObjection(turn, command, existing);
  if (objection !== null) return { error: objection };

  const isNewUser = durable.users[userIndex] === undefined;
  if (durable.users[userIndex] === undefined) putUser(turn, newOwner(command, userIndex, index));
  else if (isProgrammingPin({ kind, index })) putUser(turn, { ...durable.users[userIndex], role: "administrator" });
  const base = {
    index,
    userIndex,
    creatorFabric: existing === null ? command.fabric : existing.creatorFabric,
    modifierFabric: command.fabric,
  };
  const { credential } = command;
  const stored: CredentialToStore =
    credential.kind === "pin"
      ? { ...base, kind: "pin", tag: credential.pin.tag, length: credential.pin.length }
      : { ...base, kind: "rfid", tag: credential.tag };
  putCredential(turn, stored);
  logUserChange(turn, {
    ...changerOf(command),
    change: existing === null ? "add" : "modify",
    user: userIndex,
    credential: stored,
    ...(isNewUser && { isUserToo: true }),
  });
  return { ok: true, index };
}

/** The user that comes into being with a credential; the programming PIN is an administrator's (L11). */
function newOwner(command: CommandOf<"setCredential">, userIndex: number, index: number): User {
  const { userType = "unrestrictedUser", userStatus = "occupiedEnabled", role } = command.newUser ?? {};
  const isProgramming = userType === "programmingUser" || isProgrammingPin({ kind: command.credential.kind, index });
  return {
    ...newUser(userIndex, role ?? (isProgramming ? "administrator" : "member")),
    userType,
    userStatus,
    creatorFabric: command.fabric,
    modifierFabric: command.fabric,
  };
}

function isCredentialIndex(reference: CredentialReference): boolean {
  return isWithin(reference.index, 1, credentialsPerKindMax) || isProgrammingPin(reference);
}

function credentialObjection(
  turn: Turn,
  command: CommandOf<"setCredential">,
  existing: Credential | null,
): Refusal | null {
  const { credential } = command;
  if (credential.kind === "rfid") {
    const cards = Object.values(turn.durable.credentials.rfid);
    const isDuplicate = cards.some((card) => card.tag === credential.tag && card.index !== existing?.index);
    return isDuplicate ? "duplicate" : null;
  }
  if (!isPinLength(credential.pin.length)) return "pinLength";
  const objection = pinObjection(turn.durable, credential.pin, existing?.index ?? null);
  switch (objection) {
    case null:
      return null;
    case "pin-duplicate":
      return "duplicate";
    case "pin-easy":
      return "easyPin";
    case "pin-longer-needed":
      return "longerPinNeeded";
    default:
      return objection satisfies never;
  }
}

function clearCredential(turn: Turn, command: CommandOf<"clearCredential">): Answer {
  const reference = { kind: command.kind, index: command.index };
  if (!isCredentialIndex(reference)) return { error: "outOfRange" };
  const found = findCredential(turn.durable, reference);
  if (found === null) return { error: "notInUse" };
  if (command.userIndex !== undefined && found.userIndex !== command.userIndex) return { error: "occupied" };
  if (leavesNoAdministrator(turn.durable, [reference])) return { error: "lastAdministrator" };
  removeCredentials(turn, [reference], changerOf(command));
  return done;
}

function clearCredentials(turn: Turn, command: CommandOf<"clearCredentials">): Answer {
  const kinds = command.kind === null ? credentialKinds : [command.kind];
  const ofKinds = kinds.map((kind) => ({
    kind,
    references: allOfKind(turn.durable, kind).filter((reference) => !isProgrammingPin(reference)),
  }));
  const all = ofKinds.flatMap(({ references }) => references);
  if (leavesNoAdministrator(turn.durable, all)) return { error: "lastAdministrator" };
  for (const { kind, references } of ofKinds)
    removeCredentials(turn, references.map(referenceTo), changerOf(command), { within: kind });
  return done;
}

function setSchedule(turn: Turn, command: CommandOf<"setWeekDaySchedule" | "setYearDaySchedule">): Answer {
  if (!isWithin(command.userIndex, 1, usersMax)) return { error: "outOfRange" };
  if (command.index !== null && !isWithin(command.index, 1, schedulesPerUserMax)) return { error: "outOfRange" };
  if (!isScheduleInRange(command)) return { error: "outOfRange" };
  const user = turn.durable.users[command.userIndex];
  if (user === undefined) return { error: "unknownUser" };
  const taken = command.type === "setWeekDaySchedule" ? user.weekDaySchedules : user.yearDaySchedules;
  const used = Object.fromEntries(taken.map((schedule) => [schedule.index, schedule]));
  const index = command.index ?? lowestFree(used, schedulesPerUserMax);
  if (index === null) return { error: "full" };

  // A schedule that restricts nobody would be a surprise: Matter lets the lock restrict the user with it.
  const userType = user.userType === "unrestrictedUser" ? "scheduleRestrictedUser" : user.userType;
  const changed: User = { ...user, userType, modifierFabric: command.fabric };
  if (command.type === "setWeekDaySchedule") {
    const days = weekDays.filter((day) => command.days.includes(day));
    const schedule = { index, days, fromMinute: command.fromMinute, toMinute: command.toMinute };
    putUser(turn, { ...changed, weekDaySchedules: replaceAt(user.weekDaySchedules, schedule) });
  } else {
    const schedule = { index, fromLocalMs: command.fromLocalMs, toLocalMs: command.toLocalMs };
    putUser(turn, { ...changed, yearDaySchedules: replaceAt(user.yearDaySchedules, schedule) });
  }
  const kind = command.type === "setWeekDaySchedule" ? "weekDay" : "yearDay";
  logUserChange(turn, {
    ...changerOf(command),
    change: "modify",
    user: user.userIndex,
    credential: null,
    schedule: { kind, index, change: used[index] === undefined ? "add" : "modify" },
  });
  return { ok: true, index };
}

function isScheduleInRange(command: CommandOf<"setWeekDaySchedule" | "setYearDaySchedule">): boolean {
  if (command.type === "setYearDaySchedule")
    return (
      Number.isSafeInteger(command.fromLocalMs) &&
      Number.isSafeInteger(command.toLocalMs) &&
      command.fromLocalMs < command.toLocalMs
    );
  const minutesPerDay = dayMs / minuteMs;
  return (
    command.days.length > 0 &&
    isWithin(command.fromMinute, 0, minutesPerDay - 1) &&
    isWithin(command.toMinute, 1, minutesPerDay) &&
    command.fromMinute < command.toMinute
  );
}

function replaceAt<T extends { readonly index: number }>(schedules: readonly T[], schedule: T): readonly T[] {
  return [...schedules.filter((other) => other.index !== schedule.index), schedule].sort(
    (one, other) => one.index - other.index,
  );
}

function clearSchedules(turn: Turn, command: CommandOf<"clearSchedules">): Answer {
  const { userIndex, kind, index } = command;
  if (!isWithin(userIndex, 1, usersMax)) return { error: "outOfRange" };
  if (index !== undefined && !isWithin(index, 1, schedulesPerUserMax)) return { error: "outOfRange" };
  const user = turn.durable.users[userIndex];
  if (user === undefined) return { error: "unknownUser" };
  const keep = <T extends { readonly index: number }>(
    schedules: readonly T[],
    of: "weekDay" | "yearDay",
  ): readonly T[] =>
    kind !== undefined && kind !== of
      ? schedules
      : schedules.filter((schedule) => index !== undefined && schedule.index !== index);
  putUser(turn, {
    ...user,
    weekDaySchedules: keep(user.weekDaySchedules, "weekDay"),
    yearDaySchedules: keep(user.yearDaySchedules, "yearDay"),
    modifierFabric: command.fabric,
  });
  logUserChange(turn, {
    ...changerOf(command),
    change: "modify",
    user: userIndex,
    credential: null,
    ...(kind !== undefined && { schedule: { kind, index: index ?? null, change: "clear" } }),
  });
  return done;
}
