/** Tells that a part stopped answering, or answers again: once per change, as far as it can be told from here. */

import type { PartEvent } from "@catenaccio/lock-core";
import type { FactSink } from "./fact-sink.ts";

export interface HealthMonitorOptions<Part extends PartEvent["part"]> {
  readonly part: Part;
  readonly sink: Pick<FactSink<PartEvent & { readonly part: Part }>, "send">;
  /** Null: it cannot be told, because something in between is cut. */
  readonly isWorking: () => boolean | null;
}

export class HealthMonitor<Part extends PartEvent["part"]> {
  readonly #options: HealthMonitorOptions<Part>;
  #isTakenToWork = true;

  constructor(options: HealthMonitorOptions<Part>) {
    this.#options = options;
  }

  /** At power-up every part is. */
  takeToWork(): void {
    this.#isTakenToWork = true;
  }

  update(): void {
    const { part, sink, isWorking } = this.#options;
    const isWorkingNow = isWorking();
    if (isWorkingNow === null || isWorkingNow === this.#isTakenToWork) return;
    this.#isTakenToWork = isWorkingNow;
    sink.send({ type: "partChanged", part, isWorking: isWorkingNow });
  }
}
