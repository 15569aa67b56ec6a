/** One person: what opens for them, at which doors and when, and how the locks have taken it. */

import type { LockView, PersonView } from "@catenaccio/protocol/api";
import { useLocation } from "preact-iso/router";
import { useState } from "preact/hooks";
import { addressOf, call } from "../api/call.ts";
import { useLive } from "../api/live.ts";
import { announce } from "../ui/announce.tsx";
import { Button, ButtonLink } from "../ui/button.tsx";
import { Badge, Card, Notice } from "../ui/card.tsx";
import { ConfirmDialog, Dialog } from "../ui/dialog.tsx";
import { Form, TextField } from "../ui/form.tsx";
import { Page } from "../ui/page.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { CredentialsCard } from "./credentials-card.tsx";
import { DoorsCard } from "./doors-card.tsx";
import { ForAdministrators } from "./for-administrators.tsx";
import { addedLocks, useLocks, usePeople } from "./home-data.ts";
import { PersonBadges } from "./people-page.tsx";
import { pauseOf } from "./person-words.ts";
import { t } from "./texts.ts";
import "./people.css";

const back = { href: "/people" };

export function PersonPage({ personId }: { readonly personId: string }) {
  return (
    <ForAdministrators title={t("people.title")}>
      <PersonById personId={personId} />
    </ForAdministrators>
  );
}

function PersonById({ personId }: { readonly personId: string }) {
  const people = usePeople();
  const locks = useLocks();
  const person = people.value?.people.find((candidate) => candidate.personId === personId);
  if (people.value === null)
    return (
      <Page title={t("people.title")} back={back}>
        <Waiting live={people} />
      </Page>
    );
  if (person === undefined)
    return (
      <Page title={t("people.title")} back={{ ...back, text: t("person.back") }}>
        <Notice role="status">{t("person.gone")}</Notice>
      </Page>
    );
  return <KnownPerson person={person} locks={addedLocks(locks)} />;
}

interface KnownPersonProps {
  readonly person: PersonView;
  readonly locks: readonly LockView[];
}

function KnownPerson({ person, locks }: KnownPersonProps) {
  const [isRenaming, setRenaming] = useState(false);
  const account = useAccountName(person);
  return (
    <Page
      title={person.name}
      back={{ ...back, text: t("person.back") }}
      actions={
        <Button icon="edit" onClick={() => setRenaming(true)}>
          {t("person.rename")}
        </Button>
      }
    >
      <div class="row person-facts">
        {person.isGuest && <Badge>{t("person.guest")}</Badge>}
        {account !== null && <Badge>{t("person.account", { name: account })}</Badge>}
        <PersonBadges person={person} />
      </div>
      <div class="person-cards">
        <CredentialsCard person={person} locks={locks} />
        <DoorsCard person={person} locks={locks} />
        <PauseCard person={person} />
        <MoreCard person={person} locks={locks} />
      </div>
      <RenameDialog person={person} isOpen={isRenaming} onClose={() => setRenaming(false)} />
    </Page>
  );
}

function useAccountName({ accountId }: PersonView): string | null {
  const members = useLive("GET /api/homes/{homeId}/members").value?.members ?? [];
  return accountId === null ? null : (members.find((member) => member.accountId === accountId)?.name ?? null);
}

interface RenameDialogProps {
  readonly person: PersonView;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function RenameDialog({ person, isOpen, onClose }: RenameDialogProps) {
  const { personId, name } = person;
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t("person.rename.title", { name })}>
      <Form
        submit={t("people.save")}
        onSubmit={async (values) => {
          const answer = await call("PATCH /api/homes/{homeId}/people/{personId}", {
            params: { personId },
            body: { name: values.text("name") },
          });
          if (!answer.ok) return answer.error;
          announce(t("people.saved"), "good");
          onClose();
          return null;
        }}
      >
        <TextField
          name="name"
          label={t("people.new.name")}
          defaultValue={name}
          required
          maxLength={64}
          autoComplete="off"
          autoFocus
        />
      </Form>
    </Dialog>
  );
}

function PauseCard({ person }: { readonly person: PersonView }) {
  const { personId, name, access } = person;
  const [isAsking, setAsking] = useState(false);
  if (access.length === 0) return null;
  const isPaused = pauseOf(access) === "all";
  const pause = async () => {
    const answer = await call("PUT /api/homes/{homeId}/people/{personId}/paused", {
      params: { personId },
      body: { isPaused: !isPaused },
    });
    if (!answer.ok) return answer.error;
    announce(t(isPaused ? "person.resumedNow" : "person.pausedNow", { name }), "good");
    return null;
  };
  const action = t(isPaused ? "person.resume" : "person.pause");
  return (
    <Card title={t(isPaused ? "people.paused" : "person.pauseTitle")} icon={isPaused ? "play" : "pause"}>
      <p>{t("person.pause.hint", { name })}</p>
      <div class="row">
        <Button
          tone={isPaused ? "primary" : "plain"}
          icon={isPaused ? "play" : "pause"}
          onClick={() => setAsking(true)}
        >
          {action}
        </Button>
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t(isPaused ? "person.resume.title" : "person.pause.title", { name })}
        action={action}
        tone="primary"
        onConfirm={pause}
      >
        <p>{t(isPaused ? "person.resume.text" : "person.pause.hint", { name })}</p>
      </ConfirmDialog>
    </Card>
  );
}

function MoreCard({ person, locks }: KnownPersonProps) {
  const { personId, name, accountId, access } = person;
  const { route } = useLocation();
  const [isDeleting, setDeleting] = useState(false);
  const unreachable = locks.filter(
    ({ lockId, report }) => report?.link !== "online" && access.some((granted) => granted.lockId === lockId),
  );
  return (
    <Card title={t("person.more")}>
      <div class="row">
        <ButtonLink
          icon="download"
          href={addressOf("GET /api/homes/{homeId}/people/{personId}/export", { params: { personId } })}
          download={`${name}.json`}
        >
          {t("person.export", { name })}
        </ButtonLink>
        <Button tone="danger" icon="trash" onClick={() => setDeleting(true)}>
          {t("person.delete", { name })}
        </Button>
      </div>
      <ConfirmDialog
        isOpen={isDeleting}
        onClose={() => setDeleting(false)}
        title={t("person.delete.title", { name })}
        action={t("person.delete.do")}
        onConfirm={async () => {
          const answer = await call("DELETE /api/homes/{homeId}/people/{personId}", { params: { personId } });
          if (!answer.ok) return answer.error;
          announce(t("person.deleted", { name }), "good");
          route("/people", true);
          return null;
        }}
      >
        <p>{t("person.delete.text", { name })}</p>
        {unreachable.map(({ lockId, name: lock }) => (
          <Notice key={lockId} tone="warn">
            {t("person.delete.offline", { lock })}
          </Notice>
        ))}
        {accountId !== null && <p>{t("person.delete.account")}</p>}
      </ConfirmDialog>
    </Card>
  );
}
