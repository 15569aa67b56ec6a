/**
 * Times of the week as people say them, and as a lock keeps them. A person says "Fridays from ten in the evening to six";
 * a lock keeps windows within one day (Matter 1.6 §5.2.6.4.3), so that a night is two of them. What is split here on the
 * way to the lock is put together again on the way back.
 *
 * Matter cannot write midnight at the end of a day: it is written 23:59, which a lock takes for it (1.6 §5.2.10.4.7), and
 * shown as midnight.
 */

import type { WeekDay, WeekDaySchedule } from "@catenaccio/protocol";

export interface WeekWindow {
  readonly days: readonly WeekDay[];
  /** "09:00" */
  readonly from: string;
  /** Not after `from`: on the next day. "00:00": midnight, and with `from` "00:00" the whole day. */
  readonly to: string;
}

export const weekDayOrder = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const satisfies readonly WeekDay[];

const midnight = "00:00";
const endOfDay = "23:59";

export function isOvernight({ from, to }: WeekWindow): boolean {
  return to !== midnight && to <= from;
}

export function isAllDay({ from, to }: WeekWindow): boolean {
  return from === midnight && to === midnight;
}

/** For the lock. @returns as few windows as say the same. */
export function splitWindows(windows: readonly WeekWindow[]): readonly WeekDaySchedule[] {
  return groupByTimes(windows.flatMap((window) => window.days.flatMap((day) => partsOf(day, window))));
}

/** For the person: nights are whole again. */
export function joinWindows(schedules: readonly WeekDaySchedule[]): readonly WeekWindow[] {
  const parts = schedules.flatMap(({ days, from, to }) => days.map((day) => ({ day, from, to })));
  const mornings = new Set(parts.filter(({ from, to }) => from === midnight && to < endOfDay));
  const joined = parts
    .filter((part) => part.to === endOfDay)
    .map((evening) => {
      const morning = [...mornings].find(
        ({ day, to }) => evening.from > midnight && day === dayAfter(evening.day) && to < evening.from,
      );
      if (morning !== undefined) mornings.delete(morning);
      return { ...evening, to: morning?.to ?? midnight };
    });
  const others = parts.filter(({ from, to }) => to < endOfDay && from > midnight);
  return groupByTimes([...joined, ...mornings, ...others]);
}

/** What stood on the other days goes. */
export function copyDay(
  windows: readonly WeekWindow[],
  source: WeekDay,
  targets: readonly WeekDay[],
): readonly WeekWindow[] {
  const others = targets.filter((day) => day !== source);
  return windows
    .map((window) => {
      const kept = window.days.filter((day) => !others.includes(day));
      return { ...window, days: inOrder(window.days.includes(source) ? [...kept, ...others] : kept) };
    })
    .filter(({ days }) => days.length > 0);
}

export interface DaySpan {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** For drawing: what is permitted of one day, a night's morning among it. */
export function spansOf(windows: readonly WeekWindow[], day: WeekDay): readonly DaySpan[] {
  return splitWindows(windows)
    .filter(({ days }) => days.includes(day))
    .map(({ from, to }) => ({
      fromMinute: minuteOf(from),
      toMinute: to === endOfDay ? minutesPerDay : minuteOf(to),
    }));
}

export const minutesPerDay = 1440;

export function inOrder(days: readonly WeekDay[]): readonly WeekDay[] {
  return weekDayOrder.filter((day) => days.includes(day));
}

interface DayPart {
  readonly day: WeekDay;
  readonly from: string;
  readonly to: string;
}

function partsOf(day: WeekDay, window: WeekWindow): readonly DayPart[] {
  const { from, to } = window;
  if (to === midnight) return from < endOfDay ? [{ day, from, to: endOfDay }] : [];
  if (!isOvernight(window)) return [{ day, from, to }];
  const morning = { day: dayAfter(day), from: midnight, to };
  return from < endOfDay ? [{ day, from, to: endOfDay }, morning] : [morning];
}

function groupByTimes<Part extends DayPart>(
  parts: readonly Part[],
): { readonly days: WeekDay[]; readonly from: string; readonly to: string }[] {
  const groups = Map.groupBy(parts, ({ from, to }) => `${from}-${to}`);
  return [...groups.values()]
    .flatMap(([first, ...rest]) =>
      first === undefined
        ? []
        : [{ days: [...inOrder([first, ...rest].map(({ day }) => day))], from: first.from, to: first.to }],
    )
    .toSorted((one, other) => dayNumber(one.days[0]) - dayNumber(other.days[0]) || one.from.localeCompare(other.from));
}

export function dayBefore(day: WeekDay): WeekDay {
  return weekDayOrder.at(dayNumber(day) - 1) ?? day;
}

function dayAfter(day: WeekDay): WeekDay {
  return weekDayOrder[(dayNumber(day) + 1) % weekDayOrder.length] ?? day;
}

function dayNumber(day: WeekDay | undefined): number {
  return day === undefined ? weekDayOrder.length : weekDayOrder.indexOf(day);
}

function minuteOf(time: string): number {
  const [hours = "0", minutes = "0"] = time.split(":");
  return Number(hours) * 60 + Number(minutes);
}
