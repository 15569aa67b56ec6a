/**
 * What every driver of a part has to do, as tests: a simulated part, a real chip on a bench and the next driver run the
 * same suite. A driver's test file calls the function of its port with a way to make a subject: the part, together with
 * what a person does to it. On a bench that asks the person, in the simulation it moves the simulated world.
 */

export * from "./card-reader.contract.ts";
export * from "./clock.contract.ts";
export * from "./clutch.contract.ts";
export * from "./fact-queue.ts";
export * from "./fingerprint-reader.contract.ts";
export * from "./front-link.contract.ts";
export * from "./keypad.contract.ts";
export * from "./lock-body.contract.ts";
export * from "./lock-hardware.contract.ts";
export * from "./power-supply.contract.ts";
export * from "./reset-button.contract.ts";
export * from "./speaker.contract.ts";
export * from "./subject.ts";
export * from "./tamper-switch.contract.ts";
