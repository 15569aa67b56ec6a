import assert from "node:assert/strict";
import { test } from "node:test";
import type { LockHappening } from "@catenaccio/protocol";
import { annaId, CareBench, homeId, lockId, otherHomeId } from "../../test/care-bench.ts";
import { readInstallation, tickStep } from "./installation.ts";
import { installationStepIds, installationSteps, type InstallationStep } from "./installation-steps.ts";

const actor = { homeId, accountId: annaId };
const opened = (source: "biometric" | "keypad" | "rfid"): LockHappening => ({
  event: "lockOperation",
  operation: "unlock",
  source,
  user: 1,
  credential: { kind: "pin", index: 1 },
});

async function doneSteps(bench: CareBench, of: string | null): Promise<readonly string[]> {
  const state = await readInstallation(bench.care, { homeId, lockId: of }, "en");
  assert.ok(state.ok);
  return state.value.items.filter(({ isDone }) => isDone).map(({ step }) => step);
}

test("steps are ticked before the lock is added, and its own list goes on there", async (context) => {
  const bench = await CareBench.open(context);
  await tickStep(bench.care, actor, { lockId: null, step: "template", isDone: true });
  await tickStep(bench.care, actor, { lockId, step: "cable", isDone: true });
  assert.deepEqual(await doneSteps(bench, null), ["template"]);
  assert.deepEqual(await doneSteps(bench, lockId), ["template", "cable"]);
  await tickStep(bench.care, actor, { lockId, step: "template", isDone: false });
  assert.deepEqual(await doneSteps(bench, lockId), ["cable"]);
});

test("finger, PIN and card are ticked off by the lock itself, the key by the person", async (context) => {
  const bench = await CareBench.open(context);
  for (const step of ["checkFingerprint", "checkPin", "checkCard"]) {
    const refused = await tickStep(bench.care, actor, { lockId, step, isDone: true });
    assert.match(refused.ok ? "" : refused.sentence, /by itself/);
  }
  for (const step of installationStepIds)
    if ((installationSteps[step] as InstallationStep).confirmedBySource === null)
      assert.equal((await tickStep(bench.care, actor, { lockId, step, isDone: true })).ok, true);
  const before = await readInstallation(bench.care, { homeId, lockId }, "en");
  assert.equal(before.ok && before.value.isComplete, false);
  for (const source of ["biometric", "keypad", "rfid"] as const) await bench.record(opened(source));
  const after = await readInstallation(bench.care, { homeId, lockId }, "en");
  assert.equal(after.ok && after.value.isComplete, true);
});

test("the safety bolt stands upright before the rear panel goes on, and the cable comes before it", () => {
  const at = (step: string) => installationStepIds.findIndex((id) => id === step);
  assert.equal(
    at("template") < at("lockBody") && at("cable") < at("rearPanel") && at("rearPanel") < at("checkKey"),
    true,
  );
  assert.equal(installationSteps.rearPanel.details[0], "install.rearPanel.bolt");
});

test("what is not there is refused, and changes nothing", async (context) => {
  const bench = await CareBench.open(context);
  const answers = [
    await tickStep(bench.care, actor, { lockId: null, step: "toString", isDone: true }),
    await tickStep(bench.care, { ...actor, homeId: otherHomeId }, { lockId, step: "cable", isDone: true }),
    await readInstallation(bench.care, { homeId: otherHomeId, lockId }, "en"),
  ];
  assert.deepEqual(
    answers.map((answer) => (answer.ok ? "" : answer.error)),
    ["notFound", "notFound", "notFound"],
  );
  assert.deepEqual(await bench.database.selectFrom("installationTick").selectAll().execute(), []);
});
