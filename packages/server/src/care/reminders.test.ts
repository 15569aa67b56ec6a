import assert from "node:assert/strict";
import { test } from "node:test";
import { annaId, CareBench, homeId, lockId } from "../../test/care-bench.ts";
import { doMaintenance, snoozeMaintenance } from "./care.ts";
import { remindOfMaintenance } from "./reminders.ts";

const actor = { homeId, accountId: annaId };

test("what has become due is told once, with how much there is to do, and again when it was put off", async (context) => {
  const bench = await CareBench.open(context);
  const told: (number | undefined)[] = [];
  const remindOn = async (day: string) => {
    bench.now = new Date(`${day}T12:00:00.000Z`);
    await remindOfMaintenance(bench.care, async (_, { details }) => void told.push(details.tasks));
  };
  await remindOn("2026-02-04");
  assert.deepEqual(told, []);
  await remindOn("2026-02-05");
  await remindOn("2026-02-06");
  await remindOn("2026-03-05");
  assert.deepEqual(told, [1], "the keypad");
  await remindOn("2026-04-05");
  assert.deepEqual(told, [1, 2], "and the reader");
  await snoozeMaintenance(bench.care, actor, { lockId, task: "keypad", days: 7 });
  await doMaintenance(bench.care, actor, { lockId, task: "reader" });
  await remindOn("2026-04-11");
  assert.deepEqual(told, [1, 2]);
  await remindOn("2026-04-12");
  await remindOn("2026-04-13");
  assert.deepEqual(told, [1, 2, 1], "the keypad again");
  await doMaintenance(bench.care, actor, { lockId, task: "keypad" });
  await remindOn("2026-05-12");
  await remindOn("2026-05-13");
  assert.deepEqual(told, [1, 2, 1, 1], "a month after it was done");
});

test("flat batteries are not told here too", async (context) => {
  const bench = await CareBench.open(context);
  await bench.report({ level: "critical" });
  await remindOfMaintenance(bench.care, async () => assert.fail("somebody was told"));
});
