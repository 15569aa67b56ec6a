/** The seven days side by side, each to be tapped on or off, and three sets of them in one tap. */

import type { WeekDay } from "@catenaccio/protocol";
import { useId } from "preact/hooks";
import { language } from "../text/language.ts";
import { dayName } from "./schedule-words.ts";
import { t } from "./texts.ts";
import { inOrder, weekDayOrder } from "./week-windows.ts";

interface DayChipsProps {
  readonly name: string;
  readonly label: string;
  readonly days: readonly WeekDay[];
  readonly onChange: (days: readonly WeekDay[]) => void;
  readonly problem?: string | undefined;
  /** One that cannot be chosen here. */
  readonly without?: WeekDay;
}

const sets = [
  { text: "schedule.everyDay", days: weekDayOrder },
  { text: "schedule.workdays", days: weekDayOrder.slice(0, 5) },
  { text: "schedule.weekend", days: weekDayOrder.slice(5) },
] as const;

export function DayChips({ name, label, days, onChange, problem, without }: DayChipsProps) {
  const problemId = useId();
  const flip = (day: WeekDay): void =>
    onChange(inOrder(days.includes(day) ? days.filter((other) => other !== day) : [...days, day]));
  return (
    <fieldset class="day-chips" aria-describedby={problem === undefined ? undefined : problemId}>
      <legend>{label}</legend>
      <div class="day-chips-row">
        {weekDayOrder.map((day) => (
          <label key={day} class="day-chip">
            <input
              type="checkbox"
              name={name}
              value={day}
              checked={days.includes(day)}
              disabled={day === without}
              aria-label={dayName(day, language.value)}
              aria-invalid={problem !== undefined || undefined}
              onChange={() => flip(day)}
            />
            <span aria-hidden="true">{dayName(day, language.value).slice(0, 3)}</span>
          </label>
        ))}
      </div>
      <div class="day-sets">
        {sets.map(({ text, days: all }) => (
          <button
            key={text}
            type="button"
            class="day-set"
            onClick={() => onChange(all.filter((day) => day !== without))}
          >
            {t(text)}
          </button>
        ))}
      </div>
      {problem !== undefined && (
        <p class="problem" id={problemId}>
          {problem}
        </p>
      )}
    </fieldset>
  );
}
