/** Where on the broker a lock is told and heard. Two gateways may share a broker: each has a branch of its own. */

export interface GatewayTopics {
  /** `online` or `offline`: the bridge itself; the broker says `offline` in its place when it is gone. */
  readonly bridge: string;
  /** Each order to any lock. */
  readonly orders: string;
}

export interface LockTopics {
  readonly availability: string;
  readonly link: string;
  readonly state: string;
  readonly situation: string;
  readonly last: string;
  readonly tamper: string;
  readonly event: string;
  readonly trigger: string;
  readonly order: Readonly<Record<OrderTopic, string>>;
}

export const orderTopics = ["set", "operatingMode", "volume", "autoRelockSeconds", "identify"] as const;
export type OrderTopic = (typeof orderTopics)[number];

const root = "catenaccio";
const orderLevel = "order";

export function gatewayTopics(gatewayId: string): GatewayTopics {
  const branch = `${root}/${gatewayId}`;
  return { bridge: `${branch}/status`, orders: `${branch}/+/${orderLevel}/+` };
}

export function lockTopics(gatewayId: string, lockId: string): LockTopics {
  const branch = `${root}/${gatewayId}/${lockId}`;
  const order = (name: OrderTopic): string => `${branch}/${orderLevel}/${name}`;
  return {
    availability: `${branch}/availability`,
    link: `${branch}/link`,
    state: `${branch}/state`,
    situation: `${branch}/situation`,
    last: `${branch}/last`,
    tamper: `${branch}/tamper`,
    event: `${branch}/event`,
    trigger: `${branch}/trigger`,
    order: {
      set: order("set"),
      operatingMode: order("operatingMode"),
      volume: order("volume"),
      autoRelockSeconds: order("autoRelockSeconds"),
      identify: order("identify"),
    },
  };
}

/** All that stays on the broker for a lock, but for its discovery. */
export function retainedTopics(topics: LockTopics): readonly string[] {
  const { availability, link, state, situation, last, tamper } = topics;
  return [availability, link, state, situation, last, tamper];
}

/** @returns null: it is no order to a lock of that gateway. */
export function readOrderTopic(
  gatewayId: string,
  topic: string,
): { readonly lockId: string; readonly order: OrderTopic } | null {
  const [first, gateway, lockId, level, name, ...rest] = topic.split("/");
  if (first !== root || gateway !== gatewayId || level !== orderLevel || rest.length > 0) return null;
  const order = orderTopics.find((known) => known === name);
  return order === undefined || lockId === undefined ? null : { lockId, order };
}

export function deviceId(gatewayId: string, lockId: string): string {
  return `catenaccio-${gatewayId}-${lockId}`;
}

export function discoveryTopic(discoveryPrefix: string, device: string): string {
  return `${discoveryPrefix}/device/${device}/config`;
}

/** @returns null: it is the discovery of something else. */
export function readDiscoveryTopic(
  place: { readonly discoveryPrefix: string; readonly gatewayId: string },
  topic: string,
): string | null {
  const { discoveryPrefix, gatewayId } = place;
  const before = discoveryTopic(discoveryPrefix, deviceId(gatewayId, "")).replace(/\/config$/, "");
  return topic.startsWith(before) && topic.endsWith("/config") ? topic.slice(before.length, -"/config".length) : null;
}
