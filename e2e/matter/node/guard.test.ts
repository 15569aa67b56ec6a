/** L15a–L15c over the network: the guard profile, entry that patient guessing has stopped, and putting it back. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { adminCard, adminFinger, adminPin, enter, moveIn, nobodysPin } from "../../lock/at-the-door.ts";
import type { Line } from "../../lock/panel-process.ts";
import { octets } from "../wire-values.ts";
import { attributes, openLockAtHome, opensFor, success, timed, until } from "./at-the-lock.ts";
import { entries, ours, profiles } from "./our-cluster.ts";

const constraintError = 0x87;
/** No lock-out in between, so that only the stop is seen. */
const patience = { wrongCodeEntryLimit: 255, userCodeTemporaryDisableTime: 1 } as const;
/** 20 digits hold 15 windows of six; 1 000 windows are the most of a day. */
const paddedEntry: readonly Line[] = enter("95136095136095136095");
const entriesNeeded = Math.ceil(1_000 / 15);
const fingersNeeded = 50;

test("L15b: after a thousand guesses PINs are stopped, a home hears of it, and puts them back", async (t) => {
  const { lock, seen } = await openLockAtHome(t);
  const cluster = ours(seen);
  const stopped = () => attributes(cluster, "pinEntryStopped", "fingerprintEntryStopped", "lockedOut");
  await lock.send(...moveIn);
  for (const [name, value] of Object.entries(patience)) assert.equal(await seen.write(name, value), 0, name);
  assert.deepEqual(await stopped(), { pinEntryStopped: false, fingerprintEntryStopped: false, lockedOut: false });
  const subscription = await cluster.subscribe();

  await lock.send(...Array.from({ length: entriesNeeded - 1 }, () => paddedEntry).flat());
  assert.equal((await lock.state()).pinEntry, "on");
  assert.deepEqual(subscription.events("entryStopped"), []);
  await lock.send(...paddedEntry);
  assert.equal((await lock.state()).pinEntry, "stopped");
  const { fields, priority } = await subscription.waitForEvent("entryStopped");
  assert.deepEqual(fields, { entry: entries.pin });
  assert.equal(priority, 2, "it is critical");
  assert.deepEqual(await stopped(), { pinEntryStopped: true, fingerprintEntryStopped: false, lockedOut: false });
  assert.ok(((await cluster.read("diagnosis")) as readonly string[]).includes("entry-stopped"));
  assert.equal(await opensFor(lock, ...enter(adminPin)), false, "the right PIN is not looked at");
  assert.deepEqual(await seen.invoke("unlockDoor", { pinCode: octets(adminPin) }, timed), { status: 1 });
  assert.deepEqual(await seen.invoke("unlockDoor", {}, timed), success, "an order without a PIN is no try");
  assert.deepEqual(await seen.invoke("lockDoor", {}, timed), success);

  await lock.send(...Array.from({ length: fingersNeeded }, () => ({ finger: "nobodys" })));
  const second = await subscription.waitForEvent(
    "entryStopped",
    ({ fields: { entry } }) => entry === entries.fingerprint,
  );
  assert.equal(subscription.events("entryStopped").length, 2);
  assert.deepEqual(await stopped(), { pinEntryStopped: true, fingerprintEntryStopped: true, lockedOut: false });
  assert.deepEqual((await cluster.events("entryStopped")).at(-1), second, "a home that was away reads it later");
  assert.equal(await opensFor(lock, { finger: adminFinger }), false);

  assert.deepEqual(await cluster.invoke("restoreEntry", {}, timed), success);
  assert.deepEqual(await stopped(), { pinEntryStopped: false, fingerprintEntryStopped: false, lockedOut: false });
  await subscription.waitFor(
    (report) => "value" in report && report.name === "pinEntryStopped" && report.value === false,
  );
  assert.ok(!((await cluster.read("diagnosis")) as readonly string[]).includes("entry-stopped"));
  for (const act of [enter(adminPin), [{ finger: adminFinger }], [{ card: adminCard }]])
    assert.equal(await opensFor(lock, ...act), true);
  assert.deepEqual(await cluster.invoke("restoreEntry", {}, timed), success, "nothing to put back is no mistake");
  await subscription.close();
});

test("L15, L15b: a lock-out shows for as long as it lasts, and putting entry back does not end it", async (t) => {
  const { lock, seen } = await openLockAtHome(t);
  const cluster = ours(seen);
  await lock.send(...moveIn);
  assert.equal(await seen.write("wrongCodeEntryLimit", 2), 0);
  assert.equal(await seen.write("userCodeTemporaryDisableTime", 4), 0);
  const subscription = await cluster.subscribe();
  const told = (value: boolean) =>
    subscription.waitFor((report) => "value" in report && report.name === "lockedOut" && report.value === value);
  subscription.forget();
  await lock.send(...enter(nobodysPin), { card: "nobodys" });
  await told(true);
  assert.deepEqual(await cluster.invoke("restoreEntry", {}, timed), success);
  assert.equal(await opensFor(lock, ...enter(adminPin)), false);
  assert.equal(await cluster.read("lockedOut"), true);
  assert.ok(((await cluster.read("diagnosis")) as readonly string[]).includes("locked-out"));
  await told(false);
  assert.equal(await opensFor(lock, ...enter(adminPin)), true);
  await subscription.close();
});

test("L15a, L15c: a home chooses the guard profile, and the lock keeps to it over a restart", async (t) => {
  const { lock, home, seen } = await openLockAtHome(t);
  const cluster = ours(seen);
  assert.equal(await cluster.read("guardProfile"), profiles.guarded);
  for (const [name, value] of [
    ["manual", profiles.manual],
    ["strict", profiles.strict],
  ] as const) {
    assert.equal(await cluster.write("guardProfile", value), 0);
    assert.equal((await lock.state()).profile, name);
    assert.equal(await cluster.read("guardProfile"), value);
  }
  assert.equal(await cluster.write("guardProfile", 3), constraintError);
  const { name, value, source } = (await lock.log()).at(-1) ?? {};
  assert.deepEqual([name, value, source], ["guardProfile", "strict", "remote"]);

  // Strict: a PIN that is easy to guess is refused.
  const easy = { credentialType: 1, credentialIndex: 5 };
  const request = { operationType: 0, credential: easy, credentialData: octets("123456"), userIndex: null };
  const answer = await seen.invoke("setCredential", { ...request, userStatus: null, userType: null }, timed);
  assert.equal(answer["status"], 0x85);

  assert.equal((await lock.reopen("--profile", "manual")).commissioned, true);
  await home.reconnect(seen);
  await until(
    "what the start says counts",
    () => cluster.read("guardProfile"),
    (profile) => profile === profiles.manual,
  );
  await lock.reopen();
  await home.reconnect(seen);
  assert.equal(await cluster.read("guardProfile"), profiles.manual);
});
