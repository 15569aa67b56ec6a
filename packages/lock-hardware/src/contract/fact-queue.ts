/** The facts that a part under test has reported and nobody has looked at yet, in their order. */

import assert from "node:assert/strict";

export interface FactQueueOptions {
  /** How long a fact may take: on a bench a motor has to turn, and a person has to move. */
  readonly patienceMs: number;
  /** Resolves when everything has been reported that is going to be. */
  readonly settle: () => Promise<void>;
}

export class FactQueue<Fact> {
  readonly #options: FactQueueOptions;
  readonly #facts: Fact[] = [];
  #awaiting: (() => void) | null = null;

  constructor(options: FactQueueOptions) {
    this.#options = options;
  }

  readonly report = (fact: Fact): void => {
    this.#facts.push(fact);
    this.#awaiting?.();
  };

  /** The next fact, once it is there. */
  async next(): Promise<Fact> {
    if (this.#facts.length === 0) await this.#waitForFact();
    const fact = this.#facts.shift();
    assert.ok(fact !== undefined, `Nothing was reported within ${this.#options.patienceMs} ms.`);
    return fact;
  }

  /** The next facts are these and no others. */
  async expect(...expected: readonly Fact[]): Promise<void> {
    for (const fact of expected) assert.deepEqual(await this.next(), fact);
    await this.#options.settle();
    assert.deepEqual(this.#facts, [], "More was reported.");
  }

  async expectNothing(): Promise<void> {
    await this.expect();
  }

  #waitForFact(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timeout = setTimeout(resolve, this.#options.patienceMs);
    this.#awaiting = () => {
      clearTimeout(timeout);
      this.#awaiting = null;
      resolve();
    };
    return promise;
  }
}
