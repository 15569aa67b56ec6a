/** The motor of the clutch, with sensed end positions and its faults. */

import type { ClutchEvent, ClutchPosition } from "@catenaccio/lock-core";
import type { Clutch } from "../clutch.ts";
import { energyFigures } from "./batteries.ts";
import type { ClutchMechanism } from "./clutch-mechanism.ts";
import { FactSink } from "./fact-sink.ts";
import type { Observe } from "./observation.ts";
import type { EnergyMeter } from "./simulated-power-supply.ts";
import type { Wiring } from "./wiring.ts";

export interface SimulatedClutchOptions {
  readonly mechanism: ClutchMechanism;
  readonly wiring: Wiring;
  readonly meter: EnergyMeter;
  readonly observe: Observe;
  /** Called when the clutch has moved, before anybody learns of it. */
  readonly persist: () => void;
}

export class SimulatedClutch extends FactSink<ClutchEvent> implements Clutch {
  readonly #options: SimulatedClutchOptions;

  constructor(options: SimulatedClutchOptions) {
    super();
    this.#options = options;
  }

  position(): ClutchPosition {
    return this.#options.mechanism.position;
  }

  driveTo(position: ClutchPosition): void {
    const { mechanism, wiring, meter, observe, persist } = this.#options;
    if (!wiring.isPowered) return;
    if (position !== mechanism.position) {
      if (wiring.has("motor-open")) return this.send({ type: "clutchFailed", cause: "motor-open" });
      meter.draw(energyFigures.motorDriveJoules);
      if (!wiring.isPowered) return;
      if (wiring.has("motor-stall")) return this.send({ type: "clutchFailed", cause: "motor-stall" });
      if (wiring.has("clutch") && position === "free") return this.send({ type: "clutchFailed", cause: "clutch" });
      mechanism.position = position;
      persist();
      observe({ clutch: position });
    }
    this.send({ type: "clutchReached", position });
  }
}
