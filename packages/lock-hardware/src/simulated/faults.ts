/** What can be broken on the simulated lock. */

export const faults = [
  /** The motor draws current and does not move. */
  "motor-stall",
  /** A broken wire: the motor draws no current. */
  "motor-open",
  /** The cable between front and rear panel. */
  "cable",
  "reader",
  "keypad",
  /** The clutch does not let go any more once it is engaged. */
  "clutch",
  /** Latch and dead bolt miss the strike while the door is shut. */
  "warped-door",
  /** The cam that the cylinder turns in the lock body is broken; the spindle still works. */
  "lock-body",
  "cylinder",
  /** The outer half of the spindle does not reach the lock body. */
  "installation",
] as const;

export type Fault = (typeof faults)[number];
