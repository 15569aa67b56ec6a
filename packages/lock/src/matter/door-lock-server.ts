/**
 * The Door Lock cluster (Matter 1.6 Application Cluster §5.2) on our device. Not the stock DoorLockServer: that one keeps
 * wrong tries in memory, looks at no schedule, user type or mode, and stores its key beside the secrets.
 *
 * There is one truth, the lock's own state. Commands become orders to the device and its answers become statuses; users,
 * credentials and schedules are read from it when somebody asks. What a status tells, a guesser learns: every PIN that
 * does not open gets the same one.
 */

import {
  credentialsPerKindMax,
  endOfWindow,
  holidaySchedulesMax,
  isEasyPin,
  isPinLength,
  schedulesPerUserMax,
  usersMax,
  secondMs,
  weekDays,
  type CommandBody,
  type Credential,
  type CredentialKind,
  type CredentialReference,
  type NewCredential,
  type Refusal,
  type SettingChange,
  type User,
} from "@catenaccio/lock-core";
import { Bytes, FabricIndex, Supervision, type ActionContext } from "@matter/main";
import { DoorLockBehavior } from "@matter/main/behaviors/door-lock";
import { DoorLock } from "@matter/main/clusters/door-lock";
import { hasRemoteActor } from "@matter/main/protocol";
import { Status, StatusResponseError } from "@matter/main/types";
import { LockPort } from "./lock-port.ts";
import { rfidLengthMax, rfidLengthMin, type MovingAttributes } from "./lock-attributes.ts";
import {
  credentialOf,
  credentialRules,
  dayBits,
  everyIndex,
  everySchedule,
  kindOf,
  operatingModes,
  referenceOf,
  soundVolumes,
  userStatuses,
  userTypes,
  wordOf,
} from "./matter-words.ts";

/** Matter keeps ten bytes of a name; the whole one is told by our own cluster. */
const nameBytesMax = 10;
const uniqueIdMax = 2 ** 32 - 1;

const Base = DoorLockBehavior.with(
  "PinCredential",
  "RfidCredential",
  "FingerCredentials",
  "User",
  "WeekDayAccessSchedules",
  "YearDayAccessSchedules",
  "HolidaySchedules",
  "CredentialOverTheAirAccess",
);

export class LockDoorServer extends Base {
  /** Nothing of a command's work is in matter.js's state, so commands do not wait for each other there. */
  static override lockOnInvoke = false;

  override initialize(): void {
    const { events } = this;
    this.maybeReactTo(events.operatingMode$Changing, this.#onWrite("operatingMode"));
    this.maybeReactTo(events.soundVolume$Changing, this.#onWrite("soundVolume"));
    this.maybeReactTo(events.language$Changing, this.#onWrite("language"));
    this.maybeReactTo(events.autoRelockTime$Changing, this.#onWrite("autoRelockTime"));
    this.maybeReactTo(events.wrongCodeEntryLimit$Changing, this.#onWrite("wrongCodeEntryLimit"));
    this.maybeReactTo(events.userCodeTemporaryDisableTime$Changing, this.#onWrite("userCodeTemporaryDisableTime"));
    this.maybeReactTo(events.enableLocalProgramming$Changing, this.#onWrite("enableLocalProgramming"));
    this.maybeReactTo(events.localProgrammingFeatures$Changing, this.#onWrite("localProgrammingFeatures"));
    this.maybeReactTo(events.requirePinForRemoteOperation$Changing, this.#onWrite("requirePinForRemoteOperation"));
    this.maybeReactTo(events.expiringUserTimeout$Changing, this.#onWrite("expiringUserTimeout"));
  }

  override async lockDoor({ pinCode }: DoorLock.LockDoorRequest): Promise<void> {
    await this.#operate({ type: "lockDoor", pin: digitsOf(pinCode) });
  }

  override async unlockDoor({ pinCode }: DoorLock.UnlockDoorRequest): Promise<void> {
    await this.#operate({ type: "unlockDoor", pin: digitsOf(pinCode), timeoutSeconds: null });
  }

  override async unlockWithTimeout({ pinCode, timeout }: DoorLock.UnlockWithTimeoutRequest): Promise<void> {
    await this.#operate({ type: "unlockDoor", pin: digitsOf(pinCode), timeoutSeconds: timeout });
  }

  override async setUser(request: DoorLock.SetUserRequest): Promise<void> {
    requireFields(request, setUserFields);
    const { operationType, userName, userUniqueId } = request;
    const operation = operationOf(operationType);
    const userStatus = wordOrNull(userStatuses, request.userStatus);
    const userType = wordOrNull(userTypes, request.userType);
    const credentialRule = wordOrNull(credentialRules, request.credentialRule);
    const isWrong = userStatus === "unknown" || userType === "unknown" || credentialRule === "unknown";
    const isNameTooLong = userName !== null && Buffer.byteLength(userName) > nameBytesMax;
    const isIdTooLong = userUniqueId !== null && userUniqueId > uniqueIdMax;
    if (operation === null || isWrong || isNameTooLong || isIdTooLong) throw invalidCommand();
    await this.#done(
      {
        type: "setUser",
        operation,
        userIndex: request.userIndex,
        ...(userName !== null && { name: userName }),
        ...(userUniqueId !== null && { uniqueId: userUniqueId }),
        ...(userStatus !== null && { userStatus }),
        ...(userType !== null && { userType }),
        ...(credentialRule !== null && { credentialRule }),
      },
      { occupied: new DoorLock.OccupiedError() },
    );
  }

  override getUser({ userIndex }: DoorLock.GetUserRequest): DoorLock.GetUserResponse {
    if (!isUserIndex(userIndex)) throw invalidCommand();
    const { users } = this.#port.state.durable;
    const nextUserIndex = nextOf(users, userIndex);
    const user = users[userIndex];
    if (user === undefined)
      return {
        userIndex,
        userName: null,
        userUniqueId: null,
        userStatus: null,
        userType: null,
        credentialRule: null,
        credentials: null,
        creatorFabricIndex: null,
        lastModifiedFabricIndex: null,
        nextUserIndex,
      };
    return {
      userIndex,
      userName: shortName(user),
      userUniqueId: user.uniqueId,
      userStatus: userStatuses[user.userStatus],
      userType: userTypes[user.userType],
      credentialRule: credentialRules[user.credentialRule],
      credentials: this.#credentialsOf(userIndex).map(credentialOf),
      creatorFabricIndex: fabricOf(user.creatorFabric),
      lastModifiedFabricIndex: fabricOf(user.modifierFabric),
      nextUserIndex,
    };
  }

  override async clearUser({ userIndex }: DoorLock.ClearUserRequest): Promise<void> {
    const isEverybody = userIndex === everyIndex;
    if (!isEverybody && !isUserIndex(userIndex)) throw invalidCommand();
    const body = { type: "clearUser", userIndex: isEverybody ? null : userIndex } as const;
    // A free place is as clear as it can be.
    await this.#done(body, { unknownUser: null });
  }

  override async setCredential(request: DoorLock.SetCredentialRequest): Promise<DoorLock.SetCredentialResponse> {
    const { credential } = request;
    const answer = (status: Status | DoorLock.StatusCode, userIndex: number | null = null) =>
      unchecked({ status: status as Status, userIndex, nextCredentialIndex: this.#nextFree(credential) });
    const order = this.#credentialOrder(request);
    if (order === null) return answer(Status.InvalidCommand);
    const isNewUser = request.userIndex === null && order.operation === "add";
    const result = await this.#port.command(order, this.context);
    if (!result.ok) return answer(credentialStatus(result.error));
    const { index } = order;
    const { kind } = order.credential;
    const stored = index === null ? undefined : this.#port.state.durable.credentials[kind][index];
    return answer(Status.Success, isNewUser ? (stored?.userIndex ?? null) : null);
  }

  override getCredentialStatus({
    credential,
  }: DoorLock.GetCredentialStatusRequest): DoorLock.GetCredentialStatusResponse {
    const reference = referenceOf(credential);
    const none = {
      credentialExists: false,
      userIndex: null,
      creatorFabricIndex: null,
      lastModifiedFabricIndex: null,
      nextCredentialIndex: null,
    };
    if (reference === null || reference.index > credentialsPerKindMax) return none;
    const ofKind: Readonly<Record<number, Credential>> = this.#port.state.durable.credentials[reference.kind];
    const nextCredentialIndex = reference.index === 0 ? null : nextOf(ofKind, reference.index);
    const found = ofKind[reference.index];
    if (found === undefined) return { ...none, nextCredentialIndex };
    return {
      credentialExists: true,
      userIndex: found.userIndex,
      creatorFabricIndex: fabricOf(found.creatorFabric),
      lastModifiedFabricIndex: fabricOf(found.modifierFabric),
      nextCredentialIndex,
    };
  }

  override async clearCredential({ credential }: DoorLock.ClearCredentialRequest): Promise<void> {
    if (credential === null) return await this.#done({ type: "clearCredentials", kind: null });
    const kind = kindOf(credential.credentialType);
    if (kind === null) throw invalidCommand();
    const { credentialIndex: index } = credential;
    if (index === everyIndex) return await this.#done({ type: "clearCredentials", kind });
    if (index < 1 || index > credentialsPerKindMax) throw invalidCommand();
    // A free place is as clear as it can be.
    await this.#done({ type: "clearCredential", kind, index }, { notInUse: null });
  }

  override async setWeekDaySchedule(request: DoorLock.SetWeekDayScheduleRequest): Promise<void> {
    const { userIndex, weekDayIndex: index, daysMask, startHour, startMinute, endHour, endMinute } = request;
    await this.#done(
      {
        type: "setWeekDaySchedule",
        userIndex,
        index,
        days: weekDays.filter((day) => daysMask[dayBits[day]] === true),
        fromMinute: startHour * minutesPerHour + startMinute,
        toMinute: endOfWindow(endHour * minutesPerHour + endMinute),
      },
      { unknownUser: new StatusResponseError("There is no such user.", Status.Failure) },
    );
  }

  override getWeekDaySchedule(request: DoorLock.GetWeekDayScheduleRequest): DoorLock.GetWeekDayScheduleResponse {
    const { userIndex, weekDayIndex } = request;
    const place = { userIndex, weekDayIndex };
    if (!isUserIndex(userIndex) || !isScheduleIndex(weekDayIndex))
      return unchecked({ ...place, status: Status.InvalidCommand });
    const schedules = this.#port.state.durable.users[userIndex]?.weekDaySchedules ?? [];
    const found = schedules.find(({ index }) => index === weekDayIndex);
    if (found === undefined) return { ...place, status: Status.NotFound };
    return {
      ...place,
      status: Status.Success,
      daysMask: Object.fromEntries(found.days.map((day) => [dayBits[day], true])),
      startHour: Math.floor(found.fromMinute / minutesPerHour),
      startMinute: found.fromMinute % minutesPerHour,
      // Midnight at the end of the day is a minute that Matter cannot write.
      endHour: Math.floor(Math.min(found.toMinute, lastMinute) / minutesPerHour),
      endMinute: Math.min(found.toMinute, lastMinute) % minutesPerHour,
    };
  }

  override async clearWeekDaySchedule(request: DoorLock.ClearWeekDayScheduleRequest): Promise<void> {
    await this.#clearSchedules("weekDay", request.userIndex, request.weekDayIndex);
  }

  override async setYearDaySchedule(request: DoorLock.SetYearDayScheduleRequest): Promise<void> {
    const { userIndex, yearDayIndex: index, localStartTime, localEndTime } = request;
    await this.#done(
      {
        type: "setYearDaySchedule",
        userIndex,
        index,
        fromLocalMs: localStartTime * secondMs,
        toLocalMs: localEndTime * secondMs,
      },
      { unknownUser: new StatusResponseError("There is no such user.", Status.Failure) },
    );
  }

  override getYearDaySchedule(request: DoorLock.GetYearDayScheduleRequest): DoorLock.GetYearDayScheduleResponse {
    const { userIndex, yearDayIndex } = request;
    const place = { userIndex, yearDayIndex };
    if (!isUserIndex(userIndex) || !isScheduleIndex(yearDayIndex))
      return unchecked({ ...place, status: Status.InvalidCommand });
    const schedules = this.#port.state.durable.users[userIndex]?.yearDaySchedules ?? [];
    const found = schedules.find(({ index }) => index === yearDayIndex);
    if (found === undefined) return { ...place, status: Status.NotFound };
    return { ...place, status: Status.Success, ...spanOf(found) };
  }

  override async clearYearDaySchedule(request: DoorLock.ClearYearDayScheduleRequest): Promise<void> {
    await this.#clearSchedules("yearDay", request.userIndex, request.yearDayIndex);
  }

  override async setHolidaySchedule(request: DoorLock.SetHolidayScheduleRequest): Promise<void> {
    const { holidayIndex: index, localStartTime, localEndTime } = request;
    const operatingMode = wordOf(operatingModes, request.operatingMode);
    if (operatingMode === null) throw invalidCommand();
    await this.#done({
      type: "setHolidaySchedule",
      index,
      fromLocalMs: localStartTime * secondMs,
      toLocalMs: localEndTime * secondMs,
      operatingMode,
    });
  }

  override getHolidaySchedule({
    holidayIndex,
  }: DoorLock.GetHolidayScheduleRequest): DoorLock.GetHolidayScheduleResponse {
    if (holidayIndex < 1 || holidayIndex > holidaySchedulesMax)
      return unchecked({ holidayIndex, status: Status.InvalidCommand });
    const found = this.#port.state.durable.holidays.schedules.find(({ index }) => index === holidayIndex);
    if (found === undefined) return { holidayIndex, status: Status.NotFound };
    return {
      holidayIndex,
      status: Status.Success,
      ...spanOf(found),
      operatingMode: operatingModes[found.operatingMode],
    };
  }

  override async clearHolidaySchedule({ holidayIndex }: DoorLock.ClearHolidayScheduleRequest): Promise<void> {
    const index = holidayIndex === everySchedule ? null : holidayIndex;
    await this.#done({ type: "clearHolidaySchedules", index });
  }

  get #port(): LockPort {
    return this.env.get(LockPort);
  }

  /** An order to the door: one status for every refusal, so that it tells nothing about PINs. */
  async #operate(body: CommandBody): Promise<void> {
    const result = await this.#port.command(body, this.context);
    if (result.ok) return;
    if (result.error === "outOfRange") throw invalidCommand();
    throw new StatusResponseError("The lock refused the operation.", Status.Failure);
  }

  /** Any other order. `exceptions`: refusals with an answer of their own; null: no refusal here. */
  async #done(
    body: CommandBody,
    exceptions: { readonly [Error in Refusal]?: StatusResponseError | null } = {},
  ): Promise<void> {
    const result = await this.#port.command(body, this.context);
    if (result.ok) return;
    const exception = exceptions[result.error];
    if (exception === null) return;
    throw exception ?? new StatusResponseError("The lock refused the change.", statusOf(result.error));
  }

  async #clearSchedules(kind: "weekDay" | "yearDay", userIndex: number, place: number): Promise<void> {
    await this.#done(
      { type: "clearSchedules", userIndex, kind, ...(place !== everySchedule && { index: place }) },
      { unknownUser: new StatusResponseError("There is no such user.", Status.Failure) },
    );
  }

  /** In the order in which they were added. */
  #credentialsOf(userIndex: number): readonly CredentialReference[] {
    const { fingerprint, pin, rfid } = this.#port.state.durable.credentials;
    const all: readonly Credential[] = [...Object.values(pin), ...Object.values(rfid), ...Object.values(fingerprint)];
    return all
      .filter((credential) => credential.userIndex === userIndex)
      .toSorted((one, other) => one.enrolledSeq - other.enrolledSeq);
  }

  /** null: a field is missing, too many, or out of its range. */
  #credentialOrder(request: DoorLock.SetCredentialRequest): SetCredential | null {
    const { userIndex } = request;
    const operation = operationOf(request.operationType);
    const reference = referenceOf(request.credential);
    const userStatus = wordOrNull(userStatuses, request.userStatus);
    const userType = wordOrNull(userTypes, request.userType);
    if (operation === null || reference === null || reference.index > credentialsPerKindMax) return null;
    if (userStatus === "unknown" || userType === "unknown") return null;
    if (userIndex !== null && !isUserIndex(userIndex)) return null;
    // Who the user is to be is said only of a new one.
    const isNewUser = operation === "add" && userIndex === null;
    if (!isNewUser && (userStatus !== null || userType !== null)) return null;
    const isProgramming = reference.kind === "pin" && reference.index === 0;
    // The programming PIN alone can be changed without saying whose it is.
    if (operation === "modify" && userIndex === null && !isProgramming) return null;
    if (userType === "programmingUser" && !isProgramming) return null;
    const credential = this.#newCredential(reference.kind, Bytes.of(request.credentialData));
    if (credential === null) return null;
    return {
      type: "setCredential",
      operation,
      userIndex,
      index: reference.index,
      credential,
      ...(isNewUser && {
        newUser: { ...(userStatus !== null && { userStatus }), ...(userType !== null && { userType }) },
      }),
    };
  }

  /** The secret itself goes no further than this. A finger cannot be sent: its image stays in the reader. */
  #newCredential(kind: CredentialKind, data: Uint8Array): NewCredential | null {
    const { secrets } = this.#port;
    switch (kind) {
      case "pin": {
        const digits = latin1Of(data);
        if (!/^\d+$/.test(digits) || !isPinLength(digits.length)) return null;
        const pin = { tag: secrets.hashPinRun(digits), length: digits.length, isEasy: isEasyPin(digits) };
        return { kind, pin };
      }
      case "rfid":
        if (data.length < rfidLengthMin || data.length > rfidLengthMax) return null;
        return { kind, tag: secrets.hashCard(data) };
      case "fingerprint":
        return null;
      default:
        return kind satisfies never;
    }
  }

  /** The next free place after this one; null: there is none, or the type has only one place. */
  #nextFree({ credentialType, credentialIndex }: DoorLock.Credential): number | null {
    const kind = kindOf(credentialType);
    if (kind === null) return null;
    const used = this.#port.state.durable.credentials[kind];
    for (let index = credentialIndex + 1; index <= credentialsPerKindMax; index++)
      if (used[index] === undefined) return index;
    return null;
  }

  /** A home writes an attribute: the device carries it out or refuses it before matter.js takes the value. */
  #onWrite<Name extends keyof MovingAttributes>(name: Name) {
    return function (
      this: LockDoorServer,
      value: MovingAttributes[Name],
      _before: unknown,
      context?: ActionContext,
    ): void {
      if (context === undefined || !hasRemoteActor(context)) return;
      const port = this.env.get(LockPort);
      const body = orderOf({ [name]: value } as Partial<MovingAttributes>, port.languages);
      if (body === null) throw new StatusResponseError("The lock has no such value.", Status.ConstraintError);
      const result = port.write(body, context);
      if (result !== null && !result.ok)
        throw new StatusResponseError("The lock refused the value.", writeStatus(result.error));
    };
  }
}

type SetCredential = CommandBody & { readonly type: "setCredential" };

const minutesPerHour = 60;
const lastMinute = 24 * minutesPerHour - 1;

/** The order that a written value stands for; null: the lock does not have it. */
function orderOf(written: Partial<MovingAttributes>, languages: readonly string[]): CommandBody | null {
  const setting = (change: SettingChange): CommandBody => ({ type: "changeSetting", setting: change });
  if (written.operatingMode !== undefined) {
    const mode = wordOf<keyof typeof operatingModes, DoorLock.OperatingMode>(operatingModes, written.operatingMode);
    return mode === null ? null : { type: "setOperatingMode", mode };
  }
  if (written.soundVolume !== undefined) {
    const value = wordOf<keyof typeof soundVolumes, DoorLock.SoundVolume>(soundVolumes, written.soundVolume);
    return value === null ? null : setting({ name: "volume", value });
  }
  if (written.language !== undefined) {
    const { language: value } = written;
    return languages.includes(value) ? setting({ name: "language", value }) : null;
  }
  if (written.autoRelockTime !== undefined)
    return setting({ name: "autoRelockSeconds", value: written.autoRelockTime });
  if (written.wrongCodeEntryLimit !== undefined)
    return setting({ name: "wrongCodeEntryLimit", value: written.wrongCodeEntryLimit });
  if (written.userCodeTemporaryDisableTime !== undefined)
    return setting({ name: "temporaryDisableSeconds", value: written.userCodeTemporaryDisableTime });
  if (written.enableLocalProgramming !== undefined)
    return setting({ name: "isMenuEnabled", value: written.enableLocalProgramming });
  if (written.requirePinForRemoteOperation !== undefined)
    return setting({ name: "isPinRequiredForRemote", value: written.requirePinForRemoteOperation });
  if (written.expiringUserTimeout !== undefined)
    return setting({ name: "expiringUserTimeoutMinutes", value: written.expiringUserTimeout });
  const { localProgrammingFeatures: features } = written;
  if (features === undefined) return null;
  return setting({
    name: "localProgramming",
    value: {
      add: features.addUsersCredentialsSchedules === true,
      modify: features.modifyUsersCredentialsSchedules === true,
      clear: features.clearUsersCredentialsSchedules === true,
      adjustSettings: features.adjustSettings === true,
    },
  });
}

function operationOf(type: DoorLock.DataOperationType): "add" | "modify" | null {
  if (type === DoorLock.DataOperationType.Add) return "add";
  return type === DoorLock.DataOperationType.Modify ? "modify" : null;
}

function wordOrNull<Word extends string, Value>(
  table: Readonly<Record<Word, Value>>,
  value: Value | null,
): Word | "unknown" | null {
  return value === null ? null : (wordOf<Word, Value>(table, value) ?? "unknown");
}

/** PIN codes are digits in ASCII. @returns null when there is none; a wrong character makes it no PIN of any lock. */
function digitsOf(pinCode: DoorLock.UnlockDoorRequest["pinCode"]): string | null {
  return pinCode === undefined ? null : latin1Of(Bytes.of(pinCode));
}

function latin1Of(data: Uint8Array): string {
  return Buffer.from(data).toString("latin1");
}

function isUserIndex(index: number): boolean {
  return index >= 1 && index <= usersMax;
}

function isScheduleIndex(index: number): boolean {
  return index >= 1 && index <= schedulesPerUserMax;
}

function nextOf(used: Readonly<Record<number, unknown>>, after: number): number | null {
  const next = Object.keys(used)
    .map(Number)
    .filter((index) => index > after);
  return next.length === 0 ? null : Math.min(...next);
}

/** 0: the fabric has left (§5.2.10.18.8). */
function fabricOf(fabric: number | null): FabricIndex | null {
  return fabric === null ? null : FabricIndex(fabric);
}

/** Cut between characters. */
function shortName({ name }: User): string {
  let short = "";
  for (const character of name) {
    if (Buffer.byteLength(short + character) > nameBytesMax) break;
    short += character;
  }
  return short;
}

function spanOf({ fromLocalMs, toLocalMs }: { readonly fromLocalMs: number; readonly toLocalMs: number }) {
  return { localStartTime: Math.floor(fromLocalMs / secondMs), localEndTime: Math.floor(toLocalMs / secondMs) };
}

const setUserFields = [
  "operationType",
  "userIndex",
  "userName",
  "userUniqueId",
  "userStatus",
  "userType",
  "credentialRule",
] as const satisfies readonly (keyof DoorLock.SetUserRequest)[];

/** Of a command whose fields matter.js does not check: each is there, be it null. */
function requireFields<Request extends object>(request: Request, fields: readonly (keyof Request)[]): void {
  if (fields.some((field) => request[field] === undefined)) throw invalidCommand();
}

function invalidCommand(): StatusResponseError {
  return new StatusResponseError("A field of the command is out of its range.", Status.InvalidCommand);
}

/** §5.2.10.21.1. */
function credentialStatus(error: Refusal): Status | DoorLock.StatusCode {
  if (error === "duplicate") return DoorLock.StatusCode.Duplicate;
  if (error === "occupied") return DoorLock.StatusCode.Occupied;
  return statusOf(error);
}

function statusOf(error: Refusal): Status {
  switch (error) {
    case "outOfRange":
    case "unknownUser":
    case "notInUse":
    case "occupied":
    case "otherHome":
    case "pinLength":
    case "duplicate":
    case "easyPin":
    case "longerPinNeeded":
      return Status.InvalidCommand;
    case "full":
    case "batteryCritical":
      return Status.ResourceExhausted;
    case "busy":
      return Status.Busy;
    case "lastAdministrator":
    case "operatingMode":
      return Status.InvalidInState;
    case "noPower":
    case "readerFault":
    case "pinRequired":
    case "lockedOut":
    case "entryStopped":
    case "invalidCredential":
    case "disabledUser":
    case "restricted":
    case "boltedInside":
    case "handleNotAtRest":
    case "motorFault":
      return Status.Failure;
    default:
      return error satisfies never;
  }
}

function writeStatus(error: Refusal): Status {
  if (error === "outOfRange") return Status.ConstraintError;
  if (error === "busy") return Status.Busy;
  return Status.InvalidInState;
}

/** An answer that repeats an index out of range because whoever asked gave it, or has a status of the cluster's own. */
function unchecked<Answer extends Readonly<Record<string, unknown>>>(answer: Answer): Answer {
  for (const field of Object.keys(answer)) Supervision(answer, field).validate = false;
  return answer;
}

// A field out of its range is INVALID_COMMAND here (§5.2.10), where the rest of Matter says CONSTRAINT_ERROR; and the
// commands that answer with a status of their own judge their fields themselves. Every command is in one of the lists:
// with the first that matter.js supervises, it checks none of the others.
for (const command of [
  "lockDoor",
  "unlockDoor",
  "unlockWithTimeout",
  "getUser",
  "clearUser",
  "clearCredential",
  "setWeekDaySchedule",
  "clearWeekDaySchedule",
  "setYearDaySchedule",
  "clearYearDaySchedule",
  "setHolidaySchedule",
  "clearHolidaySchedule",
])
  Supervision(LockDoorServer, command).onValidationError = () => {
    throw invalidCommand();
  };
for (const command of [
  "setUser",
  "setCredential",
  "getCredentialStatus",
  "getWeekDaySchedule",
  "getYearDaySchedule",
  "getHolidaySchedule",
])
  Supervision(LockDoorServer, command).validate = false;
