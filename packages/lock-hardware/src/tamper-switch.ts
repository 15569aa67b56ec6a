/** The tamper switch: a screwdriver between the front panel and the door opens it. */

import type { TamperEvent } from "@catenaccio/lock-core";
import type { Part } from "./part.ts";

/** Reports changes only; one that happened while the front panel was cut off comes when it is back. */
export interface TamperSwitch extends Part<TamperEvent> {
  /** False while the front panel is cut off: that is told by the front link. */
  isFrontRemoved(): boolean;
}
