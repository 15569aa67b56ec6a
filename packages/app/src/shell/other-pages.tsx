/** Pages for paths that there are not, and for people without a home. */

import { signOut } from "../api/session.ts";
import { defineTexts } from "../text/define-texts.ts";
import { Button, ButtonLink } from "../ui/button.tsx";
import { Page } from "../ui/page.tsx";

const t = defineTexts({
  en: {
    notFound: "This page does not exist",
    toHome: "To the home page",
    noHome: "You belong to no home",
    noHomeIntro: "Somebody of the home has to invite you. Open the link of the invitation then.",
    signOut: "Sign out",
  },
  it: {
    notFound: "Questa pagina non esiste",
    toHome: "Alla pagina iniziale",
    noHome: "Non fai parte di nessuna casa",
    noHomeIntro: "Qualcuno della casa deve invitarti. Poi apri il link dell’invito.",
    signOut: "Esci",
  },
});

export function NotFoundPage() {
  return (
    <Page title={t("notFound")} isNarrow>
      <ButtonLink href="/" tone="primary">
        {t("toHome")}
      </ButtonLink>
    </Page>
  );
}

export function NoHomePage() {
  return (
    <Page title={t("noHome")} intro={t("noHomeIntro")} isNarrow>
      <div class="row">
        <Button onClick={() => void signOut()}>{t("signOut")}</Button>
      </div>
    </Page>
  );
}
