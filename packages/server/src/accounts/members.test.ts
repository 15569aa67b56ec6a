/** Members: their roles, and what is left of them when they go. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { goodPassword, TestServer, type Browser } from "../../test/test-server.ts";

function pathOf(owner: Browser, member: Browser): string {
  return `/api/homes/${owner.homeId}/members/${member.accountId}`;
}

async function signInAgain(server: TestServer, email: string): Promise<Browser> {
  const browser = server.browser();
  await browser.expect("POST", "/api/session", { email, password: goodPassword });
  return browser;
}

test("W-4: a new role ends the member's sessions, and counts from the next sign-in on", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  const member = await server.member(owner, "administrator");
  const list = `/api/homes/${owner.homeId}/members`;
  assert.equal((await member.ask("GET", list)).status, 200);
  await owner.expect("PATCH", pathOf(owner, member), { role: "guest" });
  assert.equal((await member.ask("GET", list)).status, 401);
  const again = await signInAgain(server, "administrator@example.org");
  assert.equal((await again.ask("GET", list)).status, 403);
});

test("a home always keeps an owner", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  for (const [method, body] of [["PATCH", { role: "member" }], ["DELETE"]] as const) {
    const answer = await owner.ask(method, pathOf(owner, owner), body);
    assert.deepEqual([answer.status, answer.body.error.code], [409, "conflict"], method);
  }
  const second = await server.member(owner, "owner", "second@example.org");
  const answers = await Promise.all([
    owner.ask("PATCH", pathOf(owner, second), { role: "member" }),
    second.ask("PATCH", pathOf(owner, owner), { role: "member" }),
  ]);
  assert.equal(answers.filter(({ status }) => status === 204).length, 1, "of two that lower each other one does");
});

test("an administrator does not touch an owner, and makes none", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  const administrator = await server.member(owner, "administrator");
  const guest = await server.member(owner, "guest");
  const refused = [
    await administrator.ask("PATCH", pathOf(owner, owner), { role: "guest" }),
    await administrator.ask("DELETE", pathOf(owner, owner)),
    await administrator.ask("PATCH", pathOf(owner, guest), { role: "owner" }),
    await administrator.ask("PATCH", pathOf(owner, administrator), { role: "owner" }),
    await guest.ask("DELETE", pathOf(owner, administrator)),
  ];
  assert.deepEqual(
    refused.map(({ status }) => status),
    [403, 403, 403, 403, 403],
  );
  await administrator.expect("PATCH", pathOf(owner, guest), { role: "administrator" });
});

test("whoever is removed is out at once, with their API keys, and their account goes with its last home", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  const second = await server.member(owner, "owner", "second@example.org");
  const { key } = await second.expect("POST", `/api/homes/${owner.homeId}/api-keys`, { name: "cron", role: "owner" });
  await owner.expect("DELETE", pathOf(owner, second));
  assert.equal((await second.ask("GET", "/api/session")).status, 401);
  const home = `/api/homes/${owner.homeId}`;
  const byKey = await server.browser().ask("GET", home, undefined, { authorization: `Bearer ${key}` });
  assert.equal(byKey.status, 401);
  const database = server.database();
  assert.deepEqual(database.prepare(`SELECT email FROM "user"`).pluck().all(), ["owner@example.org"]);
  for (const table of ["session", "account"])
    assert.equal(
      database.prepare(`SELECT count(*) FROM "${table}" WHERE userId = ?`).pluck().get(second.accountId),
      0,
      table,
    );
  database.close();
  const signIn = { email: "second@example.org", password: goodPassword };
  assert.equal((await server.browser().ask("POST", "/api/session", signIn)).status, 401);
});

test("a guest may leave, and whoever is nobody's member cannot be removed", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  const guest = await server.member(owner, "guest");
  await guest.expect("DELETE", pathOf(owner, guest));
  assert.equal((await guest.ask("GET", "/api/session")).status, 401);
  assert.equal((await owner.ask("DELETE", pathOf(owner, guest))).status, 404);
  assert.equal((await owner.ask("PATCH", pathOf(owner, guest), { role: "member" })).status, 404);
});

test("W-7: every change of a role stands in the audit, by ids", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  const member = await server.member(owner, "member");
  await owner.expect("PATCH", pathOf(owner, member), { role: "guest" });
  await owner.expect("DELETE", pathOf(owner, member));
  const { lines } = await owner.expect("GET", `/api/homes/${owner.homeId}/audit`);
  const changes = lines.filter(({ action }: { action: string }) => action.startsWith("member."));
  assert.deepEqual(
    changes.map(({ action, accountId, subject }: Record<string, unknown>) => [action, accountId, subject]),
    [
      ["member.remove", owner.accountId, { accountId: member.accountId }],
      ["member.role", owner.accountId, { accountId: member.accountId, role: "guest" }],
    ],
  );
});
