/** Over plain http a browser forbids camera, passkeys, installing and notifications: said in one sentence, where it matters. */

import { defineTexts } from "../text/define-texts.ts";
import { Notice } from "../ui/card.tsx";

const t = defineTexts({
  en: {
    insecure:
      "Over this address the browser allows no camera, no passkeys and no notifications: type codes and your password instead. With https everything works; the manual shows how.",
  },
  it: {
    insecure:
      "A questo indirizzo il browser non permette fotocamera, passkey e notifiche: scrivi i codici e la password. Con https funziona tutto; il manuale spiega come.",
  },
});

export const isSecure = globalThis.isSecureContext;

export function InsecureNotice() {
  return isSecure ? null : <Notice>{t("insecure")}</Notice>;
}
