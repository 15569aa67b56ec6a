import assert from "node:assert/strict";
import { test } from "node:test";
import { homeId, NotifyBench } from "../../test/notify-bench.ts";
import { addWebhook, changeWebhook, listDeliveries, listWebhooks, removeWebhook, testWebhook } from "./webhooks.ts";

const input = {
  name: "Bell",
  url: "https://bell.example.org/hook/abc",
  events: ["alarm" as const],
  isHomeNetworkAllowed: false,
};

test("a webhook's secret is shown once; address and secret stand nowhere in the clear", async (context) => {
  const bench = await NotifyBench.open(context);
  const added = await addWebhook(bench.database, homeId, input, bench.ports);
  assert.ok(added.ok);
  const [listed] = await listWebhooks(bench.database, homeId, bench.keys);
  assert.deepEqual(listed, added.value.webhook);
  assert.equal(JSON.stringify(listed).includes(added.value.secret), false);
  assert.equal(listed?.url, input.url);
  const stored = bench.stored();
  assert.equal(stored.includes("Bell"), true);
  assert.equal(stored.includes(added.value.secret) || stored.includes("/hook/abc"), false);
});

const refused: readonly (readonly [string, Partial<typeof input>, RegExp])[] = [
  ["plain http to the world", { url: "http://bell.example.org/" }, /https/],
  ["an address of the home network", { url: "https://192.168.1.5/" }, /home network/],
  ["this machine", { url: "https://[::1]:8080/" }, /home network/],
  ["an address of no network", { url: "http://169.254.169.254/", isHomeNetworkAllowed: true }, /cannot be called/],
  ["a password in the address", { url: "https://me:secret@bell.example.org/" }, /no password/],
];
for (const [what, change, sentence] of refused)
  test(`${what} is refused, and changes nothing`, async (context) => {
    const bench = await NotifyBench.open(context);
    const answer = await addWebhook(bench.database, homeId, { ...input, ...change }, bench.ports);
    assert.match(answer.ok ? "" : answer.sentence, sentence);
    assert.deepEqual(await listWebhooks(bench.database, homeId, bench.keys), []);
  });

test("the owner may allow his own network", async (context) => {
  const bench = await NotifyBench.open(context);
  const home = { ...input, url: "http://192.168.1.5:8123/api/webhook/x", isHomeNetworkAllowed: true };
  assert.equal((await addWebhook(bench.database, homeId, home, bench.ports)).ok, true);
});

test("a home has a bounded number of webhooks", async (context) => {
  const bench = await NotifyBench.open(context);
  for (let count = 0; count < 20; count++)
    assert.equal((await addWebhook(bench.database, homeId, input, bench.ports)).ok, true);
  const more = await addWebhook(bench.database, homeId, input, bench.ports);
  assert.match(more.ok ? "" : more.sentence, /20 webhooks/);
});

test("another home's webhook does not exist", async (context) => {
  const bench = await NotifyBench.open(context);
  const added = await addWebhook(bench.database, homeId, input, bench.ports);
  assert.ok(added.ok);
  const which = { homeId: "3f1c9b7e-0000-4000-8000-00000000000f", webhookId: added.value.webhook.id };
  const answers = [
    await changeWebhook(bench.database, which, { name: "Mine" }, bench.ports),
    await testWebhook(bench.database, which, bench.now.toISOString()),
    await listDeliveries(bench.database, which),
  ];
  assert.deepEqual(
    answers.map((answer) => (answer.ok ? "" : answer.error)),
    ["notFound", "notFound", "notFound"],
  );
  assert.equal(await removeWebhook(bench.database, which), false);
  assert.equal((await listWebhooks(bench.database, homeId, bench.keys))[0]?.name, "Bell");
});

test("a change keeps the secret, and an address that is not allowed changes nothing", async (context) => {
  const bench = await NotifyBench.open(context);
  const added = await addWebhook(bench.database, homeId, input, bench.ports);
  assert.ok(added.ok);
  const which = { homeId, webhookId: added.value.webhook.id };
  const moved = await changeWebhook(bench.database, which, { url: "https://new.example.org/" }, bench.ports);
  assert.equal(moved.ok && moved.value.url, "https://new.example.org/");
  assert.equal((await changeWebhook(bench.database, which, { url: "http://10.0.0.1/" }, bench.ports)).ok, false);
  const row = await bench.database.selectFrom("webhook").selectAll().executeTakeFirstOrThrow();
  const opened = bench.keys.open(row.sealed, `webhook ${row.webhookId}`);
  assert.deepEqual(JSON.parse(opened ?? ""), { url: "https://new.example.org/", secret: added.value.secret });
  assert.equal(await removeWebhook(bench.database, which), true);
  assert.deepEqual(await listWebhooks(bench.database, homeId, bench.keys), []);
});
