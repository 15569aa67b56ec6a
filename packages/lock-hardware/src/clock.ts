/**
 * The two clocks of the lock, named for their use: elapsed time for everything that lasts, wall time for schedules and
 * the log alone. Wall time may jump or be unknown; elapsed time does neither.
 */

export interface WallTime {
  /** Milliseconds since 1970-01-01T00:00:00Z; null while the time is unknown. */
  readonly utcMs: number | null;
  /** What to add to UTC for the lock's local time. */
  readonly utcOffsetMs: number;
}

export interface Clock {
  now(): WallTime;
  /** What a home or a person says the time is; null: unknown from now on. Elapsed time goes on. */
  setWallTime(utcMs: number | null): void;
  setUtcOffset(utcOffsetMs: number): void;
  /** Whole milliseconds since some fixed moment; never goes back. */
  elapsedMs(): number;
  /**
   * Calls back once, at `elapsedMs` or as soon after it as can be, never within this call. The clock has one alarm: a
   * new order replaces the former one, and null takes it back.
   */
  wakeAt(elapsedMs: number | null, callback: () => void): void;
}
