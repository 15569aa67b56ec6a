/**
 * Everything that can happen to the lock: what its parts observe, what somebody orders, and that time has passed.
 * Events are past facts. A PIN comes in as keys; hashes come in as answers to effects, because the core has no key.
 */

import type { Command } from "./command.ts";
import type { NewPin } from "./model.ts";

export const keys = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "#"] as const;
export type Key = (typeof keys)[number];

export type KeypadEvent = { readonly type: "keypadTouched" } | { readonly type: "keyPressed"; readonly key: Key };

export type FingerprintReaderEvent =
  /** A finger lies on the reader and its image is good enough to be matched. */
  | { readonly type: "fingerCaptured" }
  /** A finger lay on the reader, but its image is poor (dry, wet, dirty, pressed too hard, lightly, or beside it). */
  | { readonly type: "fingerUnreadable" }
  /** Answer to `matchFinger`: the template's slot, or null. */
  | { readonly type: "fingerMatched"; readonly slot: number | null }
  /** Answer to `captureEnrolment`. */
  | { readonly type: "enrolmentCaptured"; readonly outcome: "kept" | "otherFinger" | "alreadyEnrolled" }
  /** Answer to `storeTemplate`. */
  | { readonly type: "templateStored"; readonly slot: number; readonly isStored: boolean };

/** The device replaces the card's identifier by its keyed hash before the core sees it. */
export type CardReaderEvent = { readonly type: "cardPresented"; readonly tag: string };

export type ClutchEvent =
  | { readonly type: "clutchReached"; readonly position: ClutchPosition }
  /** The order was given and the clutch is not there: stalled (current, no movement), open (no current), stuck. */
  | { readonly type: "clutchFailed"; readonly cause: "motor-stall" | "motor-open" | "clutch" };

export type ClutchPosition = "engaged" | "free";

export type LockBodyEvent =
  | { readonly type: "handleMoved"; readonly isAtRest: boolean }
  | { readonly type: "safetyBoltMoved"; readonly isThrown: boolean }
  | { readonly type: "deadBoltMoved"; readonly isThrown: boolean };

export type TamperEvent = { readonly type: "tamperMoved"; readonly isRemoved: boolean };

export type SupplyEvent =
  /** Sum of the four cells, in steps of 10 mV; 0 without batteries. */
  | { readonly type: "supplyMeasured"; readonly batteryMillivolts: number; readonly hasUsb: boolean }
  /** The supply has gone; the capacitor carries this last step. */
  | { readonly type: "powerLost"; readonly areBatteriesOut: boolean }
  | PoweredUp;

/** What the lock finds when power comes. */
export interface PoweredUp {
  readonly type: "poweredUp";
  /** RESET was down when power came: the factory reset is asked for. */
  readonly isResetHeld: boolean;
  readonly clutch: ClutchPosition;
  readonly isHandleAtRest: boolean;
  readonly isSafetyBoltThrown: boolean;
  readonly isDeadBoltThrown: boolean;
  readonly isFrontRemoved: boolean;
  readonly batteryMillivolts: number;
  readonly hasUsb: boolean;
  /** Slots in use in the fingerprint reader; null when it does not answer. */
  readonly templateSlots: readonly number[] | null;
}

/** A part stopped answering, or answers again. `cable`: the whole front panel. */
export type PartEvent = {
  readonly type: "partChanged";
  readonly part: "cable" | "keypad" | "reader";
  readonly isWorking: boolean;
};

/** RESET was held for three seconds with power on. */
export type ResetButtonEvent = { readonly type: "resetHeld" };

export type HardwareEvent =
  | KeypadEvent
  | FingerprintReaderEvent
  | CardReaderEvent
  | ClutchEvent
  | LockBodyEvent
  | TamperEvent
  | SupplyEvent
  | PartEvent
  | ResetButtonEvent;

/** One run of digits within an entry, with its keyed hash. */
export interface PinCandidate {
  readonly tag: string;
  readonly length: number;
  readonly start: number;
}

export type SecretEvent =
  /** Answer to `verifyPin`. */
  | { readonly type: "pinHashed"; readonly candidates: readonly PinCandidate[] }
  /** Answer to `verifyCard`. */
  | { readonly type: "cardHashed"; readonly tag: string }
  /** Answer to `hashNewPin`. */
  | { readonly type: "newPinHashed"; readonly pin: NewPin };

export type HomeEvent =
  /** A home opened or closed a window over Matter. */
  | { readonly type: "pairingWindowMoved"; readonly isOpen: boolean }
  | { readonly type: "homeJoined" }
  | { readonly type: "homeLeft"; readonly fabric: number }
  /** At the start: which fabrics have the lock. */
  | { readonly type: "homesKnown"; readonly fabrics: readonly number[] };

export type LockEvent =
  | HardwareEvent
  | SecretEvent
  | HomeEvent
  | { readonly type: "timePassed" }
  /** Somebody entitled orders something; answered by the effect `reply` with the same request number. */
  | { readonly type: "commandReceived"; readonly request: number; readonly command: Command };
