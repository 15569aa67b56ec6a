/** The sensors of the lock body, looking at the simulated door. */

import type { LockBodyEvent } from "@catenaccio/lock-core";
import type { LockBody, LockBodyReading } from "../lock-body.ts";
import { FactSink } from "./fact-sink.ts";
import type { Wiring } from "./wiring.ts";

export interface SimulatedLockBodyOptions {
  readonly wiring: Wiring;
  readonly door: { reading(): LockBodyReading };
}

export class SimulatedLockBody extends FactSink<LockBodyEvent> implements LockBody {
  readonly #options: SimulatedLockBodyOptions;
  /** Of the last update, with power or without: what moves without power is found at power-up. */
  #before: LockBodyReading;

  constructor(options: SimulatedLockBodyOptions) {
    super();
    this.#options = options;
    this.#before = this.reading();
  }

  reading(): LockBodyReading {
    return this.#options.door.reading();
  }

  update(): void {
    const before = this.#before;
    const now = this.reading();
    this.#before = now;
    if (now.isHandleAtRest !== before.isHandleAtRest)
      this.#report({ type: "handleMoved", isAtRest: now.isHandleAtRest });
    if (now.isSafetyBoltThrown !== before.isSafetyBoltThrown)
      this.#report({ type: "safetyBoltMoved", isThrown: now.isSafetyBoltThrown });
    if (now.isDeadBoltThrown !== before.isDeadBoltThrown)
      this.#report({ type: "deadBoltMoved", isThrown: now.isDeadBoltThrown });
  }

  #report(fact: LockBodyEvent): void {
    if (this.#options.wiring.isPowered) this.send(fact);
  }
}
