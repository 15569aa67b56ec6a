/** Another password; everywhere else the account is signed out. */

import { useState } from "preact/hooks";
import { call } from "../api/call.ts";
import { account } from "../api/session.ts";
import { announce } from "../ui/announce.tsx";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { Form, PasswordField } from "../ui/form.tsx";
import { t } from "./texts.ts";

/** `password` of the protocol. */
const lengthMin = 10;
const lengthMax = 128;

export function ChangePassword() {
  const [isOpen, setOpen] = useState(false);
  return (
    <Card title={t("password.title")} icon="key">
      {isOpen ? (
        <PasswordForm onDone={() => setOpen(false)} />
      ) : (
        <div class="row">
          <Button onClick={() => setOpen(true)}>{t("password.change")}</Button>
        </div>
      )}
    </Card>
  );
}

function PasswordForm({ onDone }: { readonly onDone: () => void }) {
  return (
    <Form
      submit={t("password.change")}
      more={<Button onClick={onDone}>{t("set.cancel")}</Button>}
      onSubmit={async (values) => {
        const body = { password: values.secret("password"), newPassword: values.secret("newPassword") };
        const answer = await call("PUT /api/session/password", { body });
        if (!answer.ok && answer.error.code === "wrongCredentials")
          return { field: "password", text: t("password.wrong") };
        if (!answer.ok) return answer.error;
        announce(t("password.changed"), "good");
        onDone();
        return null;
      }}
    >
      {/* A password manager looks for whose password it is. */}
      <input type="text" name="username" autoComplete="username" value={account.value?.email ?? ""} readOnly hidden />
      <PasswordField
        name="password"
        label={t("password.now")}
        showText={t("set.show")}
        autoComplete="current-password"
        required
      />
      <PasswordField
        name="newPassword"
        label={t("password.new")}
        hint={t("password.hint", { min: lengthMin })}
        showText={t("set.show")}
        autoComplete="new-password"
        minLength={lengthMin}
        maxLength={lengthMax}
        required
      />
    </Form>
  );
}
