/** The installation guide: step by step, with a picture each. What the lock can tell it ticks off itself. */

import type { InstallationItem, InstallationState } from "@catenaccio/protocol/api";
import { useEffect, useState } from "preact/hooks";
import { call } from "../api/call.ts";
import { useLive } from "../api/live.ts";
import { isAdministrator } from "../api/session.ts";
import { errorText } from "../text/error-text.ts";
import { language } from "../text/language.ts";
import { momentText } from "../text/moments.ts";
import { announce } from "../ui/announce.tsx";
import { Button, ButtonLink } from "../ui/button.tsx";
import { Notice } from "../ui/card.tsx";
import { Icon } from "../ui/icon.tsx";
import { Loading, Waiting } from "../ui/waiting.tsx";
import { CareFrame, LockSelect, useLockOfAddress, useLocks, type LockChoice } from "./frame.tsx";
import { InstallationPicture } from "./pictures/installation-picture.tsx";
import { t } from "./texts.ts";

export function InstallPage() {
  return (
    <CareFrame title={t("care.install.title")} intro={t("care.card.install.text")} isNarrow>
      {() => <Installation />}
    </CareFrame>
  );
}

function Installation() {
  const locks = useLocks();
  return locks === null ? <Loading /> : <InstallationOf locks={locks} />;
}

function InstallationOf({ locks }: { readonly locks: readonly LockChoice[] }) {
  const named = useLockOfAddress(locks);
  /** Empty: the lock that is not added yet. */
  const [chosen, setChosen] = useState<string | null>(named);
  const lockId = chosen ?? locks[0]?.lockId ?? "";
  return (
    <>
      {locks.length > 0 && (
        <LockSelect
          label={t("care.install.forWhich")}
          locks={locks}
          value={lockId}
          none={t("care.install.newLock")}
          onChange={setChosen}
        />
      )}
      <Guide key={lockId} lockId={lockId === "" ? null : lockId} />
    </>
  );
}

function Guide({ lockId }: { readonly lockId: string | null }) {
  const query = { lang: language.value, ...(lockId !== null && { lockId }) };
  const live = useLive("GET /api/homes/{homeId}/installation", { query, on: ["record"], isKept: true });
  return live.value === null ? (
    <Waiting live={live} />
  ) : (
    <Steps state={live.value} lockId={lockId} refresh={live.refresh} />
  );
}

const groups = ["before", "mount", "check"] as const;
const before: ReadonlySet<string> = new Set(["door", "professional", "parts", "handleHand", "latchHand", "template"]);

function groupOf({ step }: InstallationItem): (typeof groups)[number] {
  if (step.startsWith("check")) return "check";
  return before.has(step) ? "before" : "mount";
}

interface StepsProps {
  readonly state: InstallationState;
  readonly lockId: string | null;
  readonly refresh: () => Promise<void>;
}

function Steps({ state: { items, isComplete }, lockId, refresh }: StepsProps) {
  const [open, setOpen] = useState<string | null>(() => items.find(({ isDone }) => !isDone)?.step ?? null);
  const [focused, setFocused] = useState<string | null>(null);
  const done = items.filter(({ isDone }) => isDone).length;
  useEffect(() => {
    if (focused === null) return;
    const next = document.querySelector<HTMLElement>(`#step-${focused} > summary`);
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "start", behavior: "smooth" });
    setFocused(null);
  }, [focused]);
  const tick = async (step: string, isDone: boolean): Promise<void> => {
    const answer = await call("PUT /api/homes/{homeId}/installation/{step}", {
      params: { step },
      body: { lockId, isDone },
    });
    if (!answer.ok) {
      announce(errorText(answer.error), "bad");
      return;
    }
    await refresh();
    if (!isDone) return;
    const place = items.findIndex((item) => item.step === step);
    const next = [...items.slice(place + 1), ...items.slice(0, place)].find((item) => !item.isDone)?.step ?? null;
    setOpen(next);
    setFocused(next);
  };
  return (
    <>
      <div class="care-progress">
        <progress
          value={done}
          max={items.length}
          aria-label={t("care.install.progress", { done, all: items.length })}
        />
        <p class="small" role="status">
          {t("care.install.progress", { done, all: items.length })}
        </p>
      </div>
      {isComplete && <Notice tone="good">{t("care.install.complete")}</Notice>}
      {groups.map((group) => (
        <section key={group} class="stack-tight" aria-labelledby={`install-${group}`}>
          <h2 id={`install-${group}`}>{t(`care.install.${group}`)}</h2>
          <ol class="care-steps">
            {items
              .filter((item) => groupOf(item) === group)
              .map((item) => (
                <Step
                  key={item.step}
                  item={item}
                  number={items.indexOf(item) + 1}
                  isAdded={lockId !== null}
                  isOpen={open === item.step}
                  onToggle={(isOpen) => setOpen((now) => (isOpen ? item.step : now === item.step ? null : now))}
                  tick={async (isDone) => await tick(item.step, isDone)}
                />
              ))}
          </ol>
        </section>
      ))}
    </>
  );
}

interface StepProps {
  readonly item: InstallationItem;
  readonly number: number;
  /** To the home. */
  readonly isAdded: boolean;
  readonly isOpen: boolean;
  readonly onToggle: (isOpen: boolean) => void;
  readonly tick: (isDone: boolean) => Promise<void>;
}

function Step({ item, number, isAdded, isOpen, onToggle, tick }: StepProps) {
  const { step, title, details, isDone } = item;
  return (
    <li>
      <details
        id={`step-${step}`}
        class={isDone ? "card care-step done" : "card care-step"}
        open={isOpen}
        onToggle={(event) => onToggle(event.currentTarget.open)}
      >
        <summary>
          <span class="care-step-mark">{isDone ? <Icon name="check" /> : number}</span>
          <span class="care-step-title">
            {title.text}
            {isDone && <span class="unseen">: {t("care.install.done")}</span>}
          </span>
          <Icon name="down" />
        </summary>
        <div class="care-step-body">
          <div class="care-step-picture">
            <InstallationPicture step={step} />
          </div>
          <Details step={step} details={details} />
          <StepEnd item={item} isAdded={isAdded} tick={tick} />
        </div>
      </details>
    </li>
  );
}

/** The parts have the numbers of their picture. */
function Details({ step, details }: Pick<InstallationItem, "step" | "details">) {
  const points = details.map(({ id, text }) => <li key={id}>{text}</li>);
  return step === "parts" ? <ol class="text care-parts">{points}</ol> : <ul class="text">{points}</ul>;
}

function StepEnd({ item, isAdded, tick }: Pick<StepProps, "item" | "isAdded" | "tick">) {
  const { isDone, doneAt, confirmedBy, title } = item;
  const [isBusy, setBusy] = useState(false);
  if (confirmedBy === "lock") return <ByLock doneAt={doneAt} isAdded={isAdded} />;
  const change = async (): Promise<void> => {
    setBusy(true);
    await tick(!isDone);
    setBusy(false);
  };
  return (
    <>
      {doneAt !== null && <p class="small">{t("care.install.ticked", { when: momentText(doneAt) })}</p>}
      {isAdministrator.value ? (
        <div class="row">
          <Button
            tone={isDone ? "quiet" : "primary"}
            icon={isDone ? "close" : "check"}
            isBusy={isBusy}
            onClick={() => void change()}
          >
            {t(isDone ? "care.install.undo" : "care.install.done")}
            <span class="unseen">: {title.text}</span>
          </Button>
        </div>
      ) : (
        <p class="soft">{t("care.install.readOnly")}</p>
      )}
    </>
  );
}

function ByLock({ doneAt, isAdded }: { readonly doneAt: string | null; readonly isAdded: boolean }) {
  if (doneAt !== null)
    return (
      <Notice tone="good" role="status">
        {t("care.install.confirmed", { when: momentText(doneAt) })}
      </Notice>
    );
  return (
    <Notice icon="panel">
      <p>{t(isAdded ? "care.install.byLock" : "care.install.byLockBefore")}</p>
      {!isAdded && isAdministrator.value && <ButtonLink href="/add-lock">{t("care.install.addLock")}</ButtonLink>}
    </Notice>
  );
}
