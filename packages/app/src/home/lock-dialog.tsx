/** Locks a lock that asks for a PIN even for that. */

import { useState } from "preact/hooks";
import type { LockView } from "@catenaccio/protocol/api";
import { Dialog } from "../ui/dialog.tsx";
import { Form } from "../ui/form.tsx";
import { PinField } from "./prove-form.tsx";
import { t } from "./texts.ts";

interface LockDialogProps {
  readonly lock: LockView;
  /** @returns why the lock did not take it, or null: the card tells the rest. */
  readonly onLock: (pin: string) => Promise<string | null>;
  readonly onClose: () => void;
}

export function LockDialog({ lock, onLock, onClose }: LockDialogProps) {
  const [pin, setPin] = useState("");
  return (
    <Dialog title={`${t("card.lock")} ${lock.name}`} isOpen onClose={onClose}>
      <Form
        submit={t("card.lock")}
        onSubmit={async () => {
          const text = await onLock(pin);
          if (text !== null) return { field: null, text };
          onClose();
          return null;
        }}
      >
        <PinField lock={lock} value={pin} onInput={setPin} />
      </Form>
    </Dialog>
  );
}
