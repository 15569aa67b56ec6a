/**
 * What a guest sees behind the link, without an account: the PIN so large that it is read at arm's length, when and where
 * it works, and how a lock is opened by somebody who never saw one. The PIN is in the page alone, and in no store of the
 * browser.
 */

import type { GuestPage as GuestView } from "@catenaccio/protocol/api";
import { useEffect, useState } from "preact/hooks";
import { call, type ApiError } from "../api/call.ts";
import { inGroups } from "../people/pin-rules.ts";
import { describeSchedule } from "../schedule/schedule-words.ts";
import { language } from "../text/language.ts";
import { agoText } from "../text/moments.ts";
import { Button } from "../ui/button.tsx";
import { Card, Notice } from "../ui/card.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Icon } from "../ui/icon.tsx";
import { Page } from "../ui/page.tsx";
import { Loading } from "../ui/waiting.tsx";
import { OpeningPicture } from "./opening-picture.tsx";
import { t } from "./texts.ts";
import "./guests.css";

/** Whoever waits for "ready" looks at the page; the server lets thirty questions a minute through. */
const askAgainMs = 10_000;

interface Heard {
  readonly view: GuestView | null;
  readonly at: number | null;
  readonly error: ApiError | null;
}

export function GuestPage() {
  const [token, setToken] = useState(tokenHere);
  useEffect(() => {
    const follow = (): void => setToken(tokenHere());
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);
  const { heard, ask } = useGuestView(token);
  if (heard.view !== null) return <Welcome view={heard.view} staleSince={heard.error === null ? null : heard.at} />;
  if (heard.error === null)
    return (
      <Page title={t("guest.loading")} isNarrow>
        <Loading />
      </Page>
    );
  const isOver = heard.error.code === "notFound" || token === "";
  return (
    <Page title={t(isOver ? "guest.over.title" : "guest.unreached")} isNarrow>
      <Notice tone="warn" role="status">
        <p>{t(isOver ? "guest.over.text" : "guest.failed")}</p>
        {!isOver && <Button onClick={() => void ask()}>{t("guest.again")}</Button>}
      </Notice>
    </Page>
  );
}

function tokenHere(): string {
  return location.hash.slice(1);
}

function useGuestView(token: string): { readonly heard: Heard; readonly ask: () => Promise<void> } {
  const [heard, setHeard] = useState<Heard>({ view: null, at: null, error: null });
  const ask = async (): Promise<void> => {
    const answer = await call("POST /api/guest", { body: { token } });
    setHeard((before) => {
      if (answer.ok) return { view: answer.value, at: Date.now(), error: null };
      // Taken back: nothing of it is shown any more.
      if (answer.error.code === "notFound") return { view: null, at: null, error: answer.error };
      return { ...before, error: answer.error };
    });
  };
  useEffect(() => {
    setHeard({ view: null, at: null, error: null });
    void ask();
    const timer = window.setInterval(() => {
      if (!document.hidden) void ask();
    }, askAgainMs);
    return () => window.clearInterval(timer);
  }, [token]);
  return { heard, ask };
}

interface WelcomeProps {
  readonly view: GuestView;
  /** null: it is fresh. */
  readonly staleSince: number | null;
}

function Welcome({ view, staleSince }: WelcomeProps) {
  const { home, pin, locks } = view;
  return (
    <Page title={t("guest.title", { home })} isNarrow>
      {staleSince !== null && (
        <Notice tone="warn" role="status">
          {t("guest.offline", { age: agoText(staleSince) })}
        </Notice>
      )}
      <Card class="guest-pin">
        <h2>{t("guest.pin")}</h2>
        <output class="guest-digits">{inGroups(pin)}</output>
        <CopyButton text={pin} label={t("guest.copy")} />
      </Card>
      <Card title={t("guest.when")} icon="calendar">
        <p class="guest-when">{whenOf(view)}</p>
        {isTimed(view) && <p class="small">{t("guest.zone", { zone: placeOf(view.timeZone) })}</p>}
      </Card>
      <Card title={t("guest.doors")} icon="door">
        <ul class="guest-locks" aria-live="polite">
          {locks.map((lock, index) => (
            <Door key={index} lock={lock} isTimed={isTimed(view)} />
          ))}
        </ul>
      </Card>
      <HowToOpen pin={pin} />
      <p class="small">{t("guest.offlineNote")}</p>
    </Page>
  );
}

interface DoorProps {
  readonly lock: GuestView["locks"][number];
  readonly isTimed: boolean;
}

const looks = {
  ready: { icon: "check", tone: "good" },
  pending: { icon: "clock", tone: "plain" },
  refused: { icon: "alarm", tone: "bad" },
  used: { icon: "minus", tone: "plain" },
  paused: { icon: "pause", tone: "warn" },
} as const;

function Door({ lock, isTimed: hasTimes }: DoorProps) {
  const { name, status, isReachable } = lock;
  const { icon, tone } = looks[status];
  return (
    <li>
      <strong>{name}</strong>
      <span class={`status-line ${tone}`}>
        <Icon name={icon} size={18} />
        <span>{t(status === "ready" && hasTimes ? "guest.status.readyLater" : `guest.status.${status}`)}</span>
      </span>
      {!isReachable && status !== "used" && status !== "paused" && (
        <span class="status-line warn">
          <Icon name="noLink" size={18} />
          <span>{t("guest.unreachable")}</span>
        </span>
      )}
    </li>
  );
}

function HowToOpen({ pin }: { readonly pin: string }) {
  return (
    <Card title={t("guest.how")} icon="key">
      <OpeningPicture label={t("guest.how.picture")} />
      <ol class="guest-steps">
        <li>{t("guest.how.touch")}</li>
        <li>
          {t("guest.how.type")} <span class="guest-key-row">{inGroups(pin)}</span>
        </li>
        <li>{t.rich("guest.how.hash", { key: <kbd class="guest-key">#</kbd> })}</li>
        <li>{t("guest.how.handle")}</li>
      </ol>
      <p class="small">{t("guest.how.hide")}</p>
    </Card>
  );
}

function isTimed({ schedule }: GuestView): boolean {
  return schedule.weekDays.length + schedule.dates.length > 0;
}

function whenOf(view: GuestView): string {
  const when = describeSchedule(view.schedule, language.value);
  if (!view.oneTime) return capital(when);
  return isTimed(view) ? t("guest.onceWithin", { when }) : t("guest.once");
}

function capital(sentence: string): string {
  return sentence.slice(0, 1).toLocaleUpperCase(language.value) + sentence.slice(1);
}

/** "Europe/Rome" is Rome to a guest. */
function placeOf(timeZone: string): string {
  return timeZone.slice(timeZone.lastIndexOf("/") + 1).replaceAll("_", " ");
}
