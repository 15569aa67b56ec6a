/** A whole lock on a simulated door, with a person's hands as its input. The real lock never imports this. */

export * from "./batteries.ts";
export { keyPositions, type DoorSnapshot, type KeyPosition } from "./door.ts";
export * from "./faults.ts";
export { fingerConditions, type FingerCondition } from "./finger.ts";
export type { HandleMove, HandlePosition, HandleSide } from "./handle.ts";
export * from "./observation.ts";
export * from "./open-world.ts";
export * from "./physical-state.ts";
export * from "./real-clock.ts";
export { cardIdentifierOf } from "./simulated-card-reader.ts";
export * from "./simulated-world.ts";
export * from "./virtual-clock.ts";
export * from "./world-clock.ts";
export * from "./world-file.ts";
export * from "./world-snapshot.ts";
