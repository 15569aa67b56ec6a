import assert from "node:assert/strict";
import { createPublicKey, verify } from "node:crypto";
import { test, type TestContext } from "node:test";
import type { LockHappening } from "@catenaccio/protocol";
import { annaId, homeId, lockId, NotifyBench, Phone, Receiver } from "../../test/notify-bench.ts";
import { listSubscriptions } from "./push-subscriptions.ts";

const jam: LockHappening = { event: "alarm", code: "lockJammed" };
const duress: LockHappening = { event: "alarm", code: "forcedUser" };

async function open(context: TestContext) {
  const bench = await NotifyBench.open(context);
  const service = await Receiver.open(context);
  const phone = new Phone(`${service.url}/push/owner`);
  const id = await bench.subscribe(phone, "owner");
  return { bench, service, phone, id };
}

test("an alarm reaches the phone: the browser can read it, and the push service cannot", async (context) => {
  const { bench, service, phone } = await open(context);
  await bench.happen(jam);
  const [heard] = service.heard;
  assert.ok(heard !== undefined && service.heard.length === 1);
  assert.deepEqual(phone.open(heard.body), {
    homeId,
    kind: "jammed",
    title: "Front door: jammed",
    body: "At 10:00 the motor did not arrive. The key still opens.",
    language: "en",
    lockId,
    at: "2026-03-02T09:00:00.000Z",
    isSilent: false,
    tag: `jammed ${lockId}`,
  });
  assert.equal(heard.body.includes("Front door"), false);
  assert.equal(heard.headers["content-encoding"], "aes128gcm");
  assert.equal(heard.headers["urgency"], "high");
  assert.equal(heard.headers["ttl"], String(12 * 3600));
  assert.deepEqual(bench.faults, []);
});

test("the push service knows the server by its signature (RFC 8292)", async (context) => {
  const { bench, service } = await open(context);
  await bench.happen(jam);
  const [, token = "", key] = /^vapid t=([^,]+), ?k=(.+)$/.exec(service.heard[0]?.headers.authorization ?? "") ?? [];
  assert.equal(key, bench.keys.vapid.publicKey);
  const point = Buffer.from(key ?? "", "base64url");
  const jwk = {
    kty: "EC",
    crv: "P-256",
    x: point.subarray(1, 33).toString("base64url"),
    y: point.subarray(33).toString("base64url"),
  };
  const [head, claims = "", signature = ""] = token.split(".");
  const publicKey = createPublicKey({ key: jwk, format: "jwk" });
  const signed = Buffer.from(`${head}.${claims}`);
  assert.equal(
    verify("sha256", signed, { key: publicKey, dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64url")),
    true,
  );
  const { aud, sub } = JSON.parse(Buffer.from(claims, "base64url").toString("utf8")) as { aud: string; sub: string };
  assert.deepEqual([aud, sub], [service.url, "mailto:owner@example.org"]);
});

test("a lock-out is told with tries and time, right after it was heard of", async (context) => {
  const { bench, service, phone } = await open(context);
  for (let tries = 0; tries < 5; tries++)
    await bench.happen({
      event: "lockOperationError",
      operation: "unlock",
      source: "keypad",
      error: "invalidCredential",
      user: null,
      credential: null,
      reason: "unknown-pin",
    });
  assert.equal(service.heard.length, 0);
  await bench.happen({ event: "alarm", code: "wrongCodeEntryLimit" });
  assert.equal(phone.open(service.heard[0]!.body).title, "Front door: locked out after 5 wrong tries");
});

test("duress comes silently, to those who care for the home, and not to the phone of the victim", async (context) => {
  const { bench, service, phone } = await open(context);
  bench.members.set("anna", "administrator").set("ben", "member").set("cleo", "guest");
  for (const account of ["anna", "ben", "cleo"])
    await bench.subscribe(new Phone(`${service.url}/push/${account}`), account);
  await bench.happen(duress, annaId);
  assert.deepEqual(
    service.heard.map(({ path }) => path),
    ["/push/owner"],
  );
  const message = phone.open(service.heard[0]!.body);
  assert.equal(message.isSilent, true);
  assert.match(message.body, /^Anna used a duress credential/);
});

test("whoever has left the home before a notice goes out does not get it", async (context) => {
  const { bench, service } = await open(context);
  bench.members.set("ben", "member");
  await bench.subscribe(new Phone(`${service.url}/push/ben`), "ben");
  service.answer = (response) => response.writeHead(503).end();
  await bench.happen(jam);
  assert.equal(service.heard.length, 2);
  bench.members.delete("ben");
  service.answer = (response) => response.writeHead(201).end();
  await bench.pass(3_600_000);
  assert.deepEqual(
    service.heard.slice(2).map(({ path }) => path),
    ["/push/owner"],
  );
  assert.equal(await bench.queued(), 0);
});

for (const status of [404, 410])
  test(`a device that is gone (${status}) is forgotten, and nothing waits for it`, async (context) => {
    const { bench, service } = await open(context);
    service.answer = (response) => response.writeHead(status).end();
    await bench.happen(jam);
    await bench.happen(jam);
    assert.deepEqual(await listSubscriptions(bench.database, "owner"), []);
    assert.equal(service.heard.length, 1);
    assert.equal(await bench.queued(), 0);
  });

test("a push service that is down is tried again, ever more seldom, and then no more", async (context) => {
  const { bench, service } = await open(context);
  service.answer = (response) => response.writeHead(500).end();
  await bench.happen(jam);
  await bench.pass(4_999);
  assert.equal(service.heard.length, 1);
  await bench.pass(1);
  assert.equal(service.heard.length, 2);
  for (let hours = 0; hours < 30; hours++) await bench.pass(3_600_000);
  assert.equal(service.heard.length, 7);
  assert.equal(await bench.queued(), 0);
  assert.equal((await listSubscriptions(bench.database, "owner")).length, 1);
});

test("a push service that asks for patience gets it", async (context) => {
  const { bench, service } = await open(context);
  service.answer = (response) => response.writeHead(429, { "retry-after": "120" }).end();
  await bench.happen(jam);
  await bench.pass(119_000);
  assert.equal(service.heard.length, 1);
  await bench.pass(1_000);
  assert.equal(service.heard.length, 2);
});

test("what was queued before the server stopped goes out after it has started again", async (context) => {
  const { bench, service } = await open(context);
  service.answer = (response) => response.destroy();
  await bench.happen(jam);
  service.answer = (response) => response.writeHead(201).end();
  bench.now = new Date(bench.now.getTime() + 60_000);
  bench.deliveries.start();
  await bench.deliveries.runDue();
  assert.equal(service.heard.length, 2);
  assert.equal(await bench.queued(), 0);
  assert.equal((await listSubscriptions(bench.database, "owner"))[0]?.deliveredAt, "2026-03-02T09:01:00.000Z");
});
