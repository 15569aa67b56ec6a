/** The three steps of giving a guest a PIN: who and where, when, and a last look. */

import type { Schedule } from "@catenaccio/protocol";
import type { LockView } from "@catenaccio/protocol/api";
import { SchedulePlanner } from "../schedule/schedule-planner.tsx";
import type { ScheduleProblem } from "../schedule/schedule-draft.ts";
import { describeSchedule } from "../schedule/schedule-words.ts";
import { language } from "../text/language.ts";
import { Notice } from "../ui/card.tsx";
import { CheckField, ChoiceField, TextField } from "../ui/form.tsx";
import { guestLimits, guestWays, requestOf, type GuestDraft } from "./guest-draft.ts";
import { t } from "./texts.ts";

interface StepProps {
  readonly draft: GuestDraft;
  readonly onChange: (part: Partial<GuestDraft>) => void;
}

export function WhoStep({ draft, locks, onChange }: StepProps & { readonly locks: readonly LockView[] }) {
  return (
    <>
      <TextField
        name="name"
        label={t("guests.who.name")}
        hint={t("guests.who.nameHint")}
        defaultValue={draft.name}
        required
        autoComplete="off"
        autoFocus
        onInput={(event) => onChange({ name: event.currentTarget.value })}
      />
      <fieldset class="guest-doors">
        <legend>{t("guests.who.locks")}</legend>
        {locks.map(({ lockId, name }, index) => (
          <CheckField
            key={lockId}
            // What is wrong with the choice is said once, at the first of them.
            name={index === 0 ? "locks" : `locks-${index}`}
            label={name}
            value={lockId}
            isChecked={draft.locks.includes(lockId)}
            onChange={(isChecked) =>
              onChange({
                locks: isChecked ? [...draft.locks, lockId] : draft.locks.filter((other) => other !== lockId),
              })
            }
          />
        ))}
      </fieldset>
    </>
  );
}

export function WhenStep({ draft, problems, onChange }: StepProps & { readonly problems: readonly ScheduleProblem[] }) {
  return (
    <>
      <ChoiceField
        name="way"
        label={t("guests.when.how")}
        value={draft.way}
        options={guestWays.map((way) => ({
          value: way,
          text: t(`guests.when.${way}`),
          hint: t(`guests.when.${way}.hint`),
        }))}
        onChange={(value) => onChange({ way: guestWays.find((way) => way === value) ?? draft.way })}
      />
      {draft.way === "stay" && (
        <>
          <Span isRequired from="from" to="to" draft={draft} onChange={onChange} />
          <p class="small">{t("guests.when.endsNote")}</p>
        </>
      )}
      {draft.way === "once" && (
        <fieldset class="stack">
          <legend class="small">{t("guests.when.onceUntil")}</legend>
          <Span from="onceFrom" to="onceTo" draft={draft} onChange={onChange} />
        </fieldset>
      )}
      {draft.way === "week" && (
        <>
          <SchedulePlanner
            draft={draft.week}
            limits={guestLimits}
            problems={problems}
            choices={[draft.week.choice]}
            onChange={(week) => onChange({ week })}
          />
          <CheckField
            name="only-dates"
            label={t("guests.when.onlyDates")}
            isChecked={draft.week.choice === "both"}
            onChange={(isChecked) => onChange({ week: { ...draft.week, choice: isChecked ? "both" : "weekDays" } })}
          />
          <p class="small">{t(draft.week.choice === "both" ? "guests.when.endsNote" : "guests.when.weekNote")}</p>
        </>
      )}
    </>
  );
}

interface SpanProps extends StepProps {
  readonly isRequired?: boolean;
  readonly from: "from" | "onceFrom";
  readonly to: "to" | "onceTo";
}

function Span({ from, to, draft, onChange, isRequired = false }: SpanProps) {
  return (
    <div class="guest-span">
      <TextField
        name={from}
        type="datetime-local"
        label={t("guests.when.from")}
        defaultValue={draft[from]}
        required={isRequired}
        onInput={(event) => onChange({ [from]: event.currentTarget.value.slice(0, 16) })}
      />
      <TextField
        name={to}
        type="datetime-local"
        label={t("guests.when.to")}
        defaultValue={draft[to]}
        required={isRequired}
        onInput={(event) => onChange({ [to]: event.currentTarget.value.slice(0, 16) })}
      />
    </div>
  );
}

export function CheckStep({ draft, locks }: Pick<StepProps, "draft"> & { readonly locks: readonly LockView[] }) {
  const { from, to, weekDays, oneTime, name, locks: chosen } = requestOf(draft);
  const schedule: Schedule = { weekDays, dates: from === undefined || to === undefined ? [] : [{ from, to }] };
  const isAlways = schedule.weekDays.length + schedule.dates.length === 0;
  const when = isAlways ? "" : describeSchedule(schedule, language.value);
  return (
    <>
      <dl class="facts">
        <dt>{t("guests.check.who")}</dt>
        <dd>{name}</dd>
        <dt>{t("guests.check.where")}</dt>
        <dd>
          {locks
            .filter(({ lockId }) => chosen.includes(lockId))
            .map((lock) => lock.name)
            .join(", ")}
        </dd>
        <dt>{t("guests.check.when")}</dt>
        <dd>{[oneTime ? t("guests.check.once") : "", when].filter((part) => part !== "").join(", ")}</dd>
      </dl>
      <Notice>{t("guests.check.pin")}</Notice>
    </>
  );
}
