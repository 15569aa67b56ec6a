/** Fingers, PINs and cards of a person, each with what the locks say to it. */

import type { CredentialView, LockView, PersonView } from "@catenaccio/protocol/api";
import { useState } from "preact/hooks";
import { call } from "../api/call.ts";
import { announce } from "../ui/announce.tsx";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { ConfirmDialog, Dialog } from "../ui/dialog.tsx";
import { Form, TextField } from "../ui/form.tsx";
import { Icon } from "../ui/icon.tsx";
import { CardDialog } from "./card-dialog.tsx";
import { FingerDialog } from "./finger-dialog.tsx";
import { credentialName } from "./person-words.ts";
import { PinDialog } from "./pin-dialog.tsx";
import { StatusLine } from "./status-line.tsx";
import { t } from "./texts.ts";

interface CredentialsCardProps {
  readonly person: PersonView;
  readonly locks: readonly LockView[];
}

/** `lockId` null: which one is asked. */
type Open =
  | { readonly dialog: "pin" | "card" }
  | { readonly dialog: "finger"; readonly credential: CredentialView | null; readonly lockId: string | null }
  | { readonly dialog: "label" | "newPin" | "newCard" | "remove"; readonly credential: CredentialView };

const iconOf = { pin: "pin", rfid: "card", fingerprint: "finger" } as const;

export function CredentialsCard({ person, locks }: CredentialsCardProps) {
  const [open, setOpen] = useState<Open | null>(null);
  const { credentials } = person;
  return (
    <Card title={t("person.credentials")} icon="key" class="credentials">
      {credentials.length === 0 ? (
        <p class="soft">{t("person.credentials.none")}</p>
      ) : (
        <ul class="credential-list">
          {credentials.map((credential) => (
            <CredentialRow key={credential.credentialId} credential={credential} locks={locks} onOpen={setOpen} />
          ))}
        </ul>
      )}
      <div class="row">
        <Button icon="finger" onClick={() => setOpen({ dialog: "finger", credential: null, lockId: null })}>
          {t("person.addFinger")}
        </Button>
        <Button icon="pin" onClick={() => setOpen({ dialog: "pin" })}>
          {t("person.addPin")}
        </Button>
        <Button icon="card" onClick={() => setOpen({ dialog: "card" })}>
          {t("person.addCard")}
        </Button>
      </div>
      {open !== null && <OpenDialog open={open} person={person} locks={locks} onClose={() => setOpen(null)} />}
    </Card>
  );
}

interface CredentialRowProps {
  readonly credential: CredentialView;
  readonly locks: readonly LockView[];
  readonly onOpen: (open: Open) => void;
}

function CredentialRow({ credential, locks, onOpen }: CredentialRowProps) {
  const { kind } = credential;
  const name = credentialName(credential);
  const isRefused = credential.locks.some(
    ({ status }) => status.status === "refused" && status.reason !== "enrolAtReader",
  );
  return (
    <li class="credential">
      <Icon name={iconOf[kind]} />
      <div class="credential-words">
        <strong>{name}</strong>
        {credential.locks.length === 0 && <span class="small">{t("credential.noDoor")}</span>}
        {credential.locks.map(({ lockId, status }) => (
          <StatusLine
            key={lockId}
            status={status}
            lock={locks.length > 1 ? locks.find((lock) => lock.lockId === lockId)?.name : undefined}
          />
        ))}
        <div class="row">
          {kind === "fingerprint" &&
            credential.locks
              .filter(({ status }) => status.status === "refused" && status.reason === "enrolAtReader")
              .map(({ lockId }) => (
                <Button
                  key={lockId}
                  isSmall
                  icon="finger"
                  onClick={() => onOpen({ dialog: "finger", credential, lockId })}
                >
                  {t("credential.enrolAt", { lock: locks.find((lock) => lock.lockId === lockId)?.name ?? "" })}
                </Button>
              ))}
          {kind === "pin" && (
            <Button isSmall icon="pin" onClick={() => onOpen({ dialog: "newPin", credential })}>
              {t("credential.newPin")}
            </Button>
          )}
          {kind === "rfid" && isRefused && (
            <Button isSmall icon="card" onClick={() => onOpen({ dialog: "newCard", credential })}>
              {t("credential.newCard")}
            </Button>
          )}
        </div>
      </div>
      <div class="credential-tools">
        <Button
          tone="quiet"
          icon="edit"
          label={t("credential.edit", { what: name })}
          onClick={() => onOpen({ dialog: "label", credential })}
        />
        <Button
          tone="quiet"
          icon="trash"
          label={t("credential.remove", { what: name })}
          onClick={() => onOpen({ dialog: "remove", credential })}
        />
      </div>
    </li>
  );
}

interface OpenDialogProps extends CredentialsCardProps {
  readonly open: Open;
  readonly onClose: () => void;
}

function OpenDialog({ open, person, locks, onClose }: OpenDialogProps) {
  switch (open.dialog) {
    case "pin":
      return <PinDialog person={person} locks={locks} replaces={null} onClose={onClose} />;
    case "newPin":
      return <PinDialog person={person} locks={locks} replaces={open.credential} onClose={onClose} />;
    case "card":
      return <CardDialog person={person} replaces={null} onClose={onClose} />;
    case "newCard":
      return <CardDialog person={person} replaces={open.credential} onClose={onClose} />;
    case "finger":
      return (
        <FingerDialog
          person={person}
          locks={locks}
          credential={open.credential}
          lockId={open.lockId}
          onClose={onClose}
        />
      );
    case "label":
      return <LabelDialog person={person} credential={open.credential} onClose={onClose} />;
    case "remove":
      return <RemoveDialog person={person} credential={open.credential} onClose={onClose} />;
    default:
      return open satisfies never;
  }
}

interface CredentialDialogProps {
  readonly person: PersonView;
  readonly credential: CredentialView;
  readonly onClose: () => void;
}

function LabelDialog({ person, credential, onClose }: CredentialDialogProps) {
  const { personId } = person;
  const { credentialId, label } = credential;
  return (
    <Dialog isOpen title={t("credential.edit.title", { what: credentialName(credential) })} onClose={onClose}>
      <Form
        submit={t("people.save")}
        onSubmit={async (values) => {
          const answer = await call("PATCH /api/homes/{homeId}/people/{personId}/credentials/{credentialId}", {
            params: { personId, credentialId },
            body: { label: values.text("label") },
          });
          if (!answer.ok) return answer.error;
          announce(t("people.saved"), "good");
          onClose();
          return null;
        }}
      >
        <TextField
          name="label"
          label={t("credential.label")}
          hint={t("credential.labelHint")}
          defaultValue={label}
          maxLength={64}
          autoComplete="off"
          autoFocus
        />
      </Form>
    </Dialog>
  );
}

function RemoveDialog({ person, credential, onClose }: CredentialDialogProps) {
  const { personId } = person;
  const what = credentialName(credential);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("credential.remove.title", { what })}
      action={t("credential.remove.do")}
      onConfirm={async () => {
        const answer = await call("DELETE /api/homes/{homeId}/people/{personId}/credentials/{credentialId}", {
          params: { personId, credentialId: credential.credentialId },
        });
        if (!answer.ok) return answer.error;
        announce(t("credential.removed", { what }), "good");
        return null;
      }}
    >
      <p>{t("credential.remove.text")}</p>
    </ConfirmDialog>
  );
}
