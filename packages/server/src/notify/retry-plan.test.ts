import assert from "node:assert/strict";
import { test } from "node:test";
import { delayAfter, pushRetries, webhookRetries } from "./retry-plan.ts";

for (const [name, plan] of Object.entries({ pushRetries, webhookRetries }))
  test(`${name}: waits grow up to a bound, and end`, () => {
    const delays: number[] = [];
    for (let attempts = 1; ; attempts++) {
      const delay = delayAfter(plan, attempts);
      if (delay === null) break;
      delays.push(delay);
    }
    assert.equal(delays.length, plan.attemptsMax - 1);
    assert.deepEqual(
      delays,
      delays.toSorted((a, b) => a - b),
    );
    assert.equal(delays[0], 5000);
    assert.equal(Math.max(...delays) <= plan.delayMsMax, true);
  });

test("a webhook's receiver that is away for a night gets everything in the morning", () => {
  let total = 0;
  for (let attempts = 1; delayAfter(webhookRetries, attempts) !== null; attempts++)
    total += delayAfter(webhookRetries, attempts) ?? 0;
  assert.equal(total > 24 * 3_600_000, true);
});

test("a receiver may ask for patience within the bound, and never for haste", () => {
  assert.equal(delayAfter(pushRetries, 1, 60_000), 60_000);
  assert.equal(delayAfter(pushRetries, 1, 1), 5000);
  assert.equal(delayAfter(pushRetries, 1, 86_400_000), pushRetries.delayMsMax);
});
