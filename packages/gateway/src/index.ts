/** The gateway of a home: its locks by Matter, what the household wants of them, its box, and Home Assistant. */

export { Claim } from "./box/claim.ts";
export { NetworkManager } from "./box/network-manager.ts";
export { handlePanelInput } from "./box/panel-input.ts";
export { RunningBox, type BoxMessage } from "./box/running-box.ts";
export { SimulatedNetwork } from "./box/simulated-network.ts";
export { Gateway } from "./gateway.ts";
export type { HomeAssistantLink, HomeAssistantSettings } from "./home-assistant-link.ts";
export { MqttBridge } from "./home-assistant/mqtt-bridge.ts";
export { LockUnreachableError, type LockClient } from "./lock-client.ts";
export type { AddLockStep } from "./lock-network.ts";
export { GatewayStore } from "./store/gateway-store.ts";
export { MatterLockNetwork } from "./matter/matter-lock-network.ts";
