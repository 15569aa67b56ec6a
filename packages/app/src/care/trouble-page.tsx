/**
 * The guided diagnosis: from what somebody notices to what helps. The server knows the way; all answers so far go there each
 * time, so that what the lock tells meanwhile counts at once. Answers stay when the connection is lost.
 */

import type { AnswerGiven, DiagnosisStep } from "@catenaccio/protocol/api";
import { useEffect, useRef, useState } from "preact/hooks";
import { call, type ApiError } from "../api/call.ts";
import { language } from "../text/language.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/card.tsx";
import { Icon } from "../ui/icon.tsx";
import { Loading, Waiting } from "../ui/waiting.tsx";
import { CareFrame, LockSelect, useLockOfAddress, useLocks, type LockChoice } from "./frame.tsx";
import { t } from "./texts.ts";

export function TroublePage() {
  return (
    <CareFrame title={t("care.card.trouble")} intro={t("care.card.trouble.text")} isNarrow>
      {() => <Trouble />}
    </CareFrame>
  );
}

function Trouble() {
  const locks = useLocks();
  return (
    <>
      <Notice icon="key">{t("care.diagnosis.meanwhileFirst")}</Notice>
      {locks === null ? <Loading /> : <TroubleOfLock locks={locks} />}
    </>
  );
}

function TroubleOfLock({ locks }: { readonly locks: readonly LockChoice[] }) {
  const named = useLockOfAddress(locks);
  const [chosen, setChosen] = useState<string | null>(named);
  const lockId = chosen ?? locks[0]?.lockId;
  if (lockId === undefined) return <p>{t("care.noLock")}</p>;
  return (
    <>
      {locks.length > 1 && <LockSelect label={t("care.whichLock")} locks={locks} value={lockId} onChange={setChosen} />}
      <Diagnosis key={lockId} lockId={lockId} />
    </>
  );
}

function Diagnosis({ lockId }: { readonly lockId: string }) {
  const [answers, setAnswers] = useState<readonly AnswerGiven[]>([]);
  const [step, setStep] = useState<DiagnosisStep | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [isBusy, setBusy] = useState(true);
  const newest = useRef(0);
  const lang = language.value;

  const ask = async (): Promise<void> => {
    newest.current += 1;
    const mine = newest.current;
    setBusy(true);
    const answer = await call("POST /api/homes/{homeId}/locks/{lockId}/diagnosis", {
      params: { lockId },
      query: { lang },
      body: { answers: [...answers] },
    });
    if (mine !== newest.current) return;
    setBusy(false);
    setError(answer.ok ? null : answer.error);
    if (answer.ok) setStep(answer.value);
  };
  useEffect(() => void ask(), [answers, lang]);

  if (error !== null) return <Waiting live={{ error, refresh: ask }} />;
  if (step === null) return <Loading />;
  return (
    <div class="stack" aria-busy={isBusy}>
      {step.step === "question" ? (
        <Question
          step={step}
          number={answers.length + 1}
          answer={(answer) => {
            if (!isBusy) setAnswers([...answers, { question: step.question.id, answer }]);
          }}
        />
      ) : (
        <Remedy step={step} />
      )}
      <Findings findings={step.findings} />
      {answers.length > 0 && (
        <div class="row">
          <Button icon="back" onClick={() => setAnswers(answers.slice(0, -1))}>
            {t("care.diagnosis.oneBack")}
          </Button>
          <Button onClick={() => setAnswers([])}>{t("care.diagnosis.again")}</Button>
        </div>
      )}
    </div>
  );
}

interface QuestionProps {
  readonly step: Extract<DiagnosisStep, { step: "question" }>;
  readonly number: number;
  readonly answer: (answer: string) => void;
}

function Question({ step: { question, answers }, number, answer }: QuestionProps) {
  return (
    <section class="card" aria-labelledby="question">
      <p class="small">{t("care.diagnosis.step", { number })}</p>
      <StepHeading id="question" of={question.id} isFirst={number === 1}>
        {question.text}
      </StepHeading>
      <ul class="care-answers">
        {answers.map(({ id, text }) => (
          <li key={id}>
            <Button isWide onClick={() => answer(id)}>
              {text}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Remedy({ step }: { readonly step: Extract<DiagnosisStep, { step: "remedy" }> }) {
  const { remedy, needsTechnician, meanwhile } = step;
  return (
    <section class="card care-remedy" aria-labelledby="remedy">
      <StepHeading id="remedy" of={remedy.id}>
        {t("care.diagnosis.remedy")}
      </StepHeading>
      <p class="care-remedy-text">{remedy.text}</p>
      {needsTechnician && (
        <Notice tone="warn" icon="care">
          {t("care.diagnosis.technician")}
        </Notice>
      )}
      {meanwhile.length > 0 && (
        <div class="stack-tight">
          <h3>{t("care.diagnosis.meanwhile")}</h3>
          <ul class="text">
            {meanwhile.map(({ id, text }) => (
              <li key={id}>{text}</li>
            ))}
          </ul>
        </div>
      )}
      <p class="soft">{t("care.diagnosis.helped")}</p>
    </section>
  );
}

function Findings({ findings }: { readonly findings: DiagnosisStep["findings"] }) {
  if (findings.length === 0) return null;
  return (
    <section class="card" aria-labelledby="findings">
      <header class="card-head">
        <Icon name="panel" />
        <h2 id="findings">{t("care.diagnosis.findings")}</h2>
      </header>
      <ul class="care-findings">
        {findings.map(({ fact, text }) => (
          <li key={fact}>
            <Icon name="info" />
            {text}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface StepHeadingProps {
  readonly id: string;
  /** A new question takes the focus, so that it is read. */
  readonly of: string;
  /** There the heading of the page has it. */
  readonly isFirst?: boolean;
  readonly children: string;
}

function StepHeading({ id, of, isFirst = false, children }: StepHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const last = useRef(isFirst ? of : "");
  useEffect(() => {
    if (last.current === of) return;
    last.current = of;
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView({ block: "nearest" });
  }, [of]);
  return (
    <h2 id={id} ref={heading} tabIndex={-1}>
      {children}
    </h2>
  );
}
