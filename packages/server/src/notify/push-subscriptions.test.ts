import assert from "node:assert/strict";
import { test } from "node:test";
import { homeId, NotifyBench, Phone, Receiver } from "../../test/notify-bench.ts";
import { addSubscription, listSubscriptions, removeSubscription, testSubscription } from "./push-subscriptions.ts";

const endpoint = "https://push.example.org/send/abc";

test("a device is listed without what would let others write to it", async (context) => {
  const bench = await NotifyBench.open(context);
  const { subscription } = new Phone(endpoint);
  const id = await bench.subscribe(new Phone(endpoint), "owner");
  const [listed] = await listSubscriptions(bench.database, "owner");
  assert.deepEqual(listed, {
    id,
    device: "Phone",
    language: "en",
    service: "push.example.org",
    createdAt: "2026-03-02T09:00:00.000Z",
    deliveredAt: null,
  });
  const stored = bench.stored();
  assert.equal(stored.includes("/send/abc") || stored.includes(subscription.keys.auth), false);
});

test("a device that subscribes again is the same one, and leaves whoever had it before", async (context) => {
  const bench = await NotifyBench.open(context);
  await bench.subscribe(new Phone(endpoint), "owner");
  await bench.subscribe(new Phone(endpoint), "anna", { device: "Anna's phone" });
  assert.deepEqual(await listSubscriptions(bench.database, "owner"), []);
  assert.equal((await listSubscriptions(bench.database, "anna"))[0]?.device, "Anna's phone");
});

const { keys } = new Phone(endpoint).subscription;
const refused: readonly (readonly [string, object, RegExp])[] = [
  ["plain http", { endpoint: "http://push.example.org/" }, /https/],
  ["an address of the network", { endpoint: "https://192.168.1.1/" }, /push service/],
  ["the server itself", { endpoint: "https://127.0.0.1:8080/" }, /push service/],
  ["a password", { endpoint: "https://a:b@push.example.org/" }, /no password/],
  ["a short auth", { keys: { ...keys, auth: "AAAA" } }, /16 bytes/],
  ["a key that is none", { keys: { ...keys, p256dh: Buffer.alloc(65, 4).toString("base64url") } }, /curve/],
];
for (const [what, change, sentence] of refused)
  test(`a subscription with ${what} is refused, and changes nothing`, async (context) => {
    const bench = await NotifyBench.open(context);
    const input = { ...new Phone(endpoint).subscription, ...change };
    const answer = await addSubscription(bench.database, "owner", input, {
      ...bench.ports,
      isLocalServiceAllowed: false,
    });
    assert.match(answer.ok ? "" : answer.sentence, sentence);
    assert.deepEqual(await listSubscriptions(bench.database, "owner"), []);
  });

test("a person removes their own devices only", async (context) => {
  const bench = await NotifyBench.open(context);
  const id = await bench.subscribe(new Phone(endpoint), "owner");
  assert.equal(await removeSubscription(bench.database, "anna", id), false);
  assert.equal(await removeSubscription(bench.database, "owner", id), true);
  assert.deepEqual(await listSubscriptions(bench.database, "owner"), []);
});

test("a device shows a test in its own language", async (context) => {
  const bench = await NotifyBench.open(context);
  const service = await Receiver.open(context);
  const phone = new Phone(service.url);
  const subscriptionId = await bench.subscribe(phone, "owner", { language: "it" });
  const subject = { homeId, subscriptionId, now: bench.now.toISOString() };
  assert.equal(await testSubscription(bench.database, { accountId: "anna", ...subject }), false);
  assert.equal(await testSubscription(bench.database, { accountId: "owner", ...subject }), true);
  await bench.deliveries.runDue();
  assert.equal(phone.open(service.heard[0]!.body).body, "Le notifiche arrivano a questo dispositivo.");
});

test("an account has a bounded number of devices", async (context) => {
  const bench = await NotifyBench.open(context);
  for (let count = 0; count < 20; count++) await bench.subscribe(new Phone(`${endpoint}${count}`), "owner");
  const more = await addSubscription(bench.database, "owner", new Phone(endpoint).subscription, bench.ports);
  assert.match(more.ok ? "" : more.sentence, /20 devices/);
});
