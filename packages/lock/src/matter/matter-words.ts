/**
 * The words of the core and those of Matter's Door Lock cluster (Matter 1.6 Application Cluster §5.2), each pair once.
 * A word of the core that lacks its partner does not compile.
 */

import { credentialDataTypes, credentialTypes, wordOf } from "@catenaccio/matter";
import { DoorLock } from "@matter/main/clusters/door-lock";
import type {
  AlarmCode,
  CredentialKind,
  CredentialReference,
  CredentialRule,
  LockStateName,
  LogEntry,
  OperationSource,
  UserStatus,
  UserType,
  Volume,
} from "@catenaccio/lock-core";

export {
  credentialOf,
  dataOperations,
  dayBits,
  everyIndex,
  everySchedule,
  operatingModes,
  operationErrors,
  scheduleDataTypes,
  wordOf,
} from "@catenaccio/matter";

export const lockStates = {
  locked: DoorLock.LockState.Locked,
  unlocked: DoorLock.LockState.Unlocked,
} as const satisfies Record<LockStateName, DoorLock.LockState>;

export const soundVolumes = {
  silent: DoorLock.SoundVolume.Silent,
  low: DoorLock.SoundVolume.Low,
  high: DoorLock.SoundVolume.High,
} as const satisfies Record<Volume, DoorLock.SoundVolume>;

export const userTypes = {
  unrestrictedUser: DoorLock.UserType.UnrestrictedUser,
  yearDayScheduleUser: DoorLock.UserType.YearDayScheduleUser,
  weekDayScheduleUser: DoorLock.UserType.WeekDayScheduleUser,
  programmingUser: DoorLock.UserType.ProgrammingUser,
  nonAccessUser: DoorLock.UserType.NonAccessUser,
  forcedUser: DoorLock.UserType.ForcedUser,
  disposableUser: DoorLock.UserType.DisposableUser,
  expiringUser: DoorLock.UserType.ExpiringUser,
  scheduleRestrictedUser: DoorLock.UserType.ScheduleRestrictedUser,
  remoteOnlyUser: DoorLock.UserType.RemoteOnlyUser,
} as const satisfies Record<UserType, DoorLock.UserType>;

export const userStatuses = {
  occupiedEnabled: DoorLock.UserStatus.OccupiedEnabled,
  occupiedDisabled: DoorLock.UserStatus.OccupiedDisabled,
} as const satisfies Record<UserStatus, DoorLock.UserStatus>;

export const credentialRules = {
  single: DoorLock.CredentialRule.Single,
  dual: DoorLock.CredentialRule.Dual,
  tri: DoorLock.CredentialRule.Tri,
} as const satisfies Record<CredentialRule, DoorLock.CredentialRule>;

type Operation = (LogEntry & { readonly event: "lockOperation" })["operation"];

export const operationTypes = {
  lock: DoorLock.LockOperationType.Lock,
  unlock: DoorLock.LockOperationType.Unlock,
  nonAccessUserEvent: DoorLock.LockOperationType.NonAccessUserEvent,
} as const satisfies Record<Operation, DoorLock.LockOperationType>;

export const operationSources = {
  keypad: DoorLock.OperationSource.Keypad,
  biometric: DoorLock.OperationSource.Biometric,
  rfid: DoorLock.OperationSource.Rfid,
  remote: DoorLock.OperationSource.Remote,
  auto: DoorLock.OperationSource.Auto,
  schedule: DoorLock.OperationSource.Schedule,
  manual: DoorLock.OperationSource.Manual,
  unspecified: DoorLock.OperationSource.Unspecified,
} as const satisfies Record<OperationSource, DoorLock.OperationSource>;

/** LockUserChange knows no other sources (§5.2.11.5): what the menu enrols comes from the keypad, of any kind. */
export const userChangeSources = {
  keypad: DoorLock.OperationSource.Keypad,
  biometric: DoorLock.OperationSource.Keypad,
  rfid: DoorLock.OperationSource.Keypad,
  remote: DoorLock.OperationSource.Remote,
  auto: DoorLock.OperationSource.Unspecified,
  schedule: DoorLock.OperationSource.Unspecified,
  manual: DoorLock.OperationSource.Unspecified,
  unspecified: DoorLock.OperationSource.Unspecified,
} as const satisfies Record<OperationSource, DoorLock.OperationSource>;

/**
 * null: Matter has no word for it here. Low batteries are the power source's, and a stopped entry is our own cluster's.
 * The spelling of FrontEsceutcheonRemoved is the specification's.
 */
export const alarmCodes = {
  lockJammed: DoorLock.AlarmCode.LockJammed,
  wrongCodeEntryLimit: DoorLock.AlarmCode.WrongCodeEntryLimit,
  frontEscutcheonRemoved: DoorLock.AlarmCode.FrontEsceutcheonRemoved,
  lockFactoryReset: DoorLock.AlarmCode.LockFactoryReset,
  forcedUser: DoorLock.AlarmCode.ForcedUser,
  entryStopped: null,
  lowBattery: null,
} as const satisfies Record<AlarmCode, DoorLock.AlarmCode | null>;

/** Our place of Matter's credential; null for a type or an index that names none: only the programming PIN has 0. */
export function referenceOf({ credentialType, credentialIndex }: DoorLock.Credential): CredentialReference | null {
  if (credentialType === DoorLock.CredentialType.ProgrammingPin)
    return credentialIndex === 0 ? { kind: "pin", index: 0 } : null;
  const kind = wordOf<CredentialKind, DoorLock.CredentialType>(credentialTypes, credentialType);
  return kind === null || credentialIndex === 0 ? null : { kind, index: credentialIndex };
}

export function kindOf(credentialType: DoorLock.CredentialType): CredentialKind | null {
  return wordOf<CredentialKind, DoorLock.CredentialType>(credentialTypes, credentialType);
}

export function lockDataTypeOf(reference: CredentialReference): DoorLock.LockDataType {
  const isProgramming = reference.kind === "pin" && reference.index === 0;
  return isProgramming ? DoorLock.LockDataType.ProgrammingCode : credentialDataTypes[reference.kind];
}
