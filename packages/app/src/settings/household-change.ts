/**
 * What the form of the household sends. It replaces the settings whole, so what nobody touched there comes from the server's
 * newest word: the form may have been drawn from what this device knew yesterday.
 */

import type { HomeSettings } from "@catenaccio/protocol/api";

export type HouseholdTouched = Partial<HomeSettings>;

export function householdChangeOf(touched: HouseholdTouched, now: HomeSettings): HomeSettings {
  return { ...now, ...touched };
}

export interface Loss {
  readonly history: boolean;
  readonly pins: boolean;
}

/** What the server then forgets for good; null: nothing. */
export function lossOf(next: HomeSettings, now: HomeSettings): Loss | null {
  const history = lengthOf(next.historyDays) < lengthOf(now.historyDays);
  const pins = now.keepsSealedPins && !next.keepsSealedPins;
  return history || pins ? { history, pins } : null;
}

function lengthOf(historyDays: number | null): number {
  return historyDays ?? Number.POSITIVE_INFINITY;
}
