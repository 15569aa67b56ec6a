/** How many digits were typed on the keypad before the last `#`. Only how many: the page never keeps what was typed. */

import type { InMessage } from "./messages-of-the-lock.ts";

export class TypedDigits {
  #count = 0;
  #lastEntryLength = 0;

  get lastEntryLength(): number {
    return this.#lastEntryLength;
  }

  note(message: InMessage): void {
    if (!("press" in message)) return;
    for (const key of message.press) {
      if (key === "#") this.#lastEntryLength = this.#count;
      this.#count = key === "#" || key === "*" ? 0 : this.#count + 1;
    }
  }

  /** The keypad went dark: what was typed is forgotten. */
  forget(): void {
    this.#count = 0;
  }
}
