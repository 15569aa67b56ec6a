/** Dialogs: the browser's own, which holds the focus inside and gives it back. */

import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { ApiError } from "../api/call.ts";
import { common } from "../text/common.ts";
import { errorText } from "../text/error-text.ts";
import { Button } from "./button.tsx";
import { Notice } from "./card.tsx";

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  /** By its button, by Escape, or by a click beside it. */
  readonly onClose: () => void;
  readonly children?: ComponentChildren;
}

export function Dialog(props: DialogProps) {
  return props.isOpen ? <OpenDialog {...props} /> : null;
}

function OpenDialog({ title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const { current } = dialog;
    current?.showModal();
    return () => current?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div class="dialog-body">
        <header class="dialog-head">
          <h2 id={titleId} tabIndex={-1}>
            {title}
          </h2>
          <Button tone="quiet" icon="close" label={common("close")} onClick={onClose} />
        </header>
        {children}
      </div>
    </dialog>
  );
}

interface ConfirmDialogProps extends DialogProps {
  /** What the button does, as a verb: "Remove the lock". */
  readonly action: string;
  readonly tone?: "primary" | "danger";
  /** @returns why it did not work, or null: the dialog closes then. */
  readonly onConfirm: () => Promise<ApiError | null>;
}

/** Asks before something that cannot be taken back. `children` says what it means. */
export function ConfirmDialog({ action, tone = "danger", onConfirm, children, ...dialog }: ConfirmDialogProps) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const confirm = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    const refused = await onConfirm();
    setBusy(false);
    setError(refused);
    if (refused === null) dialog.onClose();
  };
  return (
    <Dialog {...dialog}>
      {children}
      {error !== null && (
        <Notice tone="bad" role="alert">
          {errorText(error)}
        </Notice>
      )}
      <div class="dialog-foot">
        <Button onClick={dialog.onClose}>{common("cancel")}</Button>
        <Button tone={tone} isBusy={isBusy} onClick={() => void confirm()}>
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
