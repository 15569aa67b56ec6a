/** How the joining goes on, live, and what to do when it stops. */

import type { LockView } from "@catenaccio/protocol/api";
import { useEffect } from "preact/hooks";
import { Button } from "../ui/button.tsx";
import { Card, Notice } from "../ui/card.tsx";
import { Icon } from "../ui/icon.tsx";
import { t } from "./texts.ts";

const phases = ["reading", "searching", "securing", "joining", "learning"] as const;
type Phase = (typeof phases)[number];

interface AddingStepProps {
  readonly lock: LockView;
  readonly onDone: () => void;
  readonly onAgain: (isCodeWrong: boolean) => void;
}

export function AddingStep({ lock, onDone, onAgain }: AddingStepProps) {
  const isAdded = lock.state === "added";
  useEffect(() => {
    if (isAdded) onDone();
  }, [isAdded]);
  const phase = phases.find((one) => one === lock.progress?.step) ?? "reading";
  if (lock.state === "failed") return <Failed lock={lock} phase={phase} onAgain={onAgain} />;
  const at = isAdded ? phases.length : phases.indexOf(phase);
  return (
    <Card title={t("add.progress.title")} icon="lock">
      <p>{t("add.progress.text")}</p>
      <ol class="phases">
        {phases.map((one, index) => (
          <PhaseLine key={one} phase={one} state={index < at ? "done" : index === at ? "now" : "later"} />
        ))}
      </ol>
      <p class="unseen" role="status">
        {isAdded ? "" : t(`add.progress.${phase}`)}
      </p>
    </Card>
  );
}

function PhaseLine({ phase, state }: { readonly phase: Phase; readonly state: "done" | "now" | "later" }) {
  return (
    <li class={`phase ${state}`}>
      {state === "done" && <Icon name="check" />}
      {state === "now" && <span class="spinner" aria-hidden="true" />}
      {state === "later" && <span class="dot" aria-hidden="true" />}
      <span>{t(`add.progress.${phase}`)}</span>
      <span class="unseen">({t(`add.progress.${state}`)})</span>
    </li>
  );
}

interface FailedProps {
  readonly lock: LockView;
  readonly phase: Phase;
  readonly onAgain: (isCodeWrong: boolean) => void;
}

function Failed({ lock, phase, onAgain }: FailedProps) {
  const cause = causeOf(lock.progress?.error ?? null, phase);
  const isCodeWrong = cause === "badCode" || cause === "wrongPasscode" || cause === "alreadyAdded";
  return (
    <Card title={t("add.failed")} icon="refused">
      <Notice tone="warn" role="alert">
        {t(`add.failed.${cause}`)}
      </Notice>
      <div class="form-foot">
        <Button tone="primary" onClick={() => onAgain(isCodeWrong)}>
          {isCodeWrong ? t("add.failed.otherCode") : t("add.failed.again")}
        </Button>
        {!isCodeWrong && <Button onClick={() => onAgain(true)}>{t("add.failed.otherCode")}</Button>}
      </div>
    </Card>
  );
}

const causes = ["badCode", "alreadyAdded", "notFound", "wrongPasscode", "lost"] as const;

/** The gateway's word where it has one that helps; otherwise how far it came. */
function causeOf(error: string | null, phase: Phase): (typeof causes)[number] {
  const told = causes.find((cause) => cause === error);
  if (told !== undefined) return told;
  switch (phase) {
    case "reading":
      return "badCode";
    case "searching":
    case "securing":
      return "notFound";
    case "joining":
    case "learning":
      return "lost";
    default:
      return phase satisfies never;
  }
}
