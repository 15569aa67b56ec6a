/** Adds a person: a name, and the account that is theirs. */

import type { PersonView } from "@catenaccio/protocol/api";
import { useLocation } from "preact-iso/router";
import { call } from "../api/call.ts";
import { useLive } from "../api/live.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Form, SelectField, TextField } from "../ui/form.tsx";
import { t } from "./texts.ts";

interface NewPersonDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly people: readonly PersonView[];
}

export function NewPersonDialog(props: NewPersonDialogProps) {
  return (
    <Dialog isOpen={props.isOpen} onClose={props.onClose} title={t("people.new.title")}>
      <NewPersonForm people={props.people} />
    </Dialog>
  );
}

function NewPersonForm({ people }: Pick<NewPersonDialogProps, "people">) {
  const { route } = useLocation();
  const members = useLive("GET /api/homes/{homeId}/members").value?.members ?? [];
  const free = members.filter((member) => !people.some(({ accountId }) => accountId === member.accountId));
  return (
    <Form
      submit={t("people.new.do")}
      onSubmit={async (values) => {
        const accountId = values.text("account");
        const answer = await call("POST /api/homes/{homeId}/people", {
          body: { name: values.text("name"), ...(accountId !== "" && { accountId }) },
        });
        if (!answer.ok) return answer.error;
        route(`/people/${answer.value.personId}`);
        return null;
      }}
    >
      <TextField
        name="name"
        label={t("people.new.name")}
        hint={t("people.new.nameHint")}
        required
        maxLength={64}
        autoComplete="off"
        autoFocus
      />
      {free.length > 0 && (
        <SelectField
          name="account"
          label={t("people.new.account")}
          hint={t("people.new.accountHint")}
          options={[
            { value: "", text: t("people.new.noAccount") },
            ...free.map(({ accountId, name, email }) => ({ value: accountId, text: `${name} (${email})` })),
          ]}
        />
      )}
    </Form>
  );
}
