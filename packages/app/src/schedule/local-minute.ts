/** The clock on a home's wall, as `datetime-local` writes it: "2026-03-02T09:00". */

const dayMs = 86_400_000;

export function localMinuteOf(at: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((found) => found.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}`;
}

/** @param days from the day of `local` on. @param time "22:00". */
export function onDay(local: string, days: number, time: string): string {
  return `${shifted(local, days * dayMs).slice(0, 10)}T${time}`;
}

/** The first day from `local` on, itself included, that is this one. @param weekDay 0 is Sunday. */
export function nextWeekDay(local: string, weekDay: number, time: string): string {
  const today = new Date(`${local}Z`).getUTCDay();
  const days = (weekDay - today + 7) % 7;
  const found = onDay(local, days, time);
  return found > local ? found : onDay(local, days + 7, time);
}

function shifted(local: string, byMs: number): string {
  return new Date(Date.parse(`${local}Z`) + byMs).toISOString().slice(0, 16);
}
