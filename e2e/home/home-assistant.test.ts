/** The home seen from Home Assistant, over the household's own broker: what it is told, and what it may do. */

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { test, type TestContext } from "node:test";
import { connectAsync } from "mqtt";
import { adminPin, enter, moveIn } from "../lock/at-the-door.ts";
import { openHome } from "./home-process.ts";
import { findMosquitto, openBroker } from "./mosquitto.ts";
import { Owner } from "./owner.ts";
import { until } from "./until.ts";

const annasPin = "74019385";
const gatewayUser = { name: "gateway", password: "canary-password-4711" };
const assistantUser = { name: "assistant", password: "another-password" };
const root = await findMosquitto();

interface Message {
  readonly topic: string;
  readonly payload: string;
  readonly isRetained: boolean;
}

/** Somebody at the broker who hears everything, and may say anything. */
async function joinBroker(t: TestContext, url: string) {
  const { name: username, password } = assistantUser;
  const client = await connectAsync(url, { username, password });
  t.after(async () => await client.endAsync(true));
  const messages: Message[] = [];
  client.on("message", (topic, payload, { retain: isRetained }) => {
    messages.push({ topic, payload: payload.toString("utf8"), isRetained });
  });
  await client.subscribeAsync("#", { qos: 1 });
  return {
    messages,
    say: async (topic: string, payload: string) => void (await client.publishAsync(topic, payload, { qos: 1 })),
    until: async (isWanted: (message: Message) => boolean): Promise<Message> =>
      (await until(
        async () => messages.find(isWanted),
        (message) => message !== undefined,
      )) ?? assert.fail("It never came."),
  };
}

type Listening = Awaited<ReturnType<typeof joinBroker>>;

interface Component {
  readonly p: string;
  readonly unique_id: string;
  readonly [key: string]: unknown;
}

interface Device {
  readonly dev: { readonly ids: readonly string[]; readonly name: string };
  readonly o: { readonly name: string };
  readonly availability: readonly { readonly topic: string }[];
  readonly cmps: Readonly<Record<string, Component>>;
}

async function readDevice(broker: Listening): Promise<Device> {
  const { payload } = await broker.until(
    ({ topic, payload: text }) => /^homeassistant\/device\/.+\/config$/.test(topic) && text !== "",
  );
  return JSON.parse(payload);
}

const platforms = ["lock", "event", "sensor", "binary_sensor", "select", "number", "button", "device_automation"];

/** As Home Assistant's integration wants it, as far as a lock is described. */
async function assertDescribed({ dev, o, availability, cmps }: Device, broker: Listening): Promise<void> {
  assert.equal(dev.name, "Front door");
  assert.equal(dev.ids.length, 1);
  assert.equal(o.name, "Catenaccio");
  const components = Object.values(cmps);
  for (const { p } of components) assert.ok(platforms.includes(p), p);
  const ids = components.map(({ unique_id: uniqueId }) => uniqueId);
  assert.deepEqual(ids, [...new Set(ids)]);
  for (const { topic } of availability)
    await broker.until((message) => message.topic === topic && message.payload === "online");
  for (const { p, state_topic: topic, value_template: template } of components) {
    if (typeof topic !== "string" || p === "event") continue;
    const field = /value_json\.(\w+)/.exec(String(template))?.[1];
    // These two begin with the first that comes.
    if (/\/(?:last|tamper)$/.test(topic)) continue;
    const { payload } = await broker.until((message) => message.topic === topic);
    if (field !== undefined) assert.ok(field in JSON.parse(payload), `${topic} has ${field}`);
  }
  assert.ok(!/pin_|code_format|code_template/.test(JSON.stringify(cmps)), "there is no field for a PIN anywhere");
}

test("G8, B-10: Home Assistant sees the lock and who came, locks it, and opens it only where that is allowed", async (t) => {
  if (root === null) return t.skip("Debian's mosquitto cannot be had here.");
  const home = await openHome(t);
  const folder = join(dirname(home.data), "broker");
  mkdirSync(folder);
  const url = await openBroker(t, { root, folder, users: [gatewayUser, assistantUser] });
  await home.send(...moveIn);
  const owner = await Owner.claim(home);
  await home.openWindow();
  const lockId = await owner.addLock({ name: "Front door", code: home.label.manual });
  const anna = await owner.addPerson({ name: "Anna", lockId, pin: annasPin });
  await owner.untilConfirmed();
  const broker = await joinBroker(t, url);
  const setMqtt = async (changes: object): Promise<void> => {
    const { name: username, password } = gatewayUser;
    const mqtt = { url, username, password, discoveryPrefix: "homeassistant", isUnlockAllowed: false, ...changes };
    await owner.api.expect("PUT", `${owner.base}/gateway/mqtt`, { mqtt });
  };
  const readMqtt = async () => (await owner.api.expect("GET", `${owner.base}/gateway`)).mqtt;

  await setMqtt({ password: "not the password" });
  const refused = await until(readMqtt, (mqtt) => mqtt?.error !== null && mqtt?.error !== undefined);
  assert.equal(refused.isConnected, false);
  await setMqtt({});
  await until(readMqtt, (mqtt) => mqtt?.isConnected === true);
  const device = await readDevice(broker);
  await assertDescribed(device, broker);

  const door = Object.values(device.cmps).find(({ p }) => p === "lock");
  const access = Object.values(device.cmps).find(({ p }) => p === "event");
  const orders = String(door?.["command_topic"]);
  const states = String(door?.["state_topic"]);
  const events = String(access?.["state_topic"]);
  const untilState = async (state: string): Promise<void> =>
    void (await until(
      async () => broker.messages.findLast(({ topic }) => topic === states)?.payload,
      (payload) => payload === state,
    ));
  await untilState("LOCKED");
  await home.send(...enter(annasPin));
  const came = await broker.until(({ topic, payload }) => topic === events && payload.includes('"unlocked"'));
  const { event_type: type, user, user_id: userId, method } = JSON.parse(came.payload);
  assert.deepEqual({ type, user, userId, method }, { type: "unlocked", user: "Anna", userId: anna, method: "pin" });
  assert.equal(came.isRetained, false, "an event is for now");
  await untilState("UNLOCKED");
  await broker.say(orders, "LOCK");
  await untilState("LOCKED");

  await broker.say(orders, "UNLOCK");
  await until(
    async () => home.stderr,
    (text) => text.includes("unlocking over MQTT is not allowed"),
  );
  const isOpened = async () =>
    (await home.log()).some(
      ({ event, operation, source }) => event === "lockOperation" && operation === "unlock" && source === "remote",
    );
  assert.equal(await isOpened(), false);
  await setMqtt({ isUnlockAllowed: true });
  await until(readMqtt, (mqtt) => mqtt?.isConnected === true);
  await broker.say(orders, "UNLOCK");
  await until(isOpened, (is) => is);
  await untilState("UNLOCKED");

  await owner.api.expect("PUT", `${owner.base}/gateway/mqtt`, { mqtt: null });
  await home.send(...enter(annasPin));
  await owner.untilHistory(`kind=opened&personId=${anna}`, (entries) => entries.length === 2);
  const secrets = [annasPin, adminPin, gatewayUser.password];
  const everything = JSON.stringify(broker.messages) + home.stdout + home.stderr;
  for (const secret of secrets) assert.ok(!everything.includes(secret), "no secret on the bus or in what is said");
});
