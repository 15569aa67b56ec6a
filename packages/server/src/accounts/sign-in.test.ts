/** Signing in and out, what a browser is given, and what of better-auth's own routes is open. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { SoftPasskey } from "../../test/soft-passkey.ts";
import { address, goodPassword, TestServer } from "../../test/test-server.ts";
import { arePasskeysPossible } from "./sign-in.ts";

const owner = "owner@example.org";

test("the session's cookie is for the server alone, and no script of a page reads it", async () => {
  await using server = await TestServer.open();
  await server.owner();
  const { headers } = await server.browser().ask("POST", "/api/session", { email: owner, password: goodPassword });
  const [cookie = "", ...others] = headers.getSetCookie();
  assert.deepEqual(others, []);
  assert.match(cookie, /^catenaccio\.session_token=/);
  for (const attribute of ["HttpOnly", "SameSite=Lax", "Path=/"])
    assert.match(cookie, new RegExp(`; ${attribute}(;|$)`, "i"));
  assert.doesNotMatch(cookie, /Domain=/i);
});

test("W-4: over https the cookie has the prefix __Host- and is never sent unprotected", async () => {
  await using server = await TestServer.open(null, "https://lock.example.org");
  await server.owner();
  const { headers } = await server.browser().ask("POST", "/api/session", { email: owner, password: goodPassword });
  assert.match(headers.getSetCookie()[0] ?? "", /^__Host-catenaccio\.session_token=/);
  assert.match(headers.getSetCookie()[0] ?? "", /; Secure(;|$)/i);
});

test("W-4: after signing out the old cookie is worth nothing", async () => {
  await using server = await TestServer.open();
  const browser = await server.owner();
  const { cookie } = browser;
  assert.notEqual(cookie, "");
  await browser.expect("DELETE", "/api/session");
  assert.equal(browser.cookie, "", "the browser forgets it");
  assert.equal((await server.browser().ask("GET", "/api/session", undefined, { cookie })).status, 401);
});

test("each sign-in has a cookie of its own, and a restart of the server ends none", async () => {
  await using server = await TestServer.open();
  const first = await server.owner();
  const second = server.browser();
  await second.expect("POST", "/api/session", { email: "OWNER@example.org", password: goodPassword });
  assert.notEqual(first.cookie, second.cookie);
  await server.restart();
  for (const browser of [first, second]) assert.equal((await browser.ask("GET", "/api/session")).status, 200);
});

test("a changed password ends every other session, and the old one opens nothing", async () => {
  await using server = await TestServer.open();
  const browser = await server.owner();
  const other = server.browser();
  await other.expect("POST", "/api/session", { email: owner, password: goodPassword });
  const wrong = await browser.ask("PUT", "/api/session/password", { password: "x", newPassword: "a new long one" });
  assert.deepEqual([wrong.status, wrong.body.error.field], [401, "password"]);
  await browser.expect("PUT", "/api/session/password", { password: goodPassword, newPassword: "a new long one" });
  assert.equal((await other.ask("GET", "/api/session")).status, 401);
  assert.equal((await browser.ask("GET", "/api/session")).status, 200);
  const again = async (password: string) =>
    (await server.browser().ask("POST", "/api/session", { email: owner, password })).status;
  assert.deepEqual([await again(goodPassword), await again("a new long one")], [401, 200]);
});

test("one sees where one is signed in, and ends it everywhere else, however long ago one signed in", async () => {
  await using server = await TestServer.open();
  const browser = await server.owner();
  const other = server.browser();
  await other.ask("POST", "/api/session", { email: owner, password: goodPassword }, { "user-agent": "Phone" });
  await server.member(browser, "member", "member@example.org");
  const database = server.database();
  database.prepare("UPDATE session SET createdAt = '2026-01-01T00:00:00.000Z' WHERE userAgent IS NOT 'Phone'").run();
  database.close();
  const { sessions } = await browser.expect("GET", "/api/sessions");
  assert.deepEqual(
    sessions.map(({ userAgent, isThis }: { userAgent: string | null; isThis: boolean }) => [userAgent, isThis]),
    [
      ["Phone", false],
      [sessions[1]?.userAgent, true],
    ],
  );
  await browser.expect("DELETE", "/api/sessions");
  assert.equal((await other.ask("GET", "/api/session")).status, 401);
  assert.equal((await browser.expect("GET", "/api/sessions")).sessions.length, 1);
  const { lines } = await browser.expect("GET", `/api/homes/${browser.homeId}/audit`);
  assert.equal(lines[0].action, "session.endOthers");
});

test("W-7: who signed in, and who could not, stands in the audit of the home, without a name", async () => {
  await using server = await TestServer.open();
  const browser = await server.owner();
  await server.browser().ask("POST", "/api/session", { email: owner, password: "not the password" });
  const { lines } = await browser.expect("GET", `/api/homes/${browser.homeId}/audit`);
  assert.deepEqual(
    lines.map(({ action, accountId }: { action: string; accountId: string }) => [action, accountId]),
    ["session.refused", "session.begin", "home.claim"].map((action) => [action, browser.accountId]),
  );
});

test("nobody makes an account by better-auth's own sign-up, or signs in past the limits", async () => {
  await using server = await TestServer.open();
  await server.owner();
  for (const path of ["sign-up/email", "sign-in/email", "update-user", "change-password", "delete-user", "ok"]) {
    const body = { name: "X", email: "x@example.org", password: goodPassword };
    const { status } = await server.browser().ask("POST", `/api/auth/${path}`, body);
    assert.equal(status, 404, path);
  }
});

test("passkeys: only where browsers have them", async () => {
  assert.deepEqual(
    [
      "https://lock.example.org",
      "http://localhost:8080",
      "http://gateway.local",
      "http://192.168.1.5",
      "https://[::1]",
    ].map(arePasskeysPossible),
    [true, true, false, false, false],
  );
  await using server = await TestServer.open();
  const browser = await server.owner();
  const options = await browser.expect("GET", "/api/auth/passkey/generate-register-options");
  assert.equal(options.rp.id, "localhost");
  await using inside = await TestServer.open(null, "http://gateway.local:8080");
  const other = await inside.owner();
  assert.equal((await other.ask("GET", "/api/auth/passkey/generate-register-options")).status, 404);
});

test("the password stands nowhere in the clear", async () => {
  await using server = await TestServer.open();
  await server.owner();
  assert.ok(!server.onDisk().includes(goodPassword));
});

/** What an authenticator answers to `navigator.credentials.create` (WebAuthn Level 3 §6.5.4, attestation "none"). */
function attest(passkey: SoftPasskey, challenge: string) {
  const id = Buffer.from(passkey.credentialId, "base64url");
  const authData = Buffer.concat([
    createHash("sha256").update("localhost").digest(),
    // User present, user verified, credential included; counter 0; no AAGUID.
    Buffer.from(`45${"00".repeat(4)}${"00".repeat(16)}00${id.length.toString(16)}`, "hex"),
    id,
    Buffer.from(passkey.publicKey, "base64"),
  ]);
  const object = [`\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58`, String.fromCharCode(authData.length)];
  const clientData = { type: "webauthn.create", challenge, origin: address, crossOrigin: false };
  return {
    id: passkey.credentialId,
    rawId: passkey.credentialId,
    type: "public-key",
    clientExtensionResults: {},
    response: {
      clientDataJSON: Buffer.from(JSON.stringify(clientData)).toString("base64url"),
      attestationObject: Buffer.concat([Buffer.from(object.join(""), "latin1"), authData]).toString("base64url"),
    },
  };
}

test("a passkey that was added signs in without a password, until it is removed; the audit tells of it", async () => {
  await using server = await TestServer.open();
  const browser = await server.owner();
  const passkey = new SoftPasskey();
  const { challenge } = await browser.expect("GET", "/api/auth/passkey/generate-register-options");
  const registration = { response: attest(passkey, challenge), name: "Phone" };
  const { id } = await browser.expect("POST", "/api/auth/passkey/verify-registration", registration);
  const enter = async () => {
    const other = server.browser();
    const options = await other.expect("GET", "/api/auth/passkey/generate-authenticate-options");
    const where = { origin: address, rpId: "localhost", isPersonVerified: true };
    const response = passkey.sign({ challenge: options.challenge, ...where });
    await other.ask("POST", "/api/auth/passkey/verify-authentication", { response });
    return (await other.ask("GET", "/api/session")).status;
  };
  assert.equal(await enter(), 200);
  await browser.expect("POST", "/api/auth/passkey/delete-passkey", { id });
  assert.equal(await enter(), 401);
  const { lines } = await browser.expect("GET", `/api/homes/${browser.homeId}/audit`);
  assert.deepEqual(
    lines.map(({ action }: { action: string }) => action),
    ["passkey.remove", "session.begin", "passkey.add", "session.begin", "home.claim"],
  );
});

test("a session that began a while ago adds no passkey", async () => {
  await using server = await TestServer.open();
  const browser = await server.owner();
  const database = server.database();
  const before = new Date(Date.now() - 11 * 60_000).toISOString();
  database.prepare("UPDATE session SET createdAt = ?").run(before);
  database.close();
  assert.equal((await browser.ask("GET", "/api/auth/passkey/generate-register-options")).status, 403);
  assert.equal((await browser.ask("GET", "/api/session")).status, 200);
});
