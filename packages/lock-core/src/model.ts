/** The nouns of the lock: users, credentials, schedules, settings, with their limits. Words as in Matter Door Lock. */

export const credentialKinds = ["fingerprint", "pin", "rfid"] as const;
export type CredentialKind = (typeof credentialKinds)[number];

/** Room for each kind (manual: 50 fingerprints, 50 PINs, 50 cards). */
export const credentialsPerKindMax = 50;
/** Each credential may be somebody's only one. */
export const usersMax = credentialKinds.length * credentialsPerKindMax;
export const credentialsPerUserMax = 10;
export const pinLengthMin = 6;
export const pinLengthMax = 10;
/** Padding included (manual). */
export const pinEntryLengthMax = 20;
export const userNameLengthMax = 64;
export const schedulesPerUserMax = 10;
export const holidaySchedulesMax = 10;
/** The place of Matter's ProgrammingPIN among the PINs: beside the fifty, never given by itself. */
export const programmingPinIndex = 0;

export const roles = ["administrator", "member", "guest"] as const;
/** Ours, beside Matter's user type. */
export type Role = (typeof roles)[number];

export const userTypes = [
  "unrestrictedUser",
  "yearDayScheduleUser",
  "weekDayScheduleUser",
  "programmingUser",
  "nonAccessUser",
  "forcedUser",
  "disposableUser",
  "expiringUser",
  "scheduleRestrictedUser",
  "remoteOnlyUser",
] as const;
export type UserType = (typeof userTypes)[number];

export type UserStatus = "occupiedEnabled" | "occupiedDisabled";

export const credentialRules = ["single", "dual", "tri"] as const;
/** How many different credentials of the user an operation takes. */
export type CredentialRule = (typeof credentialRules)[number];

export const weekDays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
export type WeekDay = (typeof weekDays)[number];

/** Repeats each week, within one day, in local time. The end minute is not part of it. */
export interface WeekDaySchedule {
  readonly index: number;
  readonly days: readonly WeekDay[];
  /** Minutes since local midnight, 0–1439. */
  readonly fromMinute: number;
  /** Minutes since local midnight, 1–1440, after `fromMinute`. */
  readonly toMinute: number;
}

/** One span of dates in local time. The end is not part of it. */
export interface YearDaySchedule {
  readonly index: number;
  readonly fromLocalMs: number;
  readonly toLocalMs: number;
}

/** For one span of dates, in local time, the lock is in this operating mode. The end is not part of it. */
export interface HolidaySchedule {
  readonly index: number;
  readonly fromLocalMs: number;
  readonly toLocalMs: number;
  readonly operatingMode: OperatingMode;
}

export interface Holidays {
  readonly schedules: readonly HolidaySchedule[];
  /** The one that has set the operating mode, and the mode to go back to. */
  readonly running: {
    readonly index: number;
    readonly mode: OperatingMode;
    readonly modeBefore: OperatingMode;
  } | null;
}

/** From its first use on, an expiring user has this long; whichever clock gets there first ends it. */
export interface Expiry {
  readonly poweredMs: number;
  readonly utcMs: number | null;
}

/** A person whom the lock knows. */
export interface User {
  readonly userIndex: number;
  readonly name: string;
  /** Matter UserUniqueID; kept untouched for the controllers that use it as a tag. */
  readonly uniqueId: number | null;
  readonly role: Role;
  readonly userType: UserType;
  readonly userStatus: UserStatus;
  readonly credentialRule: CredentialRule;
  readonly weekDaySchedules: readonly WeekDaySchedule[];
  readonly yearDaySchedules: readonly YearDaySchedule[];
  /** The Matter fabrics that made and last changed the user; null: the lock itself, 0: one that has left. */
  readonly creatorFabric: number | null;
  readonly modifierFabric: number | null;
  /** Set by the first use of an `expiringUser`. */
  readonly expiry: Expiry | null;
}

interface CredentialBase {
  /** 1–50, within its kind; 0: the programming PIN. */
  readonly index: number;
  readonly userIndex: number;
  /** The number of the log record that tells of its enrolment; in this order they belong to their user. */
  readonly enrolledSeq: number;
  readonly creatorFabric: number | null;
  readonly modifierFabric: number | null;
}

export interface PinCredential extends CredentialBase {
  readonly kind: "pin";
  /** Keyed hash of length and digits; the digits are nowhere. */
  readonly tag: string;
  readonly length: number;
}

/** A PIN on its way into the store: its keyed hash, and what the rules ask about its digits. */
export interface NewPin {
  readonly tag: string;
  readonly length: number;
  readonly isEasy: boolean;
}

export interface RfidCredential extends CredentialBase {
  readonly kind: "rfid";
  /** Keyed hash of the card's identifier. */
  readonly tag: string;
}

/** Its template is in the reader, in the slot with this index. */
export interface FingerprintCredential extends CredentialBase {
  readonly kind: "fingerprint";
}

export type Credential = PinCredential | RfidCredential | FingerprintCredential;

/** One that is about to be stored. */
export type CredentialToStore =
  | Omit<PinCredential, "enrolledSeq">
  | Omit<RfidCredential, "enrolledSeq">
  | Omit<FingerprintCredential, "enrolledSeq">;

export interface CredentialReference {
  readonly kind: CredentialKind;
  readonly index: number;
}

export interface Credentials {
  readonly fingerprint: Readonly<Record<number, FingerprintCredential>>;
  readonly pin: Readonly<Record<number, PinCredential>>;
  readonly rfid: Readonly<Record<number, RfidCredential>>;
}

export const volumes = ["high", "low", "silent"] as const;
export type Volume = (typeof volumes)[number];

export const guardProfiles = ["manual", "guarded", "strict"] as const;
export type GuardProfile = (typeof guardProfiles)[number];

export const operatingModes = ["normal", "vacation", "privacy", "noRemoteLockUnlock", "passage"] as const;
export type OperatingMode = (typeof operatingModes)[number];

/** What the keypad may still do while its menu is switched off (Matter LocalProgrammingFeatures). */
export interface LocalProgramming {
  readonly add: boolean;
  readonly modify: boolean;
  readonly clear: boolean;
  readonly adjustSettings: boolean;
}

export interface Settings {
  readonly volume: Volume;
  /** Lower-case language code of a voice file, such as `it`. */
  readonly language: string;
  /** 0: the clutch lets go only when told (Matter AutoRelockTime). */
  readonly autoRelockSeconds: number;
  readonly guardProfile: GuardProfile;
  /** Whether `3571#` opens the menu (Matter EnableLocalProgramming). */
  readonly isMenuEnabled: boolean;
  readonly localProgramming: LocalProgramming;
  /** Matter WrongCodeEntryLimit. */
  readonly wrongCodeEntryLimit: number;
  /** Matter UserCodeTemporaryDisableTime. */
  readonly temporaryDisableSeconds: number;
  readonly operatingMode: OperatingMode;
  /** Matter ExpiringUserTimeout. */
  readonly expiringUserTimeoutMinutes: number;
  /** Matter RequirePINforRemoteOperation. */
  readonly isPinRequiredForRemote: boolean;
}

export const autoRelockSecondsMax = 86_400;
export const wrongCodeEntryLimitMax = 255;
export const temporaryDisableSecondsMax = 255;
export const expiringUserTimeoutMinutesMax = 2880;

export const factorySettings: Settings = {
  volume: "high",
  language: "en",
  autoRelockSeconds: 5,
  guardProfile: "guarded",
  isMenuEnabled: true,
  localProgramming: { add: false, modify: false, clear: false, adjustSettings: false },
  wrongCodeEntryLimit: 5,
  temporaryDisableSeconds: 180,
  operatingMode: "normal",
  expiringUserTimeoutMinutes: expiringUserTimeoutMinutesMax,
  isPinRequiredForRemote: false,
};
