/**
 * The log of the lock. A record holds indices and reasons, never a PIN or a card's identifier.
 * The device gives it its place: the sequence number is gapless over the whole life of the lock, resets included.
 */

import type { CredentialKind, CredentialReference } from "./model.ts";

/** At least so many records are kept; the oldest go first. */
export const logRecordsKept = 1000;

export type OperationSource =
  | "keypad"
  | "biometric"
  | "rfid"
  | "remote"
  | "auto"
  /** A holiday schedule. */
  | "schedule"
  /** Somebody at the inner side. */
  | "manual"
  | "unspecified";

/** Who asked over the network. */
export interface Origin {
  /** Matter fabric index. */
  readonly fabric: number;
  /** Matter node id within that fabric, decimal. */
  readonly node: string;
}

/** Which schedule of the user was changed; `index` null: all of that kind. */
export interface ScheduleReference {
  readonly kind: "weekDay" | "yearDay" | "holiday";
  /** What happened to it, where its record says that the user was modified. */
  readonly change?: "add" | "modify" | "clear";
  readonly index: number | null;
}

export type OperationError =
  | "invalidCredential"
  | "disabledUserDenied"
  | "restricted"
  | "insufficientBattery"
  | "unspecified";

/** Why an operation did not happen, in one word; the panel, the app and the diagnosis explain it. */
export type OperationReason =
  | "unknown-finger"
  | "unknown-card"
  | "unknown-pin"
  | "pin-too-short"
  | "entry-too-long"
  | "padding-not-accepted"
  | "interrupted"
  | "user-disabled"
  | "user-expired"
  | "out-of-schedule"
  | "clock-unknown"
  | "remote-only"
  | "more-credentials-needed"
  | "not-administrator"
  | "operating-mode"
  | "locked-out"
  | "entry-stopped"
  | "pin-required"
  | "handle-not-at-rest"
  | "bolted-inside"
  | "motor-stall"
  | "motor-open"
  | "clutch";

export type AlarmCode =
  | "lockJammed"
  | "wrongCodeEntryLimit"
  | "entryStopped"
  | "frontEscutcheonRemoved"
  | "lockFactoryReset"
  | "lowBattery"
  | "forcedUser";

/** Faults that the lock's own sensors can tell. */
export const detectableFaults = ["motor-stall", "motor-open", "clutch", "cable", "keypad", "reader"] as const;
export type DetectableFault = (typeof detectableFaults)[number];

/** What one entry has besides what every reader of the log is told: for the homes, over Matter. */
interface ForHomes {
  readonly origin?: Origin;
}

export type LogEntry =
  | (ForHomes & {
      readonly event: "lockOperation";
      readonly operation: "lock" | "unlock" | "nonAccessUserEvent";
      readonly source: OperationSource;
      readonly user: number | null;
      readonly credential: CredentialReference | null;
      /** What a user presented before `credential`, where the user's rule asks for more than one. */
      readonly credentialsBefore?: readonly CredentialReference[];
    })
  | (ForHomes & {
      readonly event: "lockOperationError";
      readonly operation: "lock" | "unlock";
      readonly source: OperationSource;
      readonly error: OperationError;
      readonly user: number | null;
      readonly credential: CredentialReference | null;
      readonly reason: OperationReason;
    })
  | { readonly event: "alarm"; readonly code: AlarmCode }
  | (ForHomes & {
      readonly event: "userChange";
      readonly change: "add" | "modify" | "clear";
      /** null: nobody in particular (a holiday), or everybody. */
      readonly user: number | null;
      readonly credential: CredentialReference | null;
      readonly source: OperationSource;
      readonly schedule?: ScheduleReference;
      /** The change is part of one that cleared a kind of credentials, or all users. */
      readonly within?: CredentialKind | "everybody";
      /** The user came with this first credential, or went with this last one. */
      readonly isUserToo?: true;
    })
  | (ForHomes & {
      readonly event: "setting";
      readonly name: string;
      readonly value: string | number | boolean;
      readonly source: OperationSource;
    })
  | { readonly event: "power"; readonly what: "up" | "batteriesOut" | "usb" }
  | { readonly event: "pairing"; readonly what: "opened" | "closed" | "joined" | "left" }
  | { readonly event: "fault"; readonly cause: DetectableFault; readonly on: boolean };

export type LogRecord = LogEntry & {
  readonly seq: number;
  /** Milliseconds since 1970 UTC; null: the lock did not know the time. */
  readonly utcMs: number | null;
};
