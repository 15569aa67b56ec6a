import assert from "node:assert/strict";
import { test } from "node:test";
import type { HistoryPage, LockView, PersonView } from "@catenaccio/protocol/api";
import { ask } from "../../test/household/ask.ts";
import { TestHome } from "../../test/household/test-home.ts";
import { householdRoutes } from "./routes.ts";

const canary = "407913";
const opening = { event: "lockOperation", operation: "unlock", source: "keypad", user: 1, credential: null } as const;

test("each route has a place and a summary of its own", () => {
  const places = householdRoutes.map(({ method, path }) => `${method} ${path}`);
  assert.equal(new Set(places).size, places.length);
  const summaries = householdRoutes.map(({ summary }) => summary);
  assert.equal(new Set(summaries).size, summaries.length);
});

test("a person is added, given a lock and a PIN that the server chose, seen in the history, and deleted", async () => {
  await using home = await TestHome.open();
  const lockId = await home.addLock("Front");
  const person = (await ask(home, "post", "/people", { body: { name: "  Anna " } })) as PersonView;
  assert.equal(person.name, "Anna");
  const { personId } = person;
  const access = { params: { personId, lockId }, body: {} };
  await ask(home, "put", "/people/{personId}/access/{lockId}", access);
  const added = (await ask(home, "post", "/people/{personId}/credentials", {
    params: { personId },
    body: { kind: "pin" },
  })) as { readonly digits: string };
  await home.settled();
  assert.equal(home.gateway.opens(lockId, added.digits), true);
  await home.gateway.happen(lockId, opening, personId);
  const page = (await ask(home, "get", "/history", { query: { text: "anna" } })) as HistoryPage;
  assert.equal(page.entries.length, 1);
  assert.equal(await ask(home, "delete", "/people/{personId}", { params: { personId } }), null);
  await home.settled();
  assert.equal(home.gateway.opens(lockId, added.digits), false);
  assert.equal(
    await ask(home, "get", "/people/{personId}", { params: { personId } }),
    "notFound: There is no such person in this home.",
  );
});

test("a guest is invited and opens the page without an account; the thirty-first try within a minute waits", async () => {
  await using home = await TestHome.open();
  const lockId = await home.addLock("Front");
  const stay = { from: "2026-03-03T09:00", to: "2026-03-03T12:00" };
  const guest = (await ask(home, "post", "/guests", { body: { name: "Dora", locks: [lockId], ...stay } })) as {
    readonly token: string;
    readonly pin: string;
    readonly link: string;
  };
  await home.settled();
  const { token } = guest;
  assert.equal(guest.link, `https://lock.example.org/guest#${token}`);
  const page = (await ask(home, "post", "/api/guest", { body: { token } })) as { readonly pin: string };
  assert.equal(page.pin, guest.pin);
  for (let tries = 1; tries < 30; tries++) await ask(home, "post", "/api/guest", { body: { token: "x" } });
  assert.equal(await ask(home, "post", "/api/guest", { body: { token } }), "tooMany: Too many tries: wait a moment.");
});

test("a lock is opened with a proof, and without one the answer says that one is needed", async () => {
  await using home = await TestHome.open();
  const lockId = await home.addLock("Front");
  const path = "/locks/{lockId}/unlock";
  const params = { lockId };
  assert.equal(await ask(home, "post", path, { params, body: {} }), "unauthenticated: Prove first that it is you.");
  assert.deepEqual(await ask(home, "post", path, { params, body: { proof: home.proof() } }), { ok: true });
  const passage = { params, body: { isOn: true } };
  assert.equal(
    await ask(home, "post", "/locks/{lockId}/passage", passage),
    "unauthenticated: Prove first that it is you.",
  );
  assert.equal(home.gateway.executed.length, 1);
});

test("whom others let in at the lock, and a duress alarm, is seen by administrators only", async () => {
  await using home = await TestHome.open();
  const lockId = await home.addLock("Front");
  await ask(home, "post", "/people", { body: { name: "Anna" } });
  home.gateway.find(lockId, {
    userIndex: 7,
    name: "User 7",
    isEnabled: true,
    role: null,
    credentials: [],
    hasSchedules: false,
    madeBy: "keypad",
  });
  await home.gateway.happen(lockId, { event: "alarm", code: "forcedUser" });
  await home.settled();
  for (const role of ["owner", "member"] as const) {
    const { locks } = (await ask(home, "get", "/locks", { role })) as { readonly locks: readonly LockView[] };
    assert.equal(locks[0]?.found.length, role === "owner" ? 1 : 0);
    const one = (await ask(home, "get", "/locks/{lockId}", { role, params: { lockId } })) as LockView;
    assert.equal(one.found.length, role === "owner" ? 1 : 0);
    const { alarms } = (await ask(home, "get", "/alarms", { role })) as { readonly alarms: readonly unknown[] };
    assert.equal(alarms.length, role === "owner" ? 1 : 0);
  }
});

test("nothing below a home is reached from another home", async () => {
  await using home = await TestHome.open();
  const lockId = await home.addLock("Front");
  const person = (await ask(home, "post", "/people", { body: { name: "Anna" } })) as PersonView;
  const { personId } = person;
  const body = { kind: "pin", digits: canary };
  const added = (await ask(home, "post", "/people/{personId}/credentials", { params: { personId }, body })) as {
    readonly credential: { readonly credentialId: string };
  };
  await home.gateway.happen(lockId, { event: "alarm", code: "lockJammed" });
  const { alarmId } = await home.household.database.selectFrom("lockAlarm").select("alarmId").executeTakeFirstOrThrow();
  const { credentialId } = added.credential;
  const ids: Readonly<Record<string, string>> = {
    lockId,
    personId,
    credentialId,
    alarmId,
    userIndex: "1",
    kind: "pin",
    index: "1",
    numbering: "log",
    number: "1",
  };
  const bodies: Readonly<Record<string, unknown>> = {
    "patch /people/{personId}": { name: "Mine" },
    "put /people/{personId}/paused": { isPaused: true },
    "put /people/{personId}/access/{lockId}": {},
    "post /people/{personId}/credentials": { kind: "fingerprint" },
    "patch /people/{personId}/credentials/{credentialId}": { label: "mine" },
    "post /people/{personId}/credentials/{credentialId}/enrolment": { lockId },
    "patch /locks/{lockId}": { name: "Mine" },
    "post /locks/{lockId}/unlock": { proof: home.proof() },
    "post /locks/{lockId}/lock": {},
    "post /locks/{lockId}/passage": { isOn: false },
    "put /locks/{lockId}/settings": { setting: { name: "volume", value: "silent" } },
    "post /locks/{lockId}/share": { proof: home.proof("share") },
    "post /locks/{lockId}/found-users/{userIndex}/adopt": { name: "Mine" },
    "post /locks/{lockId}/found-credentials/adopt": { personId, kind: "pin", index: 1 },
  };
  const queries: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "get /locks/{lockId}/access-at": { time: "2026-03-07T22:00" },
  };
  const before = [await home.rows(), home.gateway.orders.length];
  const homeId = "5b0a6a58-3c7e-4f0b-8a0e-0d9f3a1b2c3d";
  let asked = 0;
  for (const { method, path } of householdRoutes) {
    const below = path.replace("/api/homes/{homeId}", "");
    const names = [...below.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
    if (names.length === 0) continue;
    const params = Object.fromEntries(names.map((name) => [name, ids[name] ?? ""]));
    const key = `${method} ${below}`;
    const query = queries[key] ?? {};
    const answer = await ask(home, method, below, { params, query, body: bodies[key], homeId });
    assert.match(String(answer), /^notFound: /, key);
    asked += 1;
  }
  assert.equal(asked > 25, true);
  assert.deepEqual([await home.rows(), home.gateway.orders.length], before);
});

test("the broker's password goes sealed, and is nowhere else", async () => {
  await using home = await TestHome.open();
  const mqtt = {
    url: "mqtt://localhost:1883",
    username: "locks",
    password: "a-broker-password",
    discoveryPrefix: "homeassistant",
    isUnlockAllowed: false,
  };
  assert.equal(await ask(home, "put", "/gateway/mqtt", { body: { mqtt } }), null);
  const order = home.gateway.orders.find((candidate) => candidate.order === "setMqtt");
  assert.match(order?.mqtt?.sealedPassword ?? "", /^s1\./);
  assert.doesNotMatch(JSON.stringify(home.gateway.orders) + home.told() + home.onDisk(), /a-broker-password/);
  assert.deepEqual(await ask(home, "get", "/gateway"), { isThere: true, box: null, mqtt: null });
});
