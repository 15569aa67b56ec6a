import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { NotifyBench, Phone, Receiver } from "../../test/notify-bench.ts";

async function open(context: TestContext) {
  const bench = await NotifyBench.open(context);
  const service = await Receiver.open(context);
  await bench.subscribe(new Phone(service.url), "owner");
  const queue = async () => {
    const notice = {
      kind: "jammed",
      homeId: "h",
      lockId: null,
      personId: null,
      at: bench.now.toISOString(),
      details: {},
    };
    await bench.notifications.announce(bench.database, notice as Parameters<typeof bench.notifications.announce>[1]);
  };
  return { bench, service, queue };
}

test("an alarm goes out by itself as soon as somebody says that it is queued", async (context) => {
  const { bench, service, queue } = await open(context);
  bench.deliveries.start();
  await bench.deliveries.runDue();
  const whenHeard = new Promise<void>((resolve) => {
    service.answer = (response) => {
      response.end();
      resolve();
    };
  });
  await queue();
  bench.deliveries.wake();
  await whenHeard;
});

test("however often and whenever it is woken, each delivery goes out once", async (context) => {
  const { bench, service, queue } = await open(context);
  for (let count = 0; count < 20; count++) {
    await queue();
    void bench.deliveries.runDue();
    if (count % 3 === 0) await Promise.resolve();
  }
  await bench.deliveries.runDue();
  assert.equal(service.heard.length, 20);
  assert.equal(await bench.queued(), 0);
});

test("more than is read at once goes out all the same, in one run", async (context) => {
  const { bench, service, queue } = await open(context);
  for (let count = 0; count < 120; count++) await queue();
  await bench.deliveries.runDue();
  assert.equal(service.heard.length, 120);
});

test("a delivery whose sending was cut off by a power cut is made again, after the claim has run out", async (context) => {
  const { bench, service, queue } = await open(context);
  await queue();
  const claimedUntil = new Date(bench.now.getTime() + 120_000).toISOString();
  await bench.database.updateTable("notifyQueue").set({ attempts: 1, dueAt: claimedUntil }).execute();
  await bench.pass(119_999);
  assert.equal(service.heard.length, 0);
  await bench.pass(1);
  assert.equal(service.heard.length, 1);
});

test("what is past its use is not told any more", async (context) => {
  const { bench, service, queue } = await open(context);
  await queue();
  await bench.pass(12 * 3_600_000);
  assert.equal(service.heard.length, 0);
  assert.equal(await bench.queued(), 0);
});

test("a fault on this side is told, and what waits goes out when it is over", async (context) => {
  const { bench, service, queue } = await open(context);
  await queue();
  await bench.database.schema.alterTable("pushSubscription").renameTo("away").execute();
  await bench.deliveries.runDue();
  assert.match(bench.faults.join(), /^Notifications wait: /);
  await bench.database.schema.alterTable("away").renameTo("pushSubscription").execute();
  await bench.pass(120_000);
  assert.equal(service.heard.length, 1);
});

test("what is queued at any moment of a run goes out in it, if somebody says so", async (context) => {
  const { bench, service, queue } = await open(context);
  await queue();
  const row = await bench.database.selectFrom("notifyQueue").selectAll().executeTakeFirstOrThrow();
  await bench.database.deleteFrom("notifyQueue").execute();
  const other = bench.otherConnection();
  const names = Object.keys(row);
  const insert = other.prepare(
    `INSERT INTO "notifyQueue" (${names.map((name) => `"${name}"`).join()}) VALUES (${names.map((name) => `@${name}`).join()})`,
  );
  const moments = 60;
  for (let moment = 0; moment < moments; moment++) {
    const run = bench.deliveries.runDue();
    for (let passed = 0; passed < moment; passed++) await Promise.resolve();
    insert.run({ ...row, deliveryId: `delivery ${moment}` });
    await bench.deliveries.runDue();
    await run;
    assert.equal(service.heard.length, moment + 1, `after ${moment} microtasks`);
  }
  other.close();
});
