/**
 * The words of the protocol and those of Matter's Door Lock cluster (Matter 1.6 Application Cluster §5.2), each pair
 * once. What a foreign lock may say and the protocol has no word for becomes `unspecified`, or null.
 */

import type { AlarmCode, CredentialReference, LockHappening } from "@catenaccio/protocol";
import { credentialTypes, wordOf } from "@catenaccio/matter";
import { DoorLock } from "@matter/main/clusters/door-lock";
import type { LockUserType } from "../lock-client.ts";

export {
  credentialDataTypes,
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

type Operation = LockHappening & { readonly event: "lockOperation" };

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
