/** Callbacks in the order of their deadlines; those of one instant in the order in which they were asked for. */

interface Timer {
  readonly deadlineMs: number;
  readonly callback: () => void;
}

export class TimerQueue {
  readonly #timers: Timer[] = [];

  /** Returns what takes the callback back; once it was called, that does nothing. */
  add(deadlineMs: number, callback: () => void): () => void {
    const timer = { deadlineMs, callback };
    const after = this.#timers.findIndex((other) => other.deadlineMs > deadlineMs);
    this.#timers.splice(after === -1 ? this.#timers.length : after, 0, timer);
    return () => {
      const index = this.#timers.indexOf(timer);
      if (index !== -1) this.#timers.splice(index, 1);
    };
  }

  get nextDeadlineMs(): number | null {
    return this.#timers[0]?.deadlineMs ?? null;
  }

  /** Takes the first callback out whose deadline is not after `nowMs`; null: none is due. */
  takeDue(nowMs: number): (() => void) | null {
    const [first] = this.#timers;
    if (first === undefined || first.deadlineMs > nowMs) return null;
    this.#timers.shift();
    return first.callback;
  }

  clear(): void {
    this.#timers.length = 0;
  }
}
