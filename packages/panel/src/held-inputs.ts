/**
 * What hands did to the lock and have not undone: a key left in, a fault switched on. The lock's state tells only what
 * its sensors tell, so without this a page that is loaded later would draw an empty cylinder with the key in it.
 */

import type { PanelLink } from "./link.ts";
import type { InMessage } from "./page/messages-of-the-lock.ts";

export class HeldInputs {
  readonly #link: PanelLink;
  /** For a link that does not tell. By subject; the subjects are few and fixed, because the lock takes no others. */
  readonly #remembered = new Map<string, InMessage>();

  constructor(link: PanelLink) {
    this.#link = link;
  }

  /** @param accepted what the lock took without complaint. */
  note(accepted: InMessage): void {
    const lasting = lastingInput(accepted);
    if (lasting === null) return;
    if (lasting.isUndone) this.#remembered.delete(lasting.subject);
    else this.#remembered.set(lasting.subject, accepted);
  }

  all(): readonly InMessage[] {
    return this.#link.held?.() ?? [...this.#remembered.values()];
  }
}

function lastingInput(input: InMessage): { readonly subject: string; readonly isUndone: boolean } | null {
  if ("key" in input) return { subject: "key", isUndone: input.key === "out" };
  if ("handle" in input) return { subject: `handle-${input.handle}`, isUndone: input.move === "release" };
  if ("peephole" in input) return { subject: "peephole", isUndone: !input.peephole };
  if ("tamper" in input) return { subject: "tamper", isUndone: !input.tamper };
  if ("fault" in input) return { subject: `fault-${input.fault}`, isUndone: !input.on };
  if ("batteries" in input)
    return { subject: "batteries", isUndone: input.batteries === "in" && input.reversed !== true };
  return null;
}
