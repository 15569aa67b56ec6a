/** The cable between front and rear panel, as the rear panel sees it. */

import type { FrontLink, FrontLinkFact } from "../front-link.ts";
import { FactSink } from "./fact-sink.ts";
import { HealthMonitor } from "./health-monitor.ts";
import type { Wiring } from "./wiring.ts";

export class SimulatedFrontLink extends FactSink<FrontLinkFact> implements FrontLink {
  readonly #health: HealthMonitor<"cable">;

  constructor(wiring: Wiring) {
    super();
    this.#health = new HealthMonitor({
      part: "cable",
      sink: this,
      isWorking: () => (wiring.isPowered ? !wiring.has("cable") : null),
    });
  }

  takeToWork(): void {
    this.#health.takeToWork();
  }

  /** Follows what has changed at power or cable. */
  update(): void {
    this.#health.update();
  }
}
