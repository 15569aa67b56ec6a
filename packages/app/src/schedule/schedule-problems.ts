/** What is missing in a schedule, in words, and which control it is about. */

import type { FieldProblem } from "../ui/form.tsx";
import type { ScheduleLimits, ScheduleProblem } from "./schedule-draft.ts";
import { t } from "./texts.ts";

export const choiceField = "schedule-choice";
export const windowField = (window: number, part: "day" | "from" | "to"): string => `window-${window}-${part}`;
export const dateField = (date: number, part: "from" | "to"): string => `dates-${date}-${part}`;

export function problemText({ problem }: ScheduleProblem, limits: ScheduleLimits): string {
  const most = problem === "tooManyDates" ? limits.dates : limits.weekDays;
  return t(`schedule.problem.${problem}`, { most });
}

/** For a form: the control gets the focus. */
export function fieldProblemOf(problem: ScheduleProblem, limits: ScheduleLimits): FieldProblem {
  return { field: fieldOf(problem), text: problemText(problem, limits) };
}

function fieldOf(found: ScheduleProblem): string {
  switch (found.problem) {
    case "noDays":
      return windowField(found.window, "day");
    case "noTime":
      return windowField(found.window, "from");
    case "sameTime":
      return windowField(found.window, "to");
    case "noDates":
      return dateField(found.date, "from");
    case "datesBackwards":
      return dateField(found.date, "to");
    case "noWindows":
    case "tooManyWindows":
    case "tooManyDates":
      return choiceField;
    default:
      return found satisfies never;
  }
}
