/** The power supply: four AA cells in the rear panel, and the emergency socket in the front panel. */

import type { PoweredUp, SupplyEvent } from "@catenaccio/lock-core";
import type { Part } from "./part.ts";

/** `poweredUp` is not among them: it says what all parts found, so the bundle of parts reports it. */
export type PowerSupplyFact = Exclude<SupplyEvent, PoweredUp>;

export const supplyStepMillivolts = 10;

export interface SupplyReading {
  /** Sum of the four cells, in steps of 10 mV; 0 without batteries, or with reversed ones. */
  readonly batteryMillivolts: number;
  readonly hasUsb: boolean;
}

/** Reports `supplyMeasured` when the reading changes, and `powerLost` once per power cut. */
export interface PowerSupply extends Part<PowerSupplyFact> {
  reading(): SupplyReading;
}
