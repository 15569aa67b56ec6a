/** The button that signs in with a passkey, where the browser can. */

import { useState } from "preact/hooks";
import { arePasskeysPossible, signInWithPasskey } from "../api/passkeys.ts";
import { enterAccount } from "../api/session.ts";
import { errorText } from "../text/error-text.ts";
import { announce } from "../ui/announce.tsx";
import { Button } from "../ui/button.tsx";
import { t } from "./texts.ts";

export function PasskeySignIn() {
  const [isBusy, setBusy] = useState(false);
  if (!arePasskeysPossible) return null;
  const signIn = async (): Promise<void> => {
    setBusy(true);
    const answer = await signInWithPasskey();
    setBusy(false);
    if (answer.ok) enterAccount(answer.value);
    else announce(answer.error.code === "offline" ? errorText(answer.error) : t("passkeyFailed"), "bad");
  };
  return (
    <Button icon="key" isBusy={isBusy} onClick={() => void signIn()}>
      {t("passkey")}
    </Button>
  );
}
