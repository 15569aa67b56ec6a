/** The metal of the clutch: where it is. The motor moves it, the door's mechanics feel it. */

import type { ClutchPosition } from "@catenaccio/lock-core";

export interface ClutchMechanism {
  position: ClutchPosition;
}
