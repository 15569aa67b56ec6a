/**
 * Gives a person a PIN: chosen by the server and shown this once, or chosen by the person, with what the locks object to
 * beside the field. The digits are in this dialog and nowhere else.
 */

import type { CredentialView, LockView, PersonView } from "@catenaccio/protocol/api";
import { useRef, useState } from "preact/hooks";
import { call, type ApiError } from "../api/call.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/card.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Dialog, type ClosesBy } from "../ui/dialog.tsx";
import { ChoiceField, Form, TextField, type FieldProblem } from "../ui/form.tsx";
import { usePeople } from "./home-data.ts";
import { credentialName, refusalText } from "./person-words.ts";
import { inGroups, pinLengthFor, type PinLength } from "./pin-rules.ts";
import { StatusLine } from "./status-line.tsx";
import { t } from "./texts.ts";
import { isDecided, statusesOf, waitForPerson } from "./wait-for-locks.ts";

interface PinDialogProps {
  readonly person: PersonView;
  readonly locks: readonly LockView[];
  /** One that is to be another from now on. */
  readonly replaces: CredentialView | null;
  readonly onClose: () => void;
}

interface Given {
  readonly credentialId: string;
  /** null: the person knows them. */
  readonly digits: string | null;
  /** That this one takes the place of, and that could not be removed. */
  readonly leftOver: string | null;
}

type Outcome = { readonly ok: true; readonly given: Given } | { readonly ok: false; readonly error: ApiError };

export function PinDialog({ person, locks, replaces, onClose }: PinDialogProps) {
  const [given, setGiven] = useState<Given | null>(null);
  const [closesBy, setClosesBy] = useState<ClosesBy>("anything");
  /** Made here and refused by a lock: of no use to anybody unless better digits follow. */
  const refused = useRef<string | null>(null);
  const close = (): void => {
    if (refused.current !== null) void removeCredential(person.personId, refused.current);
    onClose();
  };
  const title =
    given === null
      ? replaces === null
        ? t("pin.title", { name: person.name })
        : t("pin.newTitle", { what: credentialName(replaces) })
      : t("pin.given.title", { name: person.name });
  return (
    <Dialog
      isOpen
      title={title}
      onClose={close}
      closesBy={given !== null && given.digits !== null ? "button" : closesBy}
    >
      {given === null ? (
        <PinForm
          person={person}
          locks={locks}
          replaces={replaces}
          refused={refused}
          onGiven={setGiven}
          onWork={setClosesBy}
        />
      ) : (
        <GivenPin personId={person.personId} given={given} locks={locks} onClose={close} />
      )}
    </Dialog>
  );
}

interface PinFormProps extends Omit<PinDialogProps, "onClose"> {
  readonly refused: { current: string | null };
  readonly onGiven: (given: Given) => void;
  readonly onWork: (closesBy: ClosesBy) => void;
}

function PinForm({ person, locks, replaces, refused, onGiven, onWork }: PinFormProps) {
  const length = pinLengthFor(person.access, locks);
  const [choice, setChoice] = useState(length === null ? "own" : "server");
  const submit = async (label: string, digits: string): Promise<ApiError | FieldProblem | null> => {
    const problem = choice === "own" ? digitsProblem(digits, length) : null;
    if (problem !== null) return problem;
    const before = refused.current ?? replaces?.credentialId ?? null;
    const outcome =
      choice === "own"
        ? await giveOwn(person.personId, { credentialId: before, label, digits })
        : await haveChosen(person.personId, { replaced: before, label: replaces?.label ?? label });
    if (!outcome.ok) return wordedProblem(outcome.error);
    const { credentialId, digits: chosen } = outcome.given;
    if (chosen !== null) {
      refused.current = null;
      onGiven(outcome.given);
      return null;
    }
    const after = await waitForPerson(person.personId, (now) => statusesOf(now, credentialId).every(isDecided));
    const refusal = statusesOf(after, credentialId).find((status) => status.status === "refused");
    if (refusal?.status === "refused") {
      if (replaces === null) refused.current = credentialId;
      return { field: "digits", text: refusalText(refusal.reason) };
    }
    refused.current = null;
    onGiven(outcome.given);
    return null;
  };
  return (
    <Form
      submit={t("pin.do")}
      onSubmit={async (values) => {
        // Digits that the server chose come once, and are known to nobody if they come to a closed dialog.
        onWork(choice === "server" ? "nothing" : "button");
        const problem = await submit(values.text("label"), values.text("digits"));
        onWork("anything");
        return problem;
      }}
    >
      <ChoiceField
        name="choice"
        label={t("credential.pin")}
        value={choice}
        onChange={setChoice}
        options={[
          { value: "server", text: t("pin.choose"), hint: t("pin.choose.hint") },
          { value: "own", text: t("pin.own"), hint: t("pin.own.hint") },
        ]}
      />
      {choice === "own" && (
        <TextField
          name="digits"
          label={t("pin.digits")}
          hint={length === null ? undefined : t("pin.digitsHint", { ...length })}
          inputMode="numeric"
          autoComplete="off"
          maxLength={10}
          required
          autoFocus
        />
      )}
      {replaces === null && (
        <TextField
          name="label"
          label={t("credential.label")}
          hint={t("credential.labelHint")}
          maxLength={64}
          autoComplete="off"
        />
      )}
    </Form>
  );
}

function digitsProblem(digits: string, length: PinLength | null): FieldProblem | null {
  const field = "digits";
  if (digits === "") return { field, text: t("pin.problem.empty") };
  if (!/^\d+$/.test(digits)) return { field, text: t("pin.problem.digits") };
  const { min, max } = length ?? { min: 4, max: 10 };
  return digits.length < min || digits.length > max ? { field, text: t("pin.problem.length", { min, max }) } : null;
}

function wordedProblem(error: ApiError): ApiError | FieldProblem {
  if (error.code === "duplicate") return { field: "digits", text: t("pin.problem.duplicate") };
  if (error.code === "noCommonPinLength") return { field: null, text: t("pin.problem.common") };
  return error;
}

interface OwnDigits {
  /** null: it is a new one. */
  readonly credentialId: string | null;
  readonly label: string;
  readonly digits: string;
}

async function giveOwn(personId: string, { credentialId, label, digits }: OwnDigits): Promise<Outcome> {
  if (credentialId === null) {
    const added = await call("POST /api/homes/{homeId}/people/{personId}/credentials", {
      params: { personId },
      body: { kind: "pin", label, digits },
    });
    return added.ok
      ? { ok: true, given: { credentialId: added.value.credential.credentialId, digits: null, leftOver: null } }
      : { ok: false, error: added.error };
  }
  const changed = await call("PATCH /api/homes/{homeId}/people/{personId}/credentials/{credentialId}", {
    params: { personId, credentialId },
    body: { digits },
  });
  return changed.ok
    ? { ok: true, given: { credentialId, digits: null, leftOver: null } }
    : { ok: false, error: changed.error };
}

/** The new one is there before the old one goes: nobody stands before a shut door in between. */
async function haveChosen(
  personId: string,
  { replaced, label }: { readonly replaced: string | null; readonly label: string },
): Promise<Outcome> {
  const added = await call("POST /api/homes/{homeId}/people/{personId}/credentials", {
    params: { personId },
    body: { kind: "pin", label },
  });
  if (!added.ok) return { ok: false, error: added.error };
  const { credential, digits } = added.value;
  const error = replaced === null ? null : await removeCredential(personId, replaced);
  // The new digits are shown all the same: they are told this once.
  const leftOver = error === null ? null : replaced;
  return { ok: true, given: { credentialId: credential.credentialId, digits, leftOver } };
}

/** @returns why it is still there, or null. */
async function removeCredential(personId: string, credentialId: string): Promise<ApiError | null> {
  const answer = await call("DELETE /api/homes/{homeId}/people/{personId}/credentials/{credentialId}", {
    params: { personId, credentialId },
  });
  return answer.ok || answer.error.code === "notFound" ? null : answer.error;
}

interface GivenPinProps {
  readonly personId: string;
  readonly given: Given;
  readonly locks: readonly LockView[];
  readonly onClose: () => void;
}

function GivenPin({ personId, given, locks, onClose }: GivenPinProps) {
  const { credentialId, digits, leftOver } = given;
  const people = usePeople().value?.people ?? [];
  const places =
    people
      .find((person) => person.personId === personId)
      ?.credentials.find((credential) => credential.credentialId === credentialId)?.locks ?? [];
  return (
    <>
      {digits === null ? (
        <p role="status">{t("pin.given.own")}</p>
      ) : (
        <div class="given-pin" role="status">
          <output class="big-digits">{inGroups(digits)}</output>
          <CopyButton text={digits} />
          <p>
            <strong>{t("pin.given.once")}</strong>
          </p>
        </div>
      )}
      {leftOver !== null && <LeftOver personId={personId} credentialId={leftOver} />}
      <p>{t("pin.given.type")}</p>
      {places.length === 0 && <Notice tone="warn">{t("credential.noDoor")}</Notice>}
      <ul class="stack" aria-live="polite">
        {places.map(({ lockId, status }) => (
          <li key={lockId}>
            <StatusLine lock={locks.find((lock) => lock.lockId === lockId)?.name} status={status} />
          </li>
        ))}
      </ul>
      <div class="dialog-foot">
        <Button tone="primary" onClick={onClose}>
          {t("people.close")}
        </Button>
      </div>
    </>
  );
}

/** The old PIN opens as before: whoever gave a new one, perhaps because others knew the old one, has to know. */
function LeftOver({ personId, credentialId }: { readonly personId: string; readonly credentialId: string }) {
  const [isGone, setGone] = useState(false);
  if (isGone) return <Notice role="status">{t("pin.old.removed")}</Notice>;
  return (
    <>
      <Notice tone="bad" role="alert">
        {t("pin.old.stays")}
      </Notice>
      <Form
        submit={t("pin.old.remove")}
        submitTone="danger"
        onSubmit={async () => {
          const error = await removeCredential(personId, credentialId);
          if (error === null) setGone(true);
          return error;
        }}
      />
    </>
  );
}
