/** The ports of the lock: what the device may order of each part, and which facts each part reports. */

export * from "./card-reader.ts";
export * from "./clock.ts";
export * from "./clutch.ts";
export * from "./errors.ts";
export * from "./fingerprint-reader.ts";
export * from "./front-link.ts";
export * from "./keypad.ts";
export * from "./lock-body.ts";
export * from "./lock-hardware.ts";
export * from "./part.ts";
export * from "./power-supply.ts";
export * from "./reset-button.ts";
export * from "./speaker.ts";
export * from "./tamper-switch.ts";
