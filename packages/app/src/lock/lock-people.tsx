/** Who has access to this lock, and what of it the lock does not have yet, with the reason. */

import type { LockView, PersonView } from "@catenaccio/protocol/api";
import type { WantedStatus } from "@catenaccio/protocol";
import { useLive } from "../api/live.ts";
import { Badge, Card } from "../ui/card.tsx";
import { ButtonLink } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { t } from "./texts.ts";

export function LockPeople({ lock: { lockId } }: { readonly lock: LockView }) {
  const people = useLive("GET /api/homes/{homeId}/people", { on: ["people", "wanted"], isKept: true });
  const list = people.value?.people.filter(({ access }) => access.some((one) => one.lockId === lockId)) ?? [];
  const add = (
    <ButtonLink href="/people" icon="plus" isSmall>
      {t("people.add")}
    </ButtonLink>
  );
  return (
    <Card title={t("people.title")} icon="people" actions={add}>
      {people.value === null ? (
        <Waiting live={people} />
      ) : list.length === 0 ? (
        <p>{t("people.none")}</p>
      ) : (
        <ul class="list">
          {list.map((person) => (
            <li key={person.personId}>
              <Person person={person} lockId={lockId} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Person({ person, lockId }: { readonly person: PersonView; readonly lockId: string }) {
  const access = person.access.find((one) => one.lockId === lockId);
  const open = openPoints(person, lockId);
  return (
    <a class="list-row" href={`/people/${person.personId}`}>
      <Icon name="person" />
      <span class="list-row-words">
        <span class="person-name">
          {person.name} {access?.isPaused === true && <Badge tone="warn">{t("people.paused")}</Badge>}
          {access?.isUsed === true && <Badge>{t("people.used")}</Badge>}
          {person.isGuest && <Badge>{t("people.guest")}</Badge>}
        </span>
        {open.length === 0 && <span class="small">{t("people.there")}</span>}
        {open.map(({ text, isRefused }) => (
          <span key={text} class={isRefused ? "small point-refused" : "small"}>
            {text}
          </span>
        ))}
      </span>
      <Icon name="next" />
    </a>
  );
}

interface OpenPoint {
  readonly text: string;
  readonly isRefused: boolean;
}

/** What is wanted and not yet at the lock. */
function openPoints(person: PersonView, lockId: string): readonly OpenPoint[] {
  const points: OpenPoint[] = [];
  const access = person.access.find((one) => one.lockId === lockId);
  if (access !== undefined && access.status.status !== "confirmed") points.push(pointOf(access.status, null));
  for (const { kind, label, locks } of person.credentials) {
    const status = locks.find((one) => one.lockId === lockId)?.status;
    if (status === undefined || status.status === "confirmed") continue;
    points.push(pointOf(status, label === "" ? t(`people.credential.${kind}`) : label));
  }
  return points;
}

function pointOf(status: Exclude<WantedStatus, { readonly status: "confirmed" }>, what: string | null): OpenPoint {
  const text = statusText(status);
  return {
    text: what === null ? text : t("people.item", { what, status: text }),
    isRefused: status.status === "refused" && status.reason !== "enrolAtReader",
  };
}

function statusText(status: Exclude<WantedStatus, { readonly status: "confirmed" }>): string {
  if (status.status === "refused") return t(`refused.${status.reason}`);
  return status.isWaitingForLock ? t("people.pending.waiting") : t("people.pending");
}
