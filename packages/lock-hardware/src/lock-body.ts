/** The sensors of the lock body. There is none for the door and none for the key. */

import type { LockBodyEvent } from "@catenaccio/lock-core";
import type { Part } from "./part.ts";

export interface LockBodyReading {
  readonly isHandleAtRest: boolean;
  readonly isSafetyBoltThrown: boolean;
  readonly isDeadBoltThrown: boolean;
}

/** Reports changes only. */
export interface LockBody extends Part<LockBodyEvent> {
  reading(): LockBodyReading;
}
