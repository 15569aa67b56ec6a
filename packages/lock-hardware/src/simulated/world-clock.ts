/** The clock of the simulated world: what the lock's clock is, and what only the world may do with time. */

import { UsageError } from "../errors.ts";
import type { Clock } from "../clock.ts";

export interface ClockSnapshot {
  readonly elapsedMs: number;
  readonly utcMs: number | null;
  readonly utcOffsetMs: number;
}

export interface WorldClock extends Clock {
  /** Calls back once at `elapsedMs`; as many at a time as one likes. Returns what takes it back. */
  callAt(elapsedMs: number, callback: () => void): () => void;
  /**
   * Lets time pass, then calls back. On a virtual clock all of that happens within this call, on a real clock later;
   * the promise is for who wants to know the end of it.
   */
  pass(ms: number, afterwards: () => void): Promise<void>;
  save(): ClockSnapshot;
  /** Calls nobody back any more: a `pass` that is under way on a real clock never ends. */
  stop(): void;
}

export function assertDuration(ms: number): void {
  if (!Number.isSafeInteger(ms) || ms < 0)
    throw new UsageError(`A duration is a whole number of milliseconds, not ${ms}.`);
}
