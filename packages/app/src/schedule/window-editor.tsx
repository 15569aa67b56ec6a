/** One time of the week: on which days, from when to when. */

import { useId } from "preact/hooks";
import { Button } from "../ui/button.tsx";
import { DayChips } from "./day-chips.tsx";
import type { ScheduleLimits, ScheduleProblem } from "./schedule-draft.ts";
import { problemText, windowField } from "./schedule-problems.ts";
import { t } from "./texts.ts";
import { isAllDay, isOvernight, type WeekWindow } from "./week-windows.ts";

interface WindowEditorProps {
  readonly index: number;
  readonly window: WeekWindow;
  readonly limits: ScheduleLimits;
  readonly problems: readonly ScheduleProblem[];
  readonly onChange: (window: WeekWindow) => void;
  /** Absent: it is the only one. */
  readonly onRemove?: (() => void) | undefined;
}

export function WindowEditor({ index, window, limits, problems, onChange, onRemove }: WindowEditorProps) {
  const own = problems.filter((found) => "window" in found && found.window === index);
  const textOf = (...kinds: readonly ScheduleProblem["problem"][]): string | undefined => {
    const found = own.find(({ problem }) => kinds.includes(problem));
    return found === undefined ? undefined : problemText(found, limits);
  };
  return (
    <fieldset class="window-editor" data-window={index}>
      <legend>{onRemove === undefined ? t("schedule.onlyWindow") : t("schedule.window", { number: index + 1 })}</legend>
      <DayChips
        name={windowField(index, "day")}
        label={t("schedule.days")}
        days={window.days}
        problem={textOf("noDays")}
        onChange={(days) => onChange({ ...window, days })}
      />
      <Times index={index} window={window} problem={textOf("noTime", "sameTime")} onChange={onChange} />
      {onRemove !== undefined && (
        <Button
          tone="quiet"
          icon="trash"
          label={t("schedule.removeWindow", { number: index + 1 })}
          onClick={onRemove}
        />
      )}
    </fieldset>
  );
}

interface TimesProps extends Pick<WindowEditorProps, "index" | "window" | "onChange"> {
  readonly problem: string | undefined;
}

function Times({ index, window, problem, onChange }: TimesProps) {
  const id = useId();
  const allDay = isAllDay(window);
  const described = [isOvernight(window) && `${id}-night`, problem !== undefined && `${id}-problem`].filter(Boolean);
  return (
    <div class="window-times">
      {!allDay && (
        <div class="window-times-row">
          {(["from", "to"] as const).map((part) => (
            <label key={part} class="window-time">
              {t(`schedule.${part}`)}
              <input
                class="input"
                type="time"
                name={windowField(index, part)}
                value={window[part]}
                aria-invalid={problem !== undefined || undefined}
                aria-describedby={described.length === 0 ? undefined : described.join(" ")}
                onInput={(event) => onChange({ ...window, [part]: event.currentTarget.value })}
              />
            </label>
          ))}
        </div>
      )}
      {isOvernight(window) && window.from !== window.to && (
        <p class="hint" id={`${id}-night`}>
          {t("schedule.overnight")}
        </p>
      )}
      {problem !== undefined && (
        <p class="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
      <label class="check">
        <input
          type="checkbox"
          checked={allDay}
          onChange={(event) =>
            onChange({
              ...window,
              ...(event.currentTarget.checked ? { from: "00:00", to: "00:00" } : { from: "09:00", to: "12:00" }),
            })
          }
        />
        <span>{t("schedule.allDay")}</span>
      </label>
    </div>
  );
}
