/** Orders from the app, a home or the start flags: checked in the order of `refusals`, then done whole or not at all. */

import { changeMode, engageClutch, freeClutch, mayEngage } from "./clutch.ts";
import type { Command, CommandBody, Refusal, SettingChange } from "./command.ts";
import { guardForProfile, restoreEntry } from "./guard.ts";
import { isEnrolmentForbidden, leaveMenu, pinObjection } from "./menu-operations.ts";
import {
  autoRelockSecondsMax,
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
  type OperatingMode,
  type Settings,
  type User,
} from "./model.ts";
import { dayMs, minuteMs } from "./moment.ts";
import {
  credentialsOf,
  findCredential,
  leavesNoAdministrator,
  logUserChange,
  lowestFree,
  lowestFreeCredential,
  lowestFreeUser,
  newUser,
  putCredential,
  putUser,
  removeCredentials,
  removeUser,
} from "./people.ts";
import { isPinLength } from "./pin.ts";
import { isInitial, type OperationCause } from "./state.ts";
import type { Turn } from "./turn.ts";
import { beginTry } from "./verification.ts";

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
    case "setWeekDaySchedule":
    case "setYearDaySchedule":
      return setSchedule(turn, command);
    case "clearSchedules":
      return clearSchedules(turn, command);
    default:
      return command satisfies never;
  }
}

function causeOf(command: Command): OperationCause {
  return { source: command.source, user: null, credential: null };
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
  if (turn.durable.settings.operatingMode === "passage") changeMode(turn, "normal", command.source);
  freeClutch(turn, causeOf(command), { request, relockSeconds: null });
  return null;
}

function unlockDoor(turn: Turn, request: number, command: CommandOf<"unlockDoor">): Answer {
  const { pin, timeoutSeconds } = command;
  if (pin !== null && (pin === "" || pin.length > pinEntryLengthMax || !/^\d+$/.test(pin)))
    return { error: "outOfRange" };
  if (timeoutSeconds !== null && !isWithin(timeoutSeconds, 1, autoRelockSecondsMax)) return { error: "outOfRange" };
  if (isRemoteClosed(turn.durable.settings.operatingMode))
    return refuseOperation(turn, "unlock", command, {
      error: "restricted",
      reason: "operating-mode",
      refusal: "operatingMode",
    });
  if (pin === null && turn.durable.settings.isPinRequiredForRemote)
    return refuseOperation(turn, "unlock", command, {
      error: "invalidCredential",
      reason: "pin-required",
      refusal: "pinRequired",
    });
  if (pin !== null) {
    beginTry(turn, { kind: "pin", entry: { digits: pin, isTooLong: false } }, "remote", {
      request,
      relockSeconds: timeoutSeconds,
    });
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
    changeMode(turn, "passage", command.source);
    engageClutch(turn, causeOf(command), { request, relockSeconds: null, modeBefore: before });
    return null;
  }
  if (command.mode === "privacy" && before !== "passage" && turn.volatile.sensors.clutch === "engaged")
    return { error: "operatingMode" };
  changeMode(turn, command.mode, command.source);
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
  if (settings[setting.name] === setting.value) return done;
  const next: Settings = { ...settings, [setting.name]: setting.value };
  turn.changeDurable({ settings: next });
  turn.log({ event: "setting", name: setting.name, value: setting.value, source: command.source });
  if (setting.name === "volume") turn.order({ type: "setLoudness", volume: setting.value });
  if (setting.name === "guardProfile")
    turn.changeDurable({ guard: guardForProfile(turn.durable.guard, setting.value) });
  return done;
}

function restoreStoppedEntry(turn: Turn, command: CommandOf<"restoreEntry">): Answer {
  const { isPinEntryStopped, isFingerprintEntryStopped } = turn.durable.guard;
  turn.changeDurable({ guard: restoreEntry(turn.durable.guard) });
  if (isPinEntryStopped) turn.log({ event: "setting", name: "pinEntry", value: "on", source: command.source });
  if (isFingerprintEntryStopped)
    turn.log({ event: "setting", name: "fingerprintEntry", value: "on", source: command.source });
  turn.changeVolatile({ blocksLogged: 0 });
  return done;
}

function setUser(turn: Turn, command: CommandOf<"setUser">): Answer {
  const { userIndex, name, role, userType, userStatus, uniqueId } = command;
  if (!isWithin(userIndex, 1, usersMax)) return { error: "outOfRange" };
  if (name !== undefined && name.length > userNameLengthMax) return { error: "outOfRange" };
  const existing = turn.durable.users[userIndex];
  const base: User = existing ?? { ...newUser(userIndex, "member"), creatorFabric: command.fabric };
  putUser(turn, {
    ...base,
    name: name ?? base.name,
    role: role ?? base.role,
    userType: userType ?? base.userType,
    userStatus: userStatus ?? base.userStatus,
    uniqueId: uniqueId === undefined ? base.uniqueId : uniqueId,
    expiry: userType === undefined || userType === base.userType ? base.expiry : null,
    modifierFabric: command.fabric,
  });
  logUserChange(turn, {
    change: existing === undefined ? "add" : "modify",
    user: userIndex,
    credential: null,
    source: command.source,
  });
  return { ok: true, index: userIndex };
}

function clearUser(turn: Turn, command: CommandOf<"clearUser">): Answer {
  if (!isWithin(command.userIndex, 1, usersMax)) return { error: "outOfRange" };
  if (turn.durable.users[command.userIndex] === undefined) return { error: "unknownUser" };
  const removed = credentialsOf(turn.durable, command.userIndex);
  if (leavesNoAdministrator(turn.durable, removed)) return { error: "lastAdministrator" };
  removeUser(turn, command.userIndex, command.source);
  return done;
}

/** Who lost the right to the menu while it is open is out of it. */
function closeStaleMenu(turn: Turn, wasInitial: boolean): void {
  const { session, durable } = turn;
  if (session.kind === "verify" && !durable.settings.isMenuEnabled) return leaveMenu(turn);
  if (!("opener" in session)) return;
  const isOpenToAll = session.opener === null && !(wasInitial && !isInitial(durable));
  const opener = session.opener === null ? null : findCredential(durable, session.opener);
  const user = opener === null ? undefined : durable.users[opener.userIndex];
  const isOpenToUser = user?.role === "administrator" && user.userStatus === "occupiedEnabled";
  if (!durable.settings.isMenuEnabled || !(isOpenToAll || isOpenToUser)) leaveMenu(turn);
}

function setCredential(turn: Turn, command: CommandOf<"setCredential">): Answer {
  const { durable } = turn;
  const { kind } = command.credential;
  if (command.userIndex !== null && !isWithin(command.userIndex, 1, usersMax)) return { error: "outOfRange" };
  if (command.index !== null && !isWithin(command.index, 1, credentialsPerKindMax)) return { error: "outOfRange" };
  if (command.userIndex !== null && durable.users[command.userIndex] === undefined) return { error: "unknownUser" };
  const existing = command.index === null ? null : findCredential(durable, { kind, index: command.index });
  if (existing !== null && existing.userIndex !== command.userIndex) return { error: "occupied" };
  if (isEnrolmentForbidden(turn)) return { error: "batteryCritical" };

  const index = command.index ?? lowestFreeCredential(durable, kind);
  const userIndex = command.userIndex ?? lowestFreeUser(durable);
  if (index === null || userIndex === null) return { error: "full" };
  if (existing === null && credentialsOf(durable, userIndex).length >= credentialsPerUserMax) return { error: "full" };
  const objection = credentialObjection(turn, command, existing);
  if (objection !== null) return { error: objection };

  if (durable.users[userIndex] === undefined)
    putUser(turn, { ...newUser(userIndex, "member"), creatorFabric: command.fabric, modifierFabric: command.fabric });
  const base = {
    index,
    userIndex,
    creatorFabric: existing === null ? command.fabric : existing.creatorFabric,
    modifierFabric: command.fabric,
  };
  const { credential } = command;
  const stored: Credential =
    credential.kind === "pin"
      ? { ...base, kind: "pin", tag: credential.pin.tag, length: credential.pin.length }
      : { ...base, kind: "rfid", tag: credential.tag };
  putCredential(turn, stored);
  logUserChange(turn, {
    change: existing === null ? "add" : "modify",
    user: userIndex,
    credential: stored,
    source: command.source,
  });
  return { ok: true, index };
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
  if (!isWithin(command.index, 1, credentialsPerKindMax)) return { error: "outOfRange" };
  const found = findCredential(turn.durable, reference);
  if (found === null) return { error: "notInUse" };
  if (command.userIndex !== undefined && found.userIndex !== command.userIndex) return { error: "occupied" };
  if (leavesNoAdministrator(turn.durable, [reference])) return { error: "lastAdministrator" };
  removeCredentials(turn, [reference], command.source);
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
  logUserChange(turn, { change: "modify", user: user.userIndex, credential: null, source: command.source });
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
  if (!isWithin(command.userIndex, 1, usersMax)) return { error: "outOfRange" };
  const user = turn.durable.users[command.userIndex];
  if (user === undefined) return { error: "unknownUser" };
  putUser(turn, { ...user, weekDaySchedules: [], yearDaySchedules: [], modifierFabric: command.fabric });
  logUserChange(turn, { change: "modify", user: user.userIndex, credential: null, source: command.source });
  return done;
}
