/**
 * The history as far as it was read: the newest page, which comes anew whenever something happens, and the older ones below
 * it. Pure.
 */

import type { HistoryEntry, HistoryPage } from "@catenaccio/protocol/api";

export interface HistoryRead {
  readonly entries: readonly HistoryEntry[];
  /** Where the older ones go on; null: this is the beginning. */
  readonly cursor: string | null;
}

export function keyOfEntry({ record: { lockId, numbering, number } }: HistoryEntry): string {
  return `${lockId} ${numbering} ${number}`;
}

/** The newest page replaces what it covers; where it does not reach what was read before, reading begins with it. */
export function joinNewest(read: HistoryRead | null, page: HistoryPage): HistoryRead {
  const last = page.entries.at(-1);
  if (read === null || last === undefined || page.cursor === null) return page;
  const place = read.entries.findIndex((entry) => keyOfEntry(entry) === keyOfEntry(last));
  return place < 0 ? page : { entries: [...page.entries, ...read.entries.slice(place + 1)], cursor: read.cursor };
}

export function joinOlder(read: HistoryRead, page: HistoryPage): HistoryRead {
  const known = new Set(read.entries.map(keyOfEntry));
  return {
    entries: [...read.entries, ...page.entries.filter((entry) => !known.has(keyOfEntry(entry)))],
    cursor: page.cursor,
  };
}
