/** Dialogs: the browser's own, which holds the focus inside and gives it back. */

import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { ApiError } from "../api/call.ts";
import { common } from "../text/common.ts";
import { errorText } from "../text/error-text.ts";
import { Announcements } from "./announce.tsx";
import { Button } from "./button.tsx";
import { Notice } from "./card.tsx";

/**
 * `button`: nothing that happens by mistake, because what it shows is shown this once. `nothing`: it is at work, and
 * whoever closed it would miss the result.
 */
export type ClosesBy = "anything" | "button" | "nothing";

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  /** By its button, by Escape, or by a click beside it, as far as `closesBy` lets them. */
  readonly onClose: () => void;
  readonly closesBy?: ClosesBy;
  /** Takes the focus when it closes, instead of what had it before. */
  readonly focusAfter?: { readonly current: HTMLElement | null };
  readonly children?: ComponentChildren;
}

export function Dialog(props: DialogProps) {
  return props.isOpen ? <OpenDialog {...props} /> : null;
}

function OpenDialog({ title, onClose, closesBy = "anything", focusAfter, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const isLoose = closesBy === "anything";
  useEffect(() => {
    const { current } = dialog;
    current?.showModal();
    return () => {
      current?.close();
      focusAfter?.current?.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby={titleId}
      onKeyDown={(event) => {
        // A browser lets Escape be refused once only, and closes the dialog at the second.
        if (event.key === "Escape" && !isLoose) event.preventDefault();
      }}
      onCancel={(event) => {
        event.preventDefault();
        if (isLoose) onClose();
      }}
      onClose={() => {
        // The same for the back gesture of a phone. A dialog that was taken off the page has closed for good.
        if (!isLoose && dialog.current?.isConnected === true) dialog.current.showModal();
      }}
      onMouseDown={(event) => {
        if (event.target === dialog.current && isLoose) onClose();
      }}
    >
      <div class="dialog-body">
        <header class="dialog-head">
          <h2 id={titleId} tabIndex={-1}>
            {title}
          </h2>
          <Button
            tone="quiet"
            icon="close"
            label={common("close")}
            isDisabled={closesBy === "nothing"}
            onClick={onClose}
          />
        </header>
        {children}
      </div>
      <Announcements />
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
export function ConfirmDialog(props: ConfirmDialogProps) {
  // Each question begins anew: without the refusal of the one before.
  return props.isOpen ? <OpenConfirmDialog {...props} /> : null;
}

function OpenConfirmDialog({ action, tone = "danger", onConfirm, children, ...dialog }: ConfirmDialogProps) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const [opener] = useState(() => document.activeElement);
  const focusAfter = useRef<HTMLElement | null>(null);
  const isGone = useRef(false);
  useEffect(
    () => () => {
      isGone.current = true;
    },
    [],
  );
  const confirm = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    const refused = await onConfirm();
    // Cancelled meanwhile: what is open now is another question.
    if (isGone.current) return;
    setBusy(false);
    setError(refused);
    if (refused !== null) return;
    // The button that asked goes with what was removed.
    if (tone === "danger") focusAfter.current = opener?.closest(".card")?.querySelector("h2") ?? null;
    dialog.onClose();
  };
  return (
    <Dialog {...dialog} focusAfter={focusAfter}>
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
