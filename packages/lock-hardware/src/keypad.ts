/** The touch keypad: keys in, back light and up to two digits out. It never shows what is typed. */

import type { KeypadEvent, KeypadView, PartEvent } from "@catenaccio/lock-core";
import type { Part } from "./part.ts";

export type KeypadFact = KeypadEvent | (PartEvent & { readonly part: "keypad" });

export interface Keypad extends Part<KeypadFact> {
  /**
   * Holds until the next order or until power goes; a keypad that was cut off in between shows it again.
   * The digits are made of light: an unlit keypad shows none.
   */
  show(view: KeypadView): void;
}
