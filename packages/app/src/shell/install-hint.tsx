/** Offers to put the app on the phone's first screen, where the browser can do that; said once. */

import { signal } from "@preact/signals";
import { defineTexts } from "../text/define-texts.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/card.tsx";

const t = defineTexts({
  en: { offer: "Put Catenaccio on your home screen, like any other app.", install: "Install", later: "Not now" },
  it: {
    offer: "Metti Catenaccio nella schermata iniziale, come ogni altra app.",
    install: "Installa",
    later: "Non ora",
  },
});

/** What Chromium fires; no standard has it. */
interface InstallEvent extends Event {
  readonly prompt: () => Promise<void>;
}

const storageKey = "catenaccio.install-hint";
const offered = signal<InstallEvent | null>(null);

globalThis.addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  if (!isDismissed()) offered.value = event as InstallEvent;
});

export function InstallHint() {
  const event = offered.value;
  if (event === null) return null;
  const end = (): void => {
    offered.value = null;
    try {
      localStorage.setItem(storageKey, "dismissed");
    } catch {
      // It is offered again the next time.
    }
  };
  return (
    <Notice icon="install">
      <p>{t("offer")}</p>
      <div class="row">
        <Button
          tone="primary"
          isSmall
          onClick={() => {
            void event.prompt();
            end();
          }}
        >
          {t("install")}
        </Button>
        <Button isSmall tone="quiet" onClick={end}>
          {t("later")}
        </Button>
      </div>
    </Notice>
  );
}

function isDismissed(): boolean {
  try {
    return localStorage.getItem(storageKey) !== null;
  } catch {
    return false;
  }
}
