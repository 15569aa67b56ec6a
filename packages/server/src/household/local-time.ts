/** Between the minute on a home's wall and the moment that it is, by the rules of the home's time zone. */

import { knownTimeZone } from "@catenaccio/protocol/api";

const minuteMs = 60_000;

/** @param local "2026-03-02T09:00". @returns UTC. A minute that summer time leaves out is the one an hour later. */
export function instantOf(local: string, timeZone: string): Date {
  const asUtcMs = Date.parse(`${local}Z`);
  // Twice: the first guess may lie on the other side of a change to or from summer time.
  const guessMs = asUtcMs - offsetMs(asUtcMs, timeZone);
  return new Date(asUtcMs - offsetMs(guessMs, timeZone));
}

/** @param instant UTC. @returns what the clock on the wall showed, as spreadsheets read it: "2026-03-02 09:00:00". */
export function localTimeOf(instant: string, timeZone: string): string {
  const utcMs = Date.parse(instant);
  return new Date(utcMs + offsetMs(utcMs, timeZone)).toISOString().slice(0, 19).replace("T", " ");
}

/** Of the machine: a gateway stands in the home that it serves. */
export function ownTimeZone(): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return knownTimeZone.safeParse(timeZone).success ? timeZone : "UTC";
}

/** What to add to UTC there and then. */
function offsetMs(utcMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  }).formatToParts(utcMs);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((found) => found.type === type)?.value ?? "";
  const localMs = Date.parse(`${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}Z`);
  return localMs - Math.floor(utcMs / minuteMs) * minuteMs;
}
