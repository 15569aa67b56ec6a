import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect as connectSocket, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { describe, test, type TestContext } from "node:test";
import type { GatewayOrder, LockRecord, MqttSettings, OrderAnswer } from "@catenaccio/protocol";
import { connectAsync, type IClientOptions, type MqttClient } from "mqtt";
import { findMosquitto, Mosquitto } from "../../test/mosquitto.ts";
import {
  sampleLockId,
  samplePersonId,
  sampleRecord,
  sampleReport,
  type SampleChanges,
} from "../../test/sample-lock.ts";
import { makeFolder } from "../../test/temporary-folder.ts";
import type { NamedReport } from "./discovery.ts";
import { MqttBridge, type MqttBridgeOptions } from "./mqtt-bridge.ts";

const tools = await findMosquitto();

const gatewayId = "gw1";
const password = "canary-password-4711";
const pin = "271828";
/** A lock that is always out of reach. */
const markerLockId = "5f0c1c52-6d6c-4f8e-9d0a-7f6f1f1f0a99";
const branch = `catenaccio/${gatewayId}/${sampleLockId}`;
const discovery = `homeassistant/device/catenaccio-${gatewayId}-${sampleLockId}/config`;
const orderTopic = `${branch}/order/set`;

const users = [
  { name: "gateway", password, access: ["readwrite catenaccio/#", "readwrite homeassistant/#"] },
  { name: "ha", password: "ha-password", access: ["readwrite catenaccio/#", "readwrite homeassistant/#", "read #"] },
];

const unlockByPin = {
  event: "lockOperation",
  operation: "unlock",
  source: "keypad",
  user: 1,
  credential: { kind: "pin", index: 2 },
} as const;

interface Message {
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
  readonly qos: number;
}

/** Home Assistant, or anybody else who listens to everything. */
class Listener {
  readonly client: MqttClient;
  readonly messages: Message[] = [];
  readonly #waiting = new Set<() => void>();

  private constructor(client: MqttClient) {
    this.client = client;
    client.on("message", (topic, payload, { retain, qos }) => {
      this.messages.push({ topic, payload: payload.toString("utf8"), retain, qos });
      for (const look of this.#waiting) look();
    });
  }

  static async join(t: TestContext, url: string): Promise<Listener> {
    const options: IClientOptions = {
      username: "ha",
      password: "ha-password",
      protocolVersion: 5,
      reconnectPeriod: 50,
    };
    const client = await connectAsync(url, options);
    t.after(async () => await client.endAsync(true));
    const listener = new Listener(client);
    await client.subscribeAsync("#", { qos: 1, rap: true });
    return listener;
  }

  /** Also when it has come already. */
  async until(matches: (message: Message) => boolean): Promise<Message> {
    const { promise, resolve } = Promise.withResolvers<Message>();
    const look = (): void => {
      const found = this.messages.find(matches);
      if (found !== undefined) resolve(found);
    };
    this.#waiting.add(look);
    look();
    try {
      return await promise;
    } finally {
      this.#waiting.delete(look);
    }
  }

  async untilTopic(topic: string, payload?: string): Promise<Message> {
    return await this.until((message) => message.topic === topic && (payload ?? message.payload) === message.payload);
  }

  /** What is under way has arrived when this comes back: a broker keeps the order of one sender, and so of each. */
  async settle(): Promise<void> {
    this.#settled += 1;
    const payload = `${this.#settled}`;
    await this.client.publishAsync("catenaccio/settled", payload, { qos: 1 });
    await this.untilTopic("catenaccio/settled", payload);
  }
  #settled = 0;

  last(topic: string): string | undefined {
    return this.messages.findLast((message) => message.topic === topic)?.payload;
  }

  forget(): void {
    this.messages.length = 0;
  }
}

/** The line between the bridge and the broker, which can be bad. */
class Line {
  readonly url: string;
  #isSwallowing = false;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server, brokerPort: number) {
    this.url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on("connection", (socket) => {
      const broker = connectSocket(brokerPort, "127.0.0.1");
      for (const one of [socket, broker]) {
        this.#sockets.add(one);
        one.on("error", () => undefined);
        one.on("close", () => {
          this.#sockets.delete(one);
          socket.destroy();
          broker.destroy();
        });
      }
      socket.on("data", (data) => this.#isSwallowing || broker.write(data));
      broker.on("data", (data) => socket.write(data));
    });
  }

  static async create(t: TestContext, brokerPort: number): Promise<Line> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const line = new Line(server, brokerPort);
    t.after(() => {
      line.cut();
      server.close();
    });
    return line;
  }

  /** What the bridge sends from now on does not arrive. */
  swallow(): void {
    this.#isSwallowing = true;
  }

  /** The next connection is good again. */
  cut(): void {
    this.#isSwallowing = false;
    for (const socket of this.#sockets) socket.destroy();
  }
}

interface Bench {
  readonly broker: Mosquitto;
  readonly bridge: MqttBridge;
  readonly ha: Listener;
  readonly orders: GatewayOrder[];
  readonly reports: string[];
  readonly logs: string[];
  readonly change: (changes: SampleChanges) => void;
  readonly remove: () => void;
  readonly names: Map<string, string>;
  /** Until the bridge has heard what was sent so far, and done what it does. */
  readonly heard: () => Promise<void>;
  readonly untilReport: (text: string) => Promise<void>;
}

async function makeBroker(t: TestContext): Promise<Mosquitto> {
  const broker = await Mosquitto.create(tools, makeFolder(t), users);
  t.after(async () => await broker.stop());
  await broker.start();
  return broker;
}

interface BenchChanges {
  readonly mqtt?: Partial<MqttSettings>;
  readonly password?: string | null;
  readonly broker?: Mosquitto;
  readonly answer?: OrderAnswer;
}

async function makeBench(t: TestContext, changes: BenchChanges = {}): Promise<Bench> {
  const broker = changes.broker ?? (await makeBroker(t));
  const locks: NamedReport[] = [
    { report: sampleReport(), name: "Front door" },
    { report: { ...sampleReport({ link: "offline" }), lockId: markerLockId }, name: "Marker" },
  ];
  const orders: GatewayOrder[] = [];
  const reports: string[] = [];
  const logs: string[] = [];
  const waiting = new Set<() => void>();
  const names = new Map([[samplePersonId, "Anna"]]);
  const told = (list: string[], text: string): void => {
    list.push(text);
    for (const look of waiting) look();
  };
  const options: MqttBridgeOptions = {
    discovery: { gatewayId, softwareVersion: "0.1.0", appUrl: "http://localhost:8080" },
    mqtt: {
      url: broker.url,
      username: "gateway",
      sealedPassword: null,
      discoveryPrefix: "homeassistant",
      isUnlockAllowed: false,
      ...changes.mqtt,
    },
    password: changes.password === undefined ? password : changes.password,
    home: {
      locks: () => locks,
      personName: (personId) => names.get(personId) ?? null,
      order: async (order) => {
        orders.push(order);
        return changes.answer ?? { ok: true };
      },
    },
    onReport: (report) => told(reports, JSON.stringify(report)),
    onLog: (sentence) => told(logs, sentence),
    now: () => Date.now(),
    reconnectMs: 50,
  };
  const bridge = new MqttBridge(options);
  t.after(async () => await bridge.stop());
  await bridge.start();
  const ha = await Listener.join(t, broker.url);
  let markers = 0;
  const untilTold = async (isThere: () => boolean): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = (): void => (isThere() ? resolve() : undefined);
    waiting.add(look);
    look();
    await promise;
    waiting.delete(look);
  };
  return {
    broker,
    bridge,
    ha,
    orders,
    reports,
    logs,
    names,
    change: (change) => {
      locks[0] = { report: sampleReport(change), name: "Front door" };
      bridge.lockChanged(sampleLockId);
    },
    remove: () => {
      locks.shift();
      bridge.lockRemoved(sampleLockId);
    },
    heard: async () => {
      // An order to a lock that is out of reach is heard after all that was sent before it, and is logged.
      markers += 1;
      await ha.client.publishAsync(`catenaccio/${gatewayId}/${markerLockId}/order/set`, "LOCK", { qos: 1 });
      await untilTold(() => logs.filter((line) => line.includes("to Marker")).length >= markers);
      const rest = logs.filter((line) => !line.includes("to Marker"));
      logs.splice(0, logs.length, ...rest);
      markers = 0;
    },
    untilReport: async (text) => await untilTold(() => reports.some((one) => one.includes(text))),
  };
}

describe("the locks on the household's broker", { skip: tools.ok ? false : tools.reason, concurrency: 2 }, () => {
  test("a lock is described once and kept, with its state, and is there to be ordered", async (t) => {
    const { ha, reports } = await makeBench(t);
    const message = await ha.untilTopic(discovery);
    assert.ok(message.retain);
    assert.equal((await ha.untilTopic(`${branch}/state`)).payload, "LOCKED");
    assert.equal((await ha.untilTopic(`${branch}/availability`)).payload, "online");
    assert.equal((await ha.untilTopic(`catenaccio/${gatewayId}/status`)).payload, "online");
    assert.equal((await ha.untilTopic(`${branch}/tamper`)).payload, "OFF");
    await ha.settle();
    assert.ok(
      ha.messages.filter(({ topic }) => topic.startsWith(`catenaccio/${gatewayId}`)).every((one) => one.retain),
    );
    assert.equal(ha.messages.filter(({ topic }) => topic === discovery).length, 1);
    assert.deepEqual(reports, ['{"report":"mqtt","isConnected":true,"error":null}']);
  });

  test("what changes is told, and what does not is not told again", async (t) => {
    const { ha, change } = await makeBench(t);
    await ha.untilTopic(`${branch}/situation`);
    await ha.settle();
    ha.forget();
    change({ situation: { lockState: "unlocked" } });
    await ha.untilTopic(`${branch}/state`, "UNLOCKED");
    change({ situation: { lockState: "unlocked" }, link: "offline" });
    await ha.untilTopic(`${branch}/availability`, "offline");
    await ha.untilTopic(`${branch}/link`, "offline");
    change({ situation: { lockState: "unlocked" }, link: "online" });
    await ha.untilTopic(`${branch}/availability`, "online");
    await ha.untilTopic(`${branch}/link`, "online");
    await ha.settle();
    const topics = ha.messages.map(({ topic }) => topic.replace(`${branch}/`, ""));
    assert.deepEqual(topics, ["state", "availability", "link", "availability", "link", "catenaccio/settled"]);
  });

  test("somebody unlocks with a PIN: an event with the name, a trigger, and the last access; none but that is kept", async (t) => {
    const { ha, bridge } = await makeBench(t);
    await ha.untilTopic(`${branch}/situation`);
    bridge.recordHeard(sampleRecord(41, unlockByPin, { personId: samplePersonId }));
    const event = await ha.untilTopic(`${branch}/event`);
    const content = JSON.parse(event.payload) as Record<string, unknown>;
    assert.deepEqual([event.qos, event.retain], [1, false]);
    assert.deepEqual(
      [content["event_type"], content["user"], content["method"], content["credential_index"], content["seq"]],
      ["unlocked", "Anna", "pin", 2, 41],
    );
    const trigger = await ha.untilTopic(`${branch}/trigger`);
    assert.deepEqual([trigger.payload, trigger.retain], ["unlocked by_pin", false]);
    const last = await ha.untilTopic(`${branch}/last`);
    assert.ok(last.retain && last.payload.includes('"user":"Anna"'));
  });

  test("a record that comes twice, or of yesterday, makes no second event", async (t) => {
    const { ha, bridge } = await makeBench(t);
    await ha.untilTopic(`${branch}/situation`);
    const yesterday = new Date(Date.now() - 86_400_000).toISOString();
    bridge.recordHeard(sampleRecord(40, unlockByPin, { time: yesterday }));
    bridge.recordHeard(sampleRecord(41, unlockByPin));
    bridge.recordHeard(sampleRecord(41, unlockByPin));
    bridge.recordHeard(sampleRecord(40, unlockByPin));
    bridge.recordHeard(sampleRecord(42, { event: "alarm", code: "frontEscutcheonRemoved" }));
    await ha.untilTopic(`${branch}/tamper`, "ON");
    await ha.untilTopic(`${branch}/trigger`, "tamper at_the_lock");
    await ha.settle();
    const events = ha.messages.filter(({ topic }) => topic === `${branch}/event`);
    assert.deepEqual(
      events.map(({ payload }) => (JSON.parse(payload) as { readonly seq: number }).seq),
      [41, 42],
    );
  });

  test("locking is always carried out", async (t) => {
    const { ha, orders, heard } = await makeBench(t);
    await ha.client.publishAsync(orderTopic, "LOCK", { qos: 1 });
    await heard();
    assert.equal(orders.length, 1);
    const [order] = orders;
    assert.ok(order?.order === "operate");
    assert.deepEqual([order.operation, order.sealedPin, order.lockId], ["lock", null, sampleLockId]);
    const leftMs = Date.parse(order.expiresAt) - Date.now();
    assert.ok(leftMs > 0 && leftMs <= 10_000);
  });

  test("unlocking is refused unless the household allows it, and so is what leaves the door open", async (t) => {
    const { ha, orders, logs, heard } = await makeBench(t);
    await ha.client.publishAsync(orderTopic, "UNLOCK", { qos: 1 });
    await ha.client.publishAsync(`${branch}/order/operatingMode`, "passage", { qos: 1 });
    await ha.client.publishAsync(`${branch}/order/autoRelockSeconds`, "0", { qos: 1 });
    await heard();
    assert.deepEqual(orders, []);
    const refusal = "An order over MQTT to Front door was ignored: unlocking over MQTT is not allowed.";
    assert.deepEqual(logs.slice(0, 3), [refusal, refusal, refusal]);
  });

  test("unlocking is carried out where the household allows it", async (t) => {
    const { ha, orders, heard } = await makeBench(t, { mqtt: { isUnlockAllowed: true } });
    await ha.client.publishAsync(orderTopic, "UNLOCK", { qos: 1 });
    await ha.client.publishAsync(`${branch}/order/volume`, "low", { qos: 1 });
    await ha.client.publishAsync(`${branch}/order/identify`, "IDENTIFY", { qos: 1 });
    await heard();
    assert.deepEqual(
      orders.map((order) => (order.order === "operate" ? order.operation : order.order)),
      ["unlock", "set", "identify"],
    );
  });

  test("a retained order is ignored, whether it comes now or was there before", async (t) => {
    const broker = await makeBroker(t);
    const before = await Listener.join(t, broker.url);
    await before.client.publishAsync(orderTopic, "UNLOCK", { qos: 1, retain: true });
    const { ha, orders, logs, heard } = await makeBench(t, { broker, mqtt: { isUnlockAllowed: true } });
    await ha.client.publishAsync(orderTopic, "UNLOCK", { qos: 1, retain: true });
    await heard();
    assert.deepEqual(orders, []);
    assert.ok(logs.includes("An order over MQTT to Front door was ignored: it is retained."));
  });

  test("an order to a lock that is out of reach is not carried out later either", async (t) => {
    const { ha, orders, logs, change, bridge, broker, heard } = await makeBench(t, { mqtt: { isUnlockAllowed: true } });
    change({ link: "offline" });
    await ha.client.publishAsync(orderTopic, "UNLOCK", { qos: 1 });
    await heard();
    change({ link: "online" });
    await heard();
    assert.deepEqual(orders, []);
    assert.deepEqual(logs, ["An order over MQTT to Front door was ignored: the lock is out of reach."]);
    await bridge.stop();
    await ha.client.publishAsync(orderTopic, "UNLOCK", { qos: 1 });
    const later = await makeBench(t, { broker, mqtt: { isUnlockAllowed: true } });
    await later.heard();
    assert.deepEqual(later.orders, []);
  });

  test("what is no order, or for no lock, is ignored with a line that does not repeat it", async (t) => {
    const { ha, orders, logs, heard } = await makeBench(t, { mqtt: { isUnlockAllowed: true } });
    const odd: readonly (readonly [string, string])[] = [
      [orderTopic, `UNLOCK ${pin}`],
      [orderTopic, JSON.stringify({ action: "UNLOCK", code: pin })],
      [orderTopic, "unlock"],
      [`${branch}/order/volume`, "medium!"],
      [`${branch}/order/operatingMode`, "privacy"],
      [`${branch}/order/autoRelockSeconds`, "-1"],
      [`${branch}/order/autoRelockSeconds`, "9999"],
      [`${branch}/order/identify`, ""],
      [`catenaccio/${gatewayId}/${samplePersonId}/order/set`, "UNLOCK"],
      [`${branch}/order/${pin}`, "UNLOCK"],
    ];
    for (const [topic, payload] of odd) await ha.client.publishAsync(topic, payload, { qos: 1 });
    await heard();
    assert.deepEqual(orders, []);
    assert.equal(logs.filter((line) => line.includes("no such lock")).length, 1);
    assert.equal(logs.filter((line) => line.includes("not understood")).length, 8);
    assert.ok(!logs.join("\n").includes(pin));
  });

  test("an order that fails is logged with the gateway's own sentence", async (t) => {
    const answer = { ok: false, error: "unreachable", sentence: "The lock does not answer." } as const;
    const { ha, logs, heard } = await makeBench(t, { answer });
    await ha.client.publishAsync(orderTopic, "LOCK", { qos: 1 });
    await heard();
    assert.equal(logs[0], "An order over MQTT to Front door failed: The lock does not answer.");
  });

  test("Home Assistant has started anew: everything is told again", async (t) => {
    const { ha } = await makeBench(t);
    await ha.untilTopic(`${branch}/situation`);
    await ha.settle();
    ha.forget();
    await ha.client.publishAsync("homeassistant/status", "online", { qos: 1 });
    for (const topic of [discovery, `${branch}/state`, `${branch}/situation`, `${branch}/availability`])
      await ha.untilTopic(topic);
  });

  test("the broker restarts without its memory: the bridge comes back with everything, and hears orders", async (t) => {
    const { broker, bridge, ha, orders, reports, heard, untilReport } = await makeBench(t);
    await ha.untilTopic(`${branch}/situation`);
    bridge.recordHeard(sampleRecord(41, unlockByPin, { personId: samplePersonId }));
    await ha.untilTopic(`${branch}/last`);
    await broker.stop();
    await untilReport('"isConnected":false');
    // Nobody hears of that while it lasts; afterwards it is the last access, and no event.
    bridge.recordHeard(sampleRecord(42, unlockByPin));
    reports.length = 0;
    await broker.start();
    await untilReport('"isConnected":true,"error":null');
    const newcomer = await Listener.join(t, broker.url);
    for (const topic of [discovery, `${branch}/state`, `${branch}/situation`, `${branch}/availability`])
      assert.ok((await newcomer.untilTopic(topic)).retain);
    assert.match((await newcomer.untilTopic(`${branch}/last`)).payload, /"seq":42/);
    await newcomer.client.publishAsync(orderTopic, "LOCK", { qos: 1 });
    await ha.settle();
    await heard();
    assert.equal(orders.length, 1);
    assert.equal(newcomer.last(`${branch}/event`), undefined);
  });

  test("a bridge that is stopped says so", async (t) => {
    const { ha, bridge } = await makeBench(t);
    const status = `catenaccio/${gatewayId}/status`;
    await ha.untilTopic(status, "online");
    await bridge.stop();
    assert.ok((await ha.untilTopic(status, "offline")).retain);
  });

  test("the broker shows a bridge as gone that dies without a word", async (t) => {
    const broker = await makeBroker(t);
    const ha = await Listener.join(t, broker.url);
    const script = new URL("../../test/dying-bridge.ts", import.meta.url);
    const dying = spawn(process.execPath, [script.pathname, broker.url, password], { stdio: "ignore" });
    const status = `catenaccio/${gatewayId}/status`;
    await ha.untilTopic(status, "online");
    dying.kill("SIGKILL");
    await once(dying, "exit");
    assert.ok((await ha.untilTopic(status, "offline")).retain);
  });

  test("a lock that is removed leaves nothing at the broker, also when the broker was away then", async (t) => {
    const { ha, remove, broker } = await makeBench(t);
    await ha.untilTopic(`${branch}/situation`);
    await ha.settle();
    remove();
    await ha.untilTopic(discovery, "");
    await ha.untilTopic(`${branch}/tamper`, "");
    const newcomer = await Listener.join(t, broker.url);
    await newcomer.settle();
    const left = newcomer.messages.filter(({ topic }) => topic.includes(sampleLockId)).map(({ topic }) => topic);
    assert.deepEqual(left, []);
    ha.forget();
    // Somebody else's device, and one of a lock that this gateway does not have any more.
    await ha.client.publishAsync("homeassistant/device/lamp/config", "{}", { qos: 1, retain: true });
    await ha.client.publishAsync(discovery, "{}", { qos: 1, retain: true });
    await ha.untilTopic(discovery, "{}");
    await ha.untilTopic(discovery, "");
    await ha.settle();
    assert.equal(ha.last("homeassistant/device/lamp/config"), "{}");
  });

  test("an event that a broken line swallowed is not told when the line is back; the state is", async (t) => {
    const broker = await makeBroker(t);
    const line = await Line.create(t, broker.port);
    const { bridge, ha, change, reports, untilReport } = await makeBench(t, { broker, mqtt: { url: line.url } });
    await ha.untilTopic(`${branch}/situation`);
    await ha.settle();
    line.swallow();
    bridge.recordHeard(sampleRecord(41, unlockByPin));
    change({ situation: { lockState: "unlocked" } });
    reports.length = 0;
    line.cut();
    await untilReport('"isConnected":true');
    await ha.untilTopic(`${branch}/state`, "UNLOCKED");
    bridge.recordHeard(sampleRecord(42, unlockByPin));
    const event = await ha.untilTopic(`${branch}/event`);
    assert.match(event.payload, /"seq":42/);
  });

  test("a wrong password is reported, without it, and tried again until it is right", async (t) => {
    const broker = await makeBroker(t);
    const wrong = "wrong-password-canary";
    const { reports, bridge, logs, untilReport } = await makeBench(t, { broker, password: wrong });
    const sentence = "The broker refused the user name or the password.";
    assert.deepEqual(reports, [JSON.stringify({ report: "mqtt", isConnected: false, error: sentence })]);
    bridge.recordHeard(sampleRecord(41, unlockByPin));
    bridge.lockChanged(sampleLockId);
    await broker.setPassword({ name: "gateway", password: wrong });
    await untilReport('"isConnected":true,"error":null');
    assert.ok(![...reports, ...logs].join("\n").includes(wrong));
  });

  test("nobody is let in without a name", async (t) => {
    const { reports } = await makeBench(t, { mqtt: { username: null }, password: null });
    assert.match(reports[0] ?? "", /"isConnected":false,"error":"The broker refused the user name or the password."/);
  });

  test("a broker that is not there is reported, and found as soon as it is", async (t) => {
    const broker = await makeBroker(t);
    await broker.stop();
    const bridge = new MqttBridge({
      discovery: { gatewayId, softwareVersion: "0.1.0", appUrl: null },
      mqtt: {
        url: broker.url,
        username: "gateway",
        sealedPassword: null,
        discoveryPrefix: "homeassistant",
        isUnlockAllowed: false,
      },
      password,
      home: { locks: () => [], personName: () => null, order: async () => ({ ok: true }) },
      onReport: (report) => report.report === "mqtt" && report.isConnected && resolve(),
      onLog: () => undefined,
      now: () => Date.now(),
      reconnectMs: 50,
    });
    t.after(async () => await bridge.stop());
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = await bridge.start();
    assert.deepEqual(first, { report: "mqtt", isConnected: false, error: "The broker does not answer." });
    await broker.start();
    await promise;
  });

  test("no PIN and no password is on the bus, whatever happens", async (t) => {
    const { ha, bridge, change, remove } = await makeBench(t, { mqtt: { isUnlockAllowed: true } });
    await ha.untilTopic(`${branch}/situation`);
    const happenings: readonly LockRecord["happening"][] = [
      unlockByPin,
      { ...unlockByPin, event: "lockOperationError", error: "invalidCredential", reason: "unknownPin" },
      { event: "userChange", change: "add", user: 3, credential: { kind: "pin", index: 4 }, source: "remote" },
      { event: "setting", name: "pin", value: pin, source: "keypad" },
      { event: "alarm", code: "forcedUser" },
      { event: "fault", cause: "keypad", on: true },
    ];
    for (const [index, happening] of happenings.entries()) bridge.recordHeard(sampleRecord(index, happening));
    change({ situation: { lockState: "unlocked" } });
    await ha.untilTopic(`${branch}/trigger`, "duress at_the_lock");
    remove();
    await ha.untilTopic(discovery, "");
    await ha.settle();
    const all = ha.messages.map(({ topic, payload }) => `${topic} ${payload}`).join("\n");
    assert.ok(all.includes("unlocked by_pin"));
    for (const secret of [pin, password]) assert.ok(!all.includes(secret));
  });
});
