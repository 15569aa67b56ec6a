/**
 * The two clocks of the lock, as they come in with each event.
 *
 * `poweredMs` counts the time in which the lock had power, over its whole life: it never goes back, and a power cut
 * stops it. Every deadline is on this clock, so neither a power cut nor a changed wall clock shortens a lock-out.
 * The wall clock serves schedules and the log alone.
 */

export interface Moment {
  /** Milliseconds with power since the lock was made. */
  readonly poweredMs: number;
  /** Milliseconds since 1970-01-01T00:00:00Z; null while the lock does not know the time. */
  readonly utcMs: number | null;
  /** What to add to UTC for the lock's local time, in which schedules are written. */
  readonly utcOffsetMs: number;
}

export const secondMs = 1000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** Local time as milliseconds on the time line of UTC; null while the time is unknown. */
export function localMsOf(now: Moment): number | null {
  return now.utcMs === null ? null : now.utcMs + now.utcOffsetMs;
}
