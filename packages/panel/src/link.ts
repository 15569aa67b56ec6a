/** What the panel needs of a lock. Whoever starts the panel brings a link: to the lock in the same process, or to a fake. */

import type { InMessage, LinkMessage } from "./page/messages-of-the-lock.ts";

/** The codes of one lock's label; whoever has them can add the lock to a home while its pairing window is open. */
export interface LabelCodes {
  /** The text of the QR code, `MT:…`. */
  readonly qr: string;
  /** The digits of the code to type. */
  readonly manual: string;
  readonly serial?: string;
  /** Homes on other machines do not reach the lock: a phone that scans the code would look for it in vain. */
  readonly isLocalOnly?: boolean;
}

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
  /**
   * What the label on the battery cover says; null: not known yet, because the lock's network takes a second to start.
   * Without it the lock has no Matter. The panel asks again after each message that subscribers hear, so whoever starts
   * the network tells them the state once it is there.
   */
  label?(): LabelCodes | null;
}
