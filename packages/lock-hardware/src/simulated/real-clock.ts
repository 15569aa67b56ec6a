/**
 * The world on the time of the machine it runs on. Elapsed time goes on where the snapshot ended, so it never goes back
 * over restarts; wall time is the machine's, shifted when somebody set it.
 */

import type { WallTime } from "../clock.ts";
import { TimerQueue } from "./timer-queue.ts";
import { assertDuration, type ClockSnapshot, type WorldClock } from "./world-clock.ts";

/** `setTimeout` fires at once for more than 31 bits. */
const timeoutMaxMs = 2 ** 31 - 1;

export class RealClock implements WorldClock {
  readonly #timers = new TimerQueue();
  readonly #startedAtMs = performance.now();
  readonly #elapsedAtStartMs: number;
  #utcOffsetMs: number;
  /** Null while the time is unknown. */
  #wallShiftMs: number | null;
  #takeAlarmBack: (() => void) | null = null;
  #timeout: NodeJS.Timeout | null = null;
  #passing = 0;

  /** What a former run knew; a clock that somebody set is the machine's again after a restart. */
  constructor(start: ClockSnapshot | null = null) {
    this.#elapsedAtStartMs = start?.elapsedMs ?? 0;
    this.#utcOffsetMs = start?.utcOffsetMs ?? 0;
    this.#wallShiftMs = start !== null && start.utcMs === null ? null : 0;
  }

  now(): WallTime {
    const utcMs = this.#wallShiftMs === null ? null : Date.now() + this.#wallShiftMs;
    return { utcMs, utcOffsetMs: this.#utcOffsetMs };
  }

  elapsedMs(): number {
    return this.#elapsedAtStartMs + Math.floor(performance.now() - this.#startedAtMs);
  }

  wakeAt(elapsedMs: number | null, callback: () => void): void {
    this.#takeAlarmBack?.();
    this.#takeAlarmBack = elapsedMs === null ? null : this.callAt(elapsedMs, callback);
  }

  callAt(elapsedMs: number, callback: () => void): () => void {
    const takeBack = this.#timers.add(elapsedMs, callback);
    this.#arm();
    return takeBack;
  }

  pass(ms: number, afterwards: () => void): Promise<void> {
    assertDuration(ms);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#passing++;
    this.callAt(this.elapsedMs() + ms, () => {
      this.#passing--;
      afterwards();
      resolve();
    });
    return promise;
  }

  setWallTime(utcMs: number | null): void {
    this.#wallShiftMs = utcMs === null ? null : utcMs - Date.now();
  }

  setUtcOffset(utcOffsetMs: number): void {
    this.#utcOffsetMs = utcOffsetMs;
  }

  save(): ClockSnapshot {
    return { elapsedMs: this.elapsedMs(), ...this.now() };
  }

  stop(): void {
    this.#timers.clear();
    if (this.#timeout !== null) clearTimeout(this.#timeout);
    this.#timeout = null;
  }

  #arm(): void {
    if (this.#timeout !== null) clearTimeout(this.#timeout);
    this.#timeout = null;
    const deadlineMs = this.#timers.nextDeadlineMs;
    if (deadlineMs === null) return;
    const ms = Math.min(Math.max(deadlineMs - this.elapsedMs(), 0), timeoutMaxMs);
    this.#timeout = setTimeout(() => this.#fire(), ms);
    // Somebody who waits keeps the process alive; the lock's own deadlines do not.
    if (this.#passing === 0) this.#timeout.unref();
  }

  #fire(): void {
    this.#timeout = null;
    try {
      for (;;) {
        const callback = this.#timers.takeDue(this.elapsedMs());
        if (callback === null) break;
        callback();
      }
    } finally {
      this.#arm();
    }
  }
}
