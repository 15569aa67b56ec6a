/** The virtual lock, for whoever starts one. The lock in a real door never imports this. */

export { heldMessages } from "./held-messages.ts";
export * from "./json-lines.ts";
export * from "./protocol.ts";
export * from "./virtual-lock.ts";
