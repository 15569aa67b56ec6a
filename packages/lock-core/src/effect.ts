/**
 * Orders of the core to the parts, as data. The device carries them out after the step is in the store, in this order;
 * those that say "answered by" come back as an event before any other input is taken.
 */

import type { CommandResult } from "./command.ts";
import type { ClutchPosition } from "./event.ts";
import type { Volume } from "./model.ts";
import type { PromptId, PromptValues } from "./prompt.ts";

/** What a person sees on the keypad. It never shows what is typed. */
export interface KeypadView {
  readonly isLit: boolean;
  /** Up to two digits, or nothing. */
  readonly shows: string;
  readonly isFlashing: boolean;
}

/** How an enrolment that a home asked for goes on. */
export type EnrolmentReport =
  | { readonly status: "started" }
  /** So many of the captures are there. */
  | { readonly status: "captured"; readonly captures: number }
  /** The finger is to be put on again. */
  | { readonly status: "again"; readonly captures: number; readonly reason: "unreadable" | "otherFinger" }
  | { readonly status: "enrolled"; readonly user: number; readonly index: number }
  | {
      readonly status: "failed";
      readonly reason:
        | "duplicate"
        | "full"
        | "batteryCritical"
        | "readerFault"
        | "cancelled"
        | "timeout"
        | "unknownUser"
        | "noPower";
    };

export type Tone = "key" | "success" | "failure" | "alarm";

export type Effect =
  | { readonly type: "say"; readonly prompt: PromptId; readonly values: PromptValues; readonly language: string }
  | { readonly type: "soundTone"; readonly tone: Tone }
  | { readonly type: "soundSiren"; readonly isOn: boolean }
  | { readonly type: "setLoudness"; readonly volume: Volume }
  | { readonly type: "showKeypad"; readonly view: KeypadView }
  /** Answered by `clutchReached` or `clutchFailed`. */
  | { readonly type: "driveClutch"; readonly to: ClutchPosition }
  /** Answered by `pinHashed`. Padded: all runs of 6–10 digits; otherwise the entry as a whole. */
  | { readonly type: "verifyPin"; readonly digits: string; readonly isPadded: boolean }
  /** Answered by `cardHashed`. */
  | { readonly type: "verifyCard"; readonly tag: string }
  /** Answered by `fingerMatched`. */
  | { readonly type: "matchFinger" }
  /** Answered by `newPinHashed`. */
  | { readonly type: "hashNewPin"; readonly digits: string }
  /** Keeps the image that lies in the reader as capture `number` (from 1). Answered by `enrolmentCaptured`. */
  | { readonly type: "captureEnrolment"; readonly number: number }
  /** Makes one template of the captures. Answered by `templateStored`. */
  | { readonly type: "storeTemplate"; readonly slot: number }
  | { readonly type: "discardEnrolment" }
  | { readonly type: "deleteTemplate"; readonly slot: number }
  /** Deletes every template but these: what a silent reader did not hear of. */
  | { readonly type: "keepTemplates"; readonly slots: readonly number[] }
  | { readonly type: "reportEnrolment"; readonly report: EnrolmentReport }
  | { readonly type: "movePairingWindow"; readonly isOpen: boolean }
  /** Reports the reset to every home, then leaves them all. */
  | { readonly type: "leaveHomes" }
  | { readonly type: "reply"; readonly request: number; readonly result: CommandResult };
