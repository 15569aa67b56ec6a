/** The lock on Matter, for whoever starts one: an entry of its own, because loading matter.js takes its time. */

export type { LabelCodes } from "./label.ts";
export { LockPort, type LockPortOptions } from "./lock-port.ts";
export { MatterNode, type MatterNodeOptions } from "./matter-node.ts";
