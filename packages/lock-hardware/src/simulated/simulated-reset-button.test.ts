/** Two people at one pinhole, which the contract of a RESET button does not know. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { SimulatedResetButton } from "./simulated-reset-button.ts";
import { VirtualClock } from "./virtual-clock.ts";
import { Wiring } from "./wiring.ts";

test("L38: holds that overlap are one hold, from the first press to the last release", () => {
  const clock = new VirtualClock();
  const wiring = new Wiring([]);
  wiring.isPowered = true;
  const button = new SimulatedResetButton({ wiring, clock });
  const reportedAtMs: number[] = [];
  button.start(() => reportedAtMs.push(clock.elapsedMs()));
  button.press();
  clock.advance(1000);
  button.press();
  clock.advance(1000);
  button.release();
  assert.equal(button.isHeld(), true);
  clock.advance(5000);
  button.release();
  assert.equal(button.isHeld(), false);
  assert.deepEqual(reportedAtMs, [3000]);
});
