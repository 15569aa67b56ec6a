import assert from "node:assert/strict";
import { test } from "node:test";
import { always } from "@catenaccio/protocol";
import { ourLockAbilities } from "../../test/household/lock-abilities.ts";
import { must, TestHome } from "../../test/household/test-home.ts";
import { addCredential, changeCredential, removeCredential } from "./credentials.ts";
import { readHistory } from "./history.ts";
import { addPerson, deletePerson, pausePerson, putAccess, readPeople, removeAccess, renamePerson } from "./people.ts";

const member = { role: "member", type: "ordinary", isPaused: false, schedule: always } as const;
const canary = "407913";

async function personWithPin(home: TestHome, lockIds: readonly string[], digits = canary): Promise<string> {
  const { household, actor } = home;
  const personId = must(await addPerson(household, actor, { name: "Anna" }));
  for (const lockId of lockIds) must(await putAccess(household, actor, { personId, lockId, access: member }));
  must(await addCredential(household, actor, { personId, credential: { kind: "pin", label: "", digits } }));
  await home.settled();
  return personId;
}

test("a PIN that is given to a person opens each lock she has access to, and no other", async () => {
  await using home = await TestHome.open();
  const [front, cellar, garage] = [
    await home.addLock("Front"),
    await home.addLock("Cellar"),
    await home.addLock("Garage"),
  ];
  await personWithPin(home, [front, cellar]);
  assert.equal(home.gateway.opens(front, canary), true);
  assert.equal(home.gateway.opens(cellar, canary), true);
  assert.equal(home.gateway.opens(garage, canary), false);
});

test("a PIN is forgotten as soon as all its locks have it, and not before", async () => {
  await using home = await TestHome.open();
  const [front, cellar] = [await home.addLock("Front"), await home.addLock("Cellar")];
  home.gateway.setOnline(cellar, false);
  const personId = await personWithPin(home, [front, cellar]);
  const credential = async () =>
    (await readPeople(home.household.database, home.actor.homeId, personId))[0]?.credentials[0];
  assert.equal((await credential())?.isSecretKept, true);
  const statusAt = async (place: string) => (await credential())?.locks.find(({ lockId }) => lockId === place)?.status;
  assert.deepEqual(await statusAt(front), { status: "confirmed", at: "2026-03-02T08:00:00.000Z" });
  assert.deepEqual(await statusAt(cellar), { status: "pending", isWaitingForLock: true });
  home.gateway.setOnline(cellar, true);
  await home.settled();
  assert.equal((await credential())?.isSecretKept, false);
  assert.deepEqual(
    (await credential())?.locks.map(({ status }) => status.status),
    ["confirmed", "confirmed"],
  );
  const last = home.gateway.locks.get(front)?.wanted;
  assert.equal(last?.users[0]?.credentials[0]?.sealed, null, "the gateway is told to forget it too");
  const { tag } = await home.household.database.selectFrom("credential").select("tag").executeTakeFirstOrThrow();
  assert.equal(tag, null);
});

test("no PIN stands anywhere but sealed: not on the disk, not in an event, the audit or a fault", async () => {
  await using home = await TestHome.open();
  const front = await home.addLock("Front");
  home.gateway.setOnline(front, false);
  await personWithPin(home, [front]);
  const other = must(await addPerson(home.household, home.actor, { name: "Bruno" }));
  const twice = await addCredential(home.household, home.actor, {
    personId: other,
    credential: { kind: "pin", label: "", digits: canary },
  });
  assert.equal(twice.ok, false);
  assert.doesNotMatch(JSON.stringify(twice), new RegExp(canary));
  assert.doesNotMatch(home.onDisk(), new RegExp(canary));
  assert.doesNotMatch(home.told(), new RegExp(canary));
  assert.doesNotMatch(JSON.stringify(home.gateway.orders), new RegExp(canary));
});

test("the same PIN or card twice in a home is refused, and nothing changes", async () => {
  await using home = await TestHome.open();
  const { household, actor } = home;
  const one = must(await addPerson(household, actor, { name: "Anna" }));
  const other = must(await addPerson(household, actor, { name: "Bruno" }));
  const card = { kind: "rfid", label: "blue", identifier: "04a1B2c3" } as const;
  must(await addCredential(household, actor, { personId: one, credential: card }));
  const twice = await addCredential(household, actor, {
    personId: other,
    credential: { ...card, identifier: "04A1B2C3" },
  });
  assert.deepEqual(twice, { ok: false, error: "duplicate", sentence: "This card is somebody's already." });
  assert.equal((await readPeople(household.database, actor.homeId, other))[0]?.credentials.length, 0);
});

test("a child's lost card leaves every lock, and her finger stays", async () => {
  await using home = await TestHome.open();
  const { household, actor } = home;
  const front = await home.addLock("Front");
  const personId = must(await addPerson(household, actor, { name: "Carla" }));
  must(await putAccess(household, actor, { personId, lockId: front, access: member }));
  const card = must(
    await addCredential(household, actor, {
      personId,
      credential: { kind: "rfid", label: "", identifier: "04A1B2C3" },
    }),
  );
  const finger = must(
    await addCredential(household, actor, { personId, credential: { kind: "fingerprint", label: "" } }),
  );
  await home.settled();
  home.gateway.enrol(front, finger.credentialId);
  await home.settled();
  assert.equal(home.gateway.opens(front, "04A1B2C3"), true);
  must(await removeCredential(household, actor, { personId, credentialId: card.credentialId }));
  await home.settled();
  assert.equal(home.gateway.opens(front, "04A1B2C3"), false);
  assert.deepEqual([...(home.gateway.locks.get(front)?.held.keys() ?? [])], [finger.credentialId]);
});

test("a person who is paused is wanted paused at each lock, and keeps her PIN", async () => {
  await using home = await TestHome.open();
  const front = await home.addLock("Front");
  const personId = await personWithPin(home, [front]);
  must(await pausePerson(home.household, home.actor, { personId, isPaused: true }));
  await home.settled();
  assert.equal(home.gateway.locks.get(front)?.wanted?.users[0]?.isPaused, true);
  assert.equal(home.gateway.opens(front, canary), true);
});

test("a person who is deleted leaves every lock, and the history goes on without the name", async () => {
  await using home = await TestHome.open();
  const { household, actor, gateway } = home;
  const front = await home.addLock("Front");
  const personId = await personWithPin(home, [front]);
  const opening = { event: "lockOperation", operation: "unlock", source: "keypad", user: 1, credential: null } as const;
  await gateway.happen(front, opening, personId);
  const names = async () =>
    must(await readHistory(household.database, actor.homeId, { query: {}, cursor: null, limit: 10 })).entries.map(
      (entry) => entry.personName,
    );
  assert.deepEqual(await names(), ["Anna"]);
  must(await deletePerson(household, actor, personId));
  await home.settled();
  assert.equal(gateway.opens(front, canary), false);
  assert.deepEqual(gateway.locks.get(front)?.wanted?.users, []);
  assert.deepEqual(await names(), [null]);
  assert.deepEqual(await household.database.selectFrom("personName").selectAll().execute(), []);
  assert.doesNotMatch(JSON.stringify(await home.audit()) + home.told(), /Anna/, "the audit holds ids only");
});

test("a person of another home cannot be found, changed or deleted", async () => {
  await using home = await TestHome.open();
  const front = await home.addLock("Front");
  const personId = await personWithPin(home, [front]);
  const stranger = { ...home.actor, homeId: "5b0a6a58-3c7e-4f0b-8a0e-0d9f3a1b2c3d" };
  const refused = { ok: false, error: "notFound", sentence: "There is no such person in this home." };
  const before = await readPeople(home.household.database, home.actor.homeId);
  assert.deepEqual(await deletePerson(home.household, stranger, personId), refused);
  assert.deepEqual(await renamePerson(home.household, stranger, { personId, name: "X" }), refused);
  assert.deepEqual(await pausePerson(home.household, stranger, { personId, isPaused: true }), refused);
  assert.deepEqual(await putAccess(home.household, stranger, { personId, lockId: front, access: member }), refused);
  assert.deepEqual(await removeAccess(home.household, stranger, { personId, lockId: front }), refused);
  assert.deepEqual(await readPeople(home.household.database, stranger.homeId), []);
  assert.deepEqual(await readPeople(home.household.database, home.actor.homeId), before);
});

test("a lock that is given to somebody after her PIN was forgotten asks for the PIN again, and takes it", async () => {
  await using home = await TestHome.open();
  const { household, actor } = home;
  const [front, cellar] = [await home.addLock("Front"), await home.addLock("Cellar")];
  const personId = await personWithPin(home, [front]);
  must(await putAccess(household, actor, { personId, lockId: cellar, access: member }));
  await home.settled();
  const [credential] = (await readPeople(household.database, actor.homeId, personId))[0]?.credentials ?? [];
  const atCellar = credential?.locks.find(({ lockId }) => lockId === cellar)?.status;
  assert.deepEqual(atCellar, { status: "refused", reason: "secretForgotten" });
  const { credentialId = "" } = credential ?? {};
  must(await changeCredential(household, actor, { personId, credentialId, change: { digits: canary } }));
  await home.settled();
  assert.equal(home.gateway.opens(cellar, canary), true);
});

test("after a restart of the server the gateway has the newest documents, and no revision has risen for nothing", async () => {
  await using home = await TestHome.open();
  const front = await home.addLock("Front");
  home.gateway.setOnline(front, false);
  await personWithPin(home, [front]);
  const revision = home.gateway.locks.get(front)?.wanted?.revision;
  await home.restart();
  assert.equal(home.gateway.locks.get(front)?.wanted?.revision, revision);
  home.gateway.setOnline(front, true);
  await home.settled();
  assert.equal(home.gateway.opens(front, canary), true);
});

test("while the gateway has not taken a change, nothing is told as being at the lock; then it gets there by itself", async () => {
  await using home = await TestHome.open();
  const { household, actor, gateway } = home;
  const front = await home.addLock("Front");
  const personId = await personWithPin(home, [front]);
  const [person] = await readPeople(household.database, actor.homeId, personId);
  const credentialId = person?.credentials[0]?.credentialId ?? "";
  gateway.isBusy = true;
  must(await changeCredential(household, actor, { personId, credentialId, change: { digits: "518024" } }));
  await home.settled();
  const status = async () =>
    (await readPeople(household.database, actor.homeId, personId))[0]?.credentials[0]?.locks[0]?.status.status;
  assert.equal(await status(), "pending");
  assert.equal(gateway.opens(front, "518024"), false);
  gateway.isBusy = false;
  gateway.setOnline(front, true);
  await home.settled();
  assert.equal(await status(), "confirmed");
  assert.equal(gateway.opens(front, "518024"), true);
  assert.equal(home.faults.length > 0, true);
});

test("an older database that was put back counts, and the gateway follows it", async () => {
  await using home = await TestHome.open();
  const { household, actor, gateway } = home;
  const front = await home.addLock("Front");
  await personWithPin(home, [front]);
  await household.database.deleteFrom("person").execute();
  await household.database.updateTable("lock").set({ wantedRevision: 1 }).execute();
  await home.restart();
  assert.equal(gateway.opens(front, canary), false);
  assert.deepEqual(await readPeople(home.household.database, actor.homeId), []);
  const lock = await home.household.database.selectFrom("lock").selectAll().executeTakeFirstOrThrow();
  assert.equal(gateway.locks.get(front)?.wanted?.revision, lock.wantedRevision);
});

test("a PIN that a person chose and the locks would refuse is refused at once: by its length, or as easy", async () => {
  await using home = await TestHome.open();
  const { household, actor } = home;
  const front = await home.addLock("Front");
  const personId = await personWithPin(home, [front]);
  const { report } = await household.database.selectFrom("lock").select("report").executeTakeFirstOrThrow();
  const abilities = { ...ourLockAbilities, pinLength: { min: 6, max: 8 } };
  const known = JSON.stringify({ ...(JSON.parse(report ?? "{}") as object), abilities });
  await household.database.updateTable("lock").set({ report: known }).execute();
  const give = async (digits: string) =>
    await addCredential(household, actor, { personId, credential: { kind: "pin", label: "", digits } });
  const [credential] = (await readPeople(household.database, actor.homeId, personId))[0]?.credentials ?? [];
  const { credentialId = "" } = credential ?? {};
  const change = async (digits: string) =>
    await changeCredential(household, actor, { personId, credentialId, change: { digits } });
  const length = { ok: false, error: "invalid", sentence: "The lock Front takes PINs of 6 to 8 digits." };
  for (const digits of ["40791", "407913582"]) {
    assert.deepEqual(await give(digits), length);
    assert.deepEqual(await change(digits), length);
  }
  const easy = await give("123456");
  assert.equal(!easy.ok && easy.error, "easyPin");
  assert.match(easy.ok ? "" : easy.sentence, /^This PIN is easy to guess: .*\.$/);
  assert.equal((await change("310590")).ok, false);
  must(await give("518024"));
});

test("an account belongs to one person of a home", async () => {
  await using home = await TestHome.open();
  const { household, actor } = home;
  const { accountId } = actor;
  must(await addPerson(household, actor, { name: "Anna", accountId }));
  assert.deepEqual(await addPerson(household, actor, { name: "Bruno", accountId }), {
    ok: false,
    error: "duplicate",
    sentence: "This account belongs to another person of this home already.",
  });
});
