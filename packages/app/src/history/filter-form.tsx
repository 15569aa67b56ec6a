/** What to look for: each choice counts at once, words after a short pause. What makes no sense stays in its field, with a word beside it. */

import { useEffect, useRef, useState } from "preact/hooks";
import { useLive } from "../api/live.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/form.tsx";
import { Icon } from "../ui/icon.tsx";
import { addressOfFilter, filterKinds, filterOfAddress, isFiltering, type HistoryFilter } from "./history-filter.ts";
import { t } from "./texts.ts";

const typingPauseMs = 350;
const wideScreen = "(min-width: 760px)";

interface FilterFormProps {
  readonly filter: HistoryFilter;
  readonly onChange: (filter: HistoryFilter) => void;
}

export function FilterForm({ filter, onChange }: FilterFormProps) {
  const [draft, setDraft] = useState(filter);
  const [isOpenAtFirst] = useState(() => isFiltering(filter) || globalThis.matchMedia(wideScreen).matches);
  const pause = useRef<number | undefined>(undefined);
  const address = addressOfFilter(filter);
  // Back and forward of the browser, and links, change what is looked for as well.
  useEffect(() => {
    setDraft((before) => (addressOfFilter(before) === address ? before : filter));
  }, [address]);
  useEffect(() => () => window.clearTimeout(pause.current), []);

  const change = (part: Partial<HistoryFilter>, delayMs = 0): void => {
    const next = { ...draft, ...part };
    setDraft(next);
    window.clearTimeout(pause.current);
    if (isReversed(next)) return;
    pause.current = window.setTimeout(() => onChange(next), delayMs);
  };

  return (
    <details class="card history-filter" open={isOpenAtFirst}>
      <summary>
        <Icon name="search" />
        <span>{t("history.filter")}</span>
        {isFiltering(filter) && <span class="badge">{t("history.filter.on")}</span>}
        <Icon name="down" />
      </summary>
      <form
        role="search"
        aria-label={t("history.filter")}
        class="history-filter-fields"
        onSubmit={(event) => {
          event.preventDefault();
          change({});
        }}
      >
        <Field name="text" label={t("history.filter.text")}>
          {(wiring) => (
            <input
              {...wiring}
              type="search"
              class="input"
              maxLength={100}
              placeholder={t("history.filter.text.hint")}
              value={draft.text}
              onInput={(event) => change({ text: event.currentTarget.value }, typingPauseMs)}
            />
          )}
        </Field>
        <PersonSelect value={draft.person} onChange={(person) => change({ person })} />
        <LockSelect value={draft.lock} onChange={(lock) => change({ lock })} />
        <Select
          name="kind"
          label={t("history.filter.kind")}
          value={draft.kind}
          onChange={(kind) => change({ kind })}
          options={[
            { value: "", text: t("history.filter.kind.all") },
            ...filterKinds.map((kind) => ({ value: kind, text: t(`history.kind.${kind}`) })),
          ]}
        />
        <DayField name="from" value={draft.from} onChange={(from) => change({ from })} />
        <DayField
          name="to"
          value={draft.to}
          onChange={(to) => change({ to })}
          problem={isReversed(draft) ? t("history.filter.reversed") : null}
        />
        {isFiltering(draft) && (
          <Button icon="close" onClick={() => change(filterOfAddress({}))}>
            {t("history.filter.reset")}
          </Button>
        )}
      </form>
    </details>
  );
}

function isReversed({ from, to }: HistoryFilter): boolean {
  return from !== "" && to !== "" && to < from;
}

interface ChoiceProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function PersonSelect(props: ChoiceProps) {
  const people = useLive("GET /api/homes/{homeId}/people", { on: ["people"] }).value?.people ?? [];
  const options = people.map(({ personId, name }) => ({ value: personId, text: name }));
  return (
    <Select
      {...props}
      name="person"
      label={t("history.filter.person")}
      options={[{ value: "", text: t("history.filter.person.all") }, ...options]}
    />
  );
}

function LockSelect(props: ChoiceProps) {
  const locks = useLive("GET /api/homes/{homeId}/locks", { on: ["lock"] }).value?.locks ?? [];
  const options = locks.map(({ lockId, name }) => ({ value: lockId, text: name }));
  return (
    <Select
      {...props}
      name="lock"
      label={t("history.filter.lock")}
      options={[{ value: "", text: t("history.filter.lock.all") }, ...options]}
    />
  );
}

interface SelectProps extends ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
}

function Select({ name, label, value, onChange, options }: SelectProps) {
  return (
    <Field name={name} label={label}>
      {(wiring) => (
        <select {...wiring} class="input" value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === value}>
              {option.text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface DayFieldProps extends ChoiceProps {
  readonly name: "from" | "to";
  readonly problem?: string | null;
}

function DayField({ name, value, onChange, problem = null }: DayFieldProps) {
  const problemId = `history-${name}-problem`;
  return (
    <div class="field">
      <Field name={name} label={t(`history.filter.${name}`)}>
        {(wiring) => (
          <input
            {...wiring}
            type="date"
            class="input"
            value={value}
            aria-invalid={problem !== null || undefined}
            aria-describedby={problem === null ? undefined : problemId}
            onInput={(event) => onChange(event.currentTarget.value)}
          />
        )}
      </Field>
      <div role="status">
        {problem !== null && (
          <p class="problem" id={problemId}>
            {problem}
          </p>
        )}
      </div>
    </div>
  );
}
