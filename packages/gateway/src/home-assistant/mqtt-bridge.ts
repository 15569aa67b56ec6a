/**
 * The locks on the household's own broker, for Home Assistant and whoever else listens there. States stay at the broker
 * and are true at any time; events are told once and not kept. The broker holds nothing for this bridge: a new session
 * each time, and orders at most once, so that none arrives late. MQTT 5, because only there a retained order can be told
 * from one of this moment, whenever it comes.
 */

import type { GatewayOrder, GatewayReport, LockRecord, MqttSettings, OrderAnswer } from "@catenaccio/protocol";
import { connect, Store, type IClientOptions, type IPublishPacket, type MqttClient } from "mqtt";
import { judgeOrder } from "./broker-order.ts";
import {
  availabilityPayloads,
  describeLock,
  describeState,
  type DiscoveryMessage,
  type DiscoverySettings,
  type NamedReport,
} from "./discovery.ts";
import { describeRecord, triggerOf, triggerPayload, type AccessEvent } from "./happening.ts";
import {
  deviceId,
  discoveryTopic,
  gatewayTopics,
  lockTopics,
  readDiscoveryTopic,
  readOrderTopic,
  retainedTopics,
} from "./topics.ts";

/** What the bridge needs of the gateway. */
export interface BridgedHome {
  /** All locks that there are, from the beginning on: what stands at the broker for any other is taken away. */
  locks(): readonly NamedReport[];
  /** null: no name is known, or it was erased. */
  personName(personId: string): string | null;
  order(order: GatewayOrder): Promise<OrderAnswer>;
}

export interface MqttBridgeOptions {
  readonly discovery: DiscoverySettings;
  readonly mqtt: MqttSettings;
  /** Of the user in `mqtt`, opened. */
  readonly password: string | null;
  readonly home: BridgedHome;
  readonly onReport: (report: GatewayReport) => void;
  /** For the gateway's log; without anything that was sent. */
  readonly onLog: (sentence: string) => void;
  /** The wall clock, in milliseconds. */
  readonly now: () => number;
  readonly reconnectMs?: number;
}

type MqttReport = Extract<GatewayReport, { readonly report: "mqtt" }>;

const reconnectMsDefault = 5000;
const connectMs = 10_000;
const keepAliveSeconds = 30;
/** What is older has become history: a light that goes on now for a door of this morning helps nobody. */
const eventAgeMsMax = 60_000;
const ordersMax = 8;
const birthPayload = "online";
const defaultDiscoveryPrefix = "homeassistant";
const tamperPayloads = { on: "ON", off: "OFF" } as const;

export class MqttBridge {
  readonly #options: MqttBridgeOptions;
  readonly #bridgeTopic: string;
  readonly #birthTopics: readonly string[];
  #client: MqttClient | null = null;
  #reported: MqttReport | null = null;
  #whenDecided: ((report: MqttReport) => void) | null = null;
  /** What the broker was told and keeps, by topic. */
  readonly #told = new Map<string, string>();
  readonly #discovered = new Map<string, DiscoveryMessage>();
  /** The newest of each lock that moved it; told with the name of that moment, which may have been erased since. */
  readonly #last = new Map<string, LockRecord>();
  /** Records may come twice; events are told once. */
  readonly #heard = new Map<string, number>();
  #ordersUnderWay = 0;
  #logged = "";

  constructor(options: MqttBridgeOptions) {
    this.#options = options;
    this.#bridgeTopic = gatewayTopics(options.discovery.gatewayId).bridge;
    const prefixes = new Set([options.mqtt.discoveryPrefix, defaultDiscoveryPrefix]);
    this.#birthTopics = [...prefixes].map((prefix) => `${prefix}/status`);
  }

  /**
   * Connects, and goes on trying whatever happens.
   * @returns what came of the first try.
   */
  async start(): Promise<MqttReport> {
    const { promise, resolve } = Promise.withResolvers<MqttReport>();
    this.#whenDecided = resolve;
    const client = connect(this.#options.mqtt.url, this.#clientOptions());
    this.#client = client;
    client.on("connect", () => void this.#begin(client));
    client.on("error", (error) => this.#report(false, sentenceFor(error)));
    client.on("close", () => {
      // What was on its way would be sent again at the next connection, events of long ago among it.
      client.outgoingStore = new Store();
      this.#report(false, this.#reported?.error ?? "The connection to the broker is lost.");
    });
    client.on("message", (topic, payload, packet) => this.#hear(topic, payload, packet));
    return await promise;
  }

  /** Home Assistant shows the locks as out of reach from then on. */
  async stop(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    if (client === null) return;
    // Without a farewell: so the broker says in the bridge's place that it is gone, whatever is still on its way.
    await client.endAsync(true);
    this.#whenDecided?.({ report: "mqtt", isConnected: false, error: "The bridge was stopped." });
  }

  /** A lock's report or name changed, or there is a new lock. */
  lockChanged(lockId: string): void {
    const lock = this.#findLock(lockId);
    if (lock !== null && this.#client?.connected === true) this.#publishLock(lock);
  }

  /** It is no longer the household's: it leaves Home Assistant too. */
  lockRemoved(lockId: string): void {
    this.#last.delete(lockId);
    this.#discovered.delete(lockId);
    // When the broker is not there, the next connection finds what is left of it.
    if (this.#client?.connected === true) this.#takeAway(lockId);
  }

  recordHeard(record: LockRecord): void {
    const lock = this.#findLock(record.lockId);
    if (lock === null || !this.#isNew(record)) return;
    const event = this.#describe(record);
    if (event === null) return;
    const isConnected = this.#client?.connected === true;
    if (event.event_type === "unlocked" || event.event_type === "locked") {
      this.#last.set(record.lockId, record);
      if (isConnected) this.#keepLast(record.lockId);
    }
    if (isConnected && !this.#isHistory(record)) this.#publishEvent(record.lockId, event);
  }

  #clientOptions(): IClientOptions {
    const { mqtt, password, reconnectMs = reconnectMsDefault } = this.#options;
    return {
      protocolVersion: 5,
      clean: true,
      // Empty: the broker gives one, and two gateways never throw each other out.
      clientId: "",
      ...(mqtt.username === null ? {} : { username: mqtt.username }),
      ...(password === null ? {} : { password }),
      keepalive: keepAliveSeconds,
      connectTimeout: connectMs,
      reconnectPeriod: reconnectMs,
      // A user that the broker does not know yet may be made there in the meantime.
      reconnectOnConnackError: true,
      resubscribe: false,
      queueQoSZero: false,
      will: { topic: this.#bridgeTopic, payload: Buffer.from(availabilityPayloads.offline), qos: 1, retain: true },
    };
  }

  async #begin(client: MqttClient): Promise<void> {
    const { discoveryPrefix } = this.#options.mqtt;
    const { orders } = gatewayTopics(this.#options.discovery.gatewayId);
    const hearsOrders = await trySubscribe(client, orders);
    for (const topic of this.#birthTopics) await trySubscribe(client, topic);
    if (!client.connected) return;
    this.#report(true, hearsOrders ? null : "The broker does not let this user hear orders.");
    this.#publishEverything();
    // What it holds of locks that are gone is heard after what it is told of those that are there.
    await trySubscribe(client, discoveryTopic(discoveryPrefix, "+"));
  }

  /** Also for a broker that has forgotten all, and a Home Assistant that has just started. */
  #publishEverything(): void {
    this.#told.clear();
    this.#keep(this.#bridgeTopic, availabilityPayloads.online);
    for (const lock of this.#options.home.locks()) this.#publishLock(lock);
  }

  #publishLock(lock: NamedReport): void {
    const { discovery, mqtt } = this.#options;
    const { lockId } = lock.report;
    const topics = lockTopics(discovery.gatewayId, lockId);
    const message = describeLock(lock, discovery, this.#discovered.get(lockId) ?? null);
    if (message !== null) {
      this.#discovered.set(lockId, message);
      this.#keep(discoveryTopic(mqtt.discoveryPrefix, deviceId(discovery.gatewayId, lockId)), JSON.stringify(message));
      this.#keep(topics.tamper, tamperPayloads.off);
    }
    for (const [topic, payload] of describeState(lock, discovery)) this.#keep(topic, payload);
    this.#keepLast(lockId);
  }

  #publishEvent(lockId: string, event: AccessEvent): void {
    const topics = lockTopics(this.#options.discovery.gatewayId, lockId);
    this.#publish(topics.event, JSON.stringify(event), false);
    if (event.event_type === "tamper") this.#publish(topics.tamper, tamperPayloads.on, false);
    const trigger = triggerOf(event);
    if (trigger !== null) this.#publish(topics.trigger, triggerPayload(trigger), false);
  }

  #keepLast(lockId: string): void {
    const record = this.#last.get(lockId);
    if (record === undefined) return;
    this.#keep(lockTopics(this.#options.discovery.gatewayId, lockId).last, JSON.stringify(this.#describe(record)));
  }

  #describe(record: LockRecord): AccessEvent | null {
    const { personId } = record;
    return describeRecord(record, personId === null ? null : this.#options.home.personName(personId));
  }

  #takeAway(lockId: string): void {
    const { discovery, mqtt } = this.#options;
    const device = deviceId(discovery.gatewayId, lockId);
    const topics = retainedTopics(lockTopics(discovery.gatewayId, lockId));
    for (const topic of [discoveryTopic(mqtt.discoveryPrefix, device), ...topics]) {
      this.#told.delete(topic);
      this.#publish(topic, "", true);
    }
  }

  #hear(topic: string, payload: Buffer, packet: IPublishPacket): void {
    const { gatewayId } = this.#options.discovery;
    if (this.#birthTopics.includes(topic)) {
      if (payload.toString("utf8") === birthPayload) this.#publishEverything();
      return;
    }
    const { discoveryPrefix } = this.#options.mqtt;
    const described = readDiscoveryTopic({ discoveryPrefix, gatewayId }, topic);
    if (described !== null) {
      if (payload.length > 0 && this.#findLock(described) === null) this.#takeAway(described);
      return;
    }
    const order = readOrderTopic(gatewayId, topic);
    if (order !== null) void this.#carryOut(order, { payload: payload.toString("utf8"), isRetained: packet.retain });
  }

  async #carryOut(
    { lockId, order }: NonNullable<ReturnType<typeof readOrderTopic>>,
    sent: { readonly payload: string; readonly isRetained: boolean },
  ): Promise<void> {
    const { home, mqtt, onLog, now } = this.#options;
    const lock = this.#findLock(lockId);
    const judged = judgeOrder({ order, ...sent }, { lock, isUnlockAllowed: mqtt.isUnlockAllowed, now: now() });
    if (!judged.ok) {
      onLog(judged.sentence);
      return;
    }
    if (this.#ordersUnderWay >= ordersMax) {
      onLog("An order over MQTT was ignored: too many are under way.");
      return;
    }
    this.#ordersUnderWay += 1;
    try {
      const answer = await home.order(judged.order);
      if (!answer.ok) onLog(`An order over MQTT to ${lock?.name ?? lockId} failed: ${answer.sentence}`);
    } catch (cause) {
      onLog(`An order over MQTT failed: ${cause instanceof Error ? cause.message : String(cause)}`);
    } finally {
      this.#ordersUnderWay -= 1;
    }
  }

  #findLock(lockId: string): NamedReport | null {
    return this.#options.home.locks().find(({ report }) => report.lockId === lockId) ?? null;
  }

  #isNew({ lockId, numbering, number }: LockRecord): boolean {
    const key = `${lockId} ${numbering}`;
    const isNew = number > (this.#heard.get(key) ?? -1);
    if (isNew) this.#heard.set(key, number);
    return isNew;
  }

  #isHistory({ time, heardAt }: LockRecord): boolean {
    return this.#options.now() - Date.parse(time ?? heardAt) > eventAgeMsMax;
  }

  /** The broker keeps it. What it has already is not sent again. */
  #keep(topic: string, payload: string): void {
    if (this.#told.get(topic) === payload) return;
    this.#told.set(topic, payload);
    this.#publish(topic, payload, true);
  }

  #publish(topic: string, payload: string, retain: boolean): void {
    this.#client?.publish(topic, payload, { qos: 1, retain }, (error) => {
      if (error === undefined || error === null || this.#client?.connected !== true) return;
      const sentence = `The broker did not take what was sent to ${topic}.`;
      if (sentence !== this.#logged) this.#options.onLog(sentence);
      this.#logged = sentence;
    });
  }

  #report(isConnected: boolean, error: string | null): void {
    if (this.#client === null) return;
    const report: MqttReport = { report: "mqtt", isConnected, error };
    this.#whenDecided?.(report);
    this.#whenDecided = null;
    if (this.#reported?.isConnected === isConnected && this.#reported.error === error) return;
    this.#reported = report;
    this.#options.onReport(report);
  }
}

/** @returns false: the broker does not let this user hear that, or is gone again. */
async function trySubscribe(client: MqttClient, topic: string): Promise<boolean> {
  try {
    // `rap`: a retained message says so, whenever it was sent (MQTT 5 §3.8.3.1).
    const granted = await client.subscribeAsync(topic, { qos: 0, rap: true, rh: 0 });
    return granted.every(({ qos }) => qos < refusedFrom);
  } catch {
    return false;
  }
}

/** MQTT 5 §3.9.3 */
const refusedFrom = 128;
/** MQTT 5 §2.4 */
const refusedUser: readonly number[] = [134, 135];
const unsupportedVersion = 132;

/** By codes only: a library's own text may quote the URL, and a URL may hold a password. */
function sentenceFor(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  if (typeof code === "number") {
    if (refusedUser.includes(code)) return "The broker refused the user name or the password.";
    if (code === unsupportedVersion) return "The broker does not speak MQTT 5.";
    return `The broker refused, with code ${code}.`;
  }
  switch (code) {
    case "ECONNREFUSED":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "ETIMEDOUT":
      return "The broker does not answer.";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "There is no broker of that name.";
    case undefined:
      return "The connection to the broker failed.";
    default:
      return `The connection to the broker failed: ${String(code)}.`;
  }
}
