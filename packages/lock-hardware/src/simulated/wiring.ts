/** Which parts the electricity reaches, and what is broken. The parts ask it before they do or report anything. */

import { faults, type Fault } from "./faults.ts";

export class Wiring {
  /** Moved by the power supply alone. */
  isPowered = false;
  readonly #faults: Set<Fault>;

  constructor(present: readonly Fault[]) {
    this.#faults = new Set(present);
  }

  /** Whether the parts in the front panel have power and are heard. */
  get isFrontConnected(): boolean {
    return this.isPowered && !this.has("cable");
  }

  get faults(): readonly Fault[] {
    return faults.filter((fault) => this.has(fault));
  }

  has(fault: Fault): boolean {
    return this.#faults.has(fault);
  }

  set(fault: Fault, isOn: boolean): void {
    if (isOn) this.#faults.add(fault);
    else this.#faults.delete(fault);
  }
}
