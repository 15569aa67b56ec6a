/**
 * Words of ours and those of Matter's Door Lock cluster (Matter 1.6 Application Cluster §5.2), as far as lock and gateway
 * have the same; each adds what it alone knows.
 */

import { DoorLock } from "@matter/main/clusters/door-lock";

export const operatingModes = {
  normal: DoorLock.OperatingMode.Normal,
  vacation: DoorLock.OperatingMode.Vacation,
  privacy: DoorLock.OperatingMode.Privacy,
  noRemoteLockUnlock: DoorLock.OperatingMode.NoRemoteLockUnlock,
  passage: DoorLock.OperatingMode.Passage,
} as const;

export const credentialTypes = {
  pin: DoorLock.CredentialType.Pin,
  rfid: DoorLock.CredentialType.Rfid,
  fingerprint: DoorLock.CredentialType.Fingerprint,
} as const;

export const credentialDataTypes = {
  pin: DoorLock.LockDataType.Pin,
  rfid: DoorLock.LockDataType.Rfid,
  fingerprint: DoorLock.LockDataType.Fingerprint,
} as const;

export const scheduleDataTypes = {
  weekDay: DoorLock.LockDataType.WeekDaySchedule,
  yearDay: DoorLock.LockDataType.YearDaySchedule,
  holiday: DoorLock.LockDataType.HolidaySchedule,
} as const;

export const dataOperations = {
  add: DoorLock.DataOperationType.Add,
  modify: DoorLock.DataOperationType.Modify,
  clear: DoorLock.DataOperationType.Clear,
} as const;

export const operationErrors = {
  unspecified: DoorLock.OperationError.Unspecified,
  invalidCredential: DoorLock.OperationError.InvalidCredential,
  disabledUserDenied: DoorLock.OperationError.DisabledUserDenied,
  restricted: DoorLock.OperationError.Restricted,
  insufficientBattery: DoorLock.OperationError.InsufficientBattery,
} as const;

/** The bits of DaysMaskBitmap, as matter.js names them. */
export const dayBits = {
  sun: "sunday",
  mon: "monday",
  tue: "tuesday",
  wed: "wednesday",
  thu: "thursday",
  fri: "friday",
  sat: "saturday",
} as const satisfies Record<string, keyof DoorLock.DaysMask>;

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
export function credentialOf({
  kind,
  index,
}: {
  readonly kind: keyof typeof credentialTypes;
  readonly index: number;
}): DoorLock.Credential {
  const isProgramming = kind === "pin" && index === 0;
  return {
    credentialType: isProgramming ? DoorLock.CredentialType.ProgrammingPin : credentialTypes[kind],
    credentialIndex: index,
  };
}
