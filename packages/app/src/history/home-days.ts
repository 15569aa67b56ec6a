/** Days as the home counts them, wherever the reader is: pure. */

const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** "2026-03-02" in that time zone; without one, in the browser's. */
export function dayOf(at: string | number, timeZone: string | undefined): string {
  return formatFor(timeZone).format(new Date(at));
}

/** When that day begins there. `day` is "2026-03-02". */
export function startOfDay(day: string, timeZone: string | undefined): Date {
  const asUtc = Date.parse(`${day}T00:00:00Z`);
  // No zone is further from UTC than 14 hours; the quarter of an hour is the finest offset that there is.
  let begin = asUtc - 14 * hourMs;
  while (dayOf(begin, timeZone) < day) begin += quarterMs;
  return new Date(begin);
}

export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + 24 * hourMs).toISOString().slice(0, 10);
}

export function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) - 24 * hourMs).toISOString().slice(0, 10);
}

const hourMs = 3_600_000;
const quarterMs = 900_000;

function formatFor(timeZone: string | undefined): Intl.DateTimeFormat {
  const name = timeZone ?? "";
  const format =
    dayFormats.get(name) ??
    // Sweden writes dates as ISO 8601 does.
    new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", ...(timeZone === undefined ? {} : { timeZone }) });
  dayFormats.set(name, format);
  return format;
}
