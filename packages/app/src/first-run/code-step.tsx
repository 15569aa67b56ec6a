/** The code of the lock's label: scanned or typed. */

import { useState } from "preact/hooks";
import { InsecureNotice } from "../shell/secure.tsx";
import { virtualLockPage } from "../shell/virtual-lock.tsx";
import { common } from "../text/common.ts";
import { Card } from "../ui/card.tsx";
import { Form, TextField } from "../ui/form.tsx";
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
          if (!looksLikeCode(given)) return { field: "code", text: t("add.code.bad") };
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

/** Only what no Matter label has is stopped here; the gateway reads the code itself. */
function looksLikeCode(code: string): boolean {
  return /^MT:/i.test(code) || [11, 21].includes(code.replaceAll(/[\s-]/g, "").length);
}
