/** One's own account: password, passkeys, where one is signed in. */

import { useState } from "preact/hooks";
import { account, home, signOut } from "../api/session.ts";
import { hasLeftOnPurpose } from "../shell/left-on-purpose.ts";
import { errorText } from "../text/error-text.ts";
import { announce } from "../ui/announce.tsx";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { ChangePassword } from "./change-password.tsx";
import { Passkeys } from "./passkeys.tsx";
import { Sessions } from "./sessions.tsx";
import { SettingsPart } from "./settings-part.tsx";
import { t } from "./texts.ts";

export function AccountPage() {
  return (
    <SettingsPart title={t("set.account")}>
      <Who />
      <ChangePassword />
      <Passkeys />
      <Sessions />
    </SettingsPart>
  );
}

function Who() {
  const [isBusy, setBusy] = useState(false);
  const leave = async (): Promise<void> => {
    setBusy(true);
    hasLeftOnPurpose.value = true;
    const error = await signOut();
    setBusy(false);
    if (error === null) return;
    hasLeftOnPurpose.value = false;
    announce(errorText(error), "bad");
  };
  return (
    <Card title={t("account.who")} icon="person">
      <dl class="facts">
        <dt>{t("account.name")}</dt>
        <dd>{account.value?.name}</dd>
        <dt>{t("account.email")}</dt>
        <dd class="breakable">{account.value?.email}</dd>
        {home.value !== null && (
          <>
            <dt>{t("account.role")}</dt>
            <dd>{t(`role.${home.value.role}`)}</dd>
          </>
        )}
      </dl>
      <div class="row">
        <Button icon="signOut" isBusy={isBusy} onClick={() => void leave()}>
          {t("account.signOut")}
        </Button>
      </div>
    </Card>
  );
}
