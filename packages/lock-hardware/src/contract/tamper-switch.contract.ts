/** The contract of a tamper switch. */

import assert from "node:assert/strict";
import type { TamperEvent } from "@catenaccio/lock-core";
import type { TamperSwitch } from "../tamper-switch.ts";
import { describePart, type Hand, type MakeSubject, type Subject } from "./subject.ts";

/** The front panel is on the door at first. */
export interface TamperSwitchSubject extends Subject<TamperSwitch> {
  readonly forceFront: Hand<[isOff: boolean]>;
}

export function testTamperSwitch(name: string, makeSubject: MakeSubject<TamperSwitchSubject>): void {
  describePart<TamperEvent, TamperSwitchSubject>(`${name} as a tamper switch`, makeSubject, {
    "forcing the front panel off is reported once, and so is putting it back": async (subject, facts) => {
      assert.equal(subject.part.isFrontRemoved(), false);
      await subject.forceFront(true);
      await subject.forceFront(true);
      await facts.expect({ type: "tamperMoved", isRemoved: true });
      assert.equal(subject.part.isFrontRemoved(), true);
      await subject.forceFront(false);
      await facts.expect({ type: "tamperMoved", isRemoved: false });
      assert.equal(subject.part.isFrontRemoved(), false);
    },
  });
}
