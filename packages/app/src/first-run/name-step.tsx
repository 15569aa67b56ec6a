/** The name of the new lock. */

import type { LockView } from "@catenaccio/protocol/api";
import { call } from "../api/call.ts";
import { common } from "../text/common.ts";
import { Card } from "../ui/card.tsx";
import { Form, TextField } from "../ui/form.tsx";
import { t } from "./texts.ts";

export function NameStep({ lock, onDone }: { readonly lock: LockView; readonly onDone: () => void }) {
  const { lockId, name } = lock;
  return (
    <Card title={t("add.name.title")} icon="door">
      <p>{t("add.name.text")}</p>
      <Form
        submit={common("next")}
        onSubmit={async (values) => {
          const typed = values.text("name");
          if (typed !== name) {
            const answer = await call("PATCH /api/homes/{homeId}/locks/{lockId}", {
              params: { lockId },
              body: { name: typed },
            });
            if (!answer.ok) return answer.error;
          }
          onDone();
          return null;
        }}
      >
        <TextField name="name" label={t("add.name.label")} defaultValue={name} required maxLength={64} />
      </Form>
    </Card>
  );
}
