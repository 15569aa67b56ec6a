/** The week at a glance: a bar for each day, and its times beside it; a day that has times can be copied to others. */

import type { WeekDay } from "@catenaccio/protocol";
import { language } from "../text/language.ts";
import { completeWindows } from "./schedule-draft.ts";
import { dayName, describeTimes, shortTime } from "./schedule-words.ts";
import { dayBefore, isOvernight, minutesPerDay, spansOf, weekDayOrder, type WeekWindow } from "./week-windows.ts";
import { t } from "./texts.ts";

interface WeekStripProps {
  readonly windows: readonly WeekWindow[];
  /** Absent: it is only looked at. */
  readonly onCopy?: (day: WeekDay) => void;
}

export function WeekStrip({ windows, onCopy }: WeekStripProps) {
  const complete = completeWindows(windows);
  return (
    <ul class="week-strip" aria-label={t("schedule.week")}>
      {weekDayOrder.map((day) => {
        const ofDay = complete.filter(({ days }) => days.includes(day));
        return (
          <li key={day}>
            <span class="week-strip-day">{dayName(day, language.value).slice(0, 3)}</span>
            <span class="week-strip-times">
              <DayBar day={day} windows={complete} />
              <span class="week-strip-words">{wordsOf(day, complete)}</span>
            </span>
            {onCopy !== undefined && ofDay.length > 0 && (
              <button
                type="button"
                class="week-strip-copy"
                aria-label={t("schedule.copy", { day: dayName(day, language.value) })}
                title={t("schedule.copy", { day: dayName(day, language.value) })}
                onClick={() => onCopy(day)}
              >
                <CopyIcon />
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function wordsOf(day: WeekDay, windows: readonly WeekWindow[]): string {
  const mornings = windows
    .filter((window) => isOvernight(window) && window.days.includes(dayBefore(day)))
    .map(({ to }) => t("schedule.week.morning", { time: shortTime(to) }));
  const times = windows.filter(({ days }) => days.includes(day)).map((window) => describeTimes(window, language.value));
  const all = [...mornings, ...times];
  return all.length === 0 ? t("schedule.week.none") : all.join(", ");
}

function DayBar({ day, windows }: { readonly day: WeekDay; readonly windows: readonly WeekWindow[] }) {
  return (
    <svg class="day-bar" viewBox={`0 0 ${minutesPerDay} 100`} preserveAspectRatio="none" aria-hidden="true">
      <rect class="day-bar-ground" width={minutesPerDay} height="100" />
      {spansOf(windows, day).map(({ fromMinute, toMinute }) => (
        <rect key={fromMinute} class="day-bar-open" x={fromMinute} width={toMinute - fromMinute} height="100" />
      ))}
      {[360, 720, 1080].map((minute) => (
        <line key={minute} class="day-bar-hour" x1={minute} x2={minute} y1="0" y2="100" />
      ))}
    </svg>
  );
}

function CopyIcon() {
  return (
    <svg
      viewBox="0 0 24 24"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      stroke-width="1.7"
      aria-hidden="true"
    >
      <rect x="8" y="8" width="12" height="12" rx="2" />
      <path d="M16 8V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h2" />
    </svg>
  );
}
