/**
 * What the planner has in its hands: a schedule as a person is writing it, which may be half-finished. What was written
 * under one choice stays while another is looked at.
 */

import type { DateSchedule, Schedule } from "@catenaccio/protocol";
import { joinWindows, splitWindows, type WeekWindow } from "./week-windows.ts";

export const scheduleChoices = ["always", "weekDays", "dates", "both"] as const;
export type ScheduleChoice = (typeof scheduleChoices)[number];

export interface ScheduleDraft {
  readonly choice: ScheduleChoice;
  readonly windows: readonly WeekWindow[];
  readonly dates: readonly DateSchedule[];
}

/** How many a lock keeps of each kind. */
export interface ScheduleLimits {
  readonly weekDays: number;
  readonly dates: number;
}

export type ScheduleProblem =
  | { readonly problem: "noDays" | "noTime" | "sameTime"; readonly window: number }
  | { readonly problem: "noDates" | "datesBackwards"; readonly date: number }
  | { readonly problem: "noWindows" | "tooManyWindows" | "tooManyDates" };

export const firstWindow: WeekWindow = { days: [], from: "09:00", to: "12:00" };

export function draftOf({ weekDays, dates }: Schedule): ScheduleDraft {
  return {
    choice: choiceOf(weekDays.length > 0, dates.length > 0),
    windows: weekDays.length > 0 ? joinWindows(weekDays) : [firstWindow],
    dates: dates.length > 0 ? dates : [{ from: "", to: "" }],
  };
}

export function scheduleOf({ choice, windows, dates }: ScheduleDraft): Schedule {
  return {
    weekDays: hasWeekDays(choice)
      ? [...splitWindows(windows)].map(({ days, ...times }) => ({ days: [...days], ...times }))
      : [],
    dates: hasDates(choice) ? dates.map((span) => ({ ...span })) : [],
  };
}

/** Those whose times are both there. */
export function completeWindows(windows: readonly WeekWindow[]): readonly WeekWindow[] {
  return windows.filter(({ days, from, to }) => days.length > 0 && from !== "" && to !== "");
}

/** In the order in which they stand on the page. */
export function problemsOf(draft: ScheduleDraft, limits: ScheduleLimits): readonly ScheduleProblem[] {
  const { choice, windows, dates } = draft;
  return [
    ...(hasWeekDays(choice) ? windowProblems(windows, limits.weekDays) : []),
    ...(hasDates(choice) ? dateProblems(dates, limits.dates) : []),
  ];
}

export function hasWeekDays(choice: ScheduleChoice): boolean {
  return choice === "weekDays" || choice === "both";
}

export function hasDates(choice: ScheduleChoice): boolean {
  return choice === "dates" || choice === "both";
}

function choiceOf(isByWeek: boolean, isByDate: boolean): ScheduleChoice {
  if (isByWeek) return isByDate ? "both" : "weekDays";
  return isByDate ? "dates" : "always";
}

function windowProblems(windows: readonly WeekWindow[], most: number): readonly ScheduleProblem[] {
  if (windows.length === 0) return [{ problem: "noWindows" }];
  const each = windows.flatMap(({ days, from, to }, window): readonly ScheduleProblem[] => [
    ...(days.length === 0 ? [{ problem: "noDays" as const, window }] : []),
    ...(from === "" || to === "" ? [{ problem: "noTime" as const, window }] : []),
    // From midnight to midnight is the whole day; any other time twice is a slip.
    ...(from !== "" && from === to && from !== "00:00" ? [{ problem: "sameTime" as const, window }] : []),
  ]);
  if (each.length > 0) return each;
  return splitWindows(windows).length > most ? [{ problem: "tooManyWindows" }] : [];
}

function dateProblems(dates: readonly DateSchedule[], most: number): readonly ScheduleProblem[] {
  const each = dates.flatMap(({ from, to }, date): readonly ScheduleProblem[] => {
    if (from === "" || to === "") return [{ problem: "noDates", date }];
    return from < to ? [] : [{ problem: "datesBackwards", date }];
  });
  return dates.length > most ? [...each, { problem: "tooManyDates" }] : each;
}
