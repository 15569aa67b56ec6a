/** Chance that can be repeated: the same seed, the same numbers (mulberry32). */

export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** From 0 up to 1, 1 excluded. */
  share(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** From 0 up to `end`, which is excluded. */
  below(end: number): number {
    return Math.floor(this.share() * end);
  }

  isLucky(share: number): boolean {
    return this.share() < share;
  }

  /** One of them, or null when there is none. */
  pick<Item>(items: readonly Item[]): Item | null {
    return items[this.below(items.length)] ?? null;
  }

  /** One of them, each as likely as its weight says. */
  pickWeighted<Item>(weighted: readonly (readonly [weight: number, item: Item])[]): Item {
    let left = this.share() * weighted.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, item] of weighted) if ((left -= weight) < 0) return item;
    throw new Error("There is nothing to pick from.");
  }

  digits(length: number): string {
    return Array.from({ length }, () => this.below(10)).join("");
  }
}
