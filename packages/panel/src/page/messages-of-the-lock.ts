/**
 * The messages of the page: those of the panel protocol, by its own types, and what the panel adds to them. Only types
 * come from the lock; a browser loads this module as it is.
 */

import type { InMessage, MessageOf, OutMessage, StateReport as LockReport } from "@catenaccio/lock/panel-protocol";

export type {
  CredentialReference,
  InMessage,
  LogEntry,
  OperationSource,
  RemoteMessage,
  ReportedRecord,
  Tone,
  Volume,
} from "@catenaccio/lock/panel-protocol";

export type Side = MessageOf<"handle">["handle"];
export type Move = MessageOf<"handle">["move"];
export type KeyPosition = MessageOf<"key">["key"];
export type FingerCondition = NonNullable<MessageOf<"finger">["as"]>;
export type FaultName = MessageOf<"fault">["fault"];
export type KeypadReport = Extract<OutMessage, { readonly keypad: unknown }>["keypad"];

// A test holds these lists to the protocol's, word for word.
export const poorImages = [
  "dry",
  "wet",
  "dirty",
  "partial",
  "hard",
  "light",
] as const satisfies readonly FingerCondition[];
export const nonMatches = ["turned", "hurt"] as const satisfies readonly FingerCondition[];
export const faultNames = [
  "motor-stall",
  "motor-open",
  "cable",
  "reader",
  "keypad",
  "clutch",
  "warped-door",
  "lock-body",
  "cylinder",
  "installation",
] as const satisfies readonly FaultName[];

export interface StateReport extends LockReport {
  /** With Matter on: the number of homes that the lock belongs to. */
  readonly homes?: number;
}

export interface MatterReport {
  readonly qr: string;
  readonly manual: string;
  readonly port: number;
  readonly commissioned: boolean;
}

/** What a link tells: the lock's own messages and, with Matter on, what whoever starts the panel adds. */
export type LinkMessage = OutMessage | { readonly state: StateReport } | { readonly matter: MatterReport };

/**
 * What the page hears on its event stream: the link's messages, and all that hands did to the lock and have not undone.
 * `held` is the panel server's word, not the lock's; the first one ends the snapshot.
 */
export type PageMessage = LinkMessage | { readonly held: readonly InMessage[] };
