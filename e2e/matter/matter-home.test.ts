/** What tests build on, against a lock that is not ours: homes that add, share and lose it, and see all that it says. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { DoorLock } from "@matter/main/clusters/door-lock";
import { Status } from "@matter/main/types";
import { findFreePort } from "./lock-process.ts";
import { MatterHome } from "./matter-home.ts";
import { openStockLock } from "./stock-lock.ts";
import { octets } from "./wire-values.ts";

const timed = { timed: true } as const;
const success = { status: Status.Success };
const { Locked, Unlocked } = DoorLock.LockState;
const { Lock, Unlock } = DoorLock.LockOperationType;
const { Remote } = DoorLock.OperationSource;

test("a home adds a lock by either code and either loopback address, and no multicast group is joined", async (t) => {
  const before = await multicastGroups();
  const { label } = await openStockLock(t);
  const anna = await MatterHome.open(t, { name: "Anna" });
  const bert = await MatterHome.open(t, { name: "Bert" });
  const annas = await anna.add(label.manual, label.port);
  const berts = await bert.add(await anna.openWindow(annas), label.port, "::1");
  const carla = await MatterHome.open(t, { name: "Carla" });
  const { label: other } = await openStockLock(t);
  const carlas = await carla.add(other.qr, other.port);
  assert.deepEqual(await annas.invoke("unlockDoor", {}, timed), success);
  assert.deepEqual([await berts.read("lockState"), await carlas.read("lockState")], [Unlocked, Locked]);
  assert.deepEqual([await anna.fabricIndex(annas), await bert.fabricIndex(berts)], [1, 2]);
  assert.deepEqual(await multicastGroups(), before);
});

test("a lock that a home removes forgets it; one that a home forgets does not", async (t) => {
  const { label } = await openStockLock(t);
  const anna = await MatterHome.open(t, { name: "Anna" });
  const bert = await MatterHome.open(t, { name: "Bert" });
  const annas = await anna.add(label.qr, label.port);
  const homes = () => annas.other(0, "OperationalCredentials").read("commissionedFabrics");
  await bert.forget(await bert.add(await anna.openWindow(annas), label.port));
  assert.equal(await homes(), 2);
  const carla = await MatterHome.open(t, { name: "Carla" });
  const carlas = await carla.add(await anna.openWindow(annas), label.port);
  await carla.remove(carlas);
  assert.equal(await homes(), 2);
});

test("a home that subscribes sees each change once, and a home that asks reads the same records later", async (t) => {
  const { label } = await openStockLock(t);
  const home = await MatterHome.open(t, { name: "Anna" });
  const lock = await home.add(label.qr, label.port);
  const subscription = await lock.subscribe();
  await lock.invoke("unlockDoor", {}, timed);
  const unlocked = await subscription.waitForEvent("lockOperation");
  await subscription.waitFor((report) => report.kind === "attribute" && report.value === Unlocked);
  const { sourceNode: _, ...told } = unlocked.fields;
  assert.deepEqual(told, {
    lockOperationType: Unlock,
    operationSource: Remote,
    userIndex: null,
    fabricIndex: 1,
    credentials: null,
  });
  await lock.invoke("lockDoor", {}, timed);
  const locked = await subscription.waitForEvent(
    "lockOperation",
    (event) => event.fields["lockOperationType"] === Lock,
  );
  assert.deepEqual(subscription.events("lockOperation"), [unlocked, locked]);
  assert.deepEqual(await lock.events("lockOperation"), [unlocked, locked]);
  assert.deepEqual(await lock.events("lockOperation", unlocked.number), [locked]);
  await subscription.close();
});

test("after a power cut a home finds its lock again, on another port too", async (t) => {
  const { lock: stock, label } = await openStockLock(t);
  const home = await MatterHome.open(t, { name: "Anna" });
  const lock = await home.add(label.qr, label.port);
  await stock.kill();
  assert.deepEqual(await stock.open(label.port), { ...label, commissioned: true });
  await home.reconnect(lock);
  assert.deepEqual(await lock.invoke("unlockDoor", {}, timed), success);
  await stock.kill();
  const { port } = await stock.open(await findFreePort());
  await home.reconnect(lock, port);
  assert.deepEqual(await lock.invoke("lockDoor", {}, timed), success);
});

test("who may only look does not unlock, who may only operate changes nothing, and who has no right does not look", async (t) => {
  const { label } = await openStockLock(t);
  const home = await MatterHome.open(t, { name: "Anna" });
  const lock = await home.add(label.qr, label.port);
  const refused = { status: Status.UnsupportedAccess };
  const viewer = await home.joinAs(lock, "view");
  assert.equal(await viewer.read("lockState"), Locked);
  assert.deepEqual(await viewer.invoke("unlockDoor", {}, timed), refused);
  const operator = await home.joinAs(lock, "operate");
  assert.deepEqual(await operator.invoke("unlockDoor", {}, timed), success);
  assert.deepEqual(await operator.invoke("getUser", { userIndex: 1 }), refused);
  assert.equal(await operator.write("wrongCodeEntryLimit", 3), Status.UnsupportedAccess);
  const stranger = await home.joinAs(lock, null);
  await assert.rejects(stranger.read("lockState"), refused);
});

test("what no client would send reaches the lock, and its refusal comes back", async (t) => {
  const { label } = await openStockLock(t);
  const lock = await (await MatterHome.open(t, { name: "Anna" })).add(label.qr, label.port);
  const getUser = { endpoint: 1, cluster: 0x0101, command: 0x1b };
  assert.deepEqual(await lock.invoke("lockDoor"), { status: Status.NeedsTimedInteraction });
  assert.deepEqual(await lock.invoke("getUser", { userIndex: 70_000 }), { status: Status.InvalidCommand });
  assert.deepEqual(await lock.invoke("getUser", { userIndex: "one" }), { status: Status.Failure });
  assert.deepEqual(await lock.invoke(99), { status: Status.UnsupportedCommand });
  assert.deepEqual(await lock.invokeRaw(getUser, octets("no TLV")), { status: Status.Failure });
  assert.deepEqual(await lock.sendInvoke(octets("no message")), { status: Status.Failure });
  assert.equal(await lock.write("wrongCodeEntryLimit", 0), Status.ConstraintError);
  assert.equal(await lock.write("numberOfTotalUsersSupported", 1), Status.UnsupportedWrite);
  await assert.rejects(lock.read(99), { status: Status.UnsupportedAttribute });
  await assert.rejects(lock.other(1, 0xfff1_fc00).read(0), { status: Status.UnsupportedCluster });
  assert.equal(await lock.read("lockState"), Locked);
});

/** The groups of mDNS that this machine is in, as its kernel tells. */
async function multicastGroups(): Promise<readonly string[]> {
  const files = ["/proc/net/igmp", "/proc/net/igmp6"].map((path) => readFile(path, "utf8").catch(() => ""));
  const lines = (await Promise.all(files)).join("\n").split("\n");
  return lines.filter((line) => /FB0000E0|ff0200000000000000000000000000fb/i.test(line));
}
