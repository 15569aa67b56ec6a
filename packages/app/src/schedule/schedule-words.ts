/** A schedule in plain words: "Tuesdays 9:00–12:00", "every day, 22:00–6:00 of the next day, from 2 to 9 March". */

import type { DateSchedule, Schedule, WeekDay } from "@catenaccio/protocol";
import type { Language } from "@catenaccio/protocol/api";
import { isAllDay, isOvernight, joinWindows, weekDayOrder, type WeekWindow } from "./week-windows.ts";

interface Words {
  readonly always: string;
  readonly everyDay: string;
  readonly allDay: string;
  readonly nextDay: string;
  readonly midnight: string;
  /** Each Tuesday. */
  readonly eachDay: Readonly<Record<WeekDay, string>>;
  readonly dayRange: (first: string, last: string) => string;
  readonly dates: (from: string, to: string) => string;
  /** Day names in a range: "Monday to Friday". */
  readonly dayNames: Readonly<Record<WeekDay, string>>;
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    always: "always",
    everyDay: "every day",
    allDay: "all day",
    nextDay: "the next day",
    midnight: "midnight",
    eachDay: {
      mon: "Mondays",
      tue: "Tuesdays",
      wed: "Wednesdays",
      thu: "Thursdays",
      fri: "Fridays",
      sat: "Saturdays",
      sun: "Sundays",
    },
    dayRange: (first, last) => `${first} to ${last}`,
    dates: (from, to) => `from ${from} to ${to}`,
    dayNames: {
      mon: "Monday",
      tue: "Tuesday",
      wed: "Wednesday",
      thu: "Thursday",
      fri: "Friday",
      sat: "Saturday",
      sun: "Sunday",
    },
  },
  it: {
    always: "sempre",
    everyDay: "ogni giorno",
    allDay: "tutto il giorno",
    nextDay: "del giorno dopo",
    midnight: "mezzanotte",
    eachDay: {
      mon: "il lunedì",
      tue: "il martedì",
      wed: "il mercoledì",
      thu: "il giovedì",
      fri: "il venerdì",
      sat: "il sabato",
      sun: "la domenica",
    },
    dayRange: (first, last) => `da ${first} a ${last}`,
    dates: (from, to) => `da ${from} a ${to}`,
    dayNames: {
      mon: "lunedì",
      tue: "martedì",
      wed: "mercoledì",
      thu: "giovedì",
      fri: "venerdì",
      sat: "sabato",
      sun: "domenica",
    },
  },
};

export function describeSchedule({ weekDays, dates }: Schedule, language: Language): string {
  if (weekDays.length + dates.length === 0) return words[language].always;
  const week = joinWindows(weekDays).map((window) => describeWindow(window, language));
  const spans = dates.map((span) => describeDates(span, language));
  return [week.join("; "), spans.join("; ")].filter((part) => part !== "").join(", ");
}

function describeWindow(window: WeekWindow, language: Language): string {
  return `${describeDays(window.days, language)} ${describeTimes(window, language)}`;
}

export function describeTimes(window: WeekWindow, language: Language): string {
  const { allDay, nextDay, midnight } = words[language];
  if (isAllDay(window)) return allDay;
  const { from, to } = window;
  const end = to === "00:00" ? midnight : isOvernight(window) ? `${shortTime(to)} ${nextDay}` : shortTime(to);
  return `${shortTime(from)}–${end}`;
}

function describeDates({ from, to }: DateSchedule, language: Language): string {
  const [day, toDay] = [from.slice(0, 10), to.slice(0, 10)];
  if (day === toDay) return `${describeMinute(from, language)}–${shortTime(to.slice(11))}`;
  const isOneYear = from.slice(0, 4) === to.slice(0, 4);
  return words[language].dates(describeMinute(from, language, !isOneYear), describeMinute(to, language));
}

/** @param local "2026-03-02T09:00", where the lock is. */
export function describeMinute(local: string, language: Language, hasYear = true): string {
  const day = new Intl.DateTimeFormat(localeOf(language), {
    timeZone: "UTC",
    weekday: "short",
    day: "numeric",
    month: "long",
    ...(hasYear && { year: "numeric" }),
  }).format(Date.parse(`${local}Z`));
  // With the comma of English the time would be a third part of a list.
  return `${day.replace(",", "")}, ${shortTime(local.slice(11))}`;
}

export function dayName(day: WeekDay, language: Language): string {
  return words[language].dayNames[day];
}

function describeDays(days: readonly WeekDay[], language: Language): string {
  const { everyDay, eachDay, dayRange, dayNames } = words[language];
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined) return "";
  if (days.length === weekDayOrder.length) return everyDay;
  const isRun = weekDayOrder.indexOf(last) - weekDayOrder.indexOf(first) === days.length - 1;
  if (isRun && days.length > 2) return dayRange(dayNames[first], dayNames[last]);
  return new Intl.ListFormat(localeOf(language)).format(days.map((day) => eachDay[day]));
}

/** "09:00" is 9:00 on every clock of a kitchen. */
export function shortTime(time: string): string {
  return time.replace(/^0(?=\d:)/, "");
}

function localeOf(language: Language): string {
  return language === "en" ? "en-GB" : "it-IT";
}
