/** Everything that crosses a wire between gateway, server and app. */

export * from "./gateway-link.ts";
export * from "./lock-record.ts";
export * from "./lock-report.ts";
export * from "./schedule.ts";
export * from "./vocabulary.ts";
export * from "./wanted.ts";
