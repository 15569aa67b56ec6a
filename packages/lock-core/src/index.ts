/** The rules of the lock: everything that the device, its store and its networks may use of the core. */

export * from "./battery.ts";
export * from "./command.ts";
export * from "./effect.ts";
export * from "./errors.ts";
export * from "./event.ts";
export * from "./guard.ts";
export * from "./log-record.ts";
export * from "./menu.ts";
export * from "./model.ts";
export * from "./moment.ts";
export * from "./pin.ts";
export * from "./prompt.ts";
export * from "./schedule.ts";
export * from "./state.ts";
export * from "./step.ts";
