/**
 * The messages of the page: those of the panel protocol, by its own types, and what the panel adds to them. Only types
 * come from the lock; a browser loads this module as it is.
 */

import type { InMessage as LockInput, MessageOf, OutMessage } from "@catenaccio/lock/panel-protocol";

export type {
  CredentialReference,
  LogEntry,
  OperationSource,
  RemoteMessage,
  ReportedRecord,
  StateReport,
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

/** A QR code without its quiet zone. */
export interface QrDrawing {
  /** Modules on each side. */
  readonly modules: number;
  /** The dark modules as SVG path data, one unit a module. */
  readonly path: string;
}

/** What the label on the battery cover says. */
export type LabelReport =
  | { readonly status: "off" }
  | { readonly status: "starting" }
  | {
      readonly status: "ready";
      readonly qr: string;
      /** Digits only. */
      readonly manual: string;
      readonly serial: string | null;
      /** Homes on other machines do not reach the lock. */
      readonly isLocalOnly: boolean;
      readonly drawing: QrDrawing;
    };

/** What hands do to the gateway box: how many milliseconds its button was held, its plugs, the Wi-Fi it is told. */
export type BoxInput =
  | { readonly button: number }
  | { readonly power: boolean }
  | { readonly cable: boolean }
  | { readonly wifi: { readonly ssid: string; readonly ok: boolean } };

export type InMessage = LockInput | { readonly gateway: BoxInput };

/** The gateway box as one sees it. */
export interface BoxReport {
  readonly led: string;
  readonly isPowered: boolean;
  readonly hasCable: boolean;
  readonly network: string;
  readonly ssid: string | null;
  readonly isClaimed: boolean;
  /** The code on its label; null: somebody has claimed it, or this page is not the place to show it. */
  readonly claim: string | null;
}

/** What a link tells: the lock's messages, and what the gateway box shows and says. */
export type LinkMessage =
  | OutMessage
  | { readonly box: BoxReport }
  | { readonly gateway: { readonly say: string } | { readonly led: string } };

/**
 * What the page hears on its event stream: the link's messages, what the label says, and all that hands did to the lock
 * and have not undone. `label` and `held` are the panel server's word, not the lock's; the first `held` ends the
 * snapshot.
 */
export type PageMessage = LinkMessage | { readonly label: LabelReport } | { readonly held: readonly InMessage[] };
