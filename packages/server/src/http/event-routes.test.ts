import assert from "node:assert/strict";
import { test } from "node:test";
import { address, TestServer } from "../../test/test-server.ts";

const turnsMax = 1000;

interface Listening {
  readonly response: Response;
  /** What has come so far. */
  text: string;
  readonly ended: Promise<void>;
}

async function listen(
  server: TestServer,
  homeId: string,
  headers: Readonly<Record<string, string>>,
): Promise<Listening> {
  const url = `${address}/api/homes/${homeId}/events`;
  const response = await server.fetch(new Request(url, { headers: { host: new URL(address).host, ...headers } }));
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const listening: Listening = { response, text: "", ended };
  const decoder = new TextDecoder();
  void (async () => {
    for await (const chunk of response.body ?? []) listening.text += decoder.decode(chunk as Uint8Array);
    resolve();
  })();
  return listening;
}

test("a page hears what is new in the home, as it happens", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  const page = await listen(server, owner.homeId, { cookie: owner.cookie });
  assert.equal(page.response.status, 200);
  assert.match(page.response.headers.get("content-type") ?? "", /^text\/event-stream/);
  assert.equal(page.response.headers.get("cache-control"), "no-store");
  await owner.expect("POST", `/api/homes/${owner.homeId}/people`, { name: "Anna" });
  for (let turns = 0; turns < turnsMax && !page.text.includes("event:"); turns++)
    await new Promise((resolve) => setImmediate(resolve));
  assert.match(page.text, /^event: \w+\ndata: \{/m);
  assert.doesNotMatch(page.text, /Anna/, "a page asks for names itself");
});

test("W-4: within five seconds after its session, key or membership a stream is at an end", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  const { homeId } = owner;
  const leaver = await server.member(owner, "member", "leaver@example.org");
  const removed = await server.member(owner, "member", "removed@example.org");
  const { key, apiKey } = await owner.expect("POST", `/api/homes/${homeId}/api-keys`, {
    name: "Script",
    role: "member",
  });
  const streams = {
    "signed out": await listen(server, homeId, { cookie: leaver.cookie }),
    "removed from the home": await listen(server, homeId, { cookie: removed.cookie }),
    "key taken back": await listen(server, homeId, { authorization: `Bearer ${key}` }),
  };
  const staying = await listen(server, homeId, { cookie: owner.cookie });
  let isStayingEnded = false;
  void staying.ended.then(() => (isStayingEnded = true));
  await leaver.expect("DELETE", "/api/session");
  await owner.expect("DELETE", `/api/homes/${homeId}/members/${removed.accountId}`);
  await owner.expect("DELETE", `/api/homes/${homeId}/api-keys/${apiKey.apiKeyId}`);
  const begun = performance.now();
  for (const [why, { ended }] of Object.entries(streams)) {
    await ended;
    assert.ok(performance.now() - begun < 5000, why);
  }
  assert.equal(isStayingEnded, false, "the owner's goes on");
});
