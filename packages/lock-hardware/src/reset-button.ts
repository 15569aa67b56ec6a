/** The RESET pinhole. */

import type { ResetButtonEvent } from "@catenaccio/lock-core";
import type { Part } from "./part.ts";

/** So long RESET must be held, with power on all the time, to be reported. */
export const resetHoldMs = 3000;

/**
 * Reports `resetHeld` once per hold, when it has lasted 3 s. A hold that was under way when power came is the request
 * for a factory reset (`isHeld` at power-up) and is not reported besides.
 */
export interface ResetButton extends Part<ResetButtonEvent> {
  isHeld(): boolean;
}
