/**
 * The planner: always, on days of the week, from date to date, or both. It says in one sentence what was chosen, and draws
 * the week. It has no state of its own: the page that uses it keeps the draft, so that nothing is lost with a connection.
 */

import type { WeekDay } from "@catenaccio/protocol";
import { useRef, useState } from "preact/hooks";
import { language } from "../text/language.ts";
import { announce } from "../ui/announce.tsx";
import { Button } from "../ui/button.tsx";
import { ChoiceField } from "../ui/form.tsx";
import { CopyDayDialog } from "./copy-day-dialog.tsx";
import { DateEditor } from "./date-editor.tsx";
import {
  completeWindows,
  firstWindow,
  hasDates,
  hasWeekDays,
  problemsOf,
  scheduleChoices,
  scheduleOf,
  type ScheduleChoice,
  type ScheduleDraft,
  type ScheduleLimits,
  type ScheduleProblem,
} from "./schedule-draft.ts";
import { choiceField } from "./schedule-problems.ts";
import { describeSchedule } from "./schedule-words.ts";
import { t } from "./texts.ts";
import { WeekStrip } from "./week-strip.tsx";
import { copyDay } from "./week-windows.ts";
import { WindowEditor } from "./window-editor.tsx";
import "./schedule.css";

export interface SchedulePlannerProps {
  readonly draft: ScheduleDraft;
  readonly limits: ScheduleLimits;
  /** Shown beside what they are about. */
  readonly problems: readonly ScheduleProblem[];
  readonly onChange: (draft: ScheduleDraft) => void;
  /** Which ways there are here. */
  readonly choices?: readonly ScheduleChoice[];
}

export function SchedulePlanner(props: SchedulePlannerProps) {
  const { draft, limits, onChange, choices = scheduleChoices } = props;
  return (
    <div class="planner">
      {choices.length > 1 && (
        <ChoiceField
          name={choiceField}
          label={t("schedule.when")}
          value={draft.choice}
          options={choices.map((choice) => ({
            value: choice,
            text: t(`schedule.${choice}`),
            hint: t(`schedule.${choice}.hint`),
          }))}
          onChange={(value) =>
            onChange({ ...draft, choice: choices.find((choice) => choice === value) ?? draft.choice })
          }
        />
      )}
      {hasWeekDays(draft.choice) && <WeekPlan {...props} />}
      {hasDates(draft.choice) && <DatePlan {...props} />}
      <p class="planner-summary" aria-live="polite">
        <span>{t("schedule.summary")} </span>
        <strong>
          {problemsOf(draft, limits).length > 0
            ? t("schedule.summary.unfinished")
            : describeSchedule(scheduleOf(draft), language.value)}
        </strong>
      </p>
    </div>
  );
}

function WeekPlan({ draft, limits, problems, onChange }: SchedulePlannerProps) {
  const [copied, setCopied] = useState<WeekDay | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const { windows } = draft;
  const add = (): void => {
    onChange({ ...draft, windows: [...windows, firstWindow] });
    focusSoon(place, `[data-window="${windows.length}"] input`);
  };
  const remove = (index: number): void => {
    onChange({ ...draft, windows: windows.filter((_window, other) => other !== index) });
    announce(t("schedule.windowRemoved", { number: index + 1 }));
    focusSoon(place, `[data-window="${Math.max(0, index - 1)}"] input`);
  };
  return (
    <div class="week-plan" ref={place}>
      <div class="week-plan-windows">
        {windows.map((window, index) => (
          <WindowEditor
            key={index}
            index={index}
            window={window}
            limits={limits}
            problems={problems}
            onChange={(changed) => onChange({ ...draft, windows: windows.with(index, changed) })}
            onRemove={windows.length > 1 ? () => remove(index) : undefined}
          />
        ))}
        <Button icon="plus" onClick={add}>
          {t("schedule.addWindow")}
        </Button>
      </div>
      {completeWindows(windows).length > 0 && <WeekStrip windows={windows} onCopy={setCopied} />}
      {copied !== null && (
        <CopyDayDialog
          day={copied}
          windows={windows}
          onClose={() => setCopied(null)}
          onCopy={(targets) => onChange({ ...draft, windows: copyDay(windows, copied, targets) })}
        />
      )}
    </div>
  );
}

function DatePlan({ draft, limits, problems, onChange }: SchedulePlannerProps) {
  const place = useRef<HTMLDivElement>(null);
  const { dates } = draft;
  return (
    <div class="date-plan" ref={place}>
      {dates.map((span, index) => (
        <DateEditor
          key={index}
          index={index}
          dates={span}
          limits={limits}
          problems={problems}
          onChange={(changed) => onChange({ ...draft, dates: dates.with(index, changed) })}
          onRemove={
            dates.length > 1
              ? () => {
                  onChange({ ...draft, dates: dates.filter((_dates, other) => other !== index) });
                  focusSoon(place, `[data-dates="${Math.max(0, index - 1)}"] input`);
                }
              : undefined
          }
        />
      ))}
      {dates.length < limits.dates && (
        <Button
          icon="plus"
          onClick={() => {
            onChange({ ...draft, dates: [...dates, { from: "", to: "" }] });
            focusSoon(place, `[data-dates="${dates.length}"] input`);
          }}
        >
          {t("schedule.addDates")}
        </Button>
      )}
    </div>
  );
}

/** Once what was added or removed is drawn. */
function focusSoon(place: { readonly current: HTMLElement | null }, selector: string): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => place.current?.querySelector<HTMLElement>(selector)?.focus()),
  );
}
