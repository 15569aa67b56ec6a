/**
 * The words of the protocol and those of Matter's Door Lock cluster (Matter 1.6 Application Cluster §5.2), each pair
 * once. What a foreign lock may say and the protocol has no word for becomes `unspecified`, or null.
 */

import type { AlarmCode, CredentialKind, CredentialReference, LockHappening, WeekDay } from "@catenaccio/protocol";
import { DoorLock } from "@matter/main/clusters/door-lock";
import type { LockUserType } from "../lock-client.ts";

type Operation = LockHappening & { readonly event: "lockOperation" };
type Refusal = LockHappening & { readonly event: "lockOperationError" };
type UserChange = LockHappening & { readonly event: "userChange" };

export const operatingModes = {
  normal: DoorLock.OperatingMode.Normal,
  vacation: DoorLock.OperatingMode.Vacation,
  privacy: DoorLock.OperatingMode.Privacy,
  noRemoteLockUnlock: DoorLock.OperatingMode.NoRemoteLockUnlock,
  passage: DoorLock.OperatingMode.Passage,
} as const;

export const soundVolumes = {
  silent: DoorLock.SoundVolume.Silent,
  low: DoorLock.SoundVolume.Low,
  medium: DoorLock.SoundVolume.Medium,
  high: DoorLock.SoundVolume.High,
} as const;

/** `scheduled` depends on the lock, and `other` is never written. */
export const plainUserTypes = {
  unrestricted: DoorLock.UserType.UnrestrictedUser,
  disposable: DoorLock.UserType.DisposableUser,
  forced: DoorLock.UserType.ForcedUser,
  programming: DoorLock.UserType.ProgrammingUser,
} as const satisfies Partial<Record<LockUserType, DoorLock.UserType>>;

const credentialTypes = {
  pin: DoorLock.CredentialType.Pin,
  rfid: DoorLock.CredentialType.Rfid,
  fingerprint: DoorLock.CredentialType.Fingerprint,
} as const satisfies Record<CredentialKind, DoorLock.CredentialType>;

export const credentialDataTypes = {
  pin: DoorLock.LockDataType.Pin,
  rfid: DoorLock.LockDataType.Rfid,
  fingerprint: DoorLock.LockDataType.Fingerprint,
} as const satisfies Record<CredentialKind, DoorLock.LockDataType>;

export const scheduleDataTypes = {
  weekDay: DoorLock.LockDataType.WeekDaySchedule,
  yearDay: DoorLock.LockDataType.YearDaySchedule,
  holiday: DoorLock.LockDataType.HolidaySchedule,
} as const satisfies Record<NonNullable<UserChange["schedule"]>, DoorLock.LockDataType>;

export const dataOperations = {
  add: DoorLock.DataOperationType.Add,
  modify: DoorLock.DataOperationType.Modify,
  clear: DoorLock.DataOperationType.Clear,
} as const satisfies Record<UserChange["change"], DoorLock.DataOperationType>;

export const operationTypes = {
  lock: DoorLock.LockOperationType.Lock,
  unlock: DoorLock.LockOperationType.Unlock,
  unlatch: DoorLock.LockOperationType.Unlatch,
  nonAccessUserEvent: DoorLock.LockOperationType.NonAccessUserEvent,
  forcedUserEvent: DoorLock.LockOperationType.ForcedUserEvent,
} as const satisfies Record<Operation["operation"], DoorLock.LockOperationType>;

export const operationSources = {
  keypad: DoorLock.OperationSource.Keypad,
  biometric: DoorLock.OperationSource.Biometric,
  rfid: DoorLock.OperationSource.Rfid,
  remote: DoorLock.OperationSource.Remote,
  auto: DoorLock.OperationSource.Auto,
  schedule: DoorLock.OperationSource.Schedule,
  manual: DoorLock.OperationSource.Manual,
  button: DoorLock.OperationSource.Button,
  proprietaryRemote: DoorLock.OperationSource.ProprietaryRemote,
  unspecified: DoorLock.OperationSource.Unspecified,
} as const satisfies Record<Operation["source"], DoorLock.OperationSource>;

export const operationErrors = {
  unspecified: DoorLock.OperationError.Unspecified,
  invalidCredential: DoorLock.OperationError.InvalidCredential,
  disabledUserDenied: DoorLock.OperationError.DisabledUserDenied,
  restricted: DoorLock.OperationError.Restricted,
  insufficientBattery: DoorLock.OperationError.InsufficientBattery,
} as const satisfies Record<Refusal["error"], DoorLock.OperationError>;

/** The spelling of FrontEsceutcheonRemoved is the specification's. */
export const alarmCodes = {
  lockJammed: DoorLock.AlarmCode.LockJammed,
  lockFactoryReset: DoorLock.AlarmCode.LockFactoryReset,
  lockRadioPowerCycled: DoorLock.AlarmCode.LockRadioPowerCycled,
  wrongCodeEntryLimit: DoorLock.AlarmCode.WrongCodeEntryLimit,
  frontEscutcheonRemoved: DoorLock.AlarmCode.FrontEsceutcheonRemoved,
  doorForcedOpen: DoorLock.AlarmCode.DoorForcedOpen,
  doorAjar: DoorLock.AlarmCode.DoorAjar,
  forcedUser: DoorLock.AlarmCode.ForcedUser,
} as const satisfies Partial<Record<AlarmCode, DoorLock.AlarmCode>>;

/** The bits of DaysMaskBitmap, as matter.js names them. */
export const dayBits = {
  mon: "monday",
  tue: "tuesday",
  wed: "wednesday",
  thu: "thursday",
  fri: "friday",
  sat: "saturday",
  sun: "sunday",
} as const satisfies Record<WeekDay, keyof DoorLock.DaysMask>;

/** "All of them", as an index (§5.2.11.5). */
export const everyIndex = 0xfffe;
/** "All of them", as the index of a schedule (§5.2.10.6). */
export const everySchedule = 0xfe;

/** From a value of Matter back to our word; null when there is none. */
export function wordOf<Word extends string, Value>(table: Readonly<Record<Word, Value>>, value: unknown): Word | null {
  for (const word of Object.keys(table) as Word[]) if (table[word] === value) return word;
  return null;
}

/** Matter's place of a credential; the programming PIN, index 0, is a type of its own there. */
export function credentialOf({ kind, index }: CredentialReference): DoorLock.Credential {
  const isProgramming = kind === "pin" && index === 0;
  return {
    credentialType: isProgramming ? DoorLock.CredentialType.ProgrammingPin : credentialTypes[kind],
    credentialIndex: index,
  };
}

/** null: of a kind that we have no word for. */
export function referenceOf({ credentialType, credentialIndex }: DoorLock.Credential): CredentialReference | null {
  if (credentialType === DoorLock.CredentialType.ProgrammingPin) return { kind: "pin", index: 0 };
  const kind = wordOf(credentialTypes, credentialType);
  return kind === null ? null : { kind, index: credentialIndex };
}

const scheduledUserTypes: readonly DoorLock.UserType[] = [
  DoorLock.UserType.ScheduleRestrictedUser,
  DoorLock.UserType.WeekDayScheduleUser,
  DoorLock.UserType.YearDayScheduleUser,
];

export function userTypeOf(type: DoorLock.UserType): LockUserType {
  return scheduledUserTypes.includes(type) ? "scheduled" : (wordOf(plainUserTypes, type) ?? "other");
}
