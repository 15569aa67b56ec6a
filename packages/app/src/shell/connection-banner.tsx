/** Says that what is shown is old, and how old. */

import { connection, heardAt } from "../api/events.ts";
import { session } from "../api/session.ts";
import { defineTexts } from "../text/define-texts.ts";
import { agoText } from "../text/moments.ts";
import { Notice } from "../ui/card.tsx";

const t = defineTexts({
  en: {
    lost: "No connection to your home. This is how it was {ago}.",
    lostUnknown: "No connection to your home. This is how it was when it was last heard of.",
  },
  it: {
    lost: "Nessun collegamento con la casa. Le cose stavano così {ago}.",
    lostUnknown: "Nessun collegamento con la casa. Le cose stavano così l’ultima volta che si è sentita.",
  },
});

export function ConnectionBanner() {
  if (session.value.state !== "signedIn" || connection.value !== "lost") return <div role="status" />;
  const at = heardAt.value;
  return (
    <Notice tone="warn" icon="noLink" role="status">
      {at === null ? t("lostUnknown") : t("lost", { ago: agoText(at) })}
    </Notice>
  );
}
