/** Which requests of other pages, and under other names, are kept away. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Hono } from "hono";
import { refuseForeign } from "./own-origin.ts";

const app = new Hono();
app.use(refuseForeign({ hosts: ["lock.example.org", "localhost:8080"], origin: "https://lock.example.org" }));
app.all("/", (context) => context.text("done"));

async function ask(method: string, headers: Readonly<Record<string, string>>): Promise<number> {
  return (await app.request("http://x/", { method, headers: { host: "lock.example.org", ...headers } })).status;
}

test("a name that is not the server's is refused, an address of the network is not", async () => {
  for (const host of [
    "lock.example.org",
    "LOCK.example.org",
    "localhost:8080",
    "192.168.1.5:8080",
    "[fe80::1]:8080",
    "10.0.0.1",
  ])
    assert.equal(await ask("GET", { host }), 200, host);
  for (const host of [
    "evil.example",
    "lock.example.org.evil.example",
    "localhost",
    "localhost:9090",
    "192.168.1.5.evil.example",
    "",
  ])
    assert.equal(await ask("GET", { host }), 403, host);
});

test("W-2: a page of another origin neither asks nor changes", async () => {
  for (const origin of [
    "https://evil.example",
    "null",
    "",
    "http://localhost:9090",
    "file://",
    "https://lock.example.org.evil.example",
  ])
    for (const method of ["GET", "POST"]) assert.equal(await ask(method, { origin }), 403, `${method} ${origin}`);
  assert.equal(await ask("POST", { origin: "https://lock.example.org", cookie: "a=b" }), 200);
  assert.equal(await ask("GET", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" }), 403);
});

test("a page that came from an address of the network changes things at that address alone", async () => {
  const host = "192.168.1.5:8080";
  assert.equal(await ask("POST", { host, origin: "http://192.168.1.5:8080", cookie: "a=b" }), 200);
  assert.equal(await ask("POST", { host, origin: "http://192.168.1.66:8080", cookie: "a=b" }), 403);
});

test("W-2: a change with a cookie and without an origin is refused; with neither it is a script's", async () => {
  for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
    assert.equal(await ask(method, { cookie: "a=b" }), 403, method);
    assert.equal(await ask(method, {}), 200, method);
  }
});

test("a link on another page opens a page of ours", async () => {
  assert.equal(await ask("GET", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" }), 200);
});

test("whoever says a wrong origin, or none, is told the right one", async () => {
  const told = async (headers: Readonly<Record<string, string>>): Promise<string> =>
    (await app.request("http://x/", { method: "POST", headers: { host: "lock.example.org", ...headers } })).text();
  for (const headers of [{ origin: "http://lock.example.org:81" }, { cookie: "a=b" }] as const)
    assert.match(await told(headers), /the header Origin has to be https:\/\/lock\.example\.org\./);
});
