import assert from "node:assert/strict";
import { test } from "node:test";
import { EventHub } from "./event-hub.ts";

const always = async (): Promise<boolean> => true;

async function withHub(look: (hub: EventHub) => Promise<void>): Promise<void> {
  const hub = new EventHub();
  try {
    await look(hub);
  } finally {
    hub.close();
  }
}

function open(hub: EventHub, homeId: string, isPermitted = always): ReadableStream<Uint8Array> {
  const stream = hub.open(homeId, isPermitted);
  assert.ok(stream !== null);
  return stream;
}

/** All that comes until the stream ends. */
async function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  return await new Response(stream).text();
}

test("whoever looks on hears what is new in their home, and nothing of another", async () => {
  await withHub(async (hub) => {
    const [first, second, other] = [open(hub, "home-a"), open(hub, "home-a"), open(hub, "home-b")];
    hub.publish("home-a", { type: "lock", lockId: "front" });
    hub.publish("home-a", { type: "history", number: 7 });
    hub.publish("home-b", { type: "people" });
    hub.close();
    const expected =
      'retry: 1000\n: welcome\n\nevent: lock\ndata: {"type":"lock","lockId":"front"}\n\n' +
      'event: history\ndata: {"type":"history","number":7}\n\n';
    assert.equal(await textOf(first), expected);
    assert.equal(await textOf(second), expected);
    assert.equal(await textOf(other), 'retry: 1000\n: welcome\n\nevent: people\ndata: {"type":"people"}\n\n');
  });
});

test("a page that has fallen asleep is cut off, and takes no memory for ever", async () => {
  await withHub(async (hub) => {
    const [asleep, awake] = [open(hub, "home-a"), open(hub, "home-a").getReader()];
    for (let number = 1; number <= 5000; number++) {
      hub.publish("home-a", { type: "history", number });
      await awake.read();
    }
    const received = (await textOf(asleep)).match(/^data: /gm)?.length ?? 0;
    assert.ok(received > 100 && received < 600, `${received} events were kept for it`);
    const { value } = await awake.read();
    assert.match(Buffer.from(value ?? []).toString(), /"number":5000/, "the other one hears everything");
  });
});

test("only so many pages of a home look on, and one that goes makes room", async () => {
  await withHub(async (hub) => {
    const streams = Array.from({ length: 64 }, () => open(hub, "home-a"));
    assert.equal(hub.open("home-a", always), null);
    open(hub, "home-b");
    await streams[0]?.cancel();
    open(hub, "home-a");
    assert.equal(hub.open("home-a", always), null);
  });
});

test("with each heartbeat a stream ends whose person may no longer look, or of whom nothing is known", async () => {
  await withHub(async (hub) => {
    const begun = performance.now();
    const streams = [
      open(hub, "home-a", async () => false),
      open(hub, "home-a", async () => {
        throw new RangeError("the database is away");
      }),
    ];
    const staying = open(hub, "home-a").getReader();
    await staying.read();
    hub.publish("home-a", { type: "lock" });
    for (const text of await Promise.all(streams.map(textOf))) assert.match(text, /event: lock/);
    assert.ok(performance.now() - begun < 5000);
    await staying.read();
    const { value } = await staying.read();
    assert.equal(Buffer.from(value ?? []).toString(), 'event: beat\ndata: {"type":"beat"}\n\n');
    hub.publish("home-a", { type: "lock" });
    assert.match(Buffer.from((await staying.read()).value ?? []).toString(), /event: lock/);
  });
});
