/** The RESET pinhole, with a pointed thing in it or not. */

import type { ResetButtonEvent } from "@catenaccio/lock-core";
import { resetHoldMs, type ResetButton } from "../reset-button.ts";
import { FactSink } from "./fact-sink.ts";
import type { Wiring } from "./wiring.ts";
import type { WorldClock } from "./world-clock.ts";

export interface SimulatedResetButtonOptions {
  readonly wiring: Wiring;
  readonly clock: WorldClock;
}

export class SimulatedResetButton extends FactSink<ResetButtonEvent> implements ResetButton {
  readonly #options: SimulatedResetButtonOptions;
  /** Several at once, if two people are at it. */
  #pins = 0;
  #takeBackReport: (() => void) | null = null;

  constructor(options: SimulatedResetButtonOptions) {
    super();
    this.#options = options;
  }

  isHeld(): boolean {
    return this.#pins > 0;
  }

  press(): void {
    this.#pins++;
    const { wiring, clock } = this.#options;
    if (this.#pins > 1 || !wiring.isPowered) return;
    this.#takeBackReport = clock.callAt(clock.elapsedMs() + resetHoldMs, () => this.send({ type: "resetHeld" }));
  }

  release(): void {
    this.#pins--;
    if (this.#pins === 0) this.powerMoved();
  }

  /** A hold that power came or went under is not the one that is reported. */
  powerMoved(): void {
    this.#takeBackReport?.();
    this.#takeBackReport = null;
  }
}
