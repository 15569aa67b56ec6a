/**
 * How often one address may ask for what needs no account: guest pages, challenges for passkeys. Nothing is guessed that
 * way in the age of the world: the limit keeps somebody from making the server work. In memory: it protects this process,
 * and nothing is lost with it.
 */

const windowMs = 60_000;
const asksPerWindowMax = 30;
const addressesMax = 10_000;

export class AskLimit {
  readonly #asks = new Map<string, number>();
  #windowEndsMs = 0;

  /** @returns seconds to wait; null: it may. */
  count(address: string, nowMs: number): number | null {
    if (nowMs >= this.#windowEndsMs) {
      this.#asks.clear();
      this.#windowEndsMs = nowMs + windowMs;
    }
    const asks = (this.#asks.get(address) ?? 0) + 1;
    if (asks <= asksPerWindowMax && (this.#asks.has(address) || this.#asks.size < addressesMax)) {
      this.#asks.set(address, asks);
      return null;
    }
    return Math.max(1, Math.ceil((this.#windowEndsMs - nowMs) / 1000));
  }
}
