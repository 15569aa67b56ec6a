/** Time that stands still until it is moved: simulated days pass in no time, and always in the same order. */

import type { WallTime } from "../clock.ts";
import { UsageError } from "../errors.ts";
import { TimerQueue } from "./timer-queue.ts";
import { assertDuration, type ClockSnapshot, type WorldClock } from "./world-clock.ts";

/** A Monday. */
export const virtualStart: ClockSnapshot = { elapsedMs: 0, utcMs: Date.UTC(2026, 0, 5, 8), utcOffsetMs: 0 };

/** More callbacks than this without any time passing: they wake each other for ever. */
const callbacksPerInstantMax = 10_000;

export class VirtualClock implements WorldClock {
  readonly #timers = new TimerQueue();
  #utcOffsetMs: number;
  #elapsedMs: number;
  /** Wall time minus elapsed time; null while the time is unknown. */
  #utcAtZeroMs: number | null;
  #takeAlarmBack: (() => void) | null = null;
  #isAdvancing = false;

  constructor(saved: ClockSnapshot | null = null) {
    const start = saved ?? virtualStart;
    this.#elapsedMs = start.elapsedMs;
    this.#utcAtZeroMs = start.utcMs === null ? null : start.utcMs - start.elapsedMs;
    this.#utcOffsetMs = start.utcOffsetMs;
  }

  now(): WallTime {
    const utcMs = this.#utcAtZeroMs === null ? null : this.#utcAtZeroMs + this.#elapsedMs;
    return { utcMs, utcOffsetMs: this.#utcOffsetMs };
  }

  elapsedMs(): number {
    return this.#elapsedMs;
  }

  wakeAt(elapsedMs: number | null, callback: () => void): void {
    this.#takeAlarmBack?.();
    this.#takeAlarmBack = elapsedMs === null ? null : this.callAt(elapsedMs, callback);
  }

  callAt(elapsedMs: number, callback: () => void): () => void {
    return this.#timers.add(elapsedMs, callback);
  }

  /** Wakes what is due on the way, in order, each at its own instant; what is overdue already comes first. */
  advance(ms: number): void {
    assertDuration(ms);
    if (this.#isAdvancing) throw new UsageError("Time is passing already.");
    this.#isAdvancing = true;
    try {
      this.#passUntil(this.#elapsedMs + ms);
    } finally {
      this.#isAdvancing = false;
    }
  }

  #passUntil(endMs: number): void {
    let callbacks = 0;
    for (;;) {
      const deadlineMs = this.#timers.nextDeadlineMs;
      if (deadlineMs === null || deadlineMs > endMs) break;
      if (deadlineMs > this.#elapsedMs) {
        this.#elapsedMs = deadlineMs;
        callbacks = 0;
      }
      if (++callbacks > callbacksPerInstantMax)
        throw new UsageError("Callbacks of the clock wake each other without any time passing.");
      this.#timers.takeDue(this.#elapsedMs)?.();
    }
    this.#elapsedMs = endMs;
  }

  pass(ms: number, afterwards: () => void): Promise<void> {
    this.advance(ms);
    afterwards();
    return Promise.resolve();
  }

  setWallTime(utcMs: number | null): void {
    this.#utcAtZeroMs = utcMs === null ? null : utcMs - this.#elapsedMs;
  }

  setUtcOffset(utcOffsetMs: number): void {
    this.#utcOffsetMs = utcOffsetMs;
  }

  save(): ClockSnapshot {
    return { elapsedMs: this.#elapsedMs, ...this.now() };
  }

  stop(): void {
    this.#timers.clear();
  }
}
