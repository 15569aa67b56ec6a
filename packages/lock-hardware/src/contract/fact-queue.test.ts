/** The queue waits for a part that answers later, as real ones do, and says so when one does not. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FactQueue } from "./fact-queue.ts";

const settle = async (): Promise<void> => {};

describe("the queue of facts", () => {
  test("a fact that comes later is waited for", async () => {
    const facts = new FactQueue<string>({ patienceMs: 10_000, settle });
    setImmediate(() => facts.report("late"));
    assert.equal(await facts.next(), "late");
  });

  test("a fact that does not come is missed in one sentence", async () => {
    const facts = new FactQueue<string>({ patienceMs: 1, settle });
    await assert.rejects(facts.next(), /Nothing was reported within 1 ms\./);
  });

  test("a fact that comes while the part settles was one too many", async () => {
    const facts: FactQueue<string> = new FactQueue({ patienceMs: 1, settle: async () => facts.report("echo") });
    facts.report("expected");
    await assert.rejects(facts.expect("expected"), /More was reported\./);
  });
});
