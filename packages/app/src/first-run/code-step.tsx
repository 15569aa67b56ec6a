/** The code of the lock's label: scanned or typed. */

import { useState } from "preact/hooks";
import { InsecureNotice } from "../shell/secure.tsx";
import { virtualLockPage } from "../shell/virtual-lock.tsx";
import { common } from "../text/common.ts";
import { Card } from "../ui/card.tsx";
import { Form, TextField } from "../ui/form.tsx";
import { problemOfLockCode } from "./lock-code.ts";
import { ScanButton } from "./scan-button.tsx";
import { t } from "./texts.ts";

interface CodeStepProps {
  readonly code: string;
  readonly onCode: (code: string) => void;
}

export function CodeStep({ code, onCode }: CodeStepProps) {
  const [typed, setTyped] = useState(code);
  return (
    <Card title={t("add.code.title")} icon="lock">
      <p>{t("add.code.where")}</p>
      {virtualLockPage !== "" && <p class="small">{t("add.code.virtual")}</p>}
      <Form
        submit={common("next")}
        onSubmit={async (values) => {
          const given = values.text("code");
          const problem = problemOfLockCode(given);
          if (problem !== null) return { field: "code", text: t(`add.code.${problem}`) };
          onCode(given);
          return null;
        }}
      >
        <TextField
          name="code"
          label={t("add.code.label")}
          hint={t("add.code.example")}
          required
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          autoCapitalize="characters"
          spellcheck={false}
          maxLength={128}
          beside={<ScanButton onText={setTyped} />}
        />
      </Form>
      <InsecureNotice />
    </Card>
  );
}
