/** Who the lock says it is, and what it shows when somebody wants to know which one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { keypads, says } from "../../lock/at-the-door.ts";
import { openLock } from "../lock-process.ts";
import type { Fields } from "../wire-values.ts";
import { attributes, holdReset, openLockAtHome, success, textOf, until } from "./at-the-lock.ts";

const basic = "BasicInformation";
const lasting = [
  "vendorName",
  "vendorId",
  "productName",
  "productId",
  "hardwareVersion",
  "hardwareVersionString",
  "softwareVersion",
  "softwareVersionString",
  "serialNumber",
  "uniqueId",
] as const;
const deviceTypes = { rootNode: 0x16, powerSource: 0x11, doorLock: 0x0a } as const;
const clusters = { identify: 0x03, groups: 0x04, powerSource: 0x2f, doorLock: 0x101, ours: 0xfff1_fc00 } as const;

test("L38: a lock has a name, a serial number and an id of its own, which a restart leaves as they are", async (t) => {
  const { lock, label, home, seen } = await openLockAtHome(t);
  const { lock: other, label: otherLabel } = await openLock(t);
  await holdReset(other);
  const otherSeen = await home.add(otherLabel.qr, otherLabel.port);

  const about = await attributes(seen.other(0, basic), ...lasting);
  assert.deepEqual([about["vendorName"], about["productName"]], ["Catenaccio", "Catenaccio Lock"]);
  assert.deepEqual([about["vendorId"], about["productId"]], [0xfff1, 0x8001]);
  assert.match(textOf(about["serialNumber"]), /^[0-9A-Z]{12}$/);
  assert.match(textOf(about["uniqueId"]), /^[0-9a-f]{32}$/);
  const aboutOther = await attributes(otherSeen.other(0, basic), ...lasting);
  assert.notEqual(about["serialNumber"], aboutOther["serialNumber"]);
  assert.notEqual(about["uniqueId"], aboutOther["uniqueId"]);
  for (const secret of [label.manual, label.qr]) assert.ok(!JSON.stringify(about).includes(secret));

  // What a home calls it is the home's to say, and to find again.
  assert.equal(await seen.other(0, basic).write("nodeLabel", "Front door"), 0);
  await lock.reopen();
  await home.reconnect(seen);
  assert.deepEqual(await attributes(seen.other(0, basic), ...lasting), about);
  assert.equal(await seen.other(0, basic).read("nodeLabel"), "Front door");
});

test("L38: a home finds a door lock with batteries, and with it a cluster of ours", async (t) => {
  const { seen } = await openLockAtHome(t);
  const typesOn = async (endpoint: number) =>
    ((await seen.other(endpoint, "Descriptor").read("deviceTypeList")) as readonly Fields[])
      .map(({ deviceType }) => Number(deviceType))
      .toSorted((one, next) => one - next);
  const clustersOn = async (endpoint: number) =>
    (await seen.other(endpoint, "Descriptor").read("serverList")) as readonly number[];
  assert.deepEqual(await typesOn(0), [deviceTypes.powerSource, deviceTypes.rootNode]);
  assert.deepEqual(await typesOn(1), [deviceTypes.doorLock]);
  assert.deepEqual(await seen.other(0, "Descriptor").read("partsList"), [1]);
  assert.ok((await clustersOn(0)).includes(clusters.powerSource));
  for (const cluster of [clusters.identify, clusters.doorLock, clusters.ours])
    assert.ok((await clustersOn(1)).includes(cluster), `cluster ${cluster}`);
});

test("whoever wants to know which lock it is hears it and sees its keypad, until the time that was asked for is over", async (t) => {
  const { lock, seen } = await openLockAtHome(t);
  const identify = seen.other(1, "Identify");
  // The keypad stays lit for ten seconds after its last use.
  const asleep = await until(
    "the lock sleeps",
    () => lock.state(),
    ({ awake }) => !awake,
  );
  assert.equal(asleep.awake, false);
  assert.deepEqual(await identify.invoke("identify", { identifyTime: 2 }), success);
  await lock.untilOut(({ say }) => say === "here-i-am");
  const out = await lock.send({ ask: "state" });
  assert.equal(says(out).filter((prompt) => prompt === "here-i-am").length, 1);
  assert.equal(keypads(out).at(-1)?.lit, true);
  assert.equal((await lock.state()).awake, true);
  await until(
    "it is over",
    () => identify.read("identifyTime"),
    (left) => left === 0,
  );
  // As an attribute, too.
  assert.equal(await identify.write("identifyTime", 1), 0);
  await lock.untilOut(({ say }) => say === "here-i-am");
});
