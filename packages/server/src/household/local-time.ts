/** Between the minute on a home's wall and the moment that it is, by the rules of the home's time zone. */

const minuteMs = 60_000;

/** @param local "2026-03-02T09:00". @returns UTC. A minute that summer time leaves out is the one an hour later. */
export function instantOf(local: string, timeZone: string): Date {
  const asUtcMs = Date.parse(`${local}Z`);
  // Twice: the first guess may lie on the other side of a change to or from summer time.
  const guessMs = asUtcMs - offsetMs(asUtcMs, timeZone);
  return new Date(asUtcMs - offsetMs(guessMs, timeZone));
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
