/** How long to wait before the next attempt: twice as long each time, with an end. */

export interface RetryTimes {
  readonly firstMs: number;
  readonly maxMs: number;
}

export const usualRetryTimes: RetryTimes = { firstMs: 1000, maxMs: 300_000 };

export class Backoff {
  readonly #times: RetryTimes;
  #nextMs: number;

  constructor(times: RetryTimes) {
    this.#times = times;
    this.#nextMs = times.firstMs;
  }

  next(): number {
    const ms = this.#nextMs;
    this.#nextMs = Math.min(ms * 2, this.#times.maxMs);
    return ms;
  }

  reset(): void {
    this.#nextMs = this.#times.firstMs;
  }
}
