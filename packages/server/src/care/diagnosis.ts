/**
 * The way through the tree of diagnosis: pure. It begins anew with each answer, so that nothing is kept between two of
 * them and what the lock tells meanwhile counts at once.
 */

import type { AnswerGiven, DiagnosisFinding, DiagnosisStep, Language } from "@catenaccio/protocol/api";
import { refuse, type Outcome } from "../notify/refusal.ts";
import { sayCare, type CareMessageId } from "./care-text.ts";
import { diagnosisTree, startNode, type DiagnosisNode, type LockFact, type NodeId } from "./diagnosis-tree.ts";
import type { KnownFacts } from "./lock-facts.ts";

const yesOrNo = ["yes", "no"] as const;

export function diagnose(
  facts: KnownFacts,
  answers: readonly AnswerGiven[],
  language: Language,
): Outcome<DiagnosisStep> {
  const objection = objectionTo(answers);
  if (objection !== null) return refuse("invalid", objection);
  const given = new Map(answers.map(({ question, answer }) => [question, answer]));
  const findings: DiagnosisFinding[] = [];
  let id: NodeId = startNode;
  for (;;) {
    const node: DiagnosisNode = diagnosisTree[id];
    if (node.kind === "remedy") return { ok: true, value: remedyStep(id, node, findings, language) };
    const next = nextOf(id, node, given, facts);
    if (next === null) return { ok: true, value: questionStep(id, node, findings, language) };
    const fact = node.kind === "choice" ? undefined : node.fact;
    const holds = fact === undefined ? undefined : facts[fact];
    if (fact !== undefined && holds !== undefined) findings.push(findingOf(fact, holds, language));
    id = next;
  }
}

/** null: somebody has to be asked. */
function nextOf(
  id: NodeId,
  node: Exclude<DiagnosisNode, { kind: "remedy" }>,
  given: ReadonlyMap<string, string>,
  facts: KnownFacts,
): NodeId | null {
  switch (node.kind) {
    case "choice":
      return node.answers[given.get(id) ?? ""] ?? null;
    case "fact": {
      const holds = facts[node.fact] ?? (given.has(id) ? given.get(id) === "yes" : null);
      return holds === null ? null : holds ? node.yes : node.no;
    }
    case "check":
      return facts[node.fact] === true ? node.yes : node.otherwise;
    default:
      return node satisfies never;
  }
}

function objectionTo(answers: readonly AnswerGiven[]): string | null {
  for (const { question, answer } of answers) {
    if (!Object.hasOwn(diagnosisTree, question)) return `There is no question ${JSON.stringify(question)}.`;
    const known = answersOf(diagnosisTree[question as NodeId]);
    if (known.length === 0) return `Nobody is asked ${JSON.stringify(question)}.`;
    if (!known.includes(answer))
      return `The question ${JSON.stringify(question)} has no answer ${JSON.stringify(answer)}.`;
  }
  return null;
}

function answersOf(node: DiagnosisNode): readonly string[] {
  switch (node.kind) {
    case "choice":
      return Object.keys(node.answers);
    case "fact":
      return yesOrNo;
    case "check":
    case "remedy":
      return [];
    default:
      return node satisfies never;
  }
}

function questionStep(
  id: NodeId,
  node: DiagnosisNode,
  findings: readonly DiagnosisFinding[],
  language: Language,
): DiagnosisStep {
  return {
    step: "question",
    question: { id, text: sayCare(`ask.${id}` as CareMessageId, language) },
    answers: answersOf(node).map((answer) => ({ id: answer, text: sayCare(answerText(id, answer), language) })),
    findings: toldOf(findings),
  };
}

/** Yes and no are the same words everywhere. */
export function answerText(question: string, answer: string): CareMessageId {
  const isCommon = yesOrNo.some((word) => word === answer) && question !== "enrolled";
  return (isCommon ? `answer.${answer}` : `answer.${question}.${answer}`) as CareMessageId;
}

function remedyStep(
  id: NodeId,
  node: Extract<DiagnosisNode, { kind: "remedy" }>,
  findings: readonly DiagnosisFinding[],
  language: Language,
): DiagnosisStep {
  return {
    step: "remedy",
    remedy: { id, text: sayCare(`remedy.${id}` as CareMessageId, language) },
    needsTechnician: node.needsTechnician,
    meanwhile: node.meanwhile.map((way) => ({ id: way, text: sayCare(`meanwhile.${way}`, language) })),
    findings: toldOf(findings),
  };
}

/** Once each, although the way may pass a fact twice. */
function toldOf(findings: readonly DiagnosisFinding[]): DiagnosisFinding[] {
  return [...new Map(findings.map((finding) => [finding.fact, finding])).values()];
}

function findingOf(fact: LockFact, holds: boolean, language: Language): DiagnosisFinding {
  return { fact, holds, text: sayCare(`fact.${fact}.${holds ? "yes" : "no"}`, language) };
}
