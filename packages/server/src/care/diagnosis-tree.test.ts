import assert from "node:assert/strict";
import { test } from "node:test";
import { diagnosisTree, lockFacts, startNode, symptoms, type DiagnosisNode, type NodeId } from "./diagnosis-tree.ts";

const ids = Object.keys(diagnosisTree) as NodeId[];

function nextOf(node: DiagnosisNode): readonly NodeId[] {
  switch (node.kind) {
    case "choice":
      return Object.values(node.answers);
    case "fact":
      return [node.yes, node.no];
    case "check":
      return [node.yes, node.otherwise];
    case "remedy":
      return [];
    default:
      return node satisfies never;
  }
}

function reachableFrom(start: NodeId): ReadonlySet<NodeId> {
  const seen = new Set<NodeId>([start]);
  for (const id of seen) for (const next of nextOf(diagnosisTree[id])) seen.add(next);
  return seen;
}

test("every node is reached from the start", () => {
  assert.deepEqual([...reachableFrom(startNode)].toSorted(), ids.toSorted());
});

test("there is no dead end: every way goes on to a node that is there, or ends in a remedy", () => {
  for (const id of ids) {
    const node = diagnosisTree[id];
    for (const next of nextOf(node)) assert.ok(Object.hasOwn(diagnosisTree, next), `${id} -> ${next}`);
    assert.equal(nextOf(node).length === 0, node.kind === "remedy", id);
  }
});

test("no way comes back to where it was", () => {
  for (const id of ids)
    for (const next of nextOf(diagnosisTree[id])) assert.equal(reachableFrom(next).has(id), false, `${id} -> ${next}`);
});

test("the start asks for the eight troubles of the manual", () => {
  const start = diagnosisTree[startNode];
  assert.deepEqual(start.kind === "choice" && Object.keys(start.answers), [...symptoms]);
});

test("every fact that the lock can tell is used, and each question that it can answer may also be asked of a person", () => {
  const used = new Set(Object.values(diagnosisTree).flatMap((node) => ("fact" in node ? [node.fact] : [])));
  assert.deepEqual([...used].toSorted(), lockFacts.toSorted());
});
