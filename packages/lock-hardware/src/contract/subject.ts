/** What a contract suite gets of a driver: the part, and hands for everything that a person does to it. */

import { describe, test } from "node:test";
import type { Part } from "../part.ts";
import { FactQueue } from "./fact-queue.ts";

type Later = void | Promise<void>;

export interface Subject<SubjectPart> {
  readonly part: SubjectPart;
  /** How long an answer may take; 1 s if not given. */
  readonly patienceMs?: number;
  /** Resolves when the part has reported everything that it is going to; if not given, it has when a call returns. */
  settle?(): Promise<void>;
  /** Gives the part back after a test. */
  dispose?(): Later;
}

/** One new subject for each test; what an earlier test did to the part must not be left in it. */
export type MakeSubject<PartSubject> = () => PartSubject | Promise<PartSubject>;

export type Hand<Arguments extends readonly unknown[] = []> = (...details: Arguments) => Later;

const patienceMs = 1000;

export type ContractTest<PartSubject, Fact> = (subject: PartSubject, facts: FactQueue<Fact>) => Promise<void>;

/** Runs each test on a part of its own, which is started. */
export function describePart<Fact, PartSubject extends Subject<Part<Fact>>>(
  title: string,
  makeSubject: MakeSubject<PartSubject>,
  tests: Readonly<Record<string, ContractTest<PartSubject, Fact>>>,
): void {
  describe(title, () => {
    for (const [sentence, run] of Object.entries(tests))
      test(sentence, async () => {
        const subject = await makeSubject();
        const facts = new FactQueue<Fact>({
          patienceMs: subject.patienceMs ?? patienceMs,
          settle: async () => subject.settle?.(),
        });
        subject.part.start(facts.report);
        try {
          await run(subject, facts);
        } finally {
          subject.part.stop();
          await subject.dispose?.();
        }
      });
  });
}
