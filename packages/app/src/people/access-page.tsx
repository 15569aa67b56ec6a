/** What one person may do at one lock: when, how often, as what, and paused or not. */

import type { LockRole } from "@catenaccio/protocol";
import type { AccessView, LockView, PersonView } from "@catenaccio/protocol/api";
import { useLocation } from "preact-iso/router";
import { useState } from "preact/hooks";
import { call, type ApiError } from "../api/call.ts";
import {
  draftOf,
  problemsOf,
  scheduleOf,
  type ScheduleDraft,
  type ScheduleLimits,
  type ScheduleProblem,
} from "../schedule/schedule-draft.ts";
import { SchedulePlanner } from "../schedule/schedule-planner.tsx";
import { fieldProblemOf } from "../schedule/schedule-problems.ts";
import { announce } from "../ui/announce.tsx";
import { Button } from "../ui/button.tsx";
import { Card, Notice } from "../ui/card.tsx";
import { ConfirmDialog } from "../ui/dialog.tsx";
import { CheckField, ChoiceField, Form, type FieldProblem } from "../ui/form.tsx";
import { Page } from "../ui/page.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { addedLocks, useLocks, usePeople } from "./home-data.ts";
import { t } from "./texts.ts";
import "./people.css";

const roles = ["member", "guest", "administrator"] as const satisfies readonly LockRole[];
const types = ["ordinary", "oneTime", "duress"] as const satisfies readonly AccessView["type"][];

export function AccessPage({ personId, lockId }: { readonly personId: string; readonly lockId: string }) {
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
  const access = person.access.find(({ lockId }) => lockId === lock.lockId) ?? null;
  const limits = limitsOf(lock);
  const [draft, setDraft] = useState<ScheduleDraft>(() => draftOf(access?.schedule ?? { weekDays: [], dates: [] }));
  const [problems, setProblems] = useState<readonly ScheduleProblem[]>([]);
  const [role, setRole] = useState<string>(access?.role ?? (person.isGuest ? "guest" : "member"));
  const [type, setType] = useState<string>(access?.type ?? "ordinary");
  const [isPaused, setPaused] = useState(access?.isPaused ?? false);
  const [isRemoving, setRemoving] = useState(false);
  const change = (next: ScheduleDraft): void => {
    setDraft(next);
    if (problems.length > 0) setProblems(problemsOf(next, limits));
  };
  const submit = async (): Promise<ApiError | FieldProblem | null> => {
    const found = problemsOf(draft, limits);
    setProblems(found);
    if (found[0] !== undefined) return fieldProblemOf(found[0], limits);
    const answer = await call("PUT /api/homes/{homeId}/people/{personId}/access/{lockId}", {
      params: { personId, lockId: lock.lockId },
      body: {
        role: roles.find((one) => one === role) ?? "member",
        type: types.find((one) => one === type) ?? "ordinary",
        isPaused,
        schedule: scheduleOf(draft),
      },
    });
    if (!answer.ok) return answer.error;
    announce(t("access.saved"), "good");
    route(`/people/${personId}`);
    return null;
  };
  return (
    <>
      {access?.isUsed === true && <Notice>{t("access.used")}</Notice>}
      <Form submit={t("access.save")} onSubmit={submit}>
        <Card>
          {limits.weekDays + limits.dates === 0 ? (
            <Notice>{t("access.noSchedules")}</Notice>
          ) : (
            <SchedulePlanner draft={draft} limits={limits} problems={problems} onChange={change} />
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
                onChange={setRole}
                options={roles.map((one) => ({ value: one, text: t(`role.${one}`), hint: t(`role.${one}.hint`) }))}
              />
              <ChoiceField
                name="type"
                label={t("access.type")}
                value={type}
                onChange={setType}
                options={types.map((one) => ({ value: one, text: t(`type.${one}`), hint: t(`type.${one}.hint`) }))}
              />
              <CheckField
                name="paused"
                label={t("access.paused")}
                hint={t("access.paused.hint")}
                isChecked={isPaused}
                onChange={setPaused}
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
