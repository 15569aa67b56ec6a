/** Waiting for what a person would wait for: asking again, with an end. */

import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";

/** A start of everything on a machine that is busy with other tests; whatever takes longer never comes. */
const waitMsMax = 60_000;
const pauseMs = 50;

/** Asks again until it is as wanted. @throws AssertionError with what there was last. */
export async function until<Value>(read: () => Promise<Value>, isWanted: (value: Value) => boolean): Promise<Value> {
  const endMs = performance.now() + waitMsMax;
  while (true) {
    const value = await read();
    if (isWanted(value)) return value;
    assert.ok(performance.now() < endMs, `It did not come to that: ${JSON.stringify(value)}`);
    await setTimeout(pauseMs);
  }
}
