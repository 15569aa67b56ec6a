/** Orders from the app, a home or the start flags. They come authorised; the lock's own rules are still to be met. */

import type {
  CredentialKind,
  CredentialRule,
  GuardProfile,
  LocalProgramming,
  NewPin,
  OperatingMode,
  Role,
  UserStatus,
  UserType,
  Volume,
  WeekDay,
} from "./model.ts";

export type SettingChange =
  | { readonly name: "volume"; readonly value: Volume }
  | { readonly name: "language"; readonly value: string }
  | { readonly name: "autoRelockSeconds"; readonly value: number }
  | { readonly name: "guardProfile"; readonly value: GuardProfile }
  | { readonly name: "isMenuEnabled"; readonly value: boolean }
  | { readonly name: "localProgramming"; readonly value: LocalProgramming }
  | { readonly name: "wrongCodeEntryLimit"; readonly value: number }
  | { readonly name: "temporaryDisableSeconds"; readonly value: number }
  | { readonly name: "expiringUserTimeoutMinutes"; readonly value: number }
  | { readonly name: "isPinRequiredForRemote"; readonly value: boolean };

export type CommandOrigin = {
  /** `remote`: over the network; `unspecified`: the command line that started the lock. */
  readonly source: "remote" | "unspecified";
  /** Matter fabric index; null outside Matter. */
  readonly fabric: number | null;
  /** Matter node id within the fabric, decimal. */
  readonly node?: string;
};

/** Whether the place has to be free or taken; absent: either. */
export type DataOperation = "add" | "modify";

export type NewCredential =
  | { readonly kind: "pin"; readonly pin: NewPin }
  | { readonly kind: "rfid"; readonly tag: string };

export type CommandBody =
  /** `pin` as for `unlockDoor`. */
  | { readonly type: "lockDoor"; readonly pin?: string | null }
  /** `pin`: typed digits, judged like a PIN at the keypad but without padding. `timeoutSeconds`: UnlockWithTimeout. */
  | { readonly type: "unlockDoor"; readonly pin: string | null; readonly timeoutSeconds: number | null }
  | { readonly type: "setOperatingMode"; readonly mode: OperatingMode }
  | { readonly type: "changeSetting"; readonly setting: SettingChange }
  /** Puts stopped PIN and fingerprint entry back. */
  | { readonly type: "restoreEntry" }
  /** Makes the user, or changes the named fields. */
  | {
      readonly type: "setUser";
      readonly operation?: DataOperation;
      readonly userIndex: number;
      readonly name?: string;
      readonly role?: Role;
      readonly userType?: UserType;
      readonly userStatus?: UserStatus;
      readonly uniqueId?: number | null;
      readonly credentialRule?: CredentialRule;
    }
  /** `userIndex` null: everybody. */
  | { readonly type: "clearUser"; readonly userIndex: number | null }
  /** The credentials of `from` become those of `into`, and `from` goes. */
  | { readonly type: "mergeUsers"; readonly from: number; readonly into: number }
  /** `userIndex` null: a new user. `index` null: the lowest free one. */
  | {
      readonly type: "setCredential";
      readonly operation?: DataOperation;
      readonly userIndex: number | null;
      readonly index: number | null;
      readonly credential: NewCredential;
      /** What a new user is to be. */
      readonly newUser?: { readonly userType?: UserType; readonly userStatus?: UserStatus; readonly role?: Role };
    }
  | {
      readonly type: "clearCredential";
      /** Whose credential it has to be; absent: anybody's. */
      readonly userIndex?: number;
      readonly kind: CredentialKind;
      readonly index: number;
    }
  /** All of a kind, or of every kind (`kind` null); the programming PIN stays. */
  | { readonly type: "clearCredentials"; readonly kind: CredentialKind | null }
  /** A finger is to be enrolled at the reader: `reportEnrolment` tells how it goes. */
  | { readonly type: "beginEnrolment"; readonly userIndex: number | null }
  | { readonly type: "cancelEnrolment" }
  /** Whoever stands at the door sees and hears which lock is meant. */
  | { readonly type: "identify" }
  | {
      readonly type: "setWeekDaySchedule";
      readonly userIndex: number;
      /** null: the lowest free one. */
      readonly index: number | null;
      readonly days: readonly WeekDay[];
      readonly fromMinute: number;
      readonly toMinute: number;
    }
  | {
      readonly type: "setYearDaySchedule";
      readonly userIndex: number;
      readonly index: number | null;
      readonly fromLocalMs: number;
      readonly toLocalMs: number;
    }
  /** `kind` absent: both kinds; `index` absent: all. */
  | {
      readonly type: "clearSchedules";
      readonly userIndex: number;
      readonly kind?: "weekDay" | "yearDay";
      readonly index?: number;
    }
  | {
      readonly type: "setHolidaySchedule";
      readonly index: number;
      readonly fromLocalMs: number;
      readonly toLocalMs: number;
      readonly operatingMode: OperatingMode;
    }
  /** `index` null: all. */
  | { readonly type: "clearHolidaySchedules"; readonly index: number | null };

export type Command = CommandBody & CommandOrigin;

/** In the order in which they are checked: the first that holds is the answer. */
export const refusals = [
  "noPower",
  "outOfRange",
  "unknownUser",
  "notInUse",
  "occupied",
  "otherHome",
  "batteryCritical",
  "full",
  "readerFault",
  "pinLength",
  "duplicate",
  "easyPin",
  "longerPinNeeded",
  "lastAdministrator",
  "operatingMode",
  "pinRequired",
  "lockedOut",
  "entryStopped",
  "invalidCredential",
  "disabledUser",
  "restricted",
  "boltedInside",
  "handleNotAtRest",
  "motorFault",
  "busy",
] as const;
export type Refusal = (typeof refusals)[number];

export type CommandResult =
  /** `index`: the place that a new credential or schedule took. */
  { readonly ok: true; readonly index: number | null } | { readonly ok: false; readonly error: Refusal };
