import assert from "node:assert/strict";
import { test } from "node:test";
import { always, type FoundUser } from "@catenaccio/protocol";
import { must, TestHome } from "../../test/household/test-home.ts";
import { addCredential, cancelEnrolment, startEnrolment } from "./credentials.ts";
import { addLock, adoptUser, readLocks, removeLock, renameLock, setLock, shareLock } from "./locks.ts";
import { addPerson, putAccess, readPeople } from "./people.ts";
import { sweepHousehold } from "./privacy.ts";

const member = { role: "member", type: "ordinary", isPaused: false, schedule: always } as const;
const grandmother: FoundUser = {
  userIndex: 7,
  name: "User 7",
  isEnabled: true,
  role: "administrator",
  credentials: [
    { kind: "pin", index: 2 },
    { kind: "fingerprint", index: 5 },
  ],
  hasSchedules: false,
  madeBy: "keypad",
};

test("a lock whose code is wrong stays in sight with what is wrong, and can be taken away", async () => {
  await using home = await TestHome.open();
  const { household, actor } = home;
  const lockId = must(await addLock(household, actor, { name: "Front", code: "1234" }));
  await home.until("lock.addFailed", lockId);
  await home.settled();
  const [lock] = await readLocks(household, actor.homeId);
  assert.equal(lock?.state, "failed");
  assert.equal(lock?.progress?.error, "badCode");
  assert.equal(lock?.progress?.sentence, "This is not the code of a lock.");
  must(await removeLock(household, actor, { lockId, isForced: false }));
  assert.deepEqual(await readLocks(household, actor.homeId), []);
});

test("a lock that was added is there after a restart, online, with its name", async () => {
  await using home = await TestHome.open();
  const lockId = await home.addLock("Front");
  await home.restart();
  const [lock] = await readLocks(home.household, home.actor.homeId);
  assert.deepEqual([lock?.lockId, lock?.name, lock?.state, lock?.report?.link], [lockId, "Front", "added", "online"]);
});

test("a lock that does not answer is taken away only by force, and the access to it goes with it", async () => {
  await using home = await TestHome.open();
  const { household, actor, gateway } = home;
  const lockId = await home.addLock("Front");
  const personId = must(await addPerson(household, actor, { name: "Anna" }));
  must(await putAccess(household, actor, { personId, lockId, access: member }));
  gateway.setOnline(lockId, false);
  const refused = await removeLock(household, actor, { lockId, isForced: false });
  const sentence = "The lock does not answer.";
  assert.deepEqual(refused, { ok: false, error: "orderFailed", sentence, reason: "unreachable" });
  assert.equal((await readLocks(household, actor.homeId)).length, 1);
  must(await removeLock(household, actor, { lockId, isForced: true }));
  await home.settled();
  assert.deepEqual(await readLocks(household, actor.homeId), []);
  assert.deepEqual((await readPeople(household.database, actor.homeId))[0]?.access, []);
});

test("a lock is shared with a code for another home, and the code stands in no audit", async () => {
  await using home = await TestHome.open();
  const lockId = await home.addLock("Front");
  const proof = home.proof("share");
  const codes = must(await shareLock(home.household, home.actor, { lockId, seconds: 900, proof }));
  assert.deepEqual(codes, { manual: "34970112332", qr: "MT:SHARED" });
  assert.doesNotMatch(home.told() + home.onDisk(), /34970112332|MT:SHARED/);
});

test("nobody shares a lock with a session alone, with a proof for opening, or with one proof twice", async () => {
  await using home = await TestHome.open();
  const lockId = await home.addLock("Front");
  const share = async (proof: string | null) => {
    const answer = await shareLock(home.household, home.actor, { lockId, seconds: 900, proof });
    return answer.ok ? "shared" : answer.error;
  };
  const proof = home.proof("share");
  assert.equal(await share(null), "unauthenticated");
  assert.equal(await share(home.proof("unlock")), "proofRefused");
  assert.equal(await share(proof), "shared");
  assert.equal(await share(proof), "proofUsed");
});

test("somebody who was enrolled at the keypad becomes a person of the home, with access and what opens", async () => {
  await using home = await TestHome.open();
  const { household, actor, gateway } = home;
  const lockId = await home.addLock("Front");
  const anna = must(await addPerson(household, actor, { name: "Anna" }));
  must(await putAccess(household, actor, { personId: anna, lockId, access: member }));
  await home.settled();
  gateway.find(lockId, grandmother);
  await home.settled();
  assert.deepEqual((await readLocks(household, actor.homeId))[0]?.found, [grandmother]);
  must(await adoptUser(household, actor, { lockId, userIndex: 7, owner: { name: "Grandmother" } }));
  await home.settled();
  const adopted = (await readPeople(household.database, actor.homeId)).find(({ name }) => name === "Grandmother");
  assert.equal(adopted?.access[0]?.role, "administrator");
  const held = adopted?.credentials.map(({ kind, locks }) => `${kind} ${locks[0]?.status.status}`);
  assert.deepEqual(new Set(held), new Set(["fingerprint confirmed", "pin confirmed"]));
  assert.deepEqual((await readLocks(household, actor.homeId))[0]?.found, []);
});

test("a finger is enrolled at a lock, and each capture is seen", async () => {
  await using home = await TestHome.open();
  const { household, actor, gateway } = home;
  const lockId = await home.addLock("Front");
  const personId = must(await addPerson(household, actor, { name: "Anna" }));
  must(await putAccess(household, actor, { personId, lockId, access: member }));
  const finger = must(
    await addCredential(household, actor, { personId, credential: { kind: "fingerprint", label: "" } }),
  );
  const { credentialId } = finger;
  await home.settled();
  const status = async () => (await readPeople(household.database, actor.homeId))[0]?.credentials[0]?.locks[0]?.status;
  assert.deepEqual(await status(), { status: "refused", reason: "enrolAtReader" });
  must(await startEnrolment(household, actor, { personId, credentialId, lockId }));
  const before = home.events.length;
  gateway.enrol(lockId, credentialId);
  await home.settled();
  assert.equal(home.events.slice(before).filter(({ type }) => type === "enrolment").length, 3);
  assert.equal((await status())?.status, "confirmed");
  const { enrolment } = (await readLocks(household, actor.homeId))[0] ?? {};
  assert.deepEqual(enrolment, { credentialId, status: "enrolled", captures: 2, reason: null });
  must(await cancelEnrolment(household, actor, lockId));
});

test("a finger is not enrolled at a lock that the person may not use, and a card never", async () => {
  await using home = await TestHome.open();
  const { household, actor } = home;
  const lockId = await home.addLock("Front");
  const personId = must(await addPerson(household, actor, { name: "Anna" }));
  const { credentialId } = must(
    await addCredential(household, actor, { personId, credential: { kind: "fingerprint", label: "" } }),
  );
  const refused = await startEnrolment(household, actor, { personId, credentialId, lockId });
  assert.deepEqual(refused, { ok: false, error: "notFound", sentence: "This person has no access to that lock." });
  const card = must(
    await addCredential(household, actor, {
      personId,
      credential: { kind: "rfid", label: "", identifier: "04A1B2C3" },
    }),
  );
  const never = await startEnrolment(household, actor, { personId, credentialId: card.credentialId, lockId });
  assert.deepEqual(never, { ok: false, error: "invalid", sentence: "Only a finger is enrolled at a lock." });
  assert.equal(
    home.gateway.orders.some(({ order }) => order === "enrolFingerprint"),
    false,
  );
});

test("a lock of another home is neither renamed, shared, set, adopted from nor taken away", async () => {
  await using home = await TestHome.open();
  const { household } = home;
  const lockId = await home.addLock("Front");
  const stranger = { ...home.actor, homeId: "5b0a6a58-3c7e-4f0b-8a0e-0d9f3a1b2c3d" };
  const before = home.gateway.orders.length;
  const refused = { ok: false, error: "notFound", sentence: "There is no such lock in this home." };
  assert.deepEqual(await renameLock(household, stranger, { lockId, name: "Mine" }), refused);
  assert.deepEqual(await shareLock(household, stranger, { lockId, seconds: 900, proof: home.proof("share") }), refused);
  assert.deepEqual(
    await setLock(household, stranger, { lockId, setting: { name: "volume", value: "silent" } }),
    refused,
  );
  assert.deepEqual(await adoptUser(household, stranger, { lockId, userIndex: 7, owner: { name: "Mine" } }), refused);
  assert.deepEqual(await removeLock(household, stranger, { lockId, isForced: true }), refused);
  assert.equal(home.gateway.orders.length, before);
});

test("a lock whose adding failed makes room for the next try with the same code, and is gone after an hour", async () => {
  await using home = await TestHome.open();
  const { household, actor } = home;
  const fail = async (code: string): Promise<string> => {
    const lockId = must(await addLock(household, actor, { name: "Front", code }));
    await home.until("lock.addFailed", lockId);
    await home.settled();
    return lockId;
  };
  const ids = async () => (await readLocks(household, actor.homeId)).map(({ lockId }) => lockId);
  await fail("1234 5678");
  const other = await fail("9999");
  const second = await fail("1234-5678");
  assert.deepEqual((await ids()).toSorted(), [other, second].toSorted());
  assert.doesNotMatch(home.onDisk(), /12345678|1234-5678/);
  home.advance(3_600_001);
  assert.deepEqual(await ids(), []);
  await sweepHousehold(household);
  const left = await household.database.selectFrom("lock").select("lockId").where("removedAt", "is", null).execute();
  assert.deepEqual(left, []);
});

test("how an adding went is told with a code and a sentence, of a home from before that too", async () => {
  await using home = await TestHome.open();
  const { household, actor } = home;
  const lockId = must(await addLock(household, actor, { name: "Front", code: "1234" }));
  await home.until("lock.addFailed", lockId);
  const keep = async (progress: unknown) =>
    await household.database
      .updateTable("lock")
      .set({ progress: JSON.stringify(progress) })
      .execute();
  const progress = async () => (await readLocks(household, actor.homeId))[0]?.progress;
  await keep({ step: "reading", error: "It was interrupted: add the lock again." });
  assert.deepEqual(await progress(), {
    step: "reading",
    error: "failed",
    sentence: "It was interrupted: add the lock again.",
  });
  await keep({ step: "searching", error: null });
  assert.deepEqual(await progress(), { step: "searching", error: null, sentence: null });
});
