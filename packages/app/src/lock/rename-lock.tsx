/** Gives a lock another name. */

import { useState } from "preact/hooks";
import type { LockView } from "@catenaccio/protocol/api";
import { call } from "../api/call.ts";
import { announce } from "../ui/announce.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Form, TextField } from "../ui/form.tsx";
import { t } from "./texts.ts";

/** `lockName` of the protocol. */
const nameLengthMax = 64;

export function RenameLock({ lock: { lockId, name } }: { readonly lock: LockView }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button icon="edit" isSmall onClick={() => setOpen(true)}>
        {t("lock.rename")}
      </Button>
      <Dialog title={t("lock.rename.title")} isOpen={isOpen} onClose={() => setOpen(false)}>
        <Form
          submit={t("lock.save")}
          onSubmit={async (values) => {
            const body = { name: values.text("name") };
            if (body.name === "") return { field: "name", text: t("lock.rename.empty") };
            const answer = await call("PATCH /api/homes/{homeId}/locks/{lockId}", { params: { lockId }, body });
            if (!answer.ok) return answer.error;
            announce(t("lock.saved"), "good");
            setOpen(false);
            return null;
          }}
        >
          <TextField
            name="name"
            label={t("lock.rename.label")}
            hint={t("lock.rename.hint")}
            defaultValue={name}
            maxLength={nameLengthMax}
            required
          />
        </Form>
      </Dialog>
    </>
  );
}
