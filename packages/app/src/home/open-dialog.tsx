/** Opens a lock from afar, or leaves it open: who is it, then what happens until the clutch has engaged, or why it did not. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { LockView } from "@catenaccio/protocol/api";
import { Button, ButtonLink } from "../ui/button.tsx";
import { Notice } from "../ui/card.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Icon } from "../ui/icon.tsx";
import { BoltPicture } from "./bolt-picture.tsx";
import { useOpening, type Opening, type OpeningAct } from "./opening.ts";
import { diagnosisOf } from "./paths.ts";
import { ProveForm } from "./prove-form.tsx";
import { t } from "./texts.ts";

interface OpenDialogProps {
  readonly lock: LockView;
  readonly act: OpeningAct;
  readonly onClose: () => void;
}

export function OpenDialog({ lock, act, onClose }: OpenDialogProps) {
  const { opening, begin, again } = useOpening(lock, act);
  const { name } = lock;
  const title = act === "unlock" ? t("unlock.title", { name }) : t("passage.title", { name });
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      {opening.at === "proving" ? (
        <ProveForm
          lock={lock}
          action={act}
          submit={act === "unlock" ? t("prove.confirm") : t("passage.confirm")}
          onProven={begin}
          {...(act === "passage" && { condition: t("passage.understood") })}
        >
          {act === "passage" && (
            <Notice tone="warn">
              <p>{t("passage.warning")}</p>
              <p>{t("passage.end")}</p>
            </Notice>
          )}
        </ProveForm>
      ) : (
        <Progress lock={lock} act={act} opening={opening} onClose={onClose} onAgain={again} />
      )}
    </Dialog>
  );
}

interface ProgressProps extends OpenDialogProps {
  readonly opening: Exclude<Opening, { readonly at: "proving" }>;
  readonly onAgain: () => void;
}

function Progress({ lock, act, opening, onClose, onAgain }: ProgressProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  const isDone = opening.at === "open" || opening.at === "over";
  const drawn = opening.at !== "open" ? "locked" : act === "passage" ? "passage" : "unlocked";
  return (
    <div class="opening" ref={place} tabIndex={-1}>
      <BoltPicture condition={drawn} />
      <div class="steps" role="status">
        <ol>
          <Step state="done">{t("step.proven")}</Step>
          <LastStep act={act} opening={opening} />
        </ol>
      </div>
      {opening.at === "open" && act === "unlock" && (
        <Countdown seconds={lock.report?.situation?.autoRelockSeconds ?? null} />
      )}
      <div class="dialog-foot">
        {opening.at === "failed" && opening.isTrouble && (
          <ButtonLink href={diagnosisOf(lock.lockId)}>{t("step.diagnose")}</ButtonLink>
        )}
        {opening.at === "failed" && <Button onClick={onAgain}>{t("step.again")}</Button>}
        <Button tone={isDone ? "primary" : "plain"} onClick={onClose}>
          {isDone ? t("step.done") : t("step.close")}
        </Button>
      </div>
    </div>
  );
}

function LastStep({ act, opening }: Pick<ProgressProps, "act" | "opening">) {
  switch (opening.at) {
    case "asking":
      return <Step state="now">{act === "unlock" ? t("step.asking") : t("step.askingPassage")}</Step>;
    case "moving":
      return <Step state="now">{act === "unlock" ? t("step.moving") : t("step.askingPassage")}</Step>;
    case "open":
      return <Step state="done">{act === "unlock" ? t("step.open") : t("passage.done")}</Step>;
    case "over":
      return <Step state="done">{t("step.relocked")}</Step>;
    case "failed":
      return (
        <Step state="failed">
          <strong>{opening.isUnsure ? t("step.unsure") : t("step.failed")}</strong>
          <span>{opening.text}</span>
        </Step>
      );
    default:
      return opening satisfies never;
  }
}

interface StepProps {
  readonly state: "done" | "now" | "failed";
  readonly children: ComponentChildren;
}

function Step({ state, children }: StepProps) {
  return (
    <li class={`step ${state}`}>
      {state === "now" ? (
        <span class="spinner" aria-hidden="true" />
      ) : (
        <Icon name={state === "done" ? "check" : "refused"} />
      )}
      <span class="step-text">{children}</span>
    </li>
  );
}

/** How long the handle stays engaged; not read aloud, a voice would say nothing else. */
function Countdown({ seconds }: { readonly seconds: number | null }) {
  const [left, setLeft] = useState(seconds ?? 0);
  useEffect(() => {
    const timer = setInterval(() => setLeft((now) => Math.max(0, now - 1)), 1_000);
    return () => clearInterval(timer);
  }, []);
  if (seconds === null || seconds === 0 || left === 0) return null;
  return (
    <p class="countdown" aria-hidden="true" style={`--part: ${left / seconds}`}>
      {t("step.open.seconds", { seconds: left })}
    </p>
  );
}
