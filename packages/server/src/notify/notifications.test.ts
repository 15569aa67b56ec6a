import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import type { LockReport } from "@catenaccio/protocol";
import { homeId, lockId, NotifyBench, Phone, Receiver } from "../../test/notify-bench.ts";
import { writeUnwanted } from "./preferences.ts";

async function open(context: TestContext) {
  const bench = await NotifyBench.open(context);
  const service = await Receiver.open(context);
  const phone = new Phone(service.url);
  await bench.subscribe(phone, "owner");
  const report = async (link: LockReport["link"], level: "ok" | "warning" | "critical") => {
    const situation = { battery: { level, percent: null, volts: null } } as LockReport["situation"];
    const heardAt = bench.now.toISOString();
    await bench.notifications.reportArrived(bench.database, {
      lockId,
      link,
      heardAt,
      answerMs: null,
      abilities: null,
      situation,
    });
    await bench.deliveries.runDue();
  };
  const told = () => service.heard.map(({ body }) => phone.open(body).kind);
  return { bench, report, told };
}

test("a low battery is told once for each level, over a restart too", async (context) => {
  const { bench, report, told } = await open(context);
  await report("online", "warning");
  await bench.happen({ event: "alarm", code: "lowBattery" });
  await report("online", "warning");
  await report("online", "critical");
  assert.deepEqual(told(), ["batteryLow", "batteryCritical"]);
});

test("a lock that is silent for more than an hour is told once, and when it is back", async (context) => {
  const { bench, report, told } = await open(context);
  await report("offline", "ok");
  await bench.pass(3_600_000);
  assert.deepEqual(told(), []);
  await bench.pass(1000);
  await bench.pass(3_600_000);
  assert.deepEqual(told(), ["lockOffline"]);
  await report("online", "ok");
  assert.deepEqual(told(), ["lockOffline", "lockBack"]);
});

test("whoever does not want a kind of alarm is not told of it, and of the others still", async (context) => {
  const { bench, told } = await open(context);
  await writeUnwanted(bench.database, { accountId: "owner", homeId }, ["jammed"]);
  await bench.happen({ event: "alarm", code: "lockJammed" });
  await bench.happen({ event: "alarm", code: "frontEscutcheonRemoved" });
  assert.deepEqual(told(), ["tamper"]);
});

test("an alarm whose record is not stored is not told either", async (context) => {
  const { bench, told } = await open(context);
  const now = bench.now.toISOString();
  await assert.rejects(
    bench.database.transaction().execute(async (transaction) => {
      await bench.notifications.recordArrived(transaction, {
        lockId,
        numbering: "log",
        number: 1,
        time: now,
        heardAt: now,
        personId: null,
        happening: { event: "alarm", code: "lockJammed" },
      });
      throw new Error("the disk is full");
    }),
  );
  await bench.deliveries.runDue();
  assert.deepEqual(told(), []);
});

test("a receiver that never answers does not fill the disk: the oldest make room", async (context) => {
  const { bench } = await open(context);
  const receiver = await Receiver.open(context);
  receiver.answer = (response) => response.destroy();
  await bench.hook(receiver.url, ["power"]);
  const now = bench.now.toISOString();
  const record = { lockId, numbering: "log", time: now, heardAt: now, personId: null } as const;
  await bench.database.transaction().execute(async (transaction) => {
    for (let number = 1; number <= 1005; number++)
      await bench.notifications.recordArrived(transaction, {
        ...record,
        number,
        happening: { event: "power", what: "up" },
      });
  });
  assert.equal(await bench.queued(), 1000);
  const dropped = await bench.database.selectFrom("webhookAttempt").selectAll().execute();
  assert.equal(dropped.filter(({ outcome }) => outcome === "dropped").length, 5);
});

test("what somebody may not know does not even wait for them", async (context) => {
  const { bench } = await open(context);
  bench.members.set("ben", "member");
  await bench.subscribe(new Phone("https://push.example.org/ben"), "ben");
  const at = bench.now.toISOString();
  const notice = { homeId, lockId, personId: null, at, details: {} };
  await bench.notifications.announce(bench.database, { ...notice, kind: "duress" });
  assert.equal(await bench.queued(), 1);
  await bench.notifications.announce(bench.database, { ...notice, kind: "tamper" });
  assert.equal(await bench.queued(), 3);
});
