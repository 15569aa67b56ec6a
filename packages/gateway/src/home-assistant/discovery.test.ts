import assert from "node:assert/strict";
import { test } from "node:test";
import { sampleAbilities, sampleLockId, sampleReport, type SampleChanges } from "../../test/sample-lock.ts";
import { deviceDiscovery } from "../../test/home-assistant-schema.ts";
import { describeLock, describeState, type DiscoveryMessage } from "./discovery.ts";

const settings = { gatewayId: "gw1", softwareVersion: "0.1.0", appUrl: "http://localhost:8080" };
const branch = `catenaccio/gw1/${sampleLockId}`;

function describe(changes: SampleChanges = {}, former: DiscoveryMessage | null = null): DiscoveryMessage {
  const message = describeLock({ report: sampleReport(changes), name: "Front door" }, settings, former);
  assert.ok(message !== null);
  // As Home Assistant gets it.
  deviceDiscovery.parse(JSON.parse(JSON.stringify(message)));
  return message;
}

function keysOf(message: DiscoveryMessage): readonly string[] {
  return Object.keys(message.cmps).toSorted();
}

/** Another maker's lock that can do next to nothing. */
const plain = {
  abilities: {
    ...sampleAbilities,
    vendor: "Other",
    isCatenaccio: false,
    serialNumber: null,
    cards: 0,
    fingerprints: 0,
    operatingModes: ["normal"],
    settings: [],
  },
  situation: { battery: null, operatingMode: null, volume: null, autoRelockSeconds: null },
} satisfies SampleChanges;

test("our own lock offers everything", () => {
  assert.deepEqual(keysOf(describe()), [
    "access",
    "auto_relock",
    "battery",
    "battery_low",
    "connectivity",
    "identify",
    "jammed",
    "last_access",
    "last_method",
    "last_user",
    "link",
    "lock",
    "lockout",
    "operating_mode",
    "tamper",
    "trigger_denied_at_the_lock",
    "trigger_duress_at_the_lock",
    "trigger_lockout_at_the_lock",
    "trigger_tamper_at_the_lock",
    "trigger_unlocked_by_card",
    "trigger_unlocked_by_fingerprint",
    "trigger_unlocked_by_key",
    "trigger_unlocked_by_pin",
    "voltage",
    "volume",
  ]);
});

test("a plain lock offers only what it can", () => {
  const left = keysOf(describe(plain));
  const missing = keysOf(describe()).filter((key) => !left.includes(key));
  assert.deepEqual(missing, [
    "auto_relock",
    "battery",
    "battery_low",
    "operating_mode",
    "trigger_unlocked_by_card",
    "trigger_unlocked_by_fingerprint",
    "voltage",
    "volume",
  ]);
});

test("a lock of which nothing is known yet is not described", () => {
  for (const changes of [{ abilities: null }, { situation: null }])
    assert.equal(describeLock({ report: sampleReport(changes), name: "Front door" }, settings, null), null);
});

test("the device has its names, and each component an id of its own", () => {
  const { dev, o, cmps } = describe();
  assert.deepEqual(dev, {
    ids: [`catenaccio-gw1-${sampleLockId}`],
    name: "Front door",
    mf: "Catenaccio",
    mdl: "Virtual lock",
    sw: "0.1.0",
    sn: "CT-0001",
    cu: "http://localhost:8080",
  });
  assert.deepEqual(o, { name: "Catenaccio", sw: "0.1.0" });
  const ids = Object.values(cmps).map((component) => component["unique_id"]);
  assert.equal(new Set(ids).size, ids.length);
});

test("a lock is available when both the bridge and the lock are; its link is told even when it is not", () => {
  const { availability, availability_mode, cmps } = describe();
  assert.deepEqual(availability, [{ topic: "catenaccio/gw1/status" }, { topic: `${branch}/availability` }]);
  assert.equal(availability_mode, "all");
  for (const key of ["link", "connectivity"])
    assert.deepEqual(cmps[key]?.["availability"], [{ topic: "catenaccio/gw1/status" }]);
});

test("no component asks for a PIN, and no order is kept by the broker", () => {
  const text = JSON.stringify(describe());
  for (const key of ["code_format", "command_template", "payload_open"]) assert.ok(!text.includes(key), key);
  assert.equal(describe().cmps["lock"]?.["retain"], false);
});

test("modes and volumes are those that the lock has", () => {
  const { cmps } = describe({ abilities: { operatingModes: ["normal", "vacation", "passage"] } });
  assert.deepEqual(cmps["operating_mode"]?.["options"], ["normal", "vacation", "passage"]);
  assert.deepEqual(cmps["volume"]?.["options"], ["high", "low", "silent"]);
  const foreign = describe({ abilities: { isCatenaccio: false } });
  assert.deepEqual(foreign.cmps["volume"]?.["options"], ["high", "medium", "low", "silent"]);
});

test("what a lock cannot do any more is taken back", () => {
  const former = describe();
  const { cmps } = describe({ abilities: { settings: [] } }, former);
  for (const key of ["volume", "operating_mode"]) assert.deepEqual(cmps[key], { p: "select" });
  assert.deepEqual(cmps["auto_relock"], { p: "number" });
  assert.equal(cmps["lock"]?.["p"], "lock");
});

test("each topic that is shown is one that is told", () => {
  const report = sampleReport();
  const told: unknown[] = [...describeState({ report, name: "Front door" }, settings).keys()];
  const momentary = ["event", "last", "tamper"].map((name) => `${branch}/${name}`);
  for (const [key, component] of Object.entries(describe().cmps)) {
    const topic = component["state_topic"];
    if (topic !== undefined) assert.ok([...told, ...momentary].includes(topic), key);
  }
});

test("each field that a template reads is one that is told", () => {
  const report = sampleReport();
  const states = describeState({ report, name: "Front door" }, settings);
  const situation = JSON.parse(states.get(`${branch}/situation`) ?? "") as object;
  for (const [key, component] of Object.entries(describe().cmps)) {
    const field = /value_json\.(\w+)/.exec(String(component["value_template"]))?.[1];
    if (field !== undefined && component["state_topic"] === `${branch}/situation`) assert.ok(field in situation, key);
  }
});

test("the state of the lock, in Home Assistant's words", () => {
  const stateOf = (changes: NonNullable<SampleChanges["situation"]>): string | undefined =>
    describeState({ report: sampleReport({ situation: changes }), name: "x" }, settings).get(`${branch}/state`);
  assert.equal(stateOf({ lockState: "locked" }), "LOCKED");
  assert.equal(stateOf({ lockState: "unlocked" }), "UNLOCKED");
  assert.equal(stateOf({ lockState: "unlatched" }), "UNLOCKED");
  assert.equal(stateOf({ lockState: "notFullyLocked" }), "UNLOCKED");
  assert.equal(stateOf({ lockState: null }), "None");
  assert.equal(stateOf({ lockState: "locked", isJammed: true }), "JAMMED");
});

test("only a lock that answers is available", () => {
  const availabilityOf = (link: SampleChanges["link"] & string): string | undefined =>
    describeState({ report: sampleReport({ link }), name: "x" }, settings).get(`${branch}/availability`);
  assert.deepEqual((["online", "connecting", "offline"] as const).map(availabilityOf), [
    "online",
    "offline",
    "offline",
  ]);
});
