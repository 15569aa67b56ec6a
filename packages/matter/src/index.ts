/** What a lock of ours and a gateway share of Matter. */

export * from "./catenaccio-cluster.ts";
export * from "./door-lock-words.ts";
export { DurableStorage, openSoundDatabase } from "./durable-storage.ts";
export { discoveryFrom, hasIpv6, makeEnvironment, type Discovery, type MatterNetworkOptions } from "./network.ts";
