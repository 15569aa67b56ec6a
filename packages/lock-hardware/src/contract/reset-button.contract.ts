/** The contract of a RESET button. */

import assert from "node:assert/strict";
import type { ResetButtonEvent } from "@catenaccio/lock-core";
import { resetHoldMs, type ResetButton } from "../reset-button.ts";
import { describePart, type Hand, type MakeSubject, type Subject } from "./subject.ts";

export interface ResetButtonSubject extends Subject<ResetButton> {
  readonly press: Hand;
  readonly release: Hand;
  /** Lets so much time pass. */
  readonly wait: Hand<[ms: number]>;
  /** How far the hold that it measures may be off. */
  readonly toleranceMs: number;
}

export function testResetButton(name: string, makeSubject: MakeSubject<ResetButtonSubject>): void {
  describePart<ResetButtonEvent, ResetButtonSubject>(`${name} as a RESET button`, makeSubject, {
    "a hold of less than 3 s is not reported": async (subject, facts) => {
      await subject.press();
      await subject.wait(resetHoldMs - 1 - subject.toleranceMs);
      await subject.release();
      await subject.wait(resetHoldMs);
      await facts.expectNothing();
    },

    "a hold is reported once, after 3 s, while it lasts": async (subject, facts) => {
      await subject.press();
      assert.equal(subject.part.isHeld(), true);
      await subject.wait(resetHoldMs + subject.toleranceMs);
      await facts.expect({ type: "resetHeld" });
      await subject.wait(3 * resetHoldMs);
      await subject.release();
      assert.equal(subject.part.isHeld(), false);
      await facts.expectNothing();
    },
  });
}
