/** RESET, held for three seconds: drawn, because words alone do not find a small hole. */

import { useState } from "preact/hooks";
import type { ApiError } from "../api/call.ts";
import { home } from "../api/session.ts";
import { virtualLockPage } from "../shell/virtual-lock.tsx";
import { common } from "../text/common.ts";
import { errorText } from "../text/error-text.ts";
import { Button } from "../ui/button.tsx";
import { Card, Notice } from "../ui/card.tsx";
import { ResetPicture } from "./reset-picture.tsx";
import { t } from "./texts.ts";

interface ResetStepProps {
  /** @returns why it could not begin, or null. */
  readonly onReady: () => Promise<ApiError | null>;
  readonly onBack: () => void;
}

export function ResetStep({ onReady, onBack }: ResetStepProps) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const begin = async (): Promise<void> => {
    setBusy(true);
    setError(await onReady());
    setBusy(false);
  };
  return (
    <Card title={t("add.reset.title")} icon="lock">
      <p>{t.rich("add.reset.text", { b: (parts) => <strong>{parts}</strong> })}</p>
      <ResetPicture label={t("add.reset.picture")} />
      {virtualLockPage !== "" && <p class="small">{t("add.reset.virtual")}</p>}
      <p class="small">
        {t("add.reset.gateway", { home: home.value?.name ?? "" })} {t("add.reset.time")}
      </p>
      {error !== null && (
        <Notice tone="bad" role="alert">
          {errorText(error)}
        </Notice>
      )}
      <div class="form-foot">
        <Button tone="primary" isBusy={isBusy} onClick={() => void begin()}>
          {t("add.reset.flashes")}
        </Button>
        <Button onClick={onBack}>{common("back")}</Button>
      </div>
    </Card>
  );
}
