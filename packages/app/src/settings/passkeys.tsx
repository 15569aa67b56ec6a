/** Passkeys: with which one signs in and opens without a password. */

import { useEffect, useState } from "preact/hooks";
import type { ApiError } from "../api/call.ts";
import { addPasskey, arePasskeysPossible, listPasskeys, removePasskey, type PasskeyView } from "../api/passkeys.ts";
import { errorText } from "../text/error-text.ts";
import { momentText } from "../text/moments.ts";
import { announce } from "../ui/announce.tsx";
import { Button } from "../ui/button.tsx";
import { Card, Notice } from "../ui/card.tsx";
import { Form, TextField, type FieldProblem } from "../ui/form.tsx";
import { t } from "./texts.ts";

export function Passkeys() {
  return (
    <Card title={t("passkeys.title")} icon="finger">
      <p class="small">{t("passkeys.why")}</p>
      {arePasskeysPossible ? <List /> : <Notice>{t("passkeys.impossible")}</Notice>}
    </Card>
  );
}

function List() {
  const [passkeys, setPasskeys] = useState<readonly PasskeyView[] | null>(null);
  const [isAdding, setAdding] = useState(false);
  const refresh = async (): Promise<void> => {
    const answer = await listPasskeys();
    if (answer.ok) setPasskeys(answer.value);
  };
  useEffect(() => void refresh(), []);
  const remove = async (id: string): Promise<void> => {
    const error = await removePasskey(id);
    announce(error === null ? t("passkeys.removed") : errorText(error), error === null ? "good" : "bad");
    await refresh();
  };
  return (
    <>
      {passkeys?.length === 0 && <p>{t("passkeys.none")}</p>}
      <ul class="things">
        {passkeys?.map((passkey) => (
          <li key={passkey.id}>
            <Passkey passkey={passkey} onRemove={() => void remove(passkey.id)} />
          </li>
        ))}
      </ul>
      {isAdding ? (
        <AddPasskey
          onDone={() => {
            setAdding(false);
            void refresh();
          }}
          onCancel={() => setAdding(false)}
        />
      ) : (
        <div class="row">
          <Button icon="plus" onClick={() => setAdding(true)}>
            {t("passkeys.add")}
          </Button>
        </div>
      )}
    </>
  );
}

function Passkey({ passkey, onRemove }: { readonly passkey: PasskeyView; readonly onRemove: () => void }) {
  const { name, createdAt } = passkey;
  const called = name === undefined || name === "" ? t("passkeys.unnamed") : name;
  return (
    <div class="spread">
      <span>
        <strong>{called}</strong>
        {createdAt !== undefined && (
          <span class="small block">{t("passkeys.since", { date: momentText(createdAt) })}</span>
        )}
      </span>
      <Button tone="quiet" icon="trash" label={t("passkeys.remove", { name: called })} onClick={onRemove} />
    </div>
  );
}

interface AddPasskeyProps {
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

function AddPasskey({ onDone, onCancel }: AddPasskeyProps) {
  return (
    <Form
      submit={t("passkeys.add")}
      more={<Button onClick={onCancel}>{t("set.cancel")}</Button>}
      onSubmit={async (values) => {
        const error = await addPasskey(values.text("name"));
        if (error !== null) return problemOf(error);
        announce(t("passkeys.added"), "good");
        onDone();
        return null;
      }}
    >
      <TextField
        name="name"
        label={t("passkeys.name")}
        defaultValue={t("passkeys.name.default")}
        maxLength={64}
        required
      />
    </Form>
  );
}

/** better-auth has its own words: what it refuses besides is a sign-in that is not of just now. */
function problemOf(error: ApiError): ApiError | FieldProblem {
  if (error.code === "notDone") return { field: null, text: t("passkeys.cancelled") };
  if (error.code === "offline" || error.code === "failed") return error;
  return { field: null, text: t("passkeys.stale") };
}
