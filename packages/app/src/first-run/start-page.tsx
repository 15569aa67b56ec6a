/** The first screen of all: the gateway's code, and who it is that claims it. */

import { useLocation } from "preact-iso/router";
import { useEffect, useState } from "preact/hooks";
import { call, type ApiError } from "../api/call.ts";
import { checkSession, enterAccount, isAdministrator, session, type SetUpState } from "../api/session.ts";
import { InsecureNotice } from "../shell/secure.tsx";
import { virtualLockPage } from "../shell/virtual-lock.tsx";
import { ButtonLink } from "../ui/button.tsx";
import { Card, Notice } from "../ui/card.tsx";
import { ChoiceField, Form, PasswordField, TextField, type FieldProblem } from "../ui/form.tsx";
import { Page } from "../ui/page.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { ScanButton } from "./scan-button.tsx";
import { t } from "./texts.ts";

export function StartPage() {
  const { route } = useLocation();
  const { value } = session;
  const isIn = value.state === "signedIn";
  useEffect(() => {
    if (isIn) route(isAdministrator.value ? "/add-lock" : "/", true);
  }, [isIn]);
  return (
    <Page title={t("start.title")} intro={t("start.intro")} isNarrow>
      {value.state === "unknown" && <Waiting live={{ error: value.error, refresh: checkSession }} />}
      {value.state === "signedOut" && <Claim setUp={value.setUp} />}
    </Page>
  );
}

function Claim({ setUp }: { readonly setUp: SetUpState }) {
  if (!setUp.hasGateway) return <Notice tone="warn">{t("start.noGateway")}</Notice>;
  if (setUp.isClaimed)
    return (
      <Notice>
        <p>{t("start.claimed")}</p>
        <ButtonLink href="/sign-in" tone="primary">
          {t("start.signIn")}
        </ButtonLink>
      </Notice>
    );
  if (!setUp.isLocal) return <Notice tone="warn">{t("start.notLocal")}</Notice>;
  return <ClaimForm hasFormerHome={setUp.hasFormerHome} />;
}

function ClaimForm({ hasFormerHome }: { readonly hasFormerHome: boolean }) {
  const [code, setCode] = useState(takeCodeFromAddress);
  return (
    <Form
      submit={t("start.claim")}
      onSubmit={async (values) => {
        const keepsData = values.text("former") === "keep";
        const answer = await call("POST /api/claim", {
          body: {
            code: values.text("code"),
            name: values.text("name"),
            email: values.text("email"),
            password: values.secret("password"),
            homeName: values.text("homeName"),
            keepsData,
            // A home that is kept has its own; the server's machine may be set to any.
            ...(!keepsData && { timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone }),
          },
        });
        if (answer.ok) enterAccount(answer.value);
        return answer.ok ? null : problemOf(answer.error);
      }}
    >
      <Card title={t("start.gateway")} icon="gateway">
        <p class="small">{virtualLockPage === "" ? t("start.gateway.where") : t("start.gateway.virtual")}</p>
        <TextField
          name="code"
          label={t("start.code")}
          hint={t("start.code.example")}
          required
          value={code}
          onInput={(event) => setCode(event.currentTarget.value)}
          autoComplete="off"
          autoCapitalize="characters"
          spellcheck={false}
          maxLength={200}
          beside={<ScanButton onText={(text) => setCode(codeIn(text))} />}
        />
        <InsecureNotice />
      </Card>
      <Card title={t("start.you")} icon="person">
        <p class="small">{t("start.you.intro")}</p>
        <TextField name="name" label={t("start.name")} autoComplete="name" required maxLength={64} />
        <TextField
          name="email"
          label={t("start.email")}
          hint={t("start.email.hint")}
          type="email"
          autoComplete="username"
          required
          maxLength={254}
        />
        <PasswordField
          name="password"
          label={t("start.password")}
          hint={t("start.password.hint")}
          showText={t("start.show")}
          autoComplete="new-password"
          required
          minLength={10}
          maxLength={128}
        />
        <TextField
          name="homeName"
          label={t("start.homeName")}
          defaultValue={t("start.homeName.default")}
          required
          maxLength={64}
        />
        {hasFormerHome && <FormerHome />}
      </Card>
    </Form>
  );
}

function FormerHome() {
  const [choice, setChoice] = useState("keep");
  return (
    <ChoiceField
      name="former"
      label={t("start.former")}
      value={choice}
      onChange={setChoice}
      options={[
        { value: "keep", text: t("start.former.keep"), hint: t("start.former.keep.hint") },
        { value: "erase", text: t("start.former.erase"), hint: t("start.former.erase.hint") },
      ]}
    />
  );
}

function problemOf(error: ApiError): ApiError | FieldProblem {
  if (error.code === "wrongCredentials") return { field: "code", text: t("start.code.wrong") };
  if (error.code === "invalid" && error.field === "code") return { field: "code", text: t("start.code.bad") };
  if (error.code === "conflict" && error.field === "email")
    return { field: "password", text: t("start.password.other") };
  return error;
}

/** Whoever opened the label's address with the phone's own camera need not type it. */
function takeCodeFromAddress(): string {
  const { hash, pathname } = window.location;
  if (pathname !== "/claim" || hash.length < 2) return "";
  history.replaceState(null, "", pathname);
  return codeIn(decodeURIComponent(hash.slice(1)));
}

/** What stands in the QR code of the label: a text of ours, or an address with the code behind its #. */
function codeIn(text: string): string {
  return text.replace(/^CATENACCIO:/i, "").replace(/^https?:\/\/[^#]*#/i, "");
}
