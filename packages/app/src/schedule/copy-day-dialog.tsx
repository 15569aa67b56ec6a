/** The times of one day for other days too. */

import type { WeekDay } from "@catenaccio/protocol";
import { useState } from "preact/hooks";
import { common } from "../text/common.ts";
import { language } from "../text/language.ts";
import { announce } from "../ui/announce.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { DayChips } from "./day-chips.tsx";
import { dayName, describeTimes } from "./schedule-words.ts";
import { t } from "./texts.ts";
import type { WeekWindow } from "./week-windows.ts";

interface CopyDayDialogProps {
  readonly day: WeekDay;
  readonly windows: readonly WeekWindow[];
  readonly onClose: () => void;
  readonly onCopy: (targets: readonly WeekDay[]) => void;
}

export function CopyDayDialog({ day, windows, onClose, onCopy }: CopyDayDialogProps) {
  const [targets, setTargets] = useState<readonly WeekDay[]>([]);
  const [isChecked, setChecked] = useState(false);
  const name = dayName(day, language.value);
  const times = windows
    .filter(({ days }) => days.includes(day))
    .map((window) => describeTimes(window, language.value))
    .join(", ");
  const copy = (): void => {
    setChecked(true);
    if (targets.length === 0) return;
    onCopy(targets);
    announce(t("schedule.copied", { day: name }));
    onClose();
  };
  return (
    <Dialog isOpen title={t("schedule.copy.title", { day: name })} onClose={onClose}>
      <p>{t("schedule.copy.text", { times })}</p>
      <DayChips
        name="copy-to"
        label={t("schedule.days")}
        days={targets}
        without={day}
        problem={isChecked && targets.length === 0 ? t("schedule.copy.choose") : undefined}
        onChange={setTargets}
      />
      <div class="dialog-foot">
        <Button onClick={onClose}>{common("cancel")}</Button>
        <Button tone="primary" onClick={copy}>
          {t("schedule.copy.do")}
        </Button>
      </div>
    </Dialog>
  );
}
