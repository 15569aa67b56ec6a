/** In how many Matter homes the lock is, in words. Pure. */

import type { LabelReport } from "./messages-of-the-lock.ts";
import type { Say } from "./words.ts";

export interface HomesKnown {
  readonly state: { readonly homes?: number } | null;
  readonly label: LabelReport | null;
}

/** @returns null where there is nothing to tell: nothing heard yet, or no Matter. */
export function homesWord({ state, label }: HomesKnown, say: Say): string | null {
  if (state?.homes === undefined || label === null || label.status === "off") return null;
  // Until its network is there the lock does not know its homes.
  if (label.status === "starting") return say("homes.starting");
  if (state.homes === 0) return say("homes.none");
  return state.homes === 1 ? say("homes.one") : say("homes.more", { count: state.homes });
}
