/** Signing in, by password or passkey. */

import { useLocation } from "preact-iso/router";
import { useEffect } from "preact/hooks";
import { call } from "../api/call.ts";
import { enterAccount, session } from "../api/session.ts";
import { ButtonLink } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { Form, PasswordField, TextField } from "../ui/form.tsx";
import { Page } from "../ui/page.tsx";
import { goalOf } from "./goal.ts";
import { PasskeySignIn } from "./passkey-sign-in.tsx";
import { t } from "./texts.ts";

export function SignInPage() {
  const { route, query } = useLocation();
  const isIn = session.value.state === "signedIn";
  const goal = goalOf(query["to"], window.location.hash);
  useEffect(() => {
    if (isIn) route(goal, true);
  }, [isIn]);
  const isUnclaimed = session.value.state === "signedOut" && !session.value.setUp.isClaimed;
  return (
    <Page title={t("title")} intro={t("intro")} isNarrow>
      <Card>
        <Form
          submit={t("signIn")}
          more={<PasskeySignIn />}
          onSubmit={async (values) => {
            const body = { email: values.text("email"), password: values.secret("password") };
            const answer = await call("POST /api/session", { body });
            if (answer.ok) enterAccount(answer.value);
            else if (answer.error.code === "wrongCredentials") return { field: "password", text: t("wrong") };
            return answer.ok ? null : answer.error;
          }}
        >
          <TextField name="email" label={t("email")} type="email" autoComplete="username webauthn" required />
          <PasswordField
            name="password"
            label={t("password")}
            showText={t("show")}
            autoComplete="current-password"
            required
          />
        </Form>
      </Card>
      <details>
        <summary>{t("forgotten")}</summary>
        <p class="small">{t("forgottenHelp")}</p>
      </details>
      {isUnclaimed && (
        <div class="row">
          <ButtonLink href="/start">{t("claim")}</ButtonLink>
        </div>
      )}
    </Page>
  );
}
