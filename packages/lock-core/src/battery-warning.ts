/** The spoken warning of weak batteries, at each use: with a power bank too, because it goes with the visitor. */

import { batteryLevelOf } from "./battery.ts";
import type { Turn } from "./turn.ts";

export function remindOfBattery(turn: Turn): void {
  if (batteryLevelOf(turn.volatile.sensors.batteryMillivolts) !== "ok") turn.say("battery-low");
}
