import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import { post, type OutboundRequest } from "./outbound-request.ts";

const closing: (() => void)[] = [];
after(() => closing.forEach((close) => close()));

async function serve(listener: RequestListener): Promise<{ readonly url: string; readonly heard: string[] }> {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}`);
    listener(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, heard };
}

const letter = (url: string, changes: Partial<OutboundRequest> = {}): OutboundRequest => ({
  url,
  headers: { "content-type": "application/json" },
  body: "{}",
  isHomeNetworkAllowed: true,
  timeoutMs: 2000,
  ...changes,
});

test("the answer's status comes back, and the patience it asks for", async () => {
  const { url } = await serve((_request, response) => response.writeHead(503, { "retry-after": "7" }).end("later"));
  assert.deepEqual(await post(letter(url)), { kind: "answered", status: 503, retryAfterMs: 7000 });
});

test("a redirect is not followed", async () => {
  const inner = await serve((_request, response) => response.end());
  const { url } = await serve((_request, response) => response.writeHead(307, { location: inner.url }).end());
  assert.deepEqual(await post(letter(url)), { kind: "answered", status: 307, retryAfterMs: null });
  assert.deepEqual(inner.heard, []);
});

test("an address of the home is not called unless that is allowed, by whatever name", async () => {
  const { url, heard } = await serve((_request, response) => response.end());
  const port = new URL(url).port;
  for (const host of ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "0.0.0.0"]) {
    const answer = await post(letter(`http://${host}:${port}/hook`, { isHomeNetworkAllowed: false }));
    assert.deepEqual(answer, { kind: "failed", error: "addressNotAllowed" }, host);
  }
  assert.deepEqual(heard, []);
  assert.equal((await post(letter(`http://localhost:${port}/hook`))).kind, "answered");
});

test("a receiver that does not answer costs no more than the time it was given", async () => {
  const { url } = await serve(() => undefined);
  const began = performance.now();
  assert.deepEqual(await post(letter(url, { timeoutMs: 150 })), { kind: "failed", error: "timeout" });
  assert.equal(performance.now() - began < 1500, true);
});

test("an answer without end is let go of", { timeout: 5000 }, async () => {
  let isGone: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => (isGone = resolve));
  const { url } = await serve((_request, response) => {
    response.writeHead(200);
    response.write("a".repeat(1000));
    response.once("close", () => isGone());
  });
  assert.equal((await post(letter(url, { timeoutMs: 60_000 }))).kind, "answered");
  await gone;
});

test("nobody there, and no such name", async () => {
  const { url } = await serve((_request, response) => response.end());
  closing.pop()?.();
  assert.deepEqual(await post(letter(url)), { kind: "failed", error: "connection" });
  assert.deepEqual(await post(letter(`http://${"a".repeat(64)}.test/`)), { kind: "failed", error: "unknownHost" });
});
