/** Identify (core §1.2): whoever stands at the door sees and hears which lock is meant. */

import type { MaybePromise } from "@matter/main";
import { IdentifyServer } from "@matter/main/behaviors/identify";
import { Identify } from "@matter/main/clusters/identify";
import { LockPort } from "./lock-port.ts";

export class IdentifyingServer extends IdentifyServer {
  override initialize(): MaybePromise {
    this.state.identifyType = Identify.IdentifyType.AudibleBeep;
    this.reactTo(this.events.startIdentifying, this.#begin);
    return super.initialize();
  }

  #begin(): void {
    void this.env.get(LockPort).command({ type: "identify" }, this.context);
  }
}
