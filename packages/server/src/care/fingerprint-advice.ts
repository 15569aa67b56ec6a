/** How a fingerprint is taken and recognised well, as data (spec C4). */

import type { CareMessageId } from "./care-text.ts";

export const fingerprintAdvice = [
  "finger.flat",
  "finger.square",
  "finger.pressure",
  "finger.thumb",
  "finger.several",
  "finger.dry",
  "finger.reader",
] as const satisfies readonly CareMessageId[];
