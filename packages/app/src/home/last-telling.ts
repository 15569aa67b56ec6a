/**
 * Which of a lock's records its card shows. Pure. Of duress it shows an ordinary opening alone: whoever forces somebody may
 * stand beside the phone.
 */

import type { HistoryEntry } from "@catenaccio/protocol/api";

/** The newest that says who came or did not get in; a lock that locks itself again says nothing new. */
export function lastTelling(entries: readonly HistoryEntry[]): HistoryEntry | null {
  return entries.find(isTelling) ?? null;
}

function isTelling({ kind, record: { happening } }: HistoryEntry): boolean {
  if (happening.event === "alarm") return happening.code !== "forcedUser";
  if (kind === "opened" || kind === "refused") return true;
  return kind === "locked" && "source" in happening && happening.source !== "auto";
}
