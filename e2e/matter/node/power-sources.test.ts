/** L31, L32: the batteries and the emergency socket as a home sees them (core specification, 11.7). */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClusterAccess } from "../cluster-access.ts";
import type { Subscription } from "../subscription.ts";
import type { WireValue } from "../wire-values.ts";
import { attributes, openLockAtHome, success, textOf, timed, until } from "./at-the-lock.ts";

const status = { active: 1, standby: 2, unavailable: 3 } as const;
const level = { ok: 0, warning: 1, critical: 2 } as const;
const userReplaceable = 2;
const aa = 2;
const features = { wired: 1, battery: 2, replaceable: 8 } as const;
const direct = 1;
const unspecifiedFault = 0;
const powerSource = "PowerSource";

test("L31: a home learns that the lock runs on four AA cells that its user replaces, and how full they are", async (t) => {
  const { lock, seen } = await openLockAtHome(t);
  const batteries = seen.other(0, powerSource);
  assert.deepEqual(await attributes(batteries, ...lasting), {
    featureMap: features.battery | features.replaceable,
    batReplaceability: userReplaceable,
    batCommonDesignation: aa,
    batQuantity: 4,
    endpointList: [0, 1],
  });
  assert.match(textOf(await batteries.read("batReplacementDescription")), /AA/);

  const levels = [
    [6.2, { batChargeLevel: level.ok, batReplacementNeeded: false, batPercentRemaining: 200 }],
    [4.9, { batChargeLevel: level.ok, batReplacementNeeded: false, batPercentRemaining: 100 }],
    [4.7, { batChargeLevel: level.warning, batReplacementNeeded: true, batPercentRemaining: 85 }],
    [4.1, { batChargeLevel: level.critical, batReplacementNeeded: true, batPercentRemaining: 38 }],
    [6.2, { batChargeLevel: level.ok, batReplacementNeeded: false, batPercentRemaining: 200 }],
  ] as const;
  const subscription = await batteries.subscribe();
  for (const [volts, expected] of levels) {
    await lock.send({ volts });
    await untilReads(batteries, "batVoltage", volts * 1_000);
    assert.deepEqual(await attributes(batteries, ...Object.keys(expected)), expected, `${volts} V`);
    const others = { status: status.active, batPresent: true, activeBatFaults: [] };
    assert.deepEqual(await attributes(batteries, ...Object.keys(others)), others, `${volts} V`);
    await untilHeard(subscription, "batChargeLevel", expected.batChargeLevel);
  }
  // Core specification, 11.7.7: changes of the voltage are not reported, and those of the percentage each ten seconds.
  await untilHeard(subscription, "batReplacementNeeded", true);
  await subscription.waitFor((report) => "value" in report && report.name === "batPercentRemaining");
  await subscription.close();
});

const lasting = ["featureMap", "batReplaceability", "batCommonDesignation", "batQuantity", "endpointList"] as const;

test("L32: while a power bank is on, the lock has a second source, and the batteries stand by", async (t) => {
  const { lock, seen } = await openLockAtHome(t);
  const batteries = seen.other(0, powerSource);
  const root = seen.other(0, "Descriptor");
  assert.deepEqual(await root.read("partsList"), [1]);
  const subscription = await batteries.subscribe();
  const parts = await root.subscribe();

  await lock.send({ usb: true });
  const [usb = 0] = (
    await until(
      "a second source",
      () => endpoints(root),
      (found) => found.length > 1,
    )
  ).filter((endpoint) => endpoint !== 1);
  await parts.waitFor((report) => "value" in report && report.name === "partsList" && isLong(report.value));
  const supply = seen.other(usb, powerSource);
  assert.deepEqual(await seen.other(usb, "Descriptor").read("deviceTypeList"), [{ deviceType: 0x11, revision: 1 }]);
  assert.deepEqual(await attributes(supply, "featureMap", "status", "wiredCurrentType", "wiredPresent"), {
    featureMap: features.wired,
    status: status.active,
    wiredCurrentType: direct,
    wiredPresent: true,
  });
  await untilReads(batteries, "status", status.standby);
  await untilHeard(subscription, "status", status.standby);
  assert.equal(await batteries.read("batPresent"), true);

  // With the power bank on, the batteries can be changed without a power cut.
  await lock.send({ batteries: "out" });
  await untilReads(batteries, "batPresent", false);
  assert.equal(await batteries.read("status"), status.unavailable);
  await untilHeard(subscription, "batPresent", false);
  await untilHeard(subscription, "status", status.unavailable);
  assert.deepEqual(await seen.invoke("unlockDoor", {}, timed), success);
  await lock.send({ batteries: "in", volts: 6.2 });
  await untilReads(batteries, "batPresent", true);
  assert.deepEqual(await attributes(batteries, "status", "batVoltage"), { status: status.standby, batVoltage: 6_200 });

  subscription.forget();
  parts.forget();
  await lock.send({ usb: false });
  await until(
    "one source",
    () => endpoints(root),
    (found) => found.length === 1,
  );
  await parts.waitFor((report) => "value" in report && report.name === "partsList" && !isLong(report.value));
  await untilReads(batteries, "status", status.active);
  await untilHeard(subscription, "status", status.active);
  await assert.rejects(supply.read("status"));
  await lock.send({ usb: true });
  await until(
    "a second source again",
    () => endpoints(root),
    (found) => found.length === 2,
  );
  await Promise.all([subscription.close(), parts.close()]);
});

test("L32: two sources are told apart by their descriptions, ranked by which of them feeds the lock, and feed what they are on", async (t) => {
  const { lock, seen } = await openLockAtHome(t);
  await lock.send({ usb: true });
  const root = seen.other(0, "Descriptor");
  const found = await until(
    "a second source",
    () => endpoints(root),
    ({ length }) => length > 1,
  );
  const ofBatteries = await attributes(seen.other(0, powerSource), "status", "order", "description");
  const usb = found.find((endpoint) => endpoint !== 1) ?? 0;
  const ofSupply = await attributes(seen.other(usb, powerSource), "status", "order", "description", "endpointList");
  assert.deepEqual([ofBatteries["status"], ofSupply["status"]], [status.standby, status.active]);
  const fed = ofSupply["endpointList"] as readonly number[];
  const isAsMatterAsks = {
    // Core specification, 11.7.7.2: of the sources that are there, the one with the lowest order feeds the lock.
    order: Number(ofSupply["order"]) < Number(ofBatteries["order"]),
    // 11.7.7.3: a description is for people, and shall not tell form factor or chemistry, which have their attributes.
    description: /[a-z]{4,}/i.test(words(ofBatteries)) && !/\bAA\b|alkaline|lithium/i.test(words(ofBatteries)),
    isToldApart: words(ofBatteries) !== words(ofSupply),
    // 11.7.7.32: an empty list stands for all endpoints; any other has the source's own in it.
    endpointList: fed.length === 0 || fed.includes(usb),
  };
  const everything = { order: true, description: true, isToldApart: true, endpointList: true };
  assert.deepEqual(isAsMatterAsks, everything, JSON.stringify({ ofBatteries, ofSupply }));
});

function words({ description }: Readonly<Record<string, WireValue>>): string {
  return textOf(description);
}

test("L31, L45: flat batteries beside a power bank are no source, and a fault until new ones are in", async (t) => {
  const { lock, seen } = await openLockAtHome(t);
  const batteries = seen.other(0, powerSource);
  const subscription = await batteries.subscribe();
  const faults = () => attributes(batteries, "activeBatFaults", "batChargeLevel", "batPresent");
  const untilFaults = (...expected: readonly number[]) =>
    until(
      `the faults are ${expected.join()}`,
      () => batteries.read("activeBatFaults"),
      (found) => JSON.stringify(found) === JSON.stringify(expected),
    );
  await lock.send({ usb: true }, { volts: 3.2 });
  await untilFaults(unspecifiedFault);
  const flat = { activeBatFaults: [unspecifiedFault], batChargeLevel: level.critical, batPresent: true };
  assert.deepEqual(await faults(), flat);
  const ofFlat = await batteries.read("status");
  await subscription.waitFor(
    (report) => "value" in report && report.name === "activeBatFaults" && JSON.stringify(report.value) === "[0]",
  );
  await lock.send({ batteries: "out" }, { batteries: "in", volts: 6.2 });
  await untilFaults();
  assert.deepEqual(await faults(), { activeBatFaults: [], batChargeLevel: level.ok, batPresent: true });
  await lock.send({ batteries: "out" }, { batteries: "in", volts: 6.2, reversed: true });
  await untilFaults(unspecifiedFault);
  assert.deepEqual(await faults(), { ...flat, batPresent: false });
  await subscription.close();
  const events = await batteries.events("batFaultChange").catch(() => []);
  const changes = [
    { current: [unspecifiedFault], previous: [] },
    { current: [], previous: [unspecifiedFault] },
    { current: [unspecifiedFault], previous: [] },
  ];
  const told = { ofFlat, events: events.map(({ fields }) => fields) };
  assert.deepEqual(told, { ofFlat: status.unavailable, events: changes });
});

async function endpoints(root: ClusterAccess): Promise<readonly number[]> {
  return (await root.read("partsList")) as readonly number[];
}

function isLong(value: WireValue): boolean {
  return Array.isArray(value) && value.length > 1;
}

async function untilReads(cluster: ClusterAccess, name: string, value: WireValue): Promise<void> {
  await until(
    `${name} is ${JSON.stringify(value)}`,
    () => cluster.read(name),
    (found) => found === value,
  );
}

async function untilHeard(subscription: Subscription, name: string, value: WireValue): Promise<void> {
  await subscription.waitFor((report) => "value" in report && report.name === name && report.value === value);
}
