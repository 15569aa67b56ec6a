/** One span of dates, at the minute. */

import { useId } from "preact/hooks";
import type { DateSchedule } from "@catenaccio/protocol";
import { Button } from "../ui/button.tsx";
import type { ScheduleLimits, ScheduleProblem } from "./schedule-draft.ts";
import { dateField, problemText } from "./schedule-problems.ts";
import { t } from "./texts.ts";

interface DateEditorProps {
  readonly index: number;
  readonly dates: DateSchedule;
  readonly limits: ScheduleLimits;
  readonly problems: readonly ScheduleProblem[];
  readonly onChange: (dates: DateSchedule) => void;
  /** Absent: it is the only one. */
  readonly onRemove?: (() => void) | undefined;
}

export function DateEditor({ index, dates, limits, problems, onChange, onRemove }: DateEditorProps) {
  const id = useId();
  const found = problems.find((problem) => "date" in problem && problem.date === index);
  return (
    <fieldset class="window-editor" data-dates={index}>
      <legend>{onRemove === undefined ? t("schedule.onlyStay") : t("schedule.stay", { number: index + 1 })}</legend>
      <div class="date-row">
        {(["from", "to"] as const).map((part) => (
          <label key={part} class="window-time">
            {t(part === "from" ? "schedule.arrival" : "schedule.departure")}
            <input
              class="input"
              type="datetime-local"
              name={dateField(index, part)}
              value={dates[part]}
              aria-invalid={found !== undefined || undefined}
              aria-describedby={found === undefined ? undefined : id}
              onInput={(event) => onChange({ ...dates, [part]: event.currentTarget.value.slice(0, 16) })}
            />
          </label>
        ))}
      </div>
      {found !== undefined && (
        <p class="problem" id={id}>
          {problemText(found, limits)}
        </p>
      )}
      {onRemove !== undefined && (
        <Button tone="quiet" icon="trash" label={t("schedule.removeDates", { number: index + 1 })} onClick={onRemove} />
      )}
    </fieldset>
  );
}
