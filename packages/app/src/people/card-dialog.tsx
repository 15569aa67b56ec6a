/** Gives a person a card: by its number, which a phone with NFC reads; or at the lock, where it is found afterwards. */

import type { CredentialView, PersonView } from "@catenaccio/protocol/api";
import { useState } from "preact/hooks";
import { call, type ApiError } from "../api/call.ts";
import { announce } from "../ui/announce.tsx";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/card.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Form, TextField, type FieldProblem } from "../ui/form.tsx";
import { canReadCards, cleanIdentifier, readCard } from "./card-reading.ts";
import { t } from "./texts.ts";

interface CardDialogProps {
  readonly person: PersonView;
  readonly replaces: CredentialView | null;
  readonly onClose: () => void;
}

export function CardDialog({ person, replaces, onClose }: CardDialogProps) {
  const [heard, setHeard] = useState("");
  const [reading, setReading] = useState<"idle" | "reading" | "failed">("idle");
  const { personId } = person;
  const read = async (): Promise<void> => {
    setReading("reading");
    const found = await readCard();
    setReading(found === null ? "failed" : "idle");
    if (found !== null) setHeard(found);
  };
  const submit = async (typed: string, label: string): Promise<ApiError | FieldProblem | null> => {
    const clean = cleanIdentifier(typed);
    if (clean === "") return { field: "identifier", text: t("card.problem.empty") };
    if (!/^(?:[0-9A-F]{2}){4,20}$/.test(clean)) return { field: "identifier", text: t("card.problem.form") };
    const answer =
      replaces === null
        ? await call("POST /api/homes/{homeId}/people/{personId}/credentials", {
            params: { personId },
            body: { kind: "rfid", label, identifier: clean },
          })
        : await call("PATCH /api/homes/{homeId}/people/{personId}/credentials/{credentialId}", {
            params: { personId, credentialId: replaces.credentialId },
            body: { identifier: clean },
          });
    if (!answer.ok)
      return answer.error.code === "duplicate"
        ? { field: "identifier", text: t("card.problem.duplicate") }
        : answer.error;
    announce(t("people.saved"), "good");
    onClose();
    return null;
  };
  return (
    <Dialog isOpen title={t("card.title", { name: person.name })} onClose={onClose}>
      <Form
        submit={t("card.do")}
        onSubmit={async (values) => await submit(values.text("identifier"), values.text("label"))}
      >
        <TextField
          // What the phone has read takes the place of what was typed.
          key={heard}
          name="identifier"
          label={t("card.identifier")}
          hint={t("card.identifierHint")}
          defaultValue={heard}
          autoComplete="off"
          autoCapitalize="characters"
          spellcheck={false}
          required
          autoFocus
        />
        {canReadCards() && (
          <Button icon="card" isBusy={reading === "reading"} onClick={() => void read()}>
            {t("card.read")}
          </Button>
        )}
        <p role="status">
          {reading === "reading" && t("card.reading")}
          {reading === "failed" && t("card.readFailed")}
        </p>
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
      <Notice>{t("card.atLock")}</Notice>
    </Dialog>
  );
}
