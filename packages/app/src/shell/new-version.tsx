/** Says that a newer app is here. It never loads it by itself: somebody may be writing. */

import { defineTexts } from "../text/define-texts.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/card.tsx";
import { isNewVersionHere } from "./register-worker.ts";

const t = defineTexts({
  en: { here: "A new version of the app is here.", reload: "Load it" },
  it: { here: "C’è una nuova versione dell’app.", reload: "Caricala" },
});

export function NewVersion() {
  // The region is there before its text, or nothing is read.
  return (
    <div class="banners">
      <div role="status">
        {isNewVersionHere.value && (
          <Notice>
            <p>{t("here")}</p>
            <Button isSmall onClick={() => window.location.reload()}>
              {t("reload")}
            </Button>
          </Notice>
        )}
      </div>
    </div>
  );
}
