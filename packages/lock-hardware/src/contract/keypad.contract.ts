/** The contract of a keypad. */

import assert from "node:assert/strict";
import { keys, type KeypadView } from "@catenaccio/lock-core";
import type { Keypad, KeypadFact } from "../keypad.ts";
import { describePart, type Hand, type MakeSubject, type Subject } from "./subject.ts";

/** It is dark at first. */
export interface KeypadSubject extends Subject<Keypad> {
  readonly touch: Hand;
  readonly press: Hand<[keys: string]>;
  /** What a person sees on it. */
  readonly seen: () => KeypadView | Promise<KeypadView>;
  /** The power goes and comes back. */
  readonly cutPower: Hand;
}

const dark: KeypadView = { isLit: false, shows: "", isFlashing: false };
const flashingSeven: KeypadView = { isLit: true, shows: "7", isFlashing: true };

export function testKeypad(name: string, makeSubject: MakeSubject<KeypadSubject>): void {
  describePart<KeypadFact, KeypadSubject>(`${name} as a keypad`, makeSubject, {
    "a hand on the keypad is reported": async (subject, facts) => {
      await subject.touch();
      await facts.expect({ type: "keypadTouched" });
    },

    "every key is reported, in the order in which it was pressed": async (subject, facts) => {
      await subject.press(keys.join(""));
      await facts.expect(...keys.map((key): KeypadFact => ({ type: "keyPressed", key })));
    },

    "keys are reported in the dark and in the light": async (subject, facts) => {
      await subject.press("1");
      await facts.expect({ type: "keyPressed", key: "1" });
      subject.part.show(flashingSeven);
      await subject.press("1");
      await facts.expect({ type: "keyPressed", key: "1" });
    },

    "what is shown is seen until the next order": async (subject, facts) => {
      assert.deepEqual(await subject.seen(), dark);
      subject.part.show(flashingSeven);
      assert.deepEqual(await subject.seen(), flashingSeven);
      subject.part.show({ isLit: true, shows: "", isFlashing: false });
      assert.deepEqual(await subject.seen(), { isLit: true, shows: "", isFlashing: false });
      await facts.expectNothing();
    },

    "typed digits are not shown": async (subject) => {
      subject.part.show({ isLit: true, shows: "", isFlashing: false });
      await subject.press("3571");
      assert.deepEqual(await subject.seen(), { isLit: true, shows: "", isFlashing: false });
    },

    "digits are made of light: an unlit keypad shows none": async (subject) => {
      subject.part.show({ isLit: false, shows: "7", isFlashing: true });
      assert.deepEqual(await subject.seen(), dark);
    },

    "after a power cut it is dark": async (subject) => {
      subject.part.show(flashingSeven);
      await subject.cutPower();
      assert.deepEqual(await subject.seen(), dark);
    },
  });
}
