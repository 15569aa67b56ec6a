/** Moments and spans in the person's language. What reads `now` is drawn anew as time goes by. */

import { signal } from "@preact/signals";
import { language } from "./language.ts";

const tickMs = 20_000;

/** The wall clock, at the pace at which "5 minutes ago" changes. */
export const now = signal(Date.now());
setInterval(() => {
  now.value = Date.now();
}, tickMs);

/** Of the home that pages show; undefined: of none, and the browser's own holds. */
export const homeTimeZone = signal<string | undefined>(undefined);

type Moment = string | number | Date;

/** "14:05" */
export function timeText(at: Moment, timeZone?: string): string {
  return format(at, { hour: "2-digit", minute: "2-digit", ...zone(timeZone) });
}

/** "Tuesday 3 March" */
export function dayText(at: Moment, timeZone?: string): string {
  const isThisYear = yearText(at, timeZone) === yearText(now.value, timeZone);
  const year = isThisYear ? {} : ({ year: "numeric" } as const);
  return format(at, { weekday: "long", day: "numeric", month: "long", ...year, ...zone(timeZone) });
}

function yearText(at: Moment, timeZone: string | undefined): string {
  return format(at, { year: "numeric", ...zone(timeZone) });
}

/** "3 Mar 2026, 14:05" */
export function momentText(at: Moment, timeZone?: string): string {
  return format(at, { dateStyle: "medium", timeStyle: "short", ...zone(timeZone) });
}

/** "5 minutes ago", "yesterday": for what is told live. */
export function agoText(at: Moment): string {
  const seconds = Math.round((new Date(at).getTime() - now.value) / 1000);
  const relative = new Intl.RelativeTimeFormat(localeOf(), { numeric: "auto" });
  const size = Math.abs(seconds);
  if (size < 45) return relative.format(0, "second");
  if (size < 3_600) return relative.format(Math.trunc(seconds / 60) || Math.sign(seconds), "minute");
  if (size < 86_400) return relative.format(Math.trunc(seconds / 3_600), "hour");
  return relative.format(Math.trunc(seconds / 86_400), "day");
}

/** English as in Europe: 24 hours, the day before the month. */
export function localeOf(): string {
  return language.value === "it" ? "it-IT" : "en-GB";
}

function format(at: Moment, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(localeOf(), options).format(new Date(at));
}

function zone(timeZone = homeTimeZone.value): Intl.DateTimeFormatOptions {
  return timeZone === undefined ? {} : { timeZone };
}
