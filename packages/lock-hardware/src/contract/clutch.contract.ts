/** The contract of a clutch. */

import assert from "node:assert/strict";
import type { ClutchEvent } from "@catenaccio/lock-core";
import type { Clutch } from "../clutch.ts";
import { describePart, type Hand, type MakeSubject, type Subject } from "./subject.ts";

/** It is free at first. */
export interface ClutchSubject extends Subject<Clutch> {
  /** The power goes and comes back. */
  readonly cutPower: Hand;
  /** Holds the motor, or takes a wire off. */
  readonly breakMotor: Hand<[cause: "motor-stall" | "motor-open"]>;
  readonly mendMotor: Hand;
}

export function testClutch(name: string, makeSubject: MakeSubject<ClutchSubject>): void {
  describePart<ClutchEvent, ClutchSubject>(`${name} as a clutch`, makeSubject, {
    "it reports the end position that it was driven to": async ({ part }, facts) => {
      part.driveTo("engaged");
      await facts.expect({ type: "clutchReached", position: "engaged" });
      assert.equal(part.position(), "engaged");
      part.driveTo("free");
      await facts.expect({ type: "clutchReached", position: "free" });
      assert.equal(part.position(), "free");
    },

    "where it already is, it is reached": async ({ part }, facts) => {
      part.driveTo("free");
      await facts.expect({ type: "clutchReached", position: "free" });
    },

    "it stays where it is without power": async ({ part, cutPower }, facts) => {
      part.driveTo("engaged");
      await facts.expect({ type: "clutchReached", position: "engaged" });
      await cutPower();
      assert.equal(part.position(), "engaged");
      await facts.expectNothing();
    },

    "a stalled motor is told apart from a broken wire": async ({ part, breakMotor, mendMotor }, facts) => {
      for (const cause of ["motor-stall", "motor-open"] as const) {
        await breakMotor(cause);
        part.driveTo("engaged");
        await facts.expect({ type: "clutchFailed", cause });
        assert.equal(part.position(), "free");
        await mendMotor();
      }
      part.driveTo("engaged");
      await facts.expect({ type: "clutchReached", position: "engaged" });
    },
  });
}
