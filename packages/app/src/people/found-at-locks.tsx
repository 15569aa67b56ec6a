/** What is at the locks and the household did not ask for: somebody says whose it is, or has it deleted. */

import type { FoundCredential, FoundUser } from "@catenaccio/protocol";
import type { LockView, PersonView } from "@catenaccio/protocol/api";
import { useState } from "preact/hooks";
import { call, type ApiError } from "../api/call.ts";
import { announce } from "../ui/announce.tsx";
import { Button } from "../ui/button.tsx";
import { Card, Notice } from "../ui/card.tsx";
import { ConfirmDialog, Dialog } from "../ui/dialog.tsx";
import { Form, SelectField, TextField } from "../ui/form.tsx";
import { errorText } from "../text/error-text.ts";
import { t } from "./texts.ts";

interface FoundAtLocksProps {
  readonly locks: readonly LockView[];
  readonly people: readonly PersonView[];
}

export function FoundAtLocks({ locks, people }: FoundAtLocksProps) {
  if (locks.every(({ found, foundCredentials }) => found.length + foundCredentials.length === 0)) return null;
  return (
    <Card title={t("found.title")} icon="question">
      <p>{t("found.intro")}</p>
      <ul class="list">
        {locks.flatMap((lock) => [
          ...lock.found.map((user) => (
            <FoundUserRow key={`${lock.lockId}-${user.userIndex}`} lock={lock} user={user} people={people} />
          )),
          ...lock.foundCredentials.map((found) => (
            <FoundCredentialRow
              key={`${lock.lockId}-${found.credential.kind}-${found.credential.index}`}
              lock={lock}
              found={found}
              people={people}
            />
          )),
        ])}
      </ul>
    </Card>
  );
}

interface FoundUserProps {
  readonly lock: LockView;
  readonly user: FoundUser;
  readonly people: readonly PersonView[];
}

function FoundUserRow({ lock, user, people }: FoundUserProps) {
  const [open, setOpen] = useState<"adopt" | "remove" | null>(null);
  const title =
    user.name === "" ? t("found.user", { number: user.userIndex, lock: lock.name }) : `${user.name}, ${lock.name}`;
  const holds = user.credentials.map(({ kind, index }) =>
    t("found.holds", { what: t(`credential.${kind}`), number: index }),
  );
  const params = { lockId: lock.lockId, userIndex: user.userIndex };
  return (
    <li class="list-row found-row">
      <span class="list-row-words">
        <strong>{title}</strong>
        <span class="small">{[...holds, t(`found.${user.madeBy}`)].join(" · ")}</span>
      </span>
      <span class="row">
        <Button onClick={() => setOpen("adopt")}>{t("found.adoptUser")}</Button>
        <Button tone="quiet" icon="trash" label={`${t("found.remove")}: ${title}`} onClick={() => setOpen("remove")} />
      </span>
      {open === "adopt" && <AdoptDialog title={title} params={params} people={people} onClose={() => setOpen(null)} />}
      <RemoveDialog
        lock={lock}
        isOpen={open === "remove"}
        onClose={() => setOpen(null)}
        remove={async () =>
          errorOf(await call("DELETE /api/homes/{homeId}/locks/{lockId}/found-users/{userIndex}", { params }))
        }
      />
    </li>
  );
}

interface AdoptDialogProps {
  readonly title: string;
  readonly params: { readonly lockId: string; readonly userIndex: number };
  readonly people: readonly PersonView[];
  readonly onClose: () => void;
}

function AdoptDialog({ title, params, people, onClose }: AdoptDialogProps) {
  const [owner, setOwner] = useState("");
  return (
    <Dialog isOpen title={title} onClose={onClose}>
      <Form
        submit={t("found.adopt")}
        onSubmit={async (values) => {
          const answer = await call("POST /api/homes/{homeId}/locks/{lockId}/found-users/{userIndex}/adopt", {
            params,
            body: owner === "" ? { name: values.text("name") } : { personId: owner },
          });
          if (!answer.ok) return answer.error;
          announce(t("found.adopted"), "good");
          onClose();
          return null;
        }}
      >
        <SelectField
          name="owner"
          label={t("found.whose")}
          value={owner}
          onChange={setOwner}
          options={[
            { value: "", text: t("found.new") },
            ...people.map(({ personId, name }) => ({ value: personId, text: name })),
          ]}
        />
        {owner === "" && (
          <TextField name="name" label={t("people.new.name")} required maxLength={64} autoComplete="off" />
        )}
      </Form>
    </Dialog>
  );
}

interface FoundCredentialProps {
  readonly lock: LockView;
  readonly found: FoundCredential;
  readonly people: readonly PersonView[];
}

function FoundCredentialRow({ lock, found, people }: FoundCredentialProps) {
  const [isRemoving, setRemoving] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const { personId, credential } = found;
  const title = t("found.of", {
    what: t(`credential.${credential.kind}`),
    number: credential.index,
    name: people.find((person) => person.personId === personId)?.name ?? "?",
    lock: lock.name,
  });
  const keep = async (): Promise<void> => {
    setBusy(true);
    const answer = await call("POST /api/homes/{homeId}/locks/{lockId}/found-credentials/adopt", {
      params: { lockId: lock.lockId },
      body: { personId, kind: credential.kind, index: credential.index },
    });
    setBusy(false);
    setError(errorOf(answer));
    if (answer.ok) announce(t("found.adopted"), "good");
  };
  return (
    <li class="list-row found-row">
      <span class="list-row-words">
        <strong>{title}</strong>
        {error !== null && (
          <Notice tone="bad" role="alert">
            {errorText(error)}
          </Notice>
        )}
      </span>
      <span class="row">
        <Button isBusy={isBusy} onClick={() => void keep()}>
          {t("found.adopt")}
        </Button>
        <Button tone="quiet" icon="trash" label={`${t("found.remove")}: ${title}`} onClick={() => setRemoving(true)} />
      </span>
      <RemoveDialog
        lock={lock}
        isOpen={isRemoving}
        onClose={() => setRemoving(false)}
        remove={async () =>
          errorOf(
            await call("DELETE /api/homes/{homeId}/locks/{lockId}/found-credentials/{kind}/{index}", {
              params: { lockId: lock.lockId, kind: credential.kind, index: credential.index },
            }),
          )
        }
      />
    </li>
  );
}

interface RemoveDialogProps {
  readonly lock: LockView;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly remove: () => Promise<ApiError | null>;
}

function RemoveDialog({ lock, isOpen, onClose, remove }: RemoveDialogProps) {
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("found.remove.title", { lock: lock.name })}
      action={t("found.remove")}
      onConfirm={async () => {
        const error = await remove();
        if (error === null) announce(t("found.removed"), "good");
        return error;
      }}
    >
      <p>{t("found.remove.text", { lock: lock.name })}</p>
    </ConfirmDialog>
  );
}

function errorOf(answer: { readonly ok: true } | { readonly ok: false; readonly error: ApiError }): ApiError | null {
  return answer.ok ? null : answer.error;
}
