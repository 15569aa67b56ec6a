/** Maintenance: what is due now, what comes later, and what to keep to every day. */

import type { MaintenanceItem } from "@catenaccio/protocol/api";
import { useState } from "preact/hooks";
import { call, type ApiAnswer } from "../api/call.ts";
import { useLive } from "../api/live.ts";
import { isAdministrator } from "../api/session.ts";
import { errorText } from "../text/error-text.ts";
import { language } from "../text/language.ts";
import { dayText } from "../text/moments.ts";
import { announce } from "../ui/announce.tsx";
import { Button } from "../ui/button.tsx";
import { Badge, Notice } from "../ui/card.tsx";
import { Icon } from "../ui/icon.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { CareFrame, useLocks } from "./frame.tsx";
import { t } from "./texts.ts";

const snoozeDays = 7;

export function MaintenancePage() {
  return (
    <CareFrame title={t("care.maintenance.title")} intro={t("care.card.maintenance.text")} isNarrow>
      {() => <Maintenance />}
    </CareFrame>
  );
}

function Maintenance() {
  const query = { lang: language.value };
  const live = useLive("GET /api/homes/{homeId}/maintenance", { query, on: ["lock"], isKept: true });
  const locks = useLocks() ?? [];
  if (live.value === null) return <Waiting live={live} />;
  const { items, advice } = live.value;
  const due = items.filter(({ state }) => state !== "later");
  const later = items.filter(({ state }) => state === "later");
  /** With one lock its name says nothing. */
  const nameOf = (lockId: string): string | null =>
    locks.length > 1 ? (locks.find((lock) => lock.lockId === lockId)?.name ?? null) : null;
  return (
    <>
      <section class="stack" aria-labelledby="due">
        <h2 id="due" tabIndex={-1}>
          {t("care.maintenance.now")}
        </h2>
        {due.length === 0 && (
          <Notice tone="good">{t(locks.length === 0 ? "care.noLock" : "care.maintenance.now.none")}</Notice>
        )}
        {due.map((item) => (
          <Task key={keyOf(item)} item={item} lockName={nameOf(item.lockId)} refresh={live.refresh} isOpen />
        ))}
        {due.length > 0 && !isAdministrator.value && <p class="soft">{t("care.maintenance.readOnly")}</p>}
      </section>
      {later.length > 0 && (
        <section class="stack" aria-labelledby="later">
          <h2 id="later">{t("care.maintenance.later")}</h2>
          {later.map((item) => (
            <Task key={keyOf(item)} item={item} lockName={nameOf(item.lockId)} refresh={live.refresh} />
          ))}
        </section>
      )}
      <section class="card" aria-labelledby="advice">
        <h2 id="advice">{t("care.maintenance.advice")}</h2>
        <ul class="text">
          {advice.map(({ id, text }) => (
            <li key={id}>{text}</li>
          ))}
        </ul>
      </section>
    </>
  );
}

interface TaskProps {
  readonly item: MaintenanceItem;
  readonly lockName: string | null;
  readonly refresh: () => Promise<void>;
  readonly isOpen?: boolean;
}

function Task({ item, lockName, refresh, isOpen = false }: TaskProps) {
  const { title, steps, state } = item;
  return (
    <details class={`card care-task ${state}`} open={isOpen}>
      <summary>
        <span class="care-task-words">
          <span class="care-task-title">
            {title.text}
            {lockName !== null && <span class="soft">, {lockName}</span>}
          </span>
          {state !== "later" && (
            <Badge tone={state === "overdue" ? "bad" : "warn"}>{t(`care.maintenance.state.${state}`)}</Badge>
          )}
          <span class="small">{whenText(item)}</span>
        </span>
        <Icon name="down" />
      </summary>
      <div class="stack care-task-body">
        <ul class="text">
          {steps.map(({ id, text }) => (
            <li key={id}>{text}</li>
          ))}
        </ul>
        <p class="small">
          {item.lastDoneAt === null
            ? t("care.maintenance.neverDone")
            : t("care.maintenance.lastDone", { date: dayText(item.lastDoneAt) })}
        </p>
        {isAdministrator.value && <TaskButtons item={item} lockName={lockName} refresh={refresh} />}
      </div>
    </details>
  );
}

function TaskButtons({ item, lockName, refresh }: Omit<TaskProps, "isOpen">) {
  const [isBusy, setBusy] = useState(false);
  const { lockId, task, title, state } = item;
  const what = title.text;
  const which = lockName === null ? what : `${what}, ${lockName}`;
  const act = async (work: Promise<ApiAnswer<null>>, done: string): Promise<void> => {
    setBusy(true);
    const answer = await work;
    setBusy(false);
    announce(answer.ok ? done : errorText(answer.error), answer.ok ? "good" : "bad");
    await refresh();
    // What was due is gone from there, and its button with it.
    if (answer.ok && state !== "later") document.querySelector<HTMLElement>("#due")?.focus();
  };
  const params = { lockId, task };
  return (
    <div class="row">
      <Button
        tone={state === "later" ? "plain" : "primary"}
        icon="check"
        isBusy={isBusy}
        onClick={() =>
          void act(
            call("POST /api/homes/{homeId}/locks/{lockId}/maintenance/{task}/done", { params }),
            t("care.maintenance.isDone", { what }),
          )
        }
      >
        {t("care.maintenance.done")}
        <span class="unseen">: {which}</span>
      </Button>
      {state !== "later" && (
        <Button
          icon="clock"
          isBusy={isBusy}
          onClick={() =>
            void act(
              call("POST /api/homes/{homeId}/locks/{lockId}/maintenance/{task}/snooze", {
                params,
                body: { days: snoozeDays },
              }),
              t("care.maintenance.isSnoozed", { what }),
            )
          }
        >
          {t("care.maintenance.snooze")}
          <span class="unseen">: {which}</span>
        </Button>
      )}
    </div>
  );
}

function whenText({ state, dueAt, snoozedUntil }: MaintenanceItem): string {
  if (state === "later" && snoozedUntil !== null && Date.parse(snoozedUntil) > Date.now())
    return t("care.maintenance.snoozed", { date: dayText(snoozedUntil) });
  if (dueAt === null) return t("care.maintenance.whenAsked");
  return t(state === "later" ? "care.maintenance.dueAt" : "care.maintenance.dueSince", { date: dayText(dueAt) });
}

function keyOf({ lockId, task }: MaintenanceItem): string {
  return `${lockId} ${task}`;
}
