import assert from "node:assert/strict";
import { test } from "node:test";
import { goodPassword, TestServer } from "../test-server.ts";
import { ScriptedGateway } from "./scripted-gateway.ts";

const startMs = Date.parse("2026-03-02T08:00:00.000Z");

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let turns = 0; turns < 2000; turns++) {
    if (await isSo()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new RangeError("It did not come to be.");
}

test("over HTTP: a lock is added, a guest is invited, finds the PIN, comes in, is seen, and the door is opened from afar", async () => {
  const gateway = new ScriptedGateway(() => new Date(startMs));
  await using server = await TestServer.open(gateway);
  const owner = await server.owner();
  const home = `/api/homes/${owner.homeId}`;
  await owner.expect("PUT", `${home}/settings`, { timeZone: "Europe/Rome", historyDays: 365, keepsSealedPins: false });
  const { lockId } = await owner.expect("POST", `${home}/locks`, { name: "Front", code: "MT:Y.K9042C00KA0648G00" });
  await until(async () => (await owner.expect("GET", `${home}/locks/${lockId}`)).state === "added");

  const stay = { from: "2026-03-03T09:00", to: "2026-03-03T12:00" };
  const guest = await owner.expect("POST", `${home}/guests`, { name: "Dora", locks: [lockId], ...stay });
  const anybody = server.browser();
  const page = { token: guest.token };
  await until(async () => (await anybody.expect("POST", "/api/guest", page)).locks[0].status === "ready");
  const seen = await anybody.ask("POST", "/api/guest", page);
  assert.equal(seen.body.pin, guest.pin);
  assert.equal(seen.body.timeZone, "Europe/Rome");
  assert.equal(seen.headers.get("cache-control"), "no-store");
  assert.equal(seen.headers.get("referrer-policy"), "no-referrer");
  assert.equal(gateway.opens(lockId, guest.pin), true);

  const { personId } = guest.person;
  const opening = { event: "lockOperation", operation: "unlock", source: "keypad", user: 1, credential: null } as const;
  await gateway.happen(lockId, opening, personId);
  const history = await owner.expect("GET", `${home}/history?personId=${personId}&kind=opened`);
  assert.equal(history.entries[0].personName, "Dora");
  const table = await owner.ask("GET", `${home}/history.csv`);
  assert.match(table.headers.get("content-type") ?? "", /^text\/csv/);
  assert.match(table.body, /,Front,Dora,opened,/);

  const unlock = `${home}/locks/${lockId}/unlock`;
  assert.equal((await owner.ask("POST", unlock, {})).status, 401);
  assert.equal((await owner.ask("POST", unlock, { proof: "a made-up one" })).status, 403);
  const proofs = `${home}/locks/${lockId}/proofs`;
  const { proof } = await owner.expect("POST", proofs, { action: "unlock", password: goodPassword });
  assert.deepEqual((await owner.ask("POST", unlock, { proof })).body, { ok: true });
  assert.equal((await owner.ask("POST", unlock, { proof })).status, 409);
  assert.equal(gateway.executed.length, 1);

  await owner.expect("DELETE", `${home}/guests/${personId}`);
  assert.equal((await anybody.ask("POST", "/api/guest", page)).status, 404);
  await until(async () => !gateway.opens(lockId, guest.pin));
  for (const secret of [guest.pin, guest.token]) assert.equal(server.onDisk().includes(secret), false);
  assert.deepEqual(server.faults, []);
});

test("over HTTP: a member neither sees people nor adds a guest, and a guest's account sees no lock", async () => {
  await using server = await TestServer.open(new ScriptedGateway(() => new Date(startMs)));
  const owner = await server.owner();
  const home = `/api/homes/${owner.homeId}`;
  const member = await server.member(owner, "member");
  const guest = await server.member(owner, "guest");
  assert.equal((await member.ask("GET", `${home}/people`)).status, 403);
  assert.equal((await member.ask("GET", `${home}/history`)).status, 403);
  assert.equal((await member.ask("GET", `${home}/locks`)).status, 200);
  assert.equal((await guest.ask("GET", `${home}/locks`)).status, 403);
  const person = await owner.expect("POST", `${home}/people`, { name: "Mauro", accountId: member.accountId });
  const own = await member.expect("GET", `${home}/own-data`);
  assert.equal(own.people[0].person.personId, person.personId);
  assert.equal((await owner.ask("POST", `${home}/people`, { name: "X", accountId: "nobody" })).status, 404);
});

test("over HTTP: bad input gets one sentence that does not repeat what was secret in it", async () => {
  await using server = await TestServer.open(new ScriptedGateway(() => new Date(startMs)));
  const owner = await server.owner();
  const home = `/api/homes/${owner.homeId}`;
  const { personId } = await owner.expect("POST", `${home}/people`, { name: "Anna" });
  const answer = await owner.ask("POST", `${home}/people/${personId}/credentials`, { kind: "pin", digits: "407913a" });
  assert.equal(answer.status, 400);
  assert.doesNotMatch(JSON.stringify(answer.body), /407913/);
  assert.match(answer.body.error.sentence, /A PIN has digits only\./);
  assert.doesNotMatch(server.onDisk() + JSON.stringify(server.faults), /407913/);
});

test("over HTTP: what the lock or the gateway refuses has the status of what was wrong, and a sentence without codes", async () => {
  const gateway = new ScriptedGateway(() => new Date(startMs));
  await using server = await TestServer.open(gateway);
  const owner = await server.owner();
  const home = `/api/homes/${owner.homeId}`;
  const { lockId } = await owner.expect("POST", `${home}/locks`, { name: "Front", code: "MT:Y.K9042C00KA0648G00" });
  await until(async () => (await owner.expect("GET", `${home}/locks/${lockId}`)).state === "added");
  const order = gateway.order.bind(gateway);
  for (const [error, status] of [
    ["notSupported", 409],
    ["busy", 409],
    ["refused", 409],
    ["alreadyAdded", 409],
    ["unknownLock", 404],
    ["unreachable", 503],
    ["expired", 504],
  ] as const) {
    gateway.order = async (given) =>
      given.order === "set" ? { ok: false, error, sentence: "The lock said so." } : await order(given);
    const setting = { name: "volume", value: "low" };
    const answer = await owner.ask("PUT", `${home}/locks/${lockId}/settings`, { setting });
    assert.deepEqual(
      [answer.status, answer.body],
      [status, { error: { code: "orderFailed", sentence: "The lock said so.", reason: error } }],
    );
  }
});

test("over HTTP: a day that the calendar does not have is refused where it is given", async () => {
  await using server = await TestServer.open(new ScriptedGateway(() => new Date(startMs)));
  const owner = await server.owner();
  const home = `/api/homes/${owner.homeId}`;
  const { lockId } = await owner.expect("POST", `${home}/locks`, { name: "Front", code: "MT:Y.K9042C00KA0648G00" });
  const { personId } = await owner.expect("POST", `${home}/people`, { name: "Anna" });
  const dates = [{ from: "2026-02-30T09:00", to: "2026-03-05T09:00" }];
  for (const answer of [
    await owner.ask("POST", `${home}/guests`, { name: "Dora", locks: [lockId], ...dates[0] }),
    await owner.ask("PUT", `${home}/people/${personId}/access/${lockId}`, { schedule: { weekDays: [], dates } }),
    await owner.ask("GET", `${home}/locks/${lockId}/access-at?time=2026-02-30T09:00`),
  ]) {
    assert.equal(answer.status, 400);
    assert.match(answer.body.error.sentence, /The calendar has no such day\./);
  }
});
