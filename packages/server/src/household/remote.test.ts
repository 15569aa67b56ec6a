import assert from "node:assert/strict";
import { test } from "node:test";
import { always } from "@catenaccio/protocol";
import { must, TestHome } from "../../test/household/test-home.ts";
import { setLock } from "./locks.ts";
import { addPerson, putAccess } from "./people.ts";
import { beginPassage, endPassage, lockFromAfar, unlockFromAfar } from "./remote.ts";

test("a proof opens one lock once, and the answer is the lock's own", async () => {
  await using home = await TestHome.open();
  const { household, actor, gateway } = home;
  const front = await home.addLock("Front");
  const opening = { lockId: front, pin: null, proof: home.proof() };
  assert.deepEqual(must(await unlockFromAfar(household, actor, opening)), { ok: true });
  assert.deepEqual(await unlockFromAfar(household, actor, opening), {
    ok: false,
    error: "proofUsed",
    sentence: "This proof has been used.",
  });
  assert.equal(gateway.executed.length, 1);
});

test("a hundred posts of one proof at once move the bolt once", async () => {
  await using home = await TestHome.open();
  const front = await home.addLock("Front");
  const opening = { lockId: front, pin: null, proof: home.proof() };
  await Promise.all(Array.from({ length: 100 }, async () => await unlockFromAfar(home.household, home.actor, opening)));
  assert.equal(home.gateway.executed.length, 1);
});

test("an order that comes to the gateway after its time is told as expired and never carried out", async () => {
  await using home = await TestHome.open();
  const front = await home.addLock("Front");
  home.gateway.orderDelayMs = 10_001;
  const answer = must(
    await unlockFromAfar(home.household, home.actor, { lockId: front, pin: null, proof: home.proof() }),
  );
  assert.equal(answer.ok, false);
  assert.equal(!answer.ok && answer.error, "expired");
  home.gateway.orderDelayMs = 0;
  await home.restart();
  home.gateway.setOnline(front, false);
  home.gateway.setOnline(front, true);
  await home.settled();
  assert.deepEqual(home.gateway.executed, []);
});

test("a lock that does not answer is not opened later, when it is back", async () => {
  await using home = await TestHome.open();
  const front = await home.addLock("Front");
  home.gateway.setOnline(front, false);
  const answer = must(
    await unlockFromAfar(home.household, home.actor, { lockId: front, pin: null, proof: home.proof() }),
  );
  assert.equal(!answer.ok && answer.error, "unreachable");
  home.gateway.setOnline(front, true);
  await home.settled();
  assert.deepEqual(home.gateway.executed, []);
});

test("the eleventh opening within a minute is refused, over a restart too; another account goes on, and a minute later all may", async () => {
  await using home = await TestHome.open();
  const front = await home.addLock("Front");
  const open = async (accountId = home.actor.accountId) =>
    await unlockFromAfar(
      home.household,
      { ...home.actor, accountId },
      { lockId: front, pin: null, proof: home.proof() },
    );
  for (let openings = 0; openings < 10; openings++) must(await open());
  await home.restart();
  const limited = { ok: false, error: "tooMany", sentence: "Too many openings within a minute: wait a moment." };
  assert.deepEqual(await open(), limited);
  assert.equal((await home.audit()).at(-1)?.action, "lock.unlockLimited");
  must(await open("somebody-else"));
  home.advance(60_001);
  must(await open());
  assert.equal(home.gateway.executed.length, 12);
});

test("each order stands in the audit before it goes out, and its outcome after", async () => {
  await using home = await TestHome.open();
  const front = await home.addLock("Front");
  must(await lockFromAfar(home.household, home.actor, { lockId: front, pin: null }));
  assert.deepEqual((await home.audit()).slice(-2), [
    { action: "lock.lock", subject: { lockId: front } },
    { action: "lock.lockAnswer", subject: { lockId: front, result: "done" } },
  ]);
});

test("open mode takes a proof, and cannot be switched on as a setting", async () => {
  await using home = await TestHome.open();
  const { household, actor, gateway } = home;
  const front = await home.addLock("Front");
  const asSetting = { lockId: front, setting: { name: "operatingMode", value: "passage" } } as const;
  assert.equal((await setLock(household, actor, asSetting)).ok, false);
  assert.equal(gateway.executed.length, 0);
  const proofForOpening = { lockId: front, proof: home.proof() };
  assert.equal((await beginPassage(household, actor, proofForOpening)).ok, false, "a proof is for one act");
  must(await beginPassage(household, actor, { lockId: front, proof: home.proof("passage") }));
  must(await endPassage(household, actor, front));
  assert.deepEqual(
    gateway.executed.map((order) => order.order === "set" && order.setting.value),
    ["passage", "normal"],
  );
});

test("a PIN that goes with an opening goes sealed", async () => {
  await using home = await TestHome.open();
  const front = await home.addLock("Front");
  must(await unlockFromAfar(home.household, home.actor, { lockId: front, pin: "407913", proof: home.proof() }));
  assert.doesNotMatch(JSON.stringify(home.gateway.orders) + home.told() + home.onDisk(), /407913/);
});

test("a lock of another home is neither opened nor locked, and the proof is not spent", async () => {
  await using home = await TestHome.open();
  const front = await home.addLock("Front");
  const stranger = { ...home.actor, homeId: "5b0a6a58-3c7e-4f0b-8a0e-0d9f3a1b2c3d" };
  const refused = { ok: false, error: "notFound", sentence: "There is no such lock in this home." };
  const proof = home.proof();
  assert.deepEqual(await unlockFromAfar(home.household, stranger, { lockId: front, pin: null, proof }), refused);
  assert.deepEqual(await lockFromAfar(home.household, stranger, { lockId: front, pin: null }), refused);
  assert.deepEqual(await endPassage(home.household, stranger, front), refused);
  assert.deepEqual(home.gateway.executed, []);
  must(await unlockFromAfar(home.household, home.actor, { lockId: front, pin: null, proof }));
});

test("whoever is paused at a lock opens it neither by an account nor into open mode, an owner neither; at another lock goes on", async () => {
  await using home = await TestHome.open();
  const { household, actor } = home;
  const [front, cellar] = [await home.addLock("Front"), await home.addLock("Cellar")];
  const personId = must(await addPerson(household, actor, { name: "Anna", accountId: actor.accountId }));
  const access = { role: "member", type: "ordinary", isPaused: false, schedule: always } as const;
  for (const lockId of [front, cellar]) must(await putAccess(household, actor, { personId, lockId, access }));
  const open = async (lockId: string) =>
    await unlockFromAfar(household, actor, { lockId, pin: null, proof: home.proof() });
  must(await open(front));
  must(await putAccess(household, actor, { personId, lockId: front, access: { ...access, isPaused: true } }));
  const paused = {
    ok: false,
    error: "paused",
    sentence: "Your access to this lock is paused, so you cannot open it from afar.",
  };
  assert.deepEqual(await open(front), paused);
  assert.deepEqual(await beginPassage(household, actor, { lockId: front, proof: home.proof("passage") }), paused);
  must(await open(cellar));
  must(await lockFromAfar(household, actor, { lockId: front, pin: null }));
  must(await putAccess(household, actor, { personId, lockId: front, access }));
  must(await open(front));
});
