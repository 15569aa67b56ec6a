/** At which doors a person may come in, and when. */

import type { AccessView, LockView, PersonView } from "@catenaccio/protocol/api";
import { describeSchedule } from "../schedule/schedule-words.ts";
import { language } from "../text/language.ts";
import { ButtonLink } from "../ui/button.tsx";
import { Badge, Card } from "../ui/card.tsx";
import { Icon } from "../ui/icon.tsx";
import { StatusLine } from "./status-line.tsx";
import { t } from "./texts.ts";

interface DoorsCardProps {
  readonly person: PersonView;
  readonly locks: readonly LockView[];
}

export function DoorsCard({ person, locks }: DoorsCardProps) {
  return (
    <Card title={t("person.doors")} icon="door">
      {locks.length === 0 ? (
        <p class="soft">{t("person.doors.none")}</p>
      ) : (
        <ul class="credential-list">
          {locks.map((lock) => (
            <Door
              key={lock.lockId}
              lock={lock}
              access={person.access.find(({ lockId }) => lockId === lock.lockId) ?? null}
              href={`/people/${person.personId}/locks/${lock.lockId}`}
            />
          ))}
        </ul>
      )}
    </Card>
  );
}

interface DoorProps {
  readonly lock: LockView;
  readonly access: AccessView | null;
  readonly href: string;
}

function Door({ lock, access, href }: DoorProps) {
  return (
    <li class="credential">
      <Icon name="door" />
      <div class="credential-words">
        <strong>{lock.name}</strong>
        {access === null ? <span class="small">{t("person.noAccess")}</span> : <AccessWords access={access} />}
      </div>
      <ButtonLink
        href={href}
        label={`${t(access === null ? "person.give" : "person.change")}: ${lock.name}`}
        tone={access === null ? "primary" : "plain"}
      >
        {t(access === null ? "person.give" : "person.change")}
      </ButtonLink>
    </li>
  );
}

function AccessWords({ access }: { readonly access: AccessView }) {
  const { schedule, role, type, isPaused, isUsed, status } = access;
  return (
    <>
      <span>{describeSchedule(schedule, language.value)}</span>
      <span class="small">
        {t(`role.${role}`)}
        {type !== "ordinary" && ` · ${t(`type.${type}`)}`}
      </span>
      {(isPaused || isUsed) && (
        <span class="person-badges">
          {isPaused && <Badge tone="warn">{t("people.paused")}</Badge>}
          {isUsed && <Badge>{t("people.used")}</Badge>}
        </span>
      )}
      <StatusLine status={status} />
    </>
  );
}
