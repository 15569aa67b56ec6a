/** Where a request comes from, and whether that is the home's own network. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Hono } from "hono";
import { addressOf, isLocal } from "./client-address.ts";

async function seen(peer: string, forwarded: string | null, trustedProxies: readonly string[] = []): Promise<string> {
  const app = new Hono();
  app.get("/", (context) => context.text(addressOf(context, { peerOf: () => peer, trustedProxies })));
  const headers = forwarded === null ? {} : { "x-forwarded-for": forwarded };
  return await (await app.request("http://x/", { headers })).text();
}

test("it is the peer of the connection, whatever anybody writes into X-Forwarded-For", async () => {
  assert.equal(await seen("203.0.113.9", null), "203.0.113.9");
  assert.equal(await seen("203.0.113.9", "127.0.0.1"), "203.0.113.9");
  assert.equal(await seen("::ffff:192.168.1.5", null), "192.168.1.5");
  assert.equal(await seen("fe80::1%eth0", null), "fe80::1");
});

test("of a trusted proxy it is what the proxy itself added", async () => {
  const proxies = ["10.0.0.2"];
  assert.equal(await seen("10.0.0.2", "127.0.0.1, 203.0.113.9", proxies), "203.0.113.9");
  assert.equal(await seen("::ffff:10.0.0.2", "203.0.113.9", proxies), "203.0.113.9");
  assert.equal(await seen("10.0.0.3", "127.0.0.1", proxies), "10.0.0.3");
  for (const nonsense of ["", "unknown", "127.0.0.1, x"])
    assert.equal(await seen("10.0.0.2", nonsense, proxies), "10.0.0.2");
});

test("private, link-local and loopback addresses are the home's network", () => {
  for (const address of [
    "127.0.0.1",
    "10.1.2.3",
    "172.31.0.1",
    "192.168.1.5",
    "169.254.1.1",
    "::1",
    "fd00::1",
    "fe80::1",
  ])
    assert.ok(isLocal(address), address);
  for (const address of ["203.0.113.9", "172.32.0.1", "11.0.0.1", "2001:db8::1", "", "localhost", "192.168.1"])
    assert.ok(!isLocal(address), address);
});
