/**
 * Adding a lock, one step after the other: its code, RESET, the joining, its name, the first finger, the first opening. Where
 * one is stands in the address, so that a page that is loaded again goes on.
 */

import type { LockView } from "@catenaccio/protocol/api";
import { useLocation } from "preact-iso/router";
import { useEffect, useRef, useState } from "preact/hooks";
import { call, type ApiError } from "../api/call.ts";
import { useLive } from "../api/live.ts";
import { isAdministrator } from "../api/session.ts";
import { ButtonLink } from "../ui/button.tsx";
import { Notice } from "../ui/card.tsx";
import { Page } from "../ui/page.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { AddingStep } from "./adding-step.tsx";
import { CodeStep } from "./code-step.tsx";
import { FingerStep } from "./finger-step.tsx";
import { NameStep } from "./name-step.tsx";
import { ResetStep } from "./reset-step.tsx";
import { t } from "./texts.ts";
import { TryStep } from "./try-step.tsx";
import "./first-run.css";

const steps = ["code", "reset", "adding", "name", "finger", "try"] as const;
type Step = (typeof steps)[number];

export function AddLockPage() {
  if (isAdministrator.value) return <AddLock />;
  return (
    <Page title={t("add.title")} back={{ href: "/" }} isNarrow>
      <Notice>{t("add.forbidden")}</Notice>
    </Page>
  );
}

function AddLock() {
  const { route, query } = useLocation();
  const lockId = query["lock"] ?? null;
  // The code of a label is not put into the address: it would stay in the browser's history.
  const [code, setCode] = useState("");
  const [isCodeGiven, setCodeGiven] = useState(false);
  const asked = steps.find((step) => step === query["step"]);
  const step: Step = lockId === null ? (isCodeGiven ? "reset" : "code") : (asked ?? "adding");
  const go = (next: Step, ofLock = lockId): void => route(`/add-lock?lock=${ofLock}&step=${next}`, true);
  const add = async (): Promise<ApiError | null> => {
    const body = { name: t("add.name.default"), code };
    const answer = await call("POST /api/homes/{homeId}/locks", { body });
    if (answer.ok) go("adding", answer.value.lockId);
    return answer.ok ? null : answer.error;
  };
  const again = (isCodeWrong: boolean): void => {
    if (lockId !== null) void forget(lockId);
    setCodeGiven(!isCodeWrong && code !== "");
    route("/add-lock", true);
  };
  return (
    <Page title={t("add.title")} back={{ href: "/" }} isNarrow>
      <StepLine step={step} />
      <Focused key={step}>
        {step === "code" && (
          <CodeStep
            code={code}
            onCode={(typed) => {
              setCode(typed);
              setCodeGiven(true);
            }}
          />
        )}
        {step === "reset" && <ResetStep onReady={add} onBack={() => setCodeGiven(false)} />}
        {lockId !== null && <OfLock lockId={lockId} step={step} onStep={go} onAgain={again} />}
      </Focused>
    </Page>
  );
}

interface OfLockProps {
  readonly lockId: string;
  readonly step: Step;
  readonly onStep: (step: Step) => void;
  readonly onAgain: (isCodeWrong: boolean) => void;
}

function OfLock({ lockId, step, onStep, onAgain }: OfLockProps) {
  const lock = useLive("GET /api/homes/{homeId}/locks/{lockId}", {
    params: { lockId },
    on: ["lock", "addLock", "enrolment"],
  });
  if (lock.error?.code === "notFound")
    return (
      <Notice tone="warn">
        <p>{t("add.gone")}</p>
        <ButtonLink href="/">{t("add.finish")}</ButtonLink>
      </Notice>
    );
  if (lock.value === null) return <Waiting live={lock} />;
  return <StepOfLock lock={lock.value} step={step} onStep={onStep} onAgain={onAgain} />;
}

function StepOfLock({ lock, step, onStep, onAgain }: Omit<OfLockProps, "lockId"> & { readonly lock: LockView }) {
  const shown = lock.state === "added" ? step : "adding";
  switch (shown) {
    case "name":
      return <NameStep lock={lock} onDone={() => onStep("finger")} />;
    case "finger":
      return <FingerStep lock={lock} onDone={() => onStep("try")} />;
    case "try":
      return <TryStep lock={lock} />;
    case "code":
    case "reset":
    case "adding":
      return <AddingStep lock={lock} onDone={() => onStep("name")} onAgain={onAgain} />;
    default:
      return shown satisfies never;
  }
}

function StepLine({ step }: { readonly step: Step }) {
  const at = steps.indexOf(step);
  return (
    <div class="step-line">
      <p class="small">{t("add.step", { step: at + 1, steps: steps.length })}</p>
      <div class="step-dots" aria-hidden="true">
        {steps.map((one, index) => (
          <span key={one} class={index <= at ? "on" : ""} />
        ))}
      </div>
    </div>
  );
}

/** The heading of each step takes the focus when the step comes: what had it is gone. */
function Focused({ children }: { readonly children: preact.ComponentChildren }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const heading = place.current?.querySelector<HTMLElement>("h2");
    if (heading === null || heading === undefined || hasFocusInside(place.current)) return;
    heading.tabIndex = -1;
    if (!isFirst) heading.focus();
    isFirst = false;
  }, []);
  return <div ref={place}>{children}</div>;
}

/** The page's own heading has it when the page opens. */
let isFirst = true;

function hasFocusInside(place: HTMLElement | null): boolean {
  return place?.contains(document.activeElement) === true;
}

/** It never became one: there is nothing to lose. */
async function forget(lockId: string): Promise<void> {
  await call("DELETE /api/homes/{homeId}/locks/{lockId}", { params: { lockId }, query: { isForced: "true" } });
}
