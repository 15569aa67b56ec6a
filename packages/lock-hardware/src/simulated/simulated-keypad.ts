/** The touch keypad: reports touches and keys, and shows what is ordered as far as electricity reaches it. */

import type { Key, KeypadView } from "@catenaccio/lock-core";
import type { Keypad, KeypadFact } from "../keypad.ts";
import { energyFigures } from "./batteries.ts";
import { FactSink } from "./fact-sink.ts";
import { HealthMonitor } from "./health-monitor.ts";
import type { Observe } from "./observation.ts";
import type { EnergyMeter } from "./simulated-power-supply.ts";
import type { Wiring } from "./wiring.ts";

const dark: KeypadView = { isLit: false, shows: "", isFlashing: false };

export interface SimulatedKeypadOptions {
  readonly wiring: Wiring;
  readonly meter: EnergyMeter;
  readonly observe: Observe;
}

export class SimulatedKeypad extends FactSink<KeypadFact> implements Keypad {
  readonly #options: SimulatedKeypadOptions;
  readonly #health: HealthMonitor<"keypad">;
  #ordered = dark;
  #seen = dark;

  constructor(options: SimulatedKeypadOptions) {
    super();
    const { wiring } = options;
    this.#options = options;
    this.#health = new HealthMonitor({
      part: "keypad",
      sink: this,
      isWorking: () => (wiring.isFrontConnected ? !wiring.has("keypad") : null),
    });
  }

  touch(): void {
    if (this.#isWorking) this.send({ type: "keypadTouched" });
  }

  press(key: Key): void {
    if (this.#isWorking) this.send({ type: "keyPressed", key });
  }

  show(view: KeypadView): void {
    if (!this.#options.wiring.isPowered) return;
    this.#ordered = view.isLit ? view : dark;
    this.#light();
  }

  takeToWork(): void {
    this.#health.takeToWork();
  }

  /** Follows what has changed at power, cable or keypad. */
  update(): void {
    if (!this.#options.wiring.isPowered) this.#ordered = dark;
    this.#light();
    this.#health.update();
  }

  get #isWorking(): boolean {
    const { wiring } = this.#options;
    return wiring.isFrontConnected && !wiring.has("keypad");
  }

  #light(): void {
    const view = this.#isWorking ? this.#ordered : dark;
    const { isLit, shows, isFlashing } = this.#seen;
    if (view.isLit === isLit && view.shows === shows && view.isFlashing === isFlashing) return;
    this.#seen = view;
    this.#options.observe({ keypad: { lit: view.isLit, shows: view.shows, flashing: view.isFlashing } });
    this.#options.meter.setLoad("keypad", view.isLit ? energyFigures.keypadMilliwatts : 0);
  }
}
