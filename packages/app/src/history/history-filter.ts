/** What a reader of the history looks for: as the form has it, as the address of the page has it, as the API takes it. Pure. */

import type { HistoryKind, HistoryQuery } from "@catenaccio/protocol/api";
import { dayAfter, startOfDay } from "./home-days.ts";

/** Empty: everything. Days are the home's, both included. */
export interface HistoryFilter {
  readonly text: string;
  readonly person: string;
  readonly lock: string;
  readonly kind: string;
  readonly from: string;
  readonly to: string;
}

const filterNames = [
  "text",
  "person",
  "lock",
  "kind",
  "from",
  "to",
] as const satisfies readonly (keyof HistoryFilter)[];

export const filterKinds = [
  "opened",
  "locked",
  "refused",
  "alarm",
  "people",
  "settings",
  "power",
  "other",
] as const satisfies readonly HistoryKind[];

const id = /^[0-9a-f-]{36}$/;
const day = /^\d{4}-\d{2}-\d{2}$/;

/** What somebody changed in the address by hand, and makes no sense, is left out. */
export function filterOfAddress(query: Readonly<Record<string, string | undefined>>): HistoryFilter {
  const { text = "", person = "", lock = "", kind = "", from = "", to = "" } = query;
  return {
    text: text.slice(0, 100),
    person: id.test(person) ? person : "",
    lock: id.test(lock) ? lock : "",
    kind: isKind(kind) ? kind : "",
    from: isDay(from) ? from : "",
    to: isDay(to) ? to : "",
  };
}

export function addressOfFilter(filter: HistoryFilter): string {
  const given = filterNames.filter((name) => filter[name] !== "").map((name): [string, string] => [name, filter[name]]);
  return given.length === 0 ? "/history" : `/history?${new URLSearchParams(given)}`;
}

export function queryOfFilter(filter: HistoryFilter, timeZone: string | undefined): HistoryQuery {
  const { text, person, lock, kind, from, to } = filter;
  return {
    ...(text.trim() !== "" && { text: text.trim() }),
    ...(person !== "" && { personId: person }),
    ...(lock !== "" && { lockId: lock }),
    ...(isKind(kind) && { kind }),
    ...(from !== "" && { from: startOfDay(from, timeZone).toISOString() }),
    ...(to !== "" && { to: startOfDay(dayAfter(to), timeZone).toISOString() }),
  };
}

export function isFiltering(filter: HistoryFilter): boolean {
  return filterNames.some((name) => filter[name].trim() !== "");
}

function isKind(word: string): word is HistoryKind {
  return filterKinds.some((kind) => kind === word);
}

function isDay(word: string): boolean {
  return day.test(word) && Number.isFinite(Date.parse(word));
}
