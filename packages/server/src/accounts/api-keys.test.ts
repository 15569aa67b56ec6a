/** API keys: what a script may do with one, and when it ends. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { TestServer, type Browser } from "../../test/test-server.ts";

async function makeKey(owner: Browser, role = "owner") {
  return await owner.expect("POST", `/api/homes/${owner.homeId}/api-keys`, { name: "backup", role });
}

async function withKey(server: TestServer, key: string, method: string, path: string, body?: unknown) {
  return await server.browser().ask(method, path, body, { authorization: `Bearer ${key}`, origin: null });
}

test("a key is shown once, and only its hash is kept", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  const { key, apiKey } = await makeKey(owner);
  assert.match(key, /^ck_[\w-]{43}$/);
  const { apiKeys } = await owner.expect("GET", `/api/homes/${owner.homeId}/api-keys`);
  assert.deepEqual(apiKeys, [apiKey]);
  assert.ok(!server.onDisk().includes(key.slice("ck_".length)));
});

test("a script changes things without an Origin, as far as the key's role goes", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  const home = `/api/homes/${owner.homeId}`;
  const administrator = await makeKey(owner, "administrator");
  assert.equal((await withKey(server, administrator.key, "POST", `${home}/people`, { name: "Nonna" })).status, 201);
  assert.equal((await withKey(server, administrator.key, "PATCH", home, { name: "Mine" })).status, 403);
  const guest = await makeKey(owner, "guest");
  assert.equal((await withKey(server, guest.key, "GET", `${home}/people`)).status, 403);
  assert.equal((await withKey(server, guest.key, "GET", home)).status, 200);
});

test("a key is no session: it signs nobody in, and another home is none", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  const { key } = await makeKey(owner);
  assert.equal((await withKey(server, key, "GET", "/api/session")).status, 401);
  const other = "11111111-1111-4111-8111-111111111111";
  const database = server.database();
  database.prepare("INSERT INTO home (homeId, name, createdAt) VALUES (?, 'Other', '')").run(other);
  database.prepare("INSERT INTO membership VALUES (?, ?, 'owner', '')").run(other, owner.accountId);
  database.close();
  const { homes } = (await withKey(server, key, "GET", "/api/homes")).body;
  assert.deepEqual(
    homes.map((home: { readonly homeId: string }) => home.homeId),
    [owner.homeId],
    "its own home, and not its maker's others",
  );
  assert.equal((await owner.ask("GET", `/api/homes/${other}`)).status, 200, "its maker belongs there");
  assert.equal((await withKey(server, key, "GET", `/api/homes/${other}`)).status, 404);
});

test("a revoked key and a made-up one open nothing", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  const home = `/api/homes/${owner.homeId}`;
  const { key, apiKey } = await makeKey(owner);
  await owner.expect("DELETE", `${home}/api-keys/${apiKey.apiKeyId}`);
  for (const bad of [key, "ck_", "ck_x", key.slice(3), `${key}x`])
    assert.equal((await withKey(server, bad, "GET", home)).status, 401);
  assert.equal((await owner.ask("DELETE", `${home}/api-keys/${apiKey.apiKeyId}`)).status, 404);
});

test("a key never exceeds the role that its maker has today", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  const second = await server.member(owner, "owner", "second@example.org");
  const { key } = await makeKey(second);
  const home = `/api/homes/${owner.homeId}`;
  assert.equal((await withKey(server, key, "GET", `${home}/audit`)).status, 200);
  await owner.expect("PATCH", `${home}/members/${second.accountId}`, { role: "member" });
  assert.equal((await withKey(server, key, "GET", `${home}/audit`)).status, 403);
});

test("when a key was last used can be seen", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  const home = `/api/homes/${owner.homeId}`;
  const { key } = await makeKey(owner);
  server.advance(3_600_000);
  await withKey(server, key, "GET", home);
  const { apiKeys } = await owner.expect("GET", `${home}/api-keys`);
  assert.equal(apiKeys[0].lastUsedAt, "2026-03-02T09:00:00.000Z");
});

test("a home has fifty keys at most", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  for (let index = 0; index < 50; index++) await makeKey(owner, "guest");
  const { status, body } = await owner.ask("POST", `/api/homes/${owner.homeId}/api-keys`, { name: "x", role: "guest" });
  assert.deepEqual([status, body.error.code], [409, "full"]);
});
