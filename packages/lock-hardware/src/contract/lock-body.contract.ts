/** The contract of the lock body's sensors. */

import assert from "node:assert/strict";
import type { LockBodyEvent } from "@catenaccio/lock-core";
import type { LockBody } from "../lock-body.ts";
import { describePart, type Hand, type MakeSubject, type Subject } from "./subject.ts";

/** The handle is at rest and both bolts are free at first. */
export interface LockBodySubject extends Subject<LockBody> {
  readonly pressOuterHandle: Hand;
  readonly releaseOuterHandle: Hand;
  readonly moveSafetyBolt: Hand<[position: "thrown" | "free"]>;
  /** By lifting the outer handle and letting it go. */
  readonly throwDeadBolt: Hand;
}

export function testLockBody(name: string, makeSubject: MakeSubject<LockBodySubject>): void {
  describePart<LockBodyEvent, LockBodySubject>(`${name} as a lock body`, makeSubject, {
    "the outer handle is reported when it leaves its rest and when it is back": async (subject, facts) => {
      await subject.pressOuterHandle();
      await facts.expect({ type: "handleMoved", isAtRest: false });
      assert.equal(subject.part.reading().isHandleAtRest, false);
      await subject.releaseOuterHandle();
      await facts.expect({ type: "handleMoved", isAtRest: true });
      assert.equal(subject.part.reading().isHandleAtRest, true);
    },

    "a handle that stays where it is, is not reported again": async (subject, facts) => {
      await subject.pressOuterHandle();
      await subject.pressOuterHandle();
      await facts.expect({ type: "handleMoved", isAtRest: false });
    },

    "the safety bolt is reported": async (subject, facts) => {
      await subject.moveSafetyBolt("thrown");
      await facts.expect({ type: "safetyBoltMoved", isThrown: true });
      assert.equal(subject.part.reading().isSafetyBoltThrown, true);
      await subject.moveSafetyBolt("free");
      await facts.expect({ type: "safetyBoltMoved", isThrown: false });
    },

    "the dead bolt is reported": async (subject, facts) => {
      await subject.throwDeadBolt();
      await facts.expect(
        { type: "handleMoved", isAtRest: false },
        { type: "deadBoltMoved", isThrown: true },
        { type: "handleMoved", isAtRest: true },
      );
      assert.equal(subject.part.reading().isDeadBoltThrown, true);
    },
  });
}
