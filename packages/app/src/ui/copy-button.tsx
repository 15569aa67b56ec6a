/** Copies a text, and says so; where there is a share sheet, it can be sent as well. */

import { common } from "../text/common.ts";
import { announce } from "./announce.tsx";
import { Button, type ButtonLook } from "./button.tsx";

export function CopyButton({ text, label, ...look }: ButtonLook & { readonly text: string; readonly label?: string }) {
  return (
    <Button icon="copy" {...look} onClick={() => void copy(text)}>
      {label ?? common("copy")}
    </Button>
  );
}

interface ShareProps extends ButtonLook {
  readonly title: string;
  readonly text: string;
  readonly url?: string;
}

/** null where the browser has no share sheet: have a CopyButton beside it. */
export function ShareButton({ title, text, url, ...look }: ShareProps) {
  if (typeof navigator.share !== "function") return null;
  const share = async (): Promise<void> => {
    try {
      await navigator.share({ title, text, ...(url !== undefined && { url }) });
    } catch {
      // The person closed the sheet.
    }
  };
  return (
    <Button icon="send" {...look} onClick={() => void share()}>
      {common("share")}
    </Button>
  );
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyBySelection(text);
  }
  announce(common("copied"));
}

/** Over plain http there is no clipboard to write to. */
function copyBySelection(text: string): void {
  const area = document.createElement("textarea");
  area.value = text;
  (document.querySelector("dialog[open]") ?? document.body).append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
