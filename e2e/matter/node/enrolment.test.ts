/** A finger cannot be sent: a home asks the lock to ask for one at the door, and hears how that goes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { adminCard, adminFinger, keypads, moveIn, openMenuAsAdmin, says } from "../../lock/at-the-door.ts";
import type { Line } from "../../lock/panel-process.ts";
import type { Subscription } from "../subscription.ts";
import type { Fields } from "../wire-values.ts";
import {
  addUser,
  credentialTypes,
  openLockAtHome,
  opensFor,
  success,
  timed,
  until,
  untilState,
  type LockAtHome,
} from "./at-the-lock.ts";
import { ours, progress } from "./our-cluster.ts";

const notFound = { status: 0x8b } as const;
const busy = { status: 0x9c } as const;
const constraintError = { status: 0x87 } as const;
const failure = { status: 0x01 } as const;
const resourceExhausted = { status: 0x89 } as const;
const everyKey = { touch: true } as const;

const enrol = ({ seen }: LockAtHome, userIndex: number | null): Promise<Fields> =>
  ours(seen).invoke("enrolFingerprint", { userIndex }, timed);
const cancel = ({ seen }: LockAtHome): Promise<Fields> => ours(seen).invoke("cancelEnrolment", {}, timed);
const touches = (finger: string, times: number): readonly Line[] => Array.from({ length: times }, () => ({ finger }));

/** All that was told of enrolments since the last look, as soon as there is so much of it. */
async function told(subscription: Subscription, count: number): Promise<readonly Fields[]> {
  const heard = () => subscription.events("enrolmentProgress");
  await until(
    `${count} reports`,
    () => Promise.resolve(heard()),
    ({ length }) => length >= count,
  );
  const fields = heard().map((event) => event.fields);
  subscription.forget();
  return fields;
}

test("L10, L23: a home has a finger enrolled for somebody, and hears each capture; then the finger opens", async (t) => {
  const there = await openLockAtHome(t);
  const { lock, seen } = there;
  await lock.send(...moveIn);
  await addUser(seen, 7, { userName: "Eva" });
  const subscription = await ours(seen).subscribe();

  assert.deepEqual(await enrol(there, 7), success);
  const asked = await lock.send({ ask: "state" });
  assert.ok(says(asked).includes("fingerprint-touch"), "the voice asks for the finger");
  assert.equal((await lock.state()).menu, "addFingerprint");
  assert.deepEqual(await told(subscription, 1), [progress("started")]);
  const captures = await lock.send(...touches("eva-thumb", 4));
  assert.deepEqual(
    keypads(captures).map(({ shows }) => shows),
    ["1", "2", "3", "4"],
  );
  assert.deepEqual(
    await told(subscription, 4),
    [1, 2, 3, 4].map((count) => progress("captured", count)),
  );
  const last = await lock.send(...touches("eva-thumb", 1), { ask: "state" });
  assert.ok(says(last).includes("fingerprint-added"));
  assert.deepEqual(await told(subscription, 2), [
    progress("captured", 5),
    progress("enrolled", 0, { userIndex: 7, credentialIndex: 2 }),
  ]);
  const { credentials, menu } = await lock.state();
  assert.deepEqual([credentials.fingerprint, menu], [[1, 2], null]);
  assert.equal(await opensFor(lock, { finger: "eva-thumb" }), true);
  const { user, credential } = (await lock.log()).findLast(({ operation }) => operation === "unlock") ?? {};
  assert.deepEqual([user, credential], [7, { kind: "fingerprint", index: 2 }]);

  const { credentials: ofEva } = await seen.invoke("getUser", { userIndex: 7 });
  assert.deepEqual(ofEva, [{ credentialType: credentialTypes.fingerprint, credentialIndex: 2 }]);
  const place = { credentialType: credentialTypes.fingerprint, credentialIndex: 2 };
  const status = await seen.invoke("getCredentialStatus", { credential: place });
  assert.deepEqual([status["userIndex"], status["creatorFabricIndex"]], [7, 1]);
  const change = await seen.events("lockUserChange");
  const { sourceNode, ...added } = change.at(-1)?.fields ?? {};
  assert.equal(typeof sourceNode, "bigint");
  const remote = 7;
  assert.deepEqual(added, {
    lockDataType: 8,
    dataOperationType: 0,
    operationSource: remote,
    userIndex: 7,
    fabricIndex: 1,
    dataIndex: 2,
  });

  // For nobody in particular: somebody new, who is a member.
  assert.deepEqual(await enrol(there, null), success);
  await lock.send(...touches("finn-thumb", 5), { ask: "state" });
  const reports = await told(subscription, 7);
  assert.deepEqual(reports.at(-1), progress("enrolled", 0, { userIndex: 4, credentialIndex: 3 }));
  const finn = (await lock.state()).users["4"];
  assert.deepEqual(finn, { name: "", role: "member", type: "unrestrictedUser", enabled: true });
  assert.equal((await seen.invoke("getUser", { userIndex: 4 }))["creatorFabricIndex"], 1);
  assert.equal(await opensFor(lock, { finger: "finn-thumb" }), true);

  // A home that was away reads later what it missed.
  const kept = (await ours(seen).events("enrolmentProgress")).map(({ fields }) => fields);
  assert.equal(kept.length, 14);
  assert.deepEqual(kept.at(-1), reports.at(-1));
  await subscription.close();
});

test("L23: a poor image, or another finger in between, is asked for again and does not count", async (t) => {
  const there = await openLockAtHome(t);
  const { lock, seen } = there;
  await addUser(seen, 7);
  const subscription = await ours(seen).subscribe();
  assert.deepEqual(await enrol(there, 7), success);
  const unreadable = (captures: number) => progress("again", captures, { reason: "unreadable" });
  const otherFinger = (captures: number) => progress("again", captures, { reason: "otherFinger" });
  await lock.send({ finger: "eva-thumb", as: "dry" }, { finger: "eva-thumb" }, { finger: "eva-index" });
  await lock.send({ finger: "eva-thumb", as: "wet" }, ...touches("eva-thumb", 4), { ask: "state" });
  assert.deepEqual(await told(subscription, 10), [
    progress("started"),
    unreadable(0),
    progress("captured", 1),
    otherFinger(1),
    unreadable(1),
    ...[2, 3, 4, 5].map((count) => progress("captured", count)),
    progress("enrolled", 0, { userIndex: 7, credentialIndex: 1 }),
  ]);
  assert.equal(await opensFor(lock, { finger: "eva-thumb" }), true);
  assert.equal(await opensFor(lock, { finger: "eva-index" }), false);
  await subscription.close();
});

test("L9, L22: an enrolment that comes to nothing tells why, changes nothing, and leaves the lock to others", async (t) => {
  const there = await openLockAtHome(t);
  const { lock, seen } = there;
  await lock.send(...moveIn);
  await addUser(seen, 7);
  const before = (await lock.state()).credentials;
  const subscription = await ours(seen).subscribe();
  const failed = (reason: string) => progress("failed", 0, { reason });
  const assertOver = async (expected: readonly Fields[]) => {
    assert.deepEqual(await told(subscription, expected.length), expected);
    const { credentials, menu } = await lock.state();
    assert.deepEqual([credentials, menu], [before, null]);
  };

  assert.deepEqual(await enrol(there, 7), success);
  await lock.send(...touches(adminFinger, 1), { ask: "state" });
  await assertOver([progress("started"), failed("duplicate")]);

  assert.deepEqual(await enrol(there, 7), success);
  await lock.send(...touches("eva-thumb", 2), { press: "*" });
  await assertOver([progress("started"), progress("captured", 1), progress("captured", 2), failed("cancelled")]);

  assert.deepEqual(await enrol(there, 7), success);
  await lock.send(...touches("eva-thumb", 1));
  assert.deepEqual(await cancel(there), success);
  await assertOver([progress("started"), progress("captured", 1), failed("cancelled")]);
  assert.deepEqual(await cancel(there), notFound, "there is nothing to cancel");

  // What the user was to get goes with the user.
  await addUser(seen, 8);
  assert.deepEqual(await enrol(there, 8), success);
  assert.deepEqual(await seen.invoke("clearUser", { userIndex: 8 }, timed), success);
  await lock.send(...touches("eva-thumb", 5), { ask: "state" });
  const captured = [1, 2, 3, 4, 5].map((count) => progress("captured", count));
  await assertOver([progress("started"), ...captured, failed("unknownUser")]);
  assert.equal(await opensFor(lock, { finger: "eva-thumb" }), false);

  // Power that goes takes the enrolment with it.
  assert.deepEqual(await enrol(there, 7), success);
  await lock.send({ batteries: "out" }, { batteries: "in", volts: 6.2 });
  const [started, ended] = (await ours(seen).events("enrolmentProgress")).slice(-2).map(({ fields }) => fields);
  assert.deepEqual([started, ended], [progress("started"), failed("noPower")]);
  assert.deepEqual((await lock.state()).credentials, before);
  assert.equal(await opensFor(lock, { finger: adminFinger }), true);
});

test("L20, L22, L46: an order to enrol is refused while somebody is at the menu, for nobody, without a reader, or with weak batteries", async (t) => {
  const there = await openLockAtHome(t);
  const { lock, seen } = there;
  await lock.send(...moveIn);
  await addUser(seen, 7);
  assert.deepEqual(await enrol(there, 8), notFound, "there is no such user");
  assert.deepEqual(await enrol(there, 151), constraintError);
  assert.deepEqual(await enrol(there, 0), constraintError);

  await lock.send(...openMenuAsAdmin);
  assert.equal((await lock.state()).menu, "menu");
  assert.deepEqual(await enrol(there, 7), busy);
  assert.equal((await lock.state()).menu, "menu", "whoever is at the menu is not disturbed");
  await lock.send({ press: "*" }, everyKey, { press: "48" });
  assert.deepEqual(await enrol(there, 7), busy, "somebody is typing");
  await lock.send({ press: "*" });
  assert.deepEqual(await enrol(there, 7), success);
  assert.deepEqual(await enrol(there, 7), busy, "one finger after the other");
  assert.deepEqual(await cancel(there), success);

  await lock.send({ fault: "reader", on: true });
  await untilState(lock, "the reader is dead", ({ diagnosis }) => diagnosis.includes("reader"));
  assert.deepEqual(await enrol(there, 7), failure);
  await lock.send({ fault: "reader", on: false }, { volts: 4.1 });
  assert.deepEqual(await enrol(there, 7), resourceExhausted);
  await lock.send({ volts: 6.2 });
  assert.deepEqual(await enrol(there, 7), success);

  // During an enrolment cards are not looked at; after it they open again.
  const out = await lock.send({ card: adminCard }, { press: "*" });
  assert.ok(out.every(({ clutch }) => clutch === undefined));
  assert.equal(await opensFor(lock, { card: adminCard }), true);
});
