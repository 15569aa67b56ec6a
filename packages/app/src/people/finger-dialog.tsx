/** Enrols a finger at a lock: which one, at which door, and then one sentence at a time, as the lock itself goes on. */

import type { CredentialView, LockView, PersonView } from "@catenaccio/protocol/api";
import { useEffect, useRef, useState } from "preact/hooks";
import { call } from "../api/call.ts";
import { useLive } from "../api/live.ts";
import { errorText } from "../text/error-text.ts";
import { language } from "../text/language.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/card.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Form, SelectField } from "../ui/form.tsx";
import { capturesNeeded, FingerEnrolment, type Enrolment } from "./finger-enrolment.ts";
import { FingerPicture } from "./finger-picture.tsx";
import { credentialName } from "./person-words.ts";
import { t } from "./texts.ts";

interface FingerDialogProps {
  readonly person: PersonView;
  readonly locks: readonly LockView[];
  /** null: a finger that is not known yet. */
  readonly credential: CredentialView | null;
  /** null: it is asked. */
  readonly lockId: string | null;
  readonly onClose: () => void;
}

const fingers = [
  "rightThumb",
  "rightIndex",
  "rightMiddle",
  "rightRing",
  "rightLittle",
  "leftThumb",
  "leftIndex",
  "leftMiddle",
  "leftRing",
  "leftLittle",
] as const;

interface Running {
  readonly enrolment: FingerEnrolment;
  readonly lock: LockView;
  readonly label: string;
}

export function FingerDialog({ person, locks, credential, lockId, onClose }: FingerDialogProps) {
  const [running, setRunning] = useState<Running | null>(null);
  const latest = useRef<FingerEnrolment | null>(null);
  useEffect(() => () => void latest.current?.end(), []);
  const begin = (lock: LockView, label: string, known: CredentialView | null): void => {
    void latest.current?.end();
    const enrolment = new FingerEnrolment(
      { personId: person.personId, lockId: lock.lockId },
      known?.credentialId ?? null,
    );
    latest.current = enrolment;
    setRunning({ enrolment, lock, label });
    void enrolment.begin(label);
  };
  return (
    <Dialog isOpen title={t("finger.title", { name: person.name })} onClose={onClose}>
      {running === null ? (
        <Choose
          person={person}
          locks={locks}
          credential={credential}
          lockId={lockId}
          onBegin={(lock, label) => begin(lock, label, credential)}
        />
      ) : (
        <Progress
          key={running.enrolment}
          running={running}
          person={person}
          onRetry={() => void running.enrolment.begin(running.label)}
          onAnother={() => setRunning(null)}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

interface ChooseProps extends Omit<FingerDialogProps, "onClose"> {
  readonly onBegin: (lock: LockView, label: string) => void;
}

function Choose({ person, locks, credential, lockId, onBegin }: ChooseProps) {
  const taken = person.credentials.map(({ label }) => label);
  const names = fingers.map((finger) => t(`finger.${finger}`));
  const places = locks.filter((lock) => person.access.some((granted) => granted.lockId === lock.lockId));
  const able = places.filter(({ report }) => report?.abilities?.fingerprints !== 0);
  const [chosen, setChosen] = useState(lockId ?? able[0]?.lockId ?? "");
  if (places.length === 0) return <GiveAccessFirst person={person} locks={locks} />;
  if (able.length === 0) return <Notice tone="warn">{t("finger.notSupported", { name: person.name })}</Notice>;
  const lock = able.find((candidate) => candidate.lockId === chosen) ?? able[0];
  return (
    <Form
      submit={t("finger.start")}
      onSubmit={async (values) => {
        if (lock !== undefined) onBegin(lock, credential === null ? values.text("finger") : credential.label);
        return null;
      }}
    >
      {credential === null ? (
        <SelectField
          name="finger"
          label={t("finger.which")}
          defaultValue={names.find((name) => !taken.includes(name)) ?? names[0] ?? ""}
          options={names.map((name) => ({ value: name, text: name }))}
        />
      ) : (
        <p>
          <strong>{credentialName(credential)}</strong>
        </p>
      )}
      {able.length > 1 && lockId === null && (
        <SelectField
          name="lock"
          label={t("finger.where")}
          value={chosen}
          onChange={setChosen}
          options={able.map((one) => ({ value: one.lockId, text: one.name }))}
        />
      )}
      <p>{t("finger.goThere", { name: person.name })}</p>
      <Advice />
    </Form>
  );
}

function GiveAccessFirst({ person, locks }: Pick<FingerDialogProps, "person" | "locks">) {
  if (locks.length === 0) return <Notice tone="warn">{t("person.doors.none")}</Notice>;
  return (
    <>
      <p>{t("finger.needsAccess", { name: person.name })}</p>
      {locks.map(({ lockId, name }) => (
        <Form
          key={lockId}
          submit={t("finger.giveAccess", { lock: name })}
          onSubmit={async () => {
            const answer = await call("PUT /api/homes/{homeId}/people/{personId}/access/{lockId}", {
              params: { personId: person.personId, lockId },
              body: {},
            });
            return answer.ok ? null : answer.error;
          }}
        />
      ))}
    </>
  );
}

function Advice() {
  const advice = useLive("GET /api/homes/{homeId}/fingerprint-advice", { query: { lang: language.value } });
  if (advice.value === null) return null;
  return (
    <details open>
      <summary>{t("finger.advice")}</summary>
      <ul class="text">
        {advice.value.advice.map(({ id, text }) => (
          <li key={id}>{text}</li>
        ))}
      </ul>
    </details>
  );
}

interface ProgressProps {
  readonly running: Running;
  readonly person: PersonView;
  readonly onRetry: () => void;
  readonly onAnother: () => void;
  readonly onClose: () => void;
}

function Progress({ running, person, onRetry, onAnother, onClose }: ProgressProps) {
  const { enrolment, lock } = running;
  const state = enrolment.state.value;
  const foot = useRef<HTMLDivElement>(null);
  const isOver = state.step === "done" || state.step === "failed";
  useEffect(() => {
    // Where the person looks next; the button that had the focus is gone.
    if (isOver) foot.current?.querySelector<HTMLElement>(".primary")?.focus();
  }, [isOver]);
  return (
    <div class="finger-progress">
      <FingerPicture captures={capturesOf(state)} mood={moodOf(state)} />
      <p class="finger-words" role="status" aria-live="assertive">
        {sentenceOf(state, { name: person.name, lock: lock.name })}
      </p>
      {state.step === "running" && <p class="small">{t("finger.progress", { captures: state.captures })}</p>}
      {state.step === "done" && <p>{t("finger.done.next")}</p>}
      <div class="dialog-foot" ref={foot}>
        {state.step === "running" && <Button onClick={() => void enrolment.stop()}>{t("finger.stop")}</Button>}
        {state.step === "done" && <Button onClick={onAnother}>{t("finger.another")}</Button>}
        {state.step === "done" && (
          <Button tone="primary" onClick={onClose}>
            {t("people.close")}
          </Button>
        )}
        {state.step === "failed" && <Button onClick={onClose}>{t("people.close")}</Button>}
        {state.step === "failed" && (
          <Button tone="primary" onClick={onRetry}>
            {t("finger.retry")}
          </Button>
        )}
      </div>
    </div>
  );
}

function capturesOf(state: Enrolment): number {
  if (state.step === "running") return state.captures;
  return state.step === "done" ? capturesNeeded : 0;
}

function moodOf(state: Enrolment): "idle" | "waiting" | "again" | "done" | "failed" {
  switch (state.step) {
    case "running":
      return state.again === null ? "waiting" : "again";
    case "done":
    case "failed":
      return state.step;
    case "idle":
    case "preparing":
    case "starting":
      return "idle";
    default:
      return state satisfies never;
  }
}

const failures = [
  "duplicate",
  "full",
  "batteryCritical",
  "readerFault",
  "cancelled",
  "timeout",
  "unknownUser",
  "noPower",
] as const;

function sentenceOf(state: Enrolment, who: { readonly name: string; readonly lock: string }): string {
  switch (state.step) {
    case "idle":
    case "preparing":
      return t("finger.preparing", who);
    case "starting":
      return t("finger.starting");
    case "running":
      return runningSentence(state);
    case "done":
      return t("finger.done", who);
    case "failed": {
      if (state.error !== null)
        return state.error.code === "orderFailed" ? t("finger.failed.orderFailed") : errorText(state.error);
      const reason = failures.find((known) => known === state.reason);
      return t(`finger.failed.${reason ?? "other"}`, who);
    }
    default:
      return state satisfies never;
  }
}

function runningSentence({ captures, again }: Extract<Enrolment, { readonly step: "running" }>): string {
  if (again !== null) return t(again === "otherFinger" ? "finger.again.otherFinger" : "finger.again.unreadable");
  if (captures === 0) return t("finger.started");
  const left = capturesNeeded - captures;
  if (left <= 0) return t("finger.storing");
  return left === 1 ? t("finger.capturedLast") : t("finger.captured", { left });
}
