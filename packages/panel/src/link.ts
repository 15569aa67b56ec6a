/** What the panel needs of a lock. Whoever starts the panel brings a link: to the lock in the same process, or to a fake. */

import type { InMessage, LinkMessage } from "./page/messages-of-the-lock.ts";

export interface PanelLink {
  /**
   * Gives the lock one in-message, checked by the lock and not before.
   * @returns the out-messages that it caused, `{"error":…}` among them when the lock did not take it.
   */
  send(message: unknown): Promise<readonly LinkMessage[]>;
  /** Every out-message from now on, whoever caused it. @returns how to stop listening. */
  subscribe(listener: (message: LinkMessage) => void): () => void;
  /** How things stand: the state, the kept log in order, and what else a newcomer has to know (keypad, siren). */
  snapshot(): readonly LinkMessage[];
  /**
   * What hands did and have not undone, as the in-messages that did it: key, handles, peephole button, front panel,
   * faults, batteries. Without it the panel remembers what was done through itself, until it ends.
   */
  held?(): readonly InMessage[];
}
