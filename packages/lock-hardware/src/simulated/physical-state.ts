/** How everything stands that somebody could see or measure at the simulated door, power or not. */

import type { ClutchPosition } from "@catenaccio/lock-core";
import type { BatteryPlace } from "./batteries.ts";
import type { KeyPosition } from "./door.ts";
import type { Fault } from "./faults.ts";
import type { HandlePosition, HandleSide } from "./handle.ts";

export interface PhysicalState {
  readonly power: "on" | "off";
  readonly batteries: {
    readonly place: BatteryPlace;
    /** Sum of the four cells to 10 mV, wherever they lie. */
    readonly volts: number;
  };
  readonly usb: boolean;
  readonly clutch: ClutchPosition;
  readonly bolt: "thrown" | "free";
  readonly deadBolt: "thrown" | "free";
  readonly latch: "out" | "in";
  readonly door: "open" | "closed";
  readonly handles: Readonly<Record<HandleSide, HandlePosition>>;
  readonly key: KeyPosition;
  readonly isPeepholeHeld: boolean;
  readonly isFrontRemoved: boolean;
  /** In the order of `faults`. */
  readonly faults: readonly Fault[];
}
