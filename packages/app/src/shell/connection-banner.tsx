/** Says that what is shown is old, and how old. */

import { connection, heardAt } from "../api/events.ts";
import { session } from "../api/session.ts";
import { defineTexts } from "../text/define-texts.ts";
import { agoText } from "../text/moments.ts";
import { Icon } from "../ui/icon.tsx";

const t = defineTexts({
  en: {
    lost: "No connection to your home. What you see may have changed.",
    age: "Last heard: {ago}",
  },
  it: {
    lost: "Nessun collegamento con la casa. Quello che vedi può essere cambiato.",
    age: "Ultimo contatto: {ago}",
  },
});

export function ConnectionBanner() {
  const isLost = session.value.state === "signedIn" && connection.value === "lost";
  const at = heardAt.value;
  return (
    <div class={isLost ? "notice warn" : "unseen"}>
      {isLost && <Icon name="noLink" />}
      <div>
        {/* There before its text, or nothing is read; and without the age, or each minute is. */}
        <span role="status">{isLost && t("lost")}</span>
        {isLost && at !== null && <span>{t("age", { ago: agoText(at) })}</span>}
      </div>
    </div>
  );
}
