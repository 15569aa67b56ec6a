/** Who could come in at a moment, and why not the others: the lock's own rules answer. */

import type { AccessAtAnswer, LockView, PersonView } from "@catenaccio/protocol/api";
import { useEffect, useRef, useState } from "preact/hooks";
import { useLive } from "../api/live.ts";
import { describeMinute, describeSchedule } from "../schedule/schedule-words.ts";
import { localMinuteOf, nextWeekDay, onDay } from "../schedule/local-minute.ts";
import { language } from "../text/language.ts";
import { Button } from "../ui/button.tsx";
import { Card, Notice } from "../ui/card.tsx";
import { Form, SelectField, TextField } from "../ui/form.tsx";
import { Icon } from "../ui/icon.tsx";
import { Page } from "../ui/page.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { ForAdministrators } from "./for-administrators.tsx";
import { addedLocks, useLocks, usePeople, useTimeZone } from "./home-data.ts";
import { holdingsOf } from "./person-words.ts";
import { t } from "./texts.ts";
import "./people.css";

const back = { href: "/people" };
const saturday = 6;

export function WhoPage() {
  return (
    <ForAdministrators title={t("who.title")}>
      <Who />
    </ForAdministrators>
  );
}

function Who() {
  const locks = useLocks();
  const added = addedLocks(locks);
  return (
    <Page title={t("who.title")} intro={t("who.intro")} back={{ ...back, text: t("person.back") }} isNarrow>
      {locks.value === null ? (
        <Waiting live={locks} />
      ) : added.length === 0 ? (
        <Notice>{t("who.noLocks")}</Notice>
      ) : (
        <Question locks={added} />
      )}
    </Page>
  );
}

function Question({ locks }: { readonly locks: readonly LockView[] }) {
  const timeZone = useTimeZone();
  const here = localMinuteOf(Date.now(), timeZone);
  const [picked, setPicked] = useState<string | null>(null);
  const [lockId, setLockId] = useState(locks[0]?.lockId ?? "");
  const [asked, setAsked] = useState<Asked | null>(null);
  const quick = [
    { text: t("who.now"), time: here },
    { text: t("who.tonight"), time: onDay(here, 0, "22:00") },
    { text: t("who.tomorrow"), time: onDay(here, 1, "09:00") },
    { text: t("who.saturday"), time: nextWeekDay(here, saturday, "22:00") },
  ];
  const pick = (chosen: string): void => {
    setPicked(chosen);
    setAsked({ lockId, time: chosen });
  };
  return (
    <>
      <Card>
        <Form
          submit={t("who.ask")}
          onSubmit={async (values) => {
            const time = values.text("time").slice(0, 16);
            if (time === "") return { field: "time", text: t("who.problem.time") };
            setAsked({ lockId, time });
            return null;
          }}
        >
          {locks.length > 1 && (
            <SelectField
              name="lock"
              label={t("who.lock")}
              value={lockId}
              onChange={setLockId}
              options={locks.map((lock) => ({ value: lock.lockId, text: lock.name }))}
            />
          )}
          <div class="row">
            {quick.map((choice) => (
              <Button key={choice.text} isSmall isPressed={choice.time === picked} onClick={() => pick(choice.time)}>
                {choice.text}
              </Button>
            ))}
          </div>
          <TextField
            key={picked ?? timeZone}
            name="time"
            type="datetime-local"
            label={t("who.time")}
            defaultValue={picked ?? here}
            required
          />
        </Form>
      </Card>
      {asked !== null && <Answer key={`${asked.lockId} ${asked.time}`} asked={asked} locks={locks} />}
    </>
  );
}

interface Asked {
  readonly lockId: string;
  readonly time: string;
}

interface AnswerProps {
  readonly asked: Asked;
  readonly locks: readonly LockView[];
}

/** Live: what is on its way to the lock arrives while somebody looks. */
function Answer({ asked, locks }: AnswerProps) {
  const { lockId, time } = asked;
  const answer = useLive("GET /api/homes/{homeId}/locks/{lockId}/access-at", {
    params: { lockId },
    query: { time },
    on: ["people", "wanted"],
  });
  const people = usePeople().value?.people ?? [];
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const lock = locks.find((candidate) => candidate.lockId === lockId)?.name ?? "";
  const rows = answer.value?.people ?? [];
  const yes = rows.filter(({ canComeIn }) => canComeIn);
  const no = rows.filter(({ canComeIn }) => !canComeIn);
  return (
    <Card>
      <h2 ref={heading} tabIndex={-1}>
        {t("who.result", { lock, time: describeMinute(time, language.value) })}
      </h2>
      {(answer.value === null || answer.error !== null) && <Waiting live={answer} />}
      <div class="stack" aria-live="polite">
        {answer.value !== null && rows.length === 0 && <p>{t("who.nobody")}</p>}
        {rows.length > 0 && yes.length === 0 && <p>{t("who.nobodyYes")}</p>}
        {yes.length > 0 && <Answers title={t("who.yes")} rows={yes} people={people} lockId={lockId} />}
        {no.length > 0 && <Answers title={t("who.no")} rows={no} people={people} lockId={lockId} />}
      </div>
      <p class="small">{t("who.others")}</p>
    </Card>
  );
}

interface AnswersProps {
  readonly title: string;
  readonly rows: AccessAtAnswer["people"];
  readonly people: readonly PersonView[];
  readonly lockId: string;
}

function Answers({ title, rows, people, lockId }: AnswersProps) {
  return (
    <section>
      <h3>{title}</h3>
      <ul class="who-list">
        {rows.map((row) => (
          <li key={row.personId} class={row.canComeIn ? "who-row yes" : "who-row no"}>
            <Icon name={row.canComeIn ? "check" : "close"} />
            <span>
              <a href={`/people/${row.personId}`}>{row.name}</a>
              <span class="small">
                {reasonText(row, people.find(({ personId }) => personId === row.personId) ?? null, lockId)}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function reasonText({ reason }: AccessAtAnswer["people"][number], person: PersonView | null, lockId: string): string {
  if (reason === null) return person === null ? "" : t("who.reason.yes", { what: holdingsOf(person) });
  const schedule = person?.access.find((access) => access.lockId === lockId)?.schedule;
  const times = schedule === undefined ? "" : describeSchedule(schedule, language.value);
  return t(`who.reason.${reason}`, { times });
}
