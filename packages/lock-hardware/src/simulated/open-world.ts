/** The simulated world of one data folder: the one that was left there, or a new one. */

import type { ClockSnapshot, WorldClock } from "./world-clock.ts";
import { SimulatedWorld, type SimulatedWorldOptions } from "./simulated-world.ts";
import { WorldFile } from "./world-file.ts";

export interface OpenWorldOptions extends Pick<SimulatedWorldOptions, "seed" | "isPeepholeFunctionOn"> {
  readonly folder: string;
  /** Makes the clock that goes on where the world was left; null: it is a new one. */
  readonly makeClock: (start: ClockSnapshot | null) => WorldClock;
}

/**
 * @throws HardwareError when the file is damaged or cannot be read or written.
 * @example
 * openWorld({ folder, makeClock: (start) => new VirtualClock(start) });
 */
export function openWorld({ folder, makeClock, ...options }: OpenWorldOptions): SimulatedWorld {
  const store = new WorldFile(folder);
  const snapshot = store.read();
  return new SimulatedWorld({ ...options, clock: makeClock(snapshot?.clock ?? null), snapshot, store });
}
