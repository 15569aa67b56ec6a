import assert from "node:assert/strict";
import { test } from "node:test";
import { Phone } from "../../test/notify-bench.ts";
import { TestServer } from "../../test/test-server.ts";

const { subscription } = new Phone("https://push.example.org/send/abc");
const hook = { name: "Bell", url: "https://bell.example.org/x", events: ["alarm"], isHomeNetworkAllowed: false };

test("a person adds and removes their own device, and sees nobody else's", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  const guest = await server.member(owner, "guest");
  const path = `/api/homes/${owner.homeId}/push`;
  const added = await owner.expect("POST", path, subscription);
  assert.equal(added.service, "push.example.org");
  const listed = await owner.expect("GET", path);
  assert.equal(Buffer.from(listed.publicKey, "base64url").length, 65);
  assert.deepEqual(listed.subscriptions, [added]);
  assert.deepEqual((await guest.expect("GET", path)).subscriptions, []);
  assert.equal((await guest.ask("DELETE", `${path}/${added.id}`)).status, 404);
  assert.equal((await owner.ask("DELETE", `${path}/${added.id}`)).status, 204);
  assert.deepEqual((await owner.expect("GET", path)).subscriptions, []);
});

test("a subscription that is no push service's is refused in one sentence", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  const answer = await owner.ask("POST", `/api/homes/${owner.homeId}/push`, {
    ...subscription,
    endpoint: "http://push.example.org/",
  });
  assert.deepEqual(
    [answer.status, answer.body.error.sentence],
    [400, "The endpoint of a subscription begins with https://."],
  );
});

test("each role is offered the alarms that it may have, and chooses among them", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  const member = await server.member(owner, "member");
  const path = `/api/homes/${owner.homeId}/notices`;
  const before = await owner.expect("GET", path);
  assert.equal(before.wanted.includes("duress"), true);
  await owner.expect("PUT", path, { wanted: ["duress", "tamper"] });
  assert.deepEqual((await owner.expect("GET", path)).wanted, ["duress", "tamper"]);
  const members = await member.expect("GET", path);
  assert.equal(members.offered.includes("duress"), false);
  assert.deepEqual(members.wanted, members.offered);
});

test("a webhook is made, changed, tried and removed; its secret is shown once, and only the owner opens the home network to it", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  const administrator = await server.member(owner, "administrator");
  const path = `/api/homes/${owner.homeId}/webhooks`;
  const home = { ...hook, url: "http://127.0.0.1:9/x", isHomeNetworkAllowed: true };
  assert.equal((await administrator.ask("POST", path, home)).status, 403);
  const { webhook, secret } = await administrator.expect("POST", path, hook);
  assert.match(secret, /^whsec_/);
  const own = `${path}/${webhook.id}`;
  assert.equal((await administrator.ask("PATCH", own, { isHomeNetworkAllowed: true })).status, 403);
  const changed = await owner.expect("PATCH", own, { name: "Gong", isHomeNetworkAllowed: true });
  assert.deepEqual([changed.name, changed.isHomeNetworkAllowed], ["Gong", true]);
  assert.equal((await administrator.ask("PATCH", own, { url: "http://127.0.0.1:22/" })).status, 403);
  assert.equal((await administrator.ask("PATCH", own, { name: "Bell" })).status, 200);
  assert.deepEqual((await owner.expect("GET", path)).webhooks[0].url, hook.url);
  assert.equal(JSON.stringify(await owner.expect("GET", path)).includes(secret), false);
  assert.equal((await owner.ask("POST", `${own}/test`)).status, 202);
  assert.deepEqual((await owner.expect("GET", `${own}/deliveries`)).deliveries.length <= 1, true);
  assert.equal((await owner.ask("DELETE", own)).status, 204);
  assert.deepEqual((await owner.expect("GET", path)).webhooks, []);
  assert.equal((await owner.ask("DELETE", own)).status, 404);
  assert.equal(server.onDisk().includes(secret), false);
  assert.deepEqual(server.faults, []);
});
