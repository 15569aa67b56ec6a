/**
 * The clutch between the outer handle and the lock body, moved by a motor between two end positions that are sensed.
 * It is bistable: without power it stays where it is.
 */

import type { ClutchEvent, ClutchPosition } from "@catenaccio/lock-core";
import type { Part } from "./part.ts";

export interface Clutch extends Part<ClutchEvent> {
  /**
   * Answered by `clutchReached` when the end position has been sensed, or by `clutchFailed`. Where the clutch already
   * is, it is reached without running the motor.
   */
  driveTo(position: ClutchPosition): void;
  /** As sensed now. */
  position(): ClutchPosition;
}
