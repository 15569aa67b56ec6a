/** Accepting an invitation: its secret stands behind the # of the link, where no server sees it. */

import { useLocation } from "preact-iso/router";
import { useState } from "preact/hooks";
import { call } from "../api/call.ts";
import { account, enterAccount } from "../api/session.ts";
import { Button, ButtonLink } from "../ui/button.tsx";
import { Card, Notice } from "../ui/card.tsx";
import { Form, PasswordField, TextField } from "../ui/form.tsx";
import { Page } from "../ui/page.tsx";
import { t } from "./texts.ts";

export function InvitationPage() {
  const [token] = useState(() => window.location.hash.slice(1));
  if (token === "")
    return (
      <Page title={t("invitation.title")} isNarrow>
        <Notice tone="warn">{t("invitation.incomplete")}</Notice>
      </Page>
    );
  return (
    <Page title={t("invitation.title")} intro={t("invitation.intro")} isNarrow>
      {account.value === null ? <NewAccount token={token} /> : <OwnAccount token={token} />}
    </Page>
  );
}

function NewAccount({ token }: { readonly token: string }) {
  const { route } = useLocation();
  const [hasAccount, setHasAccount] = useState(false);
  if (hasAccount) return <SignInFirst token={token} />;
  return (
    <Card>
      <Form
        submit={t("invitation.accept")}
        onSubmit={async (values) => {
          const answer = await call("POST /api/invitations/accept", {
            body: {
              token,
              email: values.text("email"),
              name: values.text("name"),
              password: values.secret("password"),
            },
          });
          if (answer.ok) {
            enterAccount(answer.value);
            route("/", true);
            return null;
          }
          if (answer.error.code === "unauthenticated") {
            setHasAccount(true);
            return null;
          }
          return answer.error.code === "notFound" ? { field: "email", text: t("invitation.notValid") } : answer.error;
        }}
      >
        <TextField
          name="email"
          label={t("email")}
          hint={t("invitation.email.hint")}
          type="email"
          autoComplete="username"
          required
          maxLength={254}
        />
        <TextField name="name" label={t("invitation.name")} autoComplete="name" required maxLength={64} />
        <PasswordField
          name="password"
          label={t("password")}
          hint={t("invitation.password.hint")}
          showText={t("show")}
          autoComplete="new-password"
          required
          minLength={10}
          maxLength={128}
        />
      </Form>
      <p class="small">{t("invitation.known")}</p>
      <div class="row">
        <ButtonLink href={signInAndBack(token)}>{t("signIn")}</ButtonLink>
      </div>
    </Card>
  );
}

function SignInFirst({ token }: { readonly token: string }) {
  return (
    <Notice>
      <p>{t("invitation.signInFirst")}</p>
      <ButtonLink href={signInAndBack(token)} tone="primary">
        {t("signIn")}
      </ButtonLink>
    </Notice>
  );
}

/** The secret goes along, behind the # here too. */
function signInAndBack(token: string): string {
  return `/sign-in?to=/invitation#${token}`;
}

function OwnAccount({ token }: { readonly token: string }) {
  const { route } = useLocation();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const email = account.value?.email ?? "";
  const accept = async (): Promise<void> => {
    setBusy(true);
    const answer = await call("POST /api/invitations/accept", { body: { token, email } });
    setBusy(false);
    if (!answer.ok) {
      setProblem(t("invitation.notForYou", { email }));
      return;
    }
    enterAccount(answer.value);
    route("/", true);
  };
  return (
    <Card>
      <p>{t("invitation.as", { email })}</p>
      {problem !== null && (
        <Notice tone="bad" role="alert">
          {problem}
        </Notice>
      )}
      <div class="row">
        <Button tone="primary" isBusy={isBusy} onClick={() => void accept()}>
          {t("invitation.accept")}
        </Button>
      </div>
    </Card>
  );
}
