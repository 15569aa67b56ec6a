/** Locks a lock that asks for a PIN even for that. */

import { useState } from "preact/hooks";
import type { LockView } from "@catenaccio/protocol/api";
import { call } from "../api/call.ts";
import { announce } from "../ui/announce.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Form } from "../ui/form.tsx";
import { outcomeOf } from "./opening.ts";
import { PinField } from "./prove-form.tsx";
import { t } from "./texts.ts";

interface LockDialogProps {
  readonly lock: LockView;
  readonly onClose: () => void;
}

export function LockDialog({ lock, onClose }: LockDialogProps) {
  const [pin, setPin] = useState("");
  const { lockId } = lock;
  return (
    <Dialog title={`${t("card.lock")} ${lock.name}`} isOpen onClose={onClose}>
      <Form
        submit={t("card.lock")}
        onSubmit={async () => {
          const since = Date.now();
          const answer = await call("POST /api/homes/{homeId}/locks/{lockId}/lock", {
            params: { lockId },
            body: { pin },
          });
          const outcome = await outcomeOf(answer, lockId, since);
          if (outcome.at === "failed") return { field: null, text: outcome.text };
          announce(t("locking.done"), "good");
          onClose();
          return null;
        }}
      >
        <PinField lock={lock} value={pin} onInput={setPin} />
      </Form>
    </Dialog>
  );
}
