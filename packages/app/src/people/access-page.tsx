/** What one person may do at one lock: when, how often, as what, and paused or not. */

import type { LockRole } from "@catenaccio/protocol";
import type { AccessView, LockView, PersonView } from "@catenaccio/protocol/api";
import { useLocation } from "preact-iso/router";
import { useState } from "preact/hooks";
import { call, type ApiError } from "../api/call.ts";
import { problemsOf, type ScheduleLimits, type ScheduleProblem } from "../schedule/schedule-draft.ts";
import { SchedulePlanner } from "../schedule/schedule-planner.tsx";
import { fieldProblemOf } from "../schedule/schedule-problems.ts";
import { announce } from "../ui/announce.tsx";
import { Button, ButtonLink } from "../ui/button.tsx";
import { Card, Notice } from "../ui/card.tsx";
import { ConfirmDialog } from "../ui/dialog.tsx";
import { CheckField, ChoiceField, Form, type FieldProblem } from "../ui/form.tsx";
import { Page } from "../ui/page.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { accessChangeOf, accessDraftOf, nothingTouched, type AccessTouched } from "./access-change.ts";
import { ForAdministrators } from "./for-administrators.tsx";
import { addedLocks, useLocks, usePeople } from "./home-data.ts";
import { t } from "./texts.ts";
import "./people.css";

const roles = ["member", "guest", "administrator"] as const satisfies readonly LockRole[];
const types = ["ordinary", "oneTime", "duress"] as const satisfies readonly AccessView["type"][];

interface AccessPageProps {
  readonly personId: string;
  readonly lockId: string;
}

export function AccessPage(props: AccessPageProps) {
  return (
    <ForAdministrators title={t("person.doors")}>
      <AccessOf {...props} />
    </ForAdministrators>
  );
}

function AccessOf({ personId, lockId }: AccessPageProps) {
  const people = usePeople();
  const locks = useLocks();
  const person = people.value?.people.find((candidate) => candidate.personId === personId);
  const lock = addedLocks(locks).find((candidate) => candidate.lockId === lockId);
  const back = { href: `/people/${personId}`, ...(person !== undefined && { text: person.name }) };
  if (people.value === null || locks.value === null)
    return (
      <Page title={t("person.doors")} back={back}>
        <Waiting live={people.value === null ? people : locks} />
      </Page>
    );
  if (person === undefined || lock === undefined)
    return (
      <Page title={t("person.doors")} back={{ href: "/people", text: t("person.back") }}>
        <Notice role="status">{t("person.gone")}</Notice>
      </Page>
    );
  return (
    <Page title={t("access.title", { name: person.name, lock: lock.name })} back={back}>
      <AccessForm person={person} lock={lock} />
    </Page>
  );
}

interface AccessFormProps {
  readonly person: PersonView;
  readonly lock: LockView;
}

function AccessForm({ person, lock }: AccessFormProps) {
  const { route } = useLocation();
  const { personId, name } = person;
  const accessOf = (known: PersonView) => known.access.find(({ lockId }) => lockId === lock.lockId) ?? null;
  const access = accessOf(person);
  const limits = limitsOf(lock);
  const [touched, setTouched] = useState<AccessTouched>(nothingTouched);
  const [problems, setProblems] = useState<readonly ScheduleProblem[]>([]);
  const [isRemoving, setRemoving] = useState(false);
  const [isThere, setThere] = useState(access !== null);
  const { schedule, role, type, isPaused } = accessDraftOf(touched, access, person.isGuest);
  const touch = (part: Partial<AccessTouched>): void => setTouched((before) => ({ ...before, ...part }));
  const submit = async (): Promise<ApiError | FieldProblem | null> => {
    const found = problemsOf(schedule, limits);
    setProblems(found);
    if (found[0] !== undefined) return fieldProblemOf(found[0], limits);
    // What this page shows may be what the browser kept from yesterday.
    const known = await call("GET /api/homes/{homeId}/people/{personId}", { params: { personId } });
    if (!known.ok) return known.error;
    const now = accessOf(known.value);
    if (isThere && now === null) {
      setThere(false);
      return { field: null, text: t("access.takenAway") };
    }
    const answer = await call("PUT /api/homes/{homeId}/people/{personId}/access/{lockId}", {
      params: { personId, lockId: lock.lockId },
      body: accessChangeOf(touched, now, person.isGuest),
    });
    if (!answer.ok) return answer.error;
    announce(t("access.saved"), "good");
    route(`/people/${personId}`);
    return null;
  };
  return (
    <>
      {access?.isUsed === true && (
        <Notice>
          <p>{t("access.used")}</p>
          <ButtonLink href={`/people/${personId}`} isSmall>
            {t("access.used.go", { name })}
          </ButtonLink>
        </Notice>
      )}
      <Form submit={t("access.save")} onSubmit={submit}>
        <Card>
          {limits.weekDays + limits.dates === 0 ? (
            <Notice>{t("access.noSchedules")}</Notice>
          ) : (
            <SchedulePlanner
              draft={schedule}
              limits={limits}
              problems={problems}
              onChange={(next) => {
                touch({ schedule: next });
                if (problems.length > 0) setProblems(problemsOf(next, limits));
              }}
            />
          )}
        </Card>
        <Card>
          <details open={role !== "member" || type !== "ordinary" || isPaused}>
            <summary>{t("access.more")}</summary>
            <div class="stack access-more">
              <ChoiceField
                name="role"
                label={t("access.role", { name })}
                value={role}
                onChange={(value) => touch({ role: roles.find((one) => one === value) ?? role })}
                options={roles.map((one) => ({ value: one, text: t(`role.${one}`), hint: t(`role.${one}.hint`) }))}
              />
              <ChoiceField
                name="type"
                label={t("access.type")}
                value={type}
                onChange={(value) => touch({ type: types.find((one) => one === value) ?? type })}
                options={types.map((one) => ({ value: one, text: t(`type.${one}`), hint: t(`type.${one}.hint`) }))}
              />
              <CheckField
                name="paused"
                label={t("access.paused")}
                hint={t("access.paused.hint")}
                isChecked={isPaused}
                onChange={(value) => touch({ isPaused: value })}
              />
            </div>
          </details>
        </Card>
      </Form>
      {access !== null && (
        <div class="row">
          <Button tone="danger" icon="trash" onClick={() => setRemoving(true)}>
            {t("access.remove")}
          </Button>
        </div>
      )}
      <ConfirmDialog
        isOpen={isRemoving}
        onClose={() => setRemoving(false)}
        title={t("access.remove.title", { name, lock: lock.name })}
        action={t("access.remove.do")}
        onConfirm={async () => {
          const answer = await call("DELETE /api/homes/{homeId}/people/{personId}/access/{lockId}", {
            params: { personId, lockId: lock.lockId },
          });
          if (!answer.ok) return answer.error;
          announce(t("access.removed", { name, lock: lock.name }), "good");
          route(`/people/${personId}`);
          return null;
        }}
      >
        <p>{t("access.remove.text", { name, lock: lock.name })}</p>
      </ConfirmDialog>
    </>
  );
}

/** What the home keeps of each kind, or the lock, where that is less. */
const homeLimit = 10;

function limitsOf({ report }: LockView): ScheduleLimits {
  const abilities = report?.abilities;
  return {
    weekDays: Math.min(homeLimit, abilities?.weekDaySchedulesPerUser ?? homeLimit),
    dates: Math.min(homeLimit, abilities?.dateSchedulesPerUser ?? homeLimit),
  };
}
