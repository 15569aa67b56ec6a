/** The tamper switch behind the front panel. */

import type { TamperEvent } from "@catenaccio/lock-core";
import type { TamperSwitch } from "../tamper-switch.ts";
import { FactSink } from "./fact-sink.ts";
import type { Wiring } from "./wiring.ts";

export interface SimulatedTamperSwitchOptions {
  readonly isFrontOff: boolean;
  readonly wiring: Wiring;
}

export class SimulatedTamperSwitch extends FactSink<TamperEvent> implements TamperSwitch {
  readonly #wiring: Wiring;
  #isFrontOff: boolean;
  #told: boolean;

  constructor({ isFrontOff, wiring }: SimulatedTamperSwitchOptions) {
    super();
    this.#wiring = wiring;
    this.#isFrontOff = isFrontOff;
    this.#told = this.isFrontRemoved();
  }

  /** Where the front panel really is. */
  get isFrontOff(): boolean {
    return this.#isFrontOff;
  }

  isFrontRemoved(): boolean {
    return this.#wiring.isFrontConnected && this.#isFrontOff;
  }

  forceFront(isOff: boolean): void {
    this.#isFrontOff = isOff;
    this.update();
  }

  /** Takes the switch for told, as `poweredUp` tells it. */
  markTold(): void {
    this.#told = this.isFrontRemoved();
  }

  update(): void {
    if (!this.#wiring.isFrontConnected || this.#told === this.#isFrontOff) return;
    this.#told = this.#isFrontOff;
    this.send({ type: "tamperMoved", isRemoved: this.#told });
  }
}
