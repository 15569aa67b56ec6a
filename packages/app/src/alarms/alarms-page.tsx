/** Alarms: those that somebody has to see to, with what to do now, and those that somebody has. */

import type { AlarmView } from "@catenaccio/protocol/api";
import { useState } from "preact/hooks";
import { call, type ApiError } from "../api/call.ts";
import { useLive } from "../api/live.ts";
import { hasRole, isAdministrator } from "../api/session.ts";
import { errorText } from "../text/error-text.ts";
import { addressOfFilter, filterOfAddress } from "../history/history-filter.ts";
import { dayOf } from "../history/home-days.ts";
import { agoText, momentText } from "../text/moments.ts";
import { announce } from "../ui/announce.tsx";
import { Button, ButtonLink } from "../ui/button.tsx";
import { Notice } from "../ui/card.tsx";
import { Icon } from "../ui/icon.tsx";
import { Page } from "../ui/page.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { alarmNames } from "./alarm-names.ts";
import { t } from "./texts.ts";
import "./alarms.css";

export function AlarmsPage() {
  if (hasRole("owner", "administrator", "member")) return <Alarms />;
  return (
    <Page title={t("alarms.title")} isNarrow>
      <Notice>{t("alarms.notAllowed")}</Notice>
    </Page>
  );
}

function Alarms() {
  const live = useLive("GET /api/homes/{homeId}/alarms", { on: ["alarm"], isKept: true });
  return (
    <Page
      title={t("alarms.title")}
      intro={t("alarms.intro")}
      actions={
        <ButtonLink href="/notices" icon="bell">
          {t("alarms.notices")}
        </ButtonLink>
      }
    >
      {live.value === null ? <Waiting live={live} /> : <Lists alarms={live.value.alarms} refresh={live.refresh} />}
    </Page>
  );
}

interface ListsProps {
  readonly alarms: readonly AlarmView[];
  readonly refresh: () => Promise<void>;
}

function Lists({ alarms, refresh }: ListsProps) {
  const open = alarms.filter(({ acknowledgedAt }) => acknowledgedAt === null);
  const past = alarms.filter(({ acknowledgedAt }) => acknowledgedAt !== null);
  return (
    <>
      <section class="stack" aria-labelledby="alarms-open">
        <h2 id="alarms-open" tabIndex={-1}>
          {t("alarms.open")}
        </h2>
        {open.length === 0 && <Notice tone="good">{t("alarms.open.none")}</Notice>}
        {open.map((alarm) => (
          <OpenAlarm key={alarm.alarmId} alarm={alarm} refresh={refresh} />
        ))}
        {open.length > 0 && !isAdministrator.value && <p class="soft">{t("alarms.readOnly")}</p>}
      </section>
      <section class="stack" aria-labelledby="alarms-past">
        <h2 id="alarms-past">{t("alarms.past")}</h2>
        {past.length === 0 ? (
          <p class="soft">{t("alarms.past.none")}</p>
        ) : (
          <div class="card">
            <ul class="list">
              {past.map((alarm) => (
                <PastAlarm key={alarm.alarmId} alarm={alarm} />
              ))}
            </ul>
          </div>
        )}
      </section>
    </>
  );
}

interface OpenAlarmProps {
  readonly alarm: AlarmView;
  readonly refresh: () => Promise<void>;
}

function OpenAlarm({ alarm: { alarmId, code, lockId, lockName, at }, refresh }: OpenAlarmProps) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const what = alarmNames(`alarms.what.${code}`);
  const acknowledge = async (): Promise<void> => {
    setBusy(true);
    const answer = await call("POST /api/homes/{homeId}/alarms/{alarmId}/acknowledge", { params: { alarmId } });
    setBusy(false);
    setError(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    announce(t("alarms.acknowledged"), "good");
    await refresh();
    // The button is gone; whoever pressed it by key goes on from the heading.
    document.querySelector<HTMLElement>("#alarms-open")?.focus();
  };
  return (
    <article class="card alarm-open" aria-labelledby={`alarm-${alarmId}`}>
      <header class="card-head">
        <Icon name="alarm" />
        <h3 id={`alarm-${alarmId}`}>
          {what}: {lockName}
        </h3>
      </header>
      <p class="small">
        <time dateTime={at}>{momentText(at)}</time>, {agoText(at)}
      </p>
      <p>{t(`alarms.do.${code}`)}</p>
      <div class="row">
        {isAdministrator.value && (
          <Button tone="primary" icon="check" isBusy={isBusy} onClick={() => void acknowledge()}>
            {t("alarms.acknowledge")}
            <span class="unseen">
              : {what}, {lockName}
            </span>
          </Button>
        )}
        {isAdministrator.value && <HistoryLink lockId={lockId} at={at} />}
        {code === "lockJammed" && (
          <ButtonLink href={`/care/trouble?lock=${lockId}`} icon="care">
            {t("alarms.diagnose")}
          </ButtonLink>
        )}
      </div>
      {error !== null && (
        <Notice tone="bad" role="alert">
          {errorText(error)}
        </Notice>
      )}
    </article>
  );
}

function PastAlarm({ alarm: { code, lockName, at, acknowledgedAt } }: { readonly alarm: AlarmView }) {
  return (
    <li class="list-row">
      <Icon name="check" />
      <span class="list-row-words">
        <span>
          {alarmNames(`alarms.what.${code}`)}: {lockName}
        </span>
        <span class="small">
          <time dateTime={at}>{momentText(at)}</time>
          {acknowledgedAt !== null && ` · ${t("alarms.acknowledgedAt", { when: momentText(acknowledgedAt) })}`}
        </span>
      </span>
    </li>
  );
}

/** Days are the home's, there as here. */
function HistoryLink({ lockId, at }: Pick<AlarmView, "lockId" | "at">) {
  const settings = useLive("GET /api/homes/{homeId}/settings", { on: ["settings"], isKept: true });
  const day = dayOf(at, settings.value?.timeZone);
  return (
    <ButtonLink href={addressOfFilter({ ...filterOfAddress({}), lock: lockId, from: day, to: day })} icon="history">
      {t("alarms.history")}
    </ButtonLink>
  );
}
