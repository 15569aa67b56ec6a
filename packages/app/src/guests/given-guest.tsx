/** What was given to a guest: PIN and link, shown this once, and how the locks take it. */

import type { LockView, PersonView } from "@catenaccio/protocol/api";
import { home } from "../api/session.ts";
import { inGroups } from "../people/pin-rules.ts";
import { usePeople } from "../people/home-data.ts";
import { StatusLine } from "../people/status-line.tsx";
import { describeSchedule } from "../schedule/schedule-words.ts";
import { language } from "../text/language.ts";
import { ButtonLink } from "../ui/button.tsx";
import { Card, Notice } from "../ui/card.tsx";
import { CopyButton, ShareButton } from "../ui/copy-button.tsx";
import { guestLinkOf, isLocalAddress } from "./guest-link.ts";
import { t } from "./texts.ts";

export interface Given {
  readonly person: PersonView;
  readonly pin: string;
  readonly token: string;
  readonly link: string;
}

interface GivenGuestProps {
  readonly given: Given;
  readonly locks: readonly LockView[];
}

export function GivenGuest({ given, locks }: GivenGuestProps) {
  const { pin } = given;
  const people = usePeople().value?.people ?? [];
  const person = people.find(({ personId }) => personId === given.person.personId) ?? given.person;
  const { name, access } = person;
  const link = guestLinkOf(given, location.origin);
  const [first] = access;
  const when =
    first === undefined || (first.type === "oneTime" && isAlways(first.schedule))
      ? t("guests.check.once")
      : describeSchedule(first.schedule, language.value);
  return (
    <>
      <Card>
        <div class="given-pin">
          <h2>{t("guests.done.pin")}</h2>
          <output class="big-digits">{inGroups(pin)}</output>
          <p>{when}</p>
          <CopyButton text={pin} label={t("guests.done.copyPin")} />
        </div>
        <Notice tone="warn" icon="info">
          {t("guests.done.once")}
        </Notice>
      </Card>
      <Card title={t("guests.done.link", { name })} icon="send">
        <p class="guest-link">{link}</p>
        <div class="row">
          <ShareButton
            tone="primary"
            title={home.value?.name ?? "Catenaccio"}
            text={t("guests.done.shareText", { name, home: home.value?.name ?? "Catenaccio" })}
            url={link}
          />
          <CopyButton text={link} label={t("guests.done.copyLink")} />
        </div>
        {isLocalAddress(link) && <p class="small">{t("guests.done.local", { address: new URL(link).host })}</p>}
      </Card>
      <Card title={t("guests.done.at")} icon="lock">
        <ul class="stack" aria-live="polite">
          {access.map(({ lockId, status }) => (
            <li key={lockId}>
              <StatusLine
                lock={locks.find((lock) => lock.lockId === lockId)?.name}
                status={pinStatusAt(person, lockId) ?? status}
              />
            </li>
          ))}
        </ul>
      </Card>
      <div class="row">
        <ButtonLink href={`/people/${person.personId}`} tone="primary">
          {t("guests.done.finish")}
        </ButtonLink>
      </div>
    </>
  );
}

function isAlways({ weekDays, dates }: PersonView["access"][number]["schedule"]): boolean {
  return weekDays.length + dates.length === 0;
}

function pinStatusAt({ credentials }: PersonView, lockId: string) {
  return credentials.flatMap(({ locks }) => locks).find((place) => place.lockId === lockId)?.status ?? null;
}
