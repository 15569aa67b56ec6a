import assert from "node:assert/strict";
import { test } from "node:test";
import { annaId, CareBench, homeId, lockId, otherHomeId } from "../../test/care-bench.ts";
import { diagnoseLock, doMaintenance, listMaintenance, snoozeMaintenance } from "./care.ts";

const actor = { homeId, accountId: annaId };

async function stateOf(bench: CareBench, task: string): Promise<string> {
  const items = await listMaintenance(bench.care, homeId, "en");
  const item = items.find((other) => other.task === task);
  return `${item?.state} ${item?.dueAt}`;
}

test("a task that is done is due again half a year later, and the audit says so by ids", async (context) => {
  const bench = await CareBench.open(context);
  bench.now = new Date("2026-09-01T00:00:00.000Z");
  assert.equal(await stateOf(bench, "cylinder"), "due 2026-07-05T08:00:00.000Z");
  assert.deepEqual(await doMaintenance(bench.care, actor, { lockId, task: "cylinder" }), { ok: true, value: null });
  assert.equal(await stateOf(bench, "cylinder"), "later 2027-03-01T00:00:00.000Z");
  const [line] = await bench.database.selectFrom("auditLine").selectAll().execute();
  assert.deepEqual([line?.action, line?.subject], ["maintenance.change", JSON.stringify({ lockId, task: "cylinder" })]);
});

test("a task that is put off is back at its time; done, it is not put off any more", async (context) => {
  const bench = await CareBench.open(context);
  bench.now = new Date("2026-09-01T00:00:00.000Z");
  await snoozeMaintenance(bench.care, actor, { lockId, task: "screws", days: 7 });
  assert.match(await stateOf(bench, "screws"), /^later 2026-07-05/);
  bench.now = new Date("2026-09-08T00:00:00.000Z");
  assert.match(await stateOf(bench, "screws"), /^due/);
  await snoozeMaintenance(bench.care, actor, { lockId, task: "screws", days: 7 });
  await doMaintenance(bench.care, actor, { lockId, task: "screws" });
  const row = await bench.database.selectFrom("maintenanceRecord").selectAll().executeTakeFirst();
  assert.deepEqual([row?.lastDoneAt, row?.snoozedUntil], ["2026-09-08T00:00:00.000Z", null]);
});

test("batteries that are almost flat stand first, and cannot be put off", async (context) => {
  const bench = await CareBench.open(context);
  await bench.report({ level: "critical" });
  assert.equal((await listMaintenance(bench.care, homeId, "en"))[0]?.task, "batteries");
  const refused = await snoozeMaintenance(bench.care, actor, { lockId, task: "batteries", days: 1 });
  assert.match(refused.ok ? "" : refused.sentence, /cannot be put off/);
  assert.deepEqual(await bench.database.selectFrom("maintenanceRecord").selectAll().execute(), []);
});

test("another home's lock does not exist, and nothing changes", async (context) => {
  const bench = await CareBench.open(context);
  const foreign = { homeId: otherHomeId, accountId: annaId };
  const answers = [
    await doMaintenance(bench.care, foreign, { lockId, task: "screws" }),
    await snoozeMaintenance(bench.care, foreign, { lockId, task: "screws", days: 1 }),
    await diagnoseLock(bench.care, { homeId: otherHomeId, lockId }, [], "en"),
  ];
  assert.deepEqual(
    answers.map((answer) => (answer.ok ? "" : answer.error)),
    ["notFound", "notFound", "notFound"],
  );
  assert.deepEqual(await listMaintenance(bench.care, otherHomeId, "en"), []);
  assert.deepEqual(await bench.database.selectFrom("auditLine").selectAll().execute(), []);
});

test("the diagnosis knows what the lock reports and what it logged last", async (context) => {
  const bench = await CareBench.open(context);
  await bench.report({ diagnosis: ["bolted-inside"] });
  const answers = [{ question: "symptom", answer: "verifiedNoOpen" }];
  const bolted = await diagnoseLock(bench.care, { homeId, lockId }, answers, "it");
  assert.ok(bolted.ok && bolted.value.step === "remedy");
  assert.equal(bolted.value.remedy.id, "freeBolt");
  assert.match(bolted.value.remedy.text, /blocco di sicurezza/);
  await bench.record({
    event: "lockOperationError",
    operation: "unlock",
    source: "biometric",
    error: "invalidCredential",
    user: null,
    credential: null,
    reason: "unknown-finger",
  });
  const finger = [{ question: "symptom", answer: "fingerNoOpen" }];
  const asked = await diagnoseLock(bench.care, { homeId, lockId }, finger, "en");
  assert.equal(asked.ok && asked.value.step === "question" && asked.value.question.id, "enrolled");
});
