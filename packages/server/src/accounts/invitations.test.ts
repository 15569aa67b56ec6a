/** Invitations: for whom, for how long, for how often, and to which role. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { address, goodPassword, TestServer, type Browser } from "../../test/test-server.ts";

const hour = 3_600_000;
const bruno = { email: "bruno@example.org", name: "Bruno", password: goodPassword };

async function invite(inviter: Browser, role = "member", email = bruno.email) {
  return await inviter.expect("POST", `/api/homes/${inviter.homeId}/invitations`, { email, role });
}

async function accept(browser: Browser, token: string, body: object = bruno) {
  return await browser.ask("POST", "/api/invitations/accept", { token, ...body });
}

test("an invited person makes an account with the link, and belongs to the home in the role that was said", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  const { token, link, invitation } = await invite(owner);
  assert.equal(link, `${address}/invitation#${token}`);
  assert.equal(invitation.role, "member");
  const browser = server.browser();
  const { status, body } = await accept(browser, token, { ...bruno, email: "Bruno@Example.org" });
  assert.equal(status, 200);
  assert.deepEqual(
    body.homes.map(({ homeId, role }: Record<string, string>) => [homeId, role]),
    [[owner.homeId, "member"]],
  );
  assert.equal((await browser.ask("GET", "/api/session")).status, 200);
  const list = await owner.expect("GET", `/api/homes/${owner.homeId}/invitations`);
  assert.deepEqual(list.invitations, [], "it is not open any more");
});

test("W-11: a link is good once, of five at once too", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  const { token } = await invite(owner);
  const answers = await Promise.all(Array.from({ length: 5 }, () => accept(server.browser(), token)));
  const statuses = answers.map(({ status }) => status).toSorted((one, other) => one - other);
  assert.deepEqual(statuses, [200, 404, 404, 404, 404]);
  assert.equal((await accept(server.browser(), token)).status, 404);
  const { members } = await owner.expect("GET", `/api/homes/${owner.homeId}/members`);
  assert.equal(members.length, 2);
});

test("W-11: a link ends after 48 hours", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  const early = await invite(owner);
  const late = await invite(owner, "member", "late@example.org");
  server.advance(48 * hour - 1000);
  assert.equal((await accept(server.browser(), early.token)).status, 200);
  server.advance(1000);
  const { status, body } = await accept(server.browser(), late.token, { ...bruno, email: "late@example.org" });
  assert.deepEqual([status, body.error.code], [404, "notFound"]);
});

test("W-11: a link is for the invited e-mail address alone, and guessing it is limited", async () => {
  await using server = await TestServer.open();
  const { token } = await invite(await server.owner());
  for (let index = 0; index < 5; index++) {
    const { status } = await accept(server.browser(), token, { ...bruno, email: `mallory${index}@example.org` });
    assert.equal(status, 404);
  }
  assert.equal((await accept(server.browser(), token)).status, 429);
  server.advance(10 * 60_000 + 1);
  assert.equal((await accept(server.browser(), token)).status, 200);
});

test("W-11: somebody else who is signed in cannot accept it", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  const mallory = await server.member(owner, "guest");
  const { token } = await invite(owner, "administrator");
  for (const email of [bruno.email, "guest@example.org"]) {
    const { status } = await accept(mallory, token, { ...bruno, email });
    assert.ok([403, 404].includes(status), `status ${status}`);
  }
  const { members } = await owner.expect("GET", `/api/homes/${owner.homeId}/members`);
  assert.equal(members.length, 2);
});

test("W-11: nobody invites above their own role, not by being lowered or leaving afterwards either", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  const administrator = await server.member(owner, "administrator");
  const path = `/api/homes/${owner.homeId}/invitations`;
  const { status } = await administrator.ask("POST", path, { email: bruno.email, role: "owner" });
  assert.equal(status, 403);
  const { token } = await invite(administrator, "administrator");
  await owner.expect("PATCH", `/api/homes/${owner.homeId}/members/${administrator.accountId}`, { role: "member" });
  assert.equal((await accept(server.browser(), token)).status, 404);
});

test("whoever has an account already signs in first, and needs no other one", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  const member = await server.member(owner, "member", bruno.email);
  const { token } = await invite(owner);
  const first = await accept(server.browser(), token);
  assert.deepEqual([first.status, first.body.error.code], [401, "unauthenticated"]);
  const again = await accept(member, token, { email: bruno.email });
  assert.deepEqual([again.status, again.body.error.code], [409, "conflict"], "it is a member already");
});

test("an invitation that was taken back is worth nothing", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  const { token, invitation } = await invite(owner);
  const path = `/api/homes/${owner.homeId}/invitations/${invitation.invitationId}`;
  await owner.expect("DELETE", path);
  assert.equal((await accept(server.browser(), token)).status, 404);
  assert.equal((await owner.ask("DELETE", path)).status, 404);
});

test("without a name or a password no account is made, and the link stays good", async () => {
  await using server = await TestServer.open();
  const { token } = await invite(await server.owner());
  const { status, body } = await accept(server.browser(), token, { email: bruno.email, name: "Bruno" });
  assert.deepEqual([status, body.error.field], [400, "password"]);
  assert.equal((await accept(server.browser(), token)).status, 200);
});

test("the link's token stands nowhere on the disk", async () => {
  await using server = await TestServer.open();
  const { token } = await invite(await server.owner());
  assert.ok(!server.onDisk().includes(token));
});
