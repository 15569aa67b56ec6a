import assert from "node:assert/strict";
import { test } from "node:test";
import { maintenanceTaskIds } from "@catenaccio/protocol/api";
import { careMessages, type CareMessageId } from "./care-text.ts";
import { answerText } from "./diagnosis.ts";
import { diagnosisTree, lockFacts, meanwhileWays, type NodeId } from "./diagnosis-tree.ts";
import { fingerprintAdvice } from "./fingerprint-advice.ts";
import { installationStepIds, installationSteps } from "./installation-steps.ts";
import { dailyAdvice, maintenanceTasks } from "./maintenance-tasks.ts";

/** Every id that the data can ask for. */
function idsInUse(): ReadonlySet<string> {
  const ofTree = Object.entries(diagnosisTree).flatMap(([id, node]) => {
    switch (node.kind) {
      case "choice":
        return [`ask.${id}`, ...Object.keys(node.answers).map((answer) => answerText(id, answer))];
      case "fact":
        return [`ask.${id}`, "answer.yes", "answer.no"];
      case "remedy":
        return [`remedy.${id}`];
      case "check":
        return [];
      default:
        return node satisfies never;
    }
  });
  return new Set([
    ...ofTree,
    ...lockFacts.flatMap((fact) => [`fact.${fact}.yes`, `fact.${fact}.no`]),
    ...meanwhileWays.map((way) => `meanwhile.${way}`),
    ...maintenanceTaskIds.flatMap((task) => [`task.${task}`, ...maintenanceTasks[task].steps]),
    ...dailyAdvice,
    ...installationStepIds.flatMap((step) => [`install.${step}`, ...installationSteps[step].details]),
    ...fingerprintAdvice,
  ]);
}

for (const [language, messages] of Object.entries(careMessages))
  test(`the words of ${language} are those that the data asks for: none is missing, none is left over`, () => {
    assert.deepEqual(Object.keys(messages).toSorted(), [...idsInUse()].toSorted());
    for (const text of Object.values(messages)) assert.equal(text.trim() === text && text.length > 1, true, text);
  });

test("the two languages are two", () => {
  const same = (Object.keys(careMessages.en) as CareMessageId[]).filter(
    (id) => careMessages.en[id] === careMessages.it[id],
  );
  assert.deepEqual(same, ["answer.no", "install.parts.gateway"]);
});

test("every node of the tree has an id of its own in the texts", () => {
  const ids = Object.keys(diagnosisTree) as NodeId[];
  assert.equal(new Set(ids).size, ids.length);
});
