/** Claiming a gateway, and what becomes of the home when it is claimed again. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { ScriptedGateway } from "../../test/household/scripted-gateway.ts";
import { goodPassword, TestServer, type Browser } from "../../test/test-server.ts";

const anna = { code: "LABEL", name: "Anna", email: "anna@example.org", password: goodPassword };

async function count(server: TestServer, table: string): Promise<number> {
  return await Promise.resolve(countNow(server, table));
}

function countNow(server: TestServer, table: string): number {
  const database = server.database();
  try {
    return database.prepare(`SELECT count(*) FROM "${table}"`).pluck().get() as number;
  } finally {
    database.close();
  }
}

async function addPerson(owner: Browser): Promise<void> {
  await owner.expect("POST", `/api/homes/${owner.homeId}/people`, { name: "Nonna" });
}

test("G5: whoever has the label's code and is in the same network becomes the owner of a new home", async () => {
  await using server = await TestServer.open();
  const browser = server.browser();
  assert.deepEqual(await browser.expect("GET", "/api/set-up"), {
    hasGateway: false,
    isClaimed: false,
    isLocal: true,
    hasFormerHome: false,
  });
  const account = await browser.expect("POST", "/api/claim", { ...anna, homeName: "Casa Rossi" });
  assert.equal(account.email, "anna@example.org");
  assert.deepEqual(
    account.homes.map(({ name, role }: { name: string; role: string }) => [name, role]),
    [["Casa Rossi", "owner"]],
  );
  assert.equal((await browser.expect("GET", "/api/session")).name, "Anna", "and is signed in");
  assert.equal((await browser.expect("GET", "/api/set-up")).isClaimed, true);
});

test("a wrong code, another network, and a gateway that is somebody's make no account", async () => {
  await using server = await TestServer.open();
  const wrong = await server.browser().ask("POST", "/api/claim", { ...anna, code: "WRONG" });
  assert.deepEqual([wrong.status, wrong.body.error.code], [401, "wrongCredentials"]);
  server.peer = "203.0.113.9";
  const far = await server.browser().ask("POST", "/api/claim", anna);
  assert.deepEqual([far.status, far.body.error.code], [403, "notLocal"]);
  server.peer = "192.168.1.20";
  for (const table of ["user", "home", "membership", "session"]) assert.equal(await count(server, table), 0, table);
  await server.browser().expect("POST", "/api/claim", anna);
  const second = await server.browser().ask("POST", "/api/claim", { ...anna, email: "bruno@example.org" });
  assert.deepEqual([second.status, second.body.error.code], [409, "alreadyClaimed"]);
  assert.equal(await count(server, "user"), 1);
});

test("of eight who claim at once one becomes the owner", async () => {
  await using server = await TestServer.open();
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      server.browser().ask("POST", "/api/claim", { ...anna, email: `anna${index}@example.org` }),
    ),
  );
  assert.deepEqual(
    answers.map(({ status }) => status).toSorted((one, other) => one - other),
    [201, ...Array.from({ length: 7 }, () => 409)],
  );
  assert.equal(await count(server, "user"), 1);
  assert.equal(await count(server, "home"), 1);
});

test("G3: after a reset the home is kept when the new owner says so, and nobody else belongs to it any more", async () => {
  await using server = await TestServer.open();
  const before = await server.owner();
  const member = await server.member(before, "member");
  const { key } = await before.expect("POST", `/api/homes/${before.homeId}/api-keys`, { name: "cron", role: "owner" });
  await addPerson(before);
  const webhook = {
    name: "Mine",
    url: "https://example.org/hook",
    events: ["lockOperation"],
    isHomeNetworkAllowed: false,
  };
  await before.expect("POST", `/api/homes/${before.homeId}/webhooks`, webhook);
  server.claim.isClaimed = false;
  assert.equal((await server.browser().expect("GET", "/api/set-up")).hasFormerHome, true);
  const after = server.browser();
  await after.expect("POST", "/api/claim", { ...anna, keepsData: true });
  await after.look();
  assert.equal(after.homeId, before.homeId);
  const { people } = await after.expect("GET", `/api/homes/${after.homeId}/people`);
  assert.deepEqual(
    people.map(({ name }: { name: string }) => name),
    ["Nonna"],
  );
  for (const former of [before, member]) assert.equal((await former.ask("GET", "/api/session")).status, 401);
  const byKey = await server
    .browser()
    .ask("GET", `/api/homes/${after.homeId}/people`, undefined, { authorization: `Bearer ${key}` });
  assert.equal(byKey.status, 401, "a key of before opens nothing");
  const { members } = await after.expect("GET", `/api/homes/${after.homeId}/members`);
  assert.equal(members.length, 1);
  const { webhooks } = await after.expect("GET", `/api/homes/${after.homeId}/webhooks`);
  assert.deepEqual(webhooks, [], "the former owner is told nothing any more");
  assert.equal((await after.expect("GET", `/api/homes/${after.homeId}/audit/verification`)).isWhole, true);
});

test("G3: after a reset nothing of the home is kept unless the new owner says so", async () => {
  await using server = await TestServer.open();
  const before = await server.owner();
  await addPerson(before);
  server.claim.isClaimed = false;
  const after = server.browser();
  await after.expect("POST", "/api/claim", anna);
  await after.look();
  assert.notEqual(after.homeId, before.homeId);
  assert.equal(await count(server, "home"), 1);
  for (const table of ["person", "personName"]) assert.equal(await count(server, table), 0, table);
  assert.equal((await before.ask("GET", "/api/session")).status, 401);
});

test("G3: whoever forgot the password has the home again after a reset, with the same e-mail and a new password", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  server.claim.isClaimed = false;
  const claim = { ...anna, email: "owner@example.org", password: "another long password", keepsData: true };
  await server.browser().expect("POST", "/api/claim", claim);
  const signIn = async (password: string) =>
    (await server.browser().ask("POST", "/api/session", { email: "owner@example.org", password })).status;
  assert.equal(await signIn(goodPassword), 401);
  assert.equal(await signIn("another long password"), 200);
  assert.equal((await owner.ask("GET", "/api/session")).status, 401);
});

test("a short password, an empty name and what is no e-mail address are told by name, and claim nothing", async () => {
  await using server = await TestServer.open();
  for (const [field, value] of [
    ["password", "short"],
    ["name", " "],
    ["email", "anna"],
  ] as const) {
    const { status, body } = await server.browser().ask("POST", "/api/claim", { ...anna, [field]: value });
    assert.deepEqual([status, body.error.code, body.error.field], [400, "invalid", field]);
  }
  assert.equal(server.claim.isClaimed, false);
});

const startMs = Date.parse("2026-03-02T08:00:00.000Z");

async function until(isSo: () => boolean): Promise<void> {
  for (let turns = 0; turns < 2000; turns++) {
    if (isSo()) return;
    await setImmediate();
  }
  throw new RangeError("It did not come to be.");
}

async function openWithLock() {
  const gateway = new ScriptedGateway(() => new Date(startMs));
  const server = await TestServer.open(gateway);
  const owner = await server.owner();
  const locks = `/api/homes/${owner.homeId}/locks`;
  const { lockId } = await owner.expect("POST", locks, { name: "Front", code: "MT:Y.K9042C00KA0648G00" });
  await until(() => gateway.locks.has(lockId));
  return { gateway, server, owner, lockId };
}

const brokerOrders = ({ orders }: ScriptedGateway) =>
  orders.flatMap((order) => (order.order === "setMqtt" ? [order.mqtt] : []));

test("G3: the locks of a home that is not kept are removed when they answer, however late, and not by force", async () => {
  const { gateway, server, lockId } = await openWithLock();
  await using _server = server;
  gateway.setOnline(lockId, false);
  server.claim.isClaimed = false;
  const after = server.browser();
  await after.expect("POST", "/api/claim", anna);
  await until(() => gateway.orders.some(({ order }) => order === "removeLock"));
  assert.ok(gateway.locks.has(lockId), "whoever had a PIN has it still");
  await server.restart();
  assert.ok(gateway.locks.has(lockId));
  gateway.setOnline(lockId, true);
  await until(() => !gateway.locks.has(lockId));
  assert.ok(gateway.orders.every((order) => order.order !== "removeLock" || !order.isForced));
  await until(() => countNow(server, "cleanUp") === 0);
});

test("G3: after a claim the former owner's broker is left, whatever of the home is kept, and when the gateway can", async () => {
  for (const keepsData of [true, false]) {
    const { gateway, server } = await openWithLock();
    await using _server = server;
    server.claim.isClaimed = false;
    gateway.isAway = true;
    await server.browser().expect("POST", "/api/claim", { ...anna, keepsData });
    await server.restart();
    assert.ok(countNow(server, "cleanUp") > 0, "it is not forgotten");
    gateway.isAway = false;
    const before = brokerOrders(gateway).length;
    gateway.reportBox({ report: "box", led: "white", network: "wifi", ssid: "Casa" });
    await until(() => countNow(server, "cleanUp") === 0);
    assert.deepEqual(brokerOrders(gateway).slice(before), [null]);
    assert.equal(gateway.locks.size, keepsData ? 1 : 0);
  }
});

test("the new owner's broker stays when the former one is left", async () => {
  const { gateway, server } = await openWithLock();
  await using _server = server;
  server.claim.isClaimed = false;
  gateway.isAway = true;
  const after = server.browser();
  await after.expect("POST", "/api/claim", anna);
  await after.look();
  gateway.isAway = false;
  const mqtt = { url: "mqtt://192.168.1.5", username: null, password: null, discoveryPrefix: "homeassistant" };
  await after.expect("PUT", `/api/homes/${after.homeId}/gateway/mqtt`, { mqtt: { ...mqtt, isUnlockAllowed: false } });
  await server.restart();
  assert.equal(brokerOrders(gateway).at(-1)?.url, mqtt.url);
});

test("a reset at the gateway ends what was signed in, and until somebody claims nothing of the home is shown", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  const home = `/api/homes/${owner.homeId}`;
  const { key } = await owner.expect("POST", `${home}/api-keys`, { name: "cron", role: "owner" });
  server.claim.isClaimed = false;
  for (const headers of [{}, { authorization: `Bearer ${key}` }]) {
    const { status, body } = await owner.ask("GET", `${home}/people`, undefined, headers);
    assert.deepEqual([status, body.error.code], [403, "forbidden"]);
  }
  assert.equal((await owner.ask("GET", "/api/session")).status, 401);
  assert.equal((await owner.ask("GET", "/api/set-up")).status, 200);
  await server.gatewayReset();
  assert.equal(await count(server, "session"), 0);
  const again = { email: "owner@example.org", password: goodPassword };
  await owner.ask("POST", "/api/session", again);
  assert.equal((await owner.ask("GET", `${home}/people`)).status, 403, "nor by signing in again");
});

test("a claim that was cut off before its home was stored is nobody's, although there was an owner before", async () => {
  await using server = await TestServer.open();
  await server.owner();
  assert.equal(await server.hasOwner(), true);
  await server.restart();
  assert.equal(await server.hasOwner(), true);
  server.claim.claimId = "7b0a6a58-3c7e-4f0b-8a0e-0d9f3a1b2c3d";
  assert.equal(await server.hasOwner(), false);
  server.claim.claimId = null;
  assert.equal(await server.hasOwner(), true, "of a claim from before there were ids the owner counts");
});

test("a new home has the time zone that is given, or the server's own, and the gateway is told", async () => {
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const [given, expected] of [
    [{}, own],
    [{ timeZone: "Europe/Rome" }, "Europe/Rome"],
  ] as const) {
    const gateway = new ScriptedGateway(() => new Date());
    await using server = await TestServer.open(gateway);
    const browser = server.browser();
    await browser.expect("POST", "/api/claim", { ...anna, ...given });
    await browser.look();
    const settings = await browser.expect("GET", `/api/homes/${browser.homeId}/settings`);
    assert.deepEqual(settings, { timeZone: expected, historyDays: 365, keepsSealedPins: false });
    const told = gateway.orders.filter(({ order }) => order === "setTimeZone");
    assert.deepEqual(told, [{ order: "setTimeZone", timeZone: expected }]);
    const { homes } = await browser.expect("GET", "/api/session");
    assert.equal(homes[0].timeZone, expected);
  }
  await using server = await TestServer.open();
  const { status, body } = await server.browser().ask("POST", "/api/claim", { ...anna, timeZone: "Europe/Atlantis" });
  assert.deepEqual([status, body.error.field], [400, "timeZone"]);
});

test("a home that is kept keeps its time zone, unless another one is given", async () => {
  await using server = await TestServer.open();
  const zone = async (browser: Browser) =>
    (await browser.expect("GET", `/api/homes/${browser.homeId}/settings`)).timeZone;
  const claim = async (given: object): Promise<Browser> => {
    server.claim.isClaimed = false;
    const browser = server.browser();
    await browser.expect("POST", "/api/claim", { ...anna, ...given });
    await browser.look();
    return browser;
  };
  assert.equal(await zone(await claim({ timeZone: "Europe/Rome" })), "Europe/Rome");
  assert.equal(await zone(await claim({ keepsData: true })), "Europe/Rome");
  assert.equal(await zone(await claim({ keepsData: true, timeZone: "Asia/Tokyo" })), "Asia/Tokyo");
});
