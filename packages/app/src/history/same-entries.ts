/** One change of a person is several lines of a lock's log, one for each command: they are told once. */

import type { HistoryEntry } from "@catenaccio/protocol/api";
import { entrySentence } from "./entry-words.ts";

export interface ToldEntry {
  readonly entry: HistoryEntry;
  /** How many lines of the log say the same, one after another, within a minute. */
  readonly count: number;
}

const withinMs = 60_000;

/** @param entries the newest first. */
export function joinSame(entries: readonly HistoryEntry[]): readonly ToldEntry[] {
  const told: ToldEntry[] = [];
  for (const entry of entries) {
    const last = told.at(-1);
    if (last !== undefined && isSame(last.entry, entry)) told.splice(-1, 1, { ...last, count: last.count + 1 });
    else told.push({ entry, count: 1 });
  }
  return told;
}

function isSame(one: HistoryEntry, other: HistoryEntry): boolean {
  return (
    one.record.happening.event === "userChange" &&
    one.record.lockId === other.record.lockId &&
    Math.abs(Date.parse(one.at) - Date.parse(other.at)) <= withinMs &&
    entrySentence(one) === entrySentence(other)
  );
}
