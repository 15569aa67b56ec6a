/** What holds for every request, whatever its route. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { TestServer } from "../../test/test-server.ts";
import { routes } from "./routes.ts";

test("the OpenAPI document names every route, and the page that shows it loads nothing from elsewhere", async () => {
  await using server = await TestServer.open();
  const browser = server.browser();
  const document = await browser.expect("GET", "/api/openapi.json");
  for (const { method, path } of routes) assert.ok(document.paths[path]?.[method], `${method} ${path}`);
  const page = await browser.ask("GET", "/api/docs");
  assert.match(page.headers.get("content-type") ?? "", /^text\/html/);
  for (const { path } of routes) assert.ok(page.body.includes(path), path);
  const loaded = [...page.body.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address);
  assert.deepEqual(
    loaded.filter((address) => !/^[#/]/.test(address) || address.startsWith("//")),
    [],
  );
  assert.doesNotMatch(page.body, /<script|<style| style=| on\w+=/);
});

test("W-8: no page of another origin is run, shown in a frame, or kept", async () => {
  await using server = await TestServer.open();
  for (const path of ["/api/docs", "/api/set-up", "/api/auth/passkey/list-user-passkeys", "/api/nothing"]) {
    const { headers } = await server.browser().ask("GET", path);
    const policy = headers.get("content-security-policy") ?? "";
    assert.match(policy, /default-src 'none'/, path);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe|\*/);
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.match(headers.get("strict-transport-security") ?? "", /max-age=31536000/);
  }
  const { headers } = await server.browser().ask("GET", "/api/set-up");
  assert.equal(headers.get("cache-control"), "no-store");
});

test("an address that there is not, a method that it does not take, and a body without end", async () => {
  await using server = await TestServer.open();
  const browser = server.browser();
  const asked = async (method: string, path: string, body?: unknown) => {
    const { status, body: told, headers } = await browser.ask(method, path, body);
    return [status, told.error.code, headers.get("allow")];
  };
  assert.deepEqual(await asked("GET", "/api/nothing"), [404, "notFound", null]);
  assert.deepEqual(await asked("PUT", "/api/session", {}), [405, "notAllowed", "POST, GET, DELETE"]);
  const long = { email: "a@example.org", password: "x".repeat(70_000) };
  assert.deepEqual(await asked("POST", "/api/session", long), [413, "tooLarge", null]);
});

test("what is wrong in a body is told by its name, in one sentence, and what was sent is not repeated", async () => {
  await using server = await TestServer.open();
  const browser = server.browser();
  for (const body of [{}, [], "text", 7, null, { email: "407913", password: 407913 }, "{ 407913"]) {
    const { status, body: told } = await browser.ask("POST", "/api/session", body);
    assert.deepEqual([status, told.error.code], [400, "invalid"], JSON.stringify(body));
    assert.match(told.error.sentence, /\.$/);
    assert.doesNotMatch(told.error.sentence, /[.!?] /, "one sentence");
    assert.ok(!JSON.stringify(told).includes("407913"));
  }
});

test("a body that is cut off is not JSON, and one that is not there is missing", async () => {
  await using server = await TestServer.open();
  const told = async (body: string): Promise<string> =>
    (await server.browser().ask("POST", "/api/session", body)).body.error.sentence;
  assert.equal(await told('{ "email": "anna@'), "The body is not JSON.");
  assert.equal(await told(""), "The body: it is missing.");
});

test("the page tells the codes of errors, roles, live events and reasons, and shows lines that can be run", async () => {
  await using server = await TestServer.open();
  const { body: page } = await server.browser().ask("GET", "/api/docs");
  for (const word of ["orderFailed", "apiKey.change", "addLock", "out-of-schedule", "schedulesNotSupported"])
    assert.ok(page.includes(`<code>${word}</code>`), word);
  assert.match(page, /access-at\?time=2026-03-02T09%3A00&quot;/);
  for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) assert.ok(page.includes(` id="${target}"`), target);
});

test("each answer of a route has an id, and each is another one", async () => {
  await using server = await TestServer.open();
  const ids = [];
  for (let index = 0; index < 3; index++)
    ids.push((await server.browser().ask("GET", "/api/set-up")).headers.get("x-request-id"));
  assert.equal(new Set(ids).size, 3);
  assert.ok(ids.every((id) => /^[0-9a-f-]{36}$/.test(id ?? "")));
});

test("challenges for passkeys, which anybody may ask for, are given out so often and not more", async () => {
  await using server = await TestServer.open();
  const ask = async () => await server.browser().ask("GET", "/api/auth/passkey/generate-authenticate-options");
  const answers = [];
  for (let asks = 0; asks < 31; asks++) answers.push((await ask()).status);
  assert.deepEqual(answers, [...Array.from({ length: 30 }, () => 200), 429]);
  assert.ok(Number((await ask()).headers.get("retry-after")) > 0);
  server.advance(60_000);
  assert.equal((await ask()).status, 200);
});
