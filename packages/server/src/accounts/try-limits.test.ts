/** Guessing passwords: how often, from where, and for how long. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { goodPassword, TestServer } from "../../test/test-server.ts";

const minute = 60_000;
const owner = "owner@example.org";

async function signIn(server: TestServer, email: string, password: string, headers = {}) {
  return await server.browser().ask("POST", "/api/session", { email, password }, headers);
}

async function fail(server: TestServer, times: number, email = owner): Promise<void> {
  for (let index = 0; index < times; index++)
    assert.equal((await signIn(server, email, "not the password")).status, 401, `try ${index + 1}`);
}

test("W-5: five failures shut an account for ten minutes, for the right password too", async () => {
  await using server = await TestServer.open();
  await server.owner();
  await fail(server, 5);
  const { status, body, headers } = await signIn(server, owner, goodPassword);
  assert.deepEqual([status, body.error.code], [429, "blocked"]);
  assert.equal(headers.get("retry-after"), "600");
  server.advance(10 * minute - 1000);
  const last = await signIn(server, owner, goodPassword);
  assert.deepEqual([last.status, last.headers.get("retry-after")], [429, "1"]);
  server.advance(1001);
  assert.equal((await signIn(server, owner, goodPassword)).status, 200);
});

test("W-5: a restart gives no try back", async () => {
  await using server = await TestServer.open();
  await server.owner();
  await fail(server, 4);
  await server.restart();
  await fail(server, 1);
  await server.restart();
  assert.equal((await signIn(server, owner, goodPassword)).status, 429);
});

test("W-5: of a hundred tries at once five are judged", async () => {
  await using server = await TestServer.open();
  await server.owner();
  const answers = await Promise.all(Array.from({ length: 100 }, () => signIn(server, owner, "not the password")));
  assert.equal(answers.filter(({ status }) => status === 401).length, 5);
  assert.equal(answers.filter(({ status }) => status === 429).length, 95);
});

test("W-5: another account is not shut, until twenty failures came from one address", async () => {
  await using server = await TestServer.open();
  const home = await server.owner();
  await server.member(home, "member");
  await fail(server, 5);
  assert.equal((await signIn(server, "member@example.org", goodPassword)).status, 200);
  for (const name of ["a", "b", "c"]) await fail(server, 5, `${name}@example.org`);
  assert.equal((await signIn(server, "member@example.org", goodPassword)).status, 429);
  server.peer = "192.168.1.77";
  assert.equal((await signIn(server, "member@example.org", goodPassword)).status, 200, "from elsewhere");
});

test("a right password uses up no try", async () => {
  await using server = await TestServer.open();
  await server.owner();
  for (let index = 0; index < 8; index++) assert.equal((await signIn(server, owner, goodPassword)).status, 200);
  await fail(server, 4);
  assert.equal((await signIn(server, owner, goodPassword)).status, 200);
});

test("W-5: what is written into X-Forwarded-For changes nothing, unless a trusted proxy wrote it", async () => {
  await using server = await TestServer.open();
  await server.owner();
  for (let index = 0; index < 20; index++) {
    const forwarded = { "x-forwarded-for": `203.0.113.${index}` };
    assert.equal((await signIn(server, `a${index}@example.org`, "not the password", forwarded)).status, 401);
  }
  assert.equal((await signIn(server, owner, goodPassword, { "x-forwarded-for": "203.0.113.99" })).status, 429);
  server.trustedProxies = ["127.0.0.1"];
  await server.restart();
  assert.equal((await signIn(server, owner, goodPassword, { "x-forwarded-for": "203.0.113.99" })).status, 200);
});

test("an account that there is not gets the same answer, the same pause, and no other word", async () => {
  await using server = await TestServer.open();
  await server.owner();
  const known = await signIn(server, owner, "not the password");
  const unknown = await signIn(server, "nobody@example.org", "not the password");
  assert.deepEqual([unknown.status, unknown.body], [known.status, known.body]);
  await fail(server, 4, "nobody@example.org");
  assert.equal((await signIn(server, "nobody@example.org", "x")).status, 429);
});

test("no e-mail address and no network address of a failed try stands in the table", async () => {
  await using server = await TestServer.open();
  await server.owner();
  server.peer = "192.168.17.23";
  await fail(server, 1, "canary@example.org");
  assert.ok(!server.onDisk().includes("canary@example.org"));
  assert.ok(!server.onDisk().includes("192.168.17.23"));
});
