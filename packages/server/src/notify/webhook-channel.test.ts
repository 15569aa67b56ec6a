import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test, type TestContext } from "node:test";
import type { LockHappening } from "@catenaccio/protocol";
import { annaId, homeId, lockId, NotifyBench, Phone, Receiver, type Heard } from "../../test/notify-bench.ts";
import { changeWebhook, listDeliveries, listWebhooks, testWebhook } from "./webhooks.ts";

const opened: LockHappening = {
  event: "lockOperation",
  operation: "unlock",
  source: "keypad",
  user: 1,
  credential: { kind: "pin", index: 3 },
};
const jam: LockHappening = { event: "alarm", code: "lockJammed" };
const hour = 3_600_000;

async function open(context: TestContext, events: Parameters<NotifyBench["hook"]>[1] = ["lockOperation", "alarm"]) {
  const bench = await NotifyBench.open(context);
  const receiver = await Receiver.open(context);
  const { id, secret } = await bench.hook(`${receiver.url}/bell?x=1`, events);
  return { bench, receiver, id, secret, which: { homeId, webhookId: id } };
}

function isSigned({ headers, body }: Heard, secret: string): boolean {
  const [, seconds, given] = /^t=(\d+),v1=(\w+)$/.exec(String(headers["catenaccio-signature"])) ?? [];
  return (
    createHmac("sha256", secret)
      .update(`${seconds}.${body.toString("utf8")}`)
      .digest("hex") === given
  );
}

async function outcomes(bench: NotifyBench, webhookId: string): Promise<readonly string[]> {
  const listed = await listDeliveries(bench.database, { homeId, webhookId });
  return listed.ok
    ? listed.value.map(({ attempt, outcome, error, status }) => `${attempt} ${outcome} ${error ?? status}`)
    : [];
}

test("a receiver is told who opened and with what, signed, and never the PIN", async (context) => {
  const { bench, receiver, secret, id } = await open(context);
  await bench.happen(opened, annaId);
  const [heard] = receiver.heard;
  assert.ok(heard !== undefined && receiver.heard.length === 1);
  assert.equal(heard.path, "/bell?x=1");
  assert.equal(isSigned(heard, secret), true);
  assert.equal(isSigned({ ...heard, body: Buffer.from(`${heard.body.toString("utf8")} `) }, secret), false);
  const { record, deliveryId, ...rest } = JSON.parse(heard.body.toString("utf8")) as Record<string, unknown>;
  assert.deepEqual(rest, {
    event: "lockOperation",
    at: "2026-03-02T09:00:00.000Z",
    homeId,
    lockId,
    lockName: "Front door",
    personId: annaId,
    personName: "Anna",
  });
  assert.deepEqual((record as { happening: unknown }).happening, opened);
  assert.equal(heard.headers["catenaccio-delivery"], deliveryId);
  assert.deepEqual(await outcomes(bench, id), ["1 delivered 201"]);
});

test("a receiver hears only what it asked for, and of a duress only if it asked for that", async (context) => {
  const { bench, receiver } = await open(context, ["lockOperation", "lockOperationError", "alarm"]);
  const other = await Receiver.open(context);
  await bench.hook(other.url, ["duress"]);
  await bench.happen({ event: "alarm", code: "forcedUser" });
  await bench.happen({ ...opened, operation: "forcedUserEvent" });
  await bench.happen({ event: "power", what: "up" });
  assert.deepEqual([receiver.heard.length, other.heard.length], [0, 2]);
});

test("a receiver that fails is tried again with the same delivery, signed anew", async (context) => {
  const { bench, receiver, secret, id } = await open(context);
  receiver.answer = (response) => response.writeHead(500).end();
  await bench.happen(jam);
  await bench.pass(5_000);
  receiver.answer = (response) => response.writeHead(204).end();
  await bench.pass(15_000);
  await bench.pass(hour);
  assert.equal(receiver.heard.length, 3);
  assert.equal(new Set(receiver.heard.map(({ headers }) => headers["catenaccio-delivery"])).size, 1);
  assert.equal(new Set(receiver.heard.map(({ headers }) => headers["catenaccio-signature"])).size, 3);
  assert.equal(
    receiver.heard.every((heard) => isSigned(heard, secret)),
    true,
  );
  assert.deepEqual(await outcomes(bench, id), ["3 delivered 204", "2 retrying status", "1 retrying status"]);
  assert.equal((await listWebhooks(bench.database, homeId, bench.keys))[0]?.failingSince, null);
});

test("a refusal is final for that delivery, and the next one has its try", async (context) => {
  const { bench, receiver, id } = await open(context);
  receiver.answer = (response) => response.writeHead(400).end();
  await bench.happen(jam);
  receiver.answer = (response) => response.end();
  await bench.happen(jam);
  await bench.pass(hour);
  assert.equal(receiver.heard.length, 2);
  assert.deepEqual((await outcomes(bench, id)).toSorted(), ["1 delivered 200", "1 failed status"]);
});

test("what waits for a receiver that is down comes afterwards, in order", async (context) => {
  const { bench, receiver } = await open(context);
  receiver.answer = (response) => response.destroy();
  for (const _ of [1, 2, 3]) {
    await bench.happen(jam);
    bench.now = new Date(bench.now.getTime() + 1000);
  }
  receiver.heard.length = 0;
  receiver.answer = (response) => response.end();
  await bench.pass(hour);
  const times = receiver.heard.map(({ body }) => (JSON.parse(body.toString("utf8")) as { at: string }).at);
  assert.deepEqual(times, ["2026-03-02T09:00:00.000Z", "2026-03-02T09:00:01.000Z", "2026-03-02T09:00:02.000Z"]);
});

test("a redirect is not followed", async (context) => {
  const { bench, receiver, id } = await open(context);
  const inner = await Receiver.open(context);
  receiver.answer = (response) => response.writeHead(308, { location: inner.url }).end();
  await bench.happen(jam);
  assert.equal(inner.heard.length, 0);
  assert.deepEqual(await outcomes(bench, id), ["1 retrying redirect"]);
});

test("a receiver that hangs keeps no other alarm waiting, not even one that comes while it hangs", async (context) => {
  const { bench, receiver } = await open(context);
  const quick = await Receiver.open(context);
  let letGo: () => void = () => undefined;
  const whenHanging = new Promise<void>((resolve) => {
    receiver.answer = (response) => {
      letGo = () => response.end();
      resolve();
    };
  });
  const first = bench.happen(opened);
  await whenHanging;
  await bench.hook(quick.url);
  const whenHeard = new Promise<void>((resolve) => {
    quick.answer = (response) => {
      response.end();
      resolve();
    };
  });
  const second = bench.happen(jam);
  await whenHeard;
  assert.equal(receiver.heard.length, 1);
  receiver.answer = (response) => response.end();
  letGo();
  await Promise.all([first, second]);
  assert.deepEqual([receiver.heard.length, quick.heard.length], [2, 1]);
});

test("an address of the home is not called once the owner takes the permission back", async (context) => {
  const { bench, receiver, which, id } = await open(context);
  await bench.database.updateTable("webhook").set({ isHomeNetworkAllowed: 0 }).execute();
  await bench.happen(jam);
  assert.equal(receiver.heard.length, 0);
  assert.deepEqual(await outcomes(bench, id), ["1 failed addressNotAllowed"]);
  const refused = await changeWebhook(bench.database, which, { name: "Bell" }, bench.ports);
  assert.equal(refused.ok, false);
});

test("a receiver that fails for three days is switched off, and those who care for the home are told", async (context) => {
  const { bench, receiver, which } = await open(context);
  const phone = new Phone(`${(await Receiver.open(context)).url}/push`);
  const service = await Receiver.open(context);
  const own = new Phone(`${service.url}/push`);
  await bench.subscribe(own, "owner");
  await bench.subscribe(phone, "stranger");
  receiver.answer = (response) => response.writeHead(500).end();
  for (let hours = 0; hours < 74; hours++) {
    if (hours % 24 === 0) await bench.happen({ ...opened });
    await bench.pass(hour);
  }
  const [hook] = await listWebhooks(bench.database, homeId, bench.keys);
  assert.equal(hook?.isEnabled, false);
  assert.equal(hook.waiting, 0);
  assert.equal(own.open(service.heard[0]!.body).title, "The webhook Bell was switched off");
  const heard = receiver.heard.length;
  await bench.happen(opened);
  assert.equal(receiver.heard.length, heard);
  receiver.answer = (response) => response.end();
  const changed = await changeWebhook(bench.database, which, { isEnabled: true }, bench.ports);
  assert.deepEqual(changed.ok && [changed.value.isEnabled, changed.value.failingSince], [true, null]);
  await bench.happen(opened);
  assert.equal(receiver.heard.length, heard + 1);
});

test("a test delivery is one like any other", async (context) => {
  const { bench, receiver, which, secret } = await open(context);
  const queued = await testWebhook(bench.database, which, bench.now.toISOString());
  await bench.deliveries.runDue();
  const [heard] = receiver.heard;
  assert.equal(heard?.headers["catenaccio-event"], "test");
  assert.equal(queued.ok && queued.value, heard?.headers["catenaccio-delivery"]);
  assert.equal(heard !== undefined && isSigned(heard, secret), true);
});
