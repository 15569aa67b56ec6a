/** The bodies of the HTTP API. */

export * from "./accounts.ts";
export * from "./guests.ts";
export * from "./history.ts";
export * from "./locks.ts";
export * from "./people.ts";
export * from "./settings.ts";
export * from "./care.ts";
export * from "./notify.ts";
