/** Stands for a page that could not be loaded, until it is. */

import { h, type FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import { common } from "../text/common.ts";
import { defineTexts } from "../text/define-texts.ts";
import { Button } from "../ui/button.tsx";
import { Page } from "../ui/page.tsx";

const t = defineTexts({
  en: { title: "This page did not load", why: "Is there a connection to your home? Try again in a moment." },
  it: { title: "Questa pagina non si è caricata", why: "C’è collegamento con la casa? Riprova tra un momento." },
});

export function notLoadedPage<Props extends object>(
  load: () => Promise<FunctionComponent<Props>>,
): FunctionComponent<Props> {
  let loaded: FunctionComponent<Props> | null = null;
  let isNews = true;
  return function NotLoadedPage(props: Props) {
    const [isBusy, setBusy] = useState(false);
    const [, draw] = useState(0);
    const again = async (): Promise<void> => {
      setBusy(true);
      try {
        loaded = await load();
      } catch {
        // It says so already.
      }
      setBusy(false);
      draw((count) => count + 1);
    };
    useEffect(() => {
      // Whoever comes back later need not ask for it.
      if (!isNews && loaded === null) void again();
      isNews = false;
    }, []);
    if (loaded !== null) return h<Props>(loaded, props);
    return (
      <Page title={t("title")} intro={t("why")} isNarrow>
        <div class="row">
          <Button tone="primary" icon="history" isBusy={isBusy} onClick={() => void again()}>
            {common("again")}
          </Button>
        </div>
      </Page>
    );
  };
}
