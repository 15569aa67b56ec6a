/** Everybody who has anything to do with the doors of the home. */

import type { LockView, PersonView } from "@catenaccio/protocol/api";
import { useState } from "preact/hooks";
import { describeSchedule } from "../schedule/schedule-words.ts";
import { language } from "../text/language.ts";
import { Button, ButtonLink } from "../ui/button.tsx";
import { Badge, Card } from "../ui/card.tsx";
import { Icon } from "../ui/icon.tsx";
import { Page } from "../ui/page.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { ForAdministrators } from "./for-administrators.tsx";
import { FoundAtLocks } from "./found-at-locks.tsx";
import { addedLocks, useLocks, usePeople } from "./home-data.ts";
import { NewPersonDialog } from "./new-person-dialog.tsx";
import { attentionOf, holdingsOf, pauseOf } from "./person-words.ts";
import { t } from "./texts.ts";
import "./people.css";

export function PeoplePage() {
  return (
    <ForAdministrators title={t("people.title")}>
      <ListPage />
    </ForAdministrators>
  );
}

function ListPage() {
  const people = usePeople();
  const locks = addedLocks(useLocks());
  const [isAdding, setAdding] = useState(false);
  const all = people.value?.people ?? [];
  const residents = all.filter(({ isGuest }) => !isGuest);
  const guests = all.filter(({ isGuest }) => isGuest);
  return (
    <Page
      title={t("people.title")}
      intro={t("people.intro")}
      actions={
        <>
          <Button tone="primary" icon="plus" onClick={() => setAdding(true)}>
            {t("people.add")}
          </Button>
          <ButtonLink href="/guests/new" icon="pin">
            {t("people.guestPin")}
          </ButtonLink>
        </>
      }
    >
      {people.value === null ? (
        <Waiting live={people} />
      ) : (
        <>
          <FoundAtLocks locks={locks} people={all} />
          <PeopleCard title={t("people.residents")} people={residents} locks={locks} none={t("people.none")} />
          {guests.length > 0 && <PeopleCard title={t("people.guests")} people={guests} locks={locks} none="" />}
          <div class="grid">
            <ButtonLink href="/guests" icon="send">
              {t("people.guestsLink")}
            </ButtonLink>
            <ButtonLink href="/who" icon="question">
              {t("people.who")}
            </ButtonLink>
          </div>
        </>
      )}
      <NewPersonDialog isOpen={isAdding} onClose={() => setAdding(false)} people={all} />
    </Page>
  );
}

interface PeopleCardProps {
  readonly title: string;
  readonly people: readonly PersonView[];
  readonly locks: readonly LockView[];
  readonly none: string;
}

function PeopleCard({ title, people, locks, none }: PeopleCardProps) {
  return (
    <Card title={title} icon="people">
      {people.length === 0 ? (
        <p class="soft">{none}</p>
      ) : (
        <ul class="list">
          {people.map((person) => (
            <li key={person.personId}>
              <a class="list-row" href={`/people/${person.personId}`}>
                <span class="person-initial" aria-hidden="true">
                  {initialOf(person.name)}
                </span>
                <span class="list-row-words">
                  <strong>{person.name}</strong>
                  <span class="small">{holdingsOf(person)}</span>
                  <span class="small">{whereOf(person, locks)}</span>
                  <PersonBadges person={person} />
                </span>
                <Icon name="next" />
              </a>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

export function PersonBadges({ person }: { readonly person: PersonView }) {
  const pause = pauseOf(person.access);
  const attention = attentionOf(person);
  const isUsed = person.access.length > 0 && person.access.every((access) => access.isUsed);
  if (pause === "none" && attention === null && !isUsed) return null;
  return (
    <span class="person-badges">
      {pause !== "none" && <Badge tone="warn">{t(pause === "all" ? "people.paused" : "people.somePaused")}</Badge>}
      {isUsed && <Badge>{t("people.used")}</Badge>}
      {attention !== null && <Badge tone={attention.tone}>{attention.text}</Badge>}
    </span>
  );
}

/** "Front door: always; Garage: Tuesdays 9:00–12:00" */
function whereOf({ access }: PersonView, locks: readonly LockView[]): string {
  const parts = access.flatMap(({ lockId, schedule, type }) => {
    const lock = locks.find((candidate) => candidate.lockId === lockId);
    if (lock === undefined) return [];
    const once = type === "oneTime" ? `, ${t("people.oneTime")}` : "";
    return [`${lock.name}: ${describeSchedule(schedule, language.value)}${once}`];
  });
  return parts.length === 0 ? t("people.noAccess") : parts.join("; ");
}

function initialOf(name: string): string {
  return [...name][0]?.toLocaleUpperCase() ?? "";
}
