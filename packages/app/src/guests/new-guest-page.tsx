/**
 * Gives a guest a PIN, in three steps, and then the link to send. PIN and token are in this page alone: whoever leaves it
 * does not see them again.
 */

import type { LockView } from "@catenaccio/protocol/api";
import { useEffect, useRef, useState } from "preact/hooks";
import { call, type ApiError } from "../api/call.ts";
import { ForAdministrators } from "../people/for-administrators.tsx";
import { addedLocks, useLocks, useSettings } from "../people/home-data.ts";
import { localMinuteOf } from "../schedule/local-minute.ts";
import { problemsOf, type ScheduleProblem } from "../schedule/schedule-draft.ts";
import { fieldProblemOf } from "../schedule/schedule-problems.ts";
import { common } from "../text/common.ts";
import { Button, ButtonLink } from "../ui/button.tsx";
import { Card, Notice } from "../ui/card.tsx";
import { Form, type FieldProblem } from "../ui/form.tsx";
import { Page } from "../ui/page.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { GivenGuest, type Given } from "./given-guest.tsx";
import { guestLimits, newDraft, problemOf, requestOf, type GuestDraft } from "./guest-draft.ts";
import { CheckStep, WhenStep, WhoStep } from "./guest-steps.tsx";
import { t } from "./texts.ts";
import "./guests.css";

export function NewGuestPage() {
  return (
    <ForAdministrators title={t("guests.new")}>
      <NewGuest />
    </ForAdministrators>
  );
}

function NewGuest() {
  const locks = useLocks();
  const added = addedLocks(locks);
  const settings = useSettings();
  const [given, setGiven] = useState<Given | null>(null);
  const title = given === null ? t("guests.new") : t("guests.done.title", { name: given.person.name });
  return (
    <Page key={String(given === null)} title={title} isNarrow {...(given === null && { back: { href: "/guests" } })}>
      {given !== null ? (
        <GivenGuest given={given} locks={added} />
      ) : locks.value === null ? (
        <Waiting live={locks} />
      ) : added.length === 0 ? (
        <NoLocks />
      ) : settings.value === null ? (
        // What time it is at the doors stands in the form from the start.
        <Waiting live={settings} />
      ) : (
        <Steps timeZone={settings.value.timeZone} locks={added} onGiven={setGiven} />
      )}
    </Page>
  );
}

function NoLocks() {
  return (
    <Notice tone="warn">
      <p>{t("guests.who.noLocks")}</p>
      <ButtonLink href="/">{common("back")}</ButtonLink>
    </Notice>
  );
}

interface StepsProps {
  readonly timeZone: string;
  readonly locks: readonly LockView[];
  readonly onGiven: (given: Given) => void;
}

type Step = 1 | 2 | 3;

function Steps({ timeZone, locks, onGiven }: StepsProps) {
  const here = localMinuteOf(Date.now(), timeZone);
  const [step, setStep] = useState<Step>(1);
  const [draft, setDraft] = useState(() => newDraft(here, locks.length === 1 ? locks.map(({ lockId }) => lockId) : []));
  const [problems, setProblems] = useState<readonly ScheduleProblem[]>([]);
  const heading = useRef<HTMLHeadingElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) heading.current?.focus();
    isFirst.current = false;
  }, [step]);
  const change = (part: Partial<GuestDraft>): void => {
    const next = { ...draft, ...part };
    setDraft(next);
    if (problems.length > 0) setProblems(problemsOf(next.week, guestLimits));
  };
  const go = async (): Promise<ApiError | FieldProblem | null> => {
    if (step === 3) return await give(draft, onGiven);
    const problem = problemOf(draft, step, here);
    setProblems(problem?.field === "week" ? problem.schedule : []);
    if (problem === null) setStep(step === 1 ? 2 : 3);
    return problem === null ? null : worded(problem);
  };
  return (
    <Card>
      <p class="small">{t("guests.step", { number: step })}</p>
      <h2 ref={heading} tabIndex={-1}>
        {titleOf(step, draft)}
      </h2>
      <Form
        key={step}
        submit={t(step === 3 ? "guests.give" : "guests.next")}
        onSubmit={go}
        more={step > 1 && <Button onClick={() => setStep(step === 3 ? 2 : 1)}>{t("guests.back")}</Button>}
      >
        {step === 1 && <WhoStep draft={draft} locks={locks} onChange={change} />}
        {step === 2 && <WhenStep draft={draft} problems={problems} onChange={change} />}
        {step === 3 && <CheckStep draft={draft} locks={locks} />}
      </Form>
    </Card>
  );
}

function titleOf(step: Step, { name }: GuestDraft): string {
  if (step === 1) return t("guests.who.title");
  return step === 2 ? t("guests.when.title", { name: name.trim() }) : t("guests.check.title");
}

function worded(problem: NonNullable<ReturnType<typeof problemOf>>): FieldProblem | null {
  if (problem.field !== "week") return { field: problem.field, text: t(`guests.problem.${problem.text}`) };
  const [first] = problem.schedule;
  return first === undefined ? null : fieldProblemOf(first, guestLimits);
}

async function give(draft: GuestDraft, onGiven: (given: Given) => void): Promise<ApiError | null> {
  const answer = await call("POST /api/homes/{homeId}/guests", { body: requestOf(draft) });
  if (!answer.ok) return answer.error;
  onGiven(answer.value);
  return null;
}
