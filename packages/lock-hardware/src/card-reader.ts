/** The card reader. It reports the bare identifier, which is a secret: the device replaces it by a keyed hash at once. */

import type { Part } from "./part.ts";

export interface CardRead {
  readonly type: "cardRead";
  /** 4, 7 or 10 bytes (ISO/IEC 14443-3 §6.5.4: single, double, triple size). */
  readonly identifier: Uint8Array;
}

export type CardReader = Part<CardRead>;
