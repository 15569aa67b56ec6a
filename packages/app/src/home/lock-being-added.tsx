/** A lock that is not there yet: it is being added, or that did not succeed. */

import { useState } from "preact/hooks";
import type { LockView } from "@catenaccio/protocol/api";
import { call } from "../api/call.ts";
import { isAdministrator } from "../api/session.ts";
import { errorText } from "../text/error-text.ts";
import { announce } from "../ui/announce.tsx";
import { Button, ButtonLink } from "../ui/button.tsx";
import { BoltPicture } from "./bolt-picture.tsx";
import { addLockPath } from "./paths.ts";
import { t } from "./texts.ts";

interface LockBeingAddedProps {
  readonly lock: LockView;
  readonly headingId: string;
}

export function LockBeingAdded({ lock, headingId }: LockBeingAddedProps) {
  return (
    <>
      <header class="lock-head">
        <BoltPicture condition="unknown" isOld />
        <h2 id={headingId}>{lock.name}</h2>
        <p class="lock-state old" role="status">
          {lock.state === "adding" ? t("card.adding") : t("card.failed")}
        </p>
        {lock.state === "adding" && <span class="spinner" aria-hidden="true" />}
      </header>
      {lock.state === "failed" && isAdministrator.value && (
        <div class="row">
          <ButtonLink href={addLockPath} tone="primary">
            {t("card.failed.again")}
          </ButtonLink>
          <ForgetButton lockId={lock.lockId} />
        </div>
      )}
    </>
  );
}

function ForgetButton({ lockId }: { readonly lockId: string }) {
  const [isBusy, setBusy] = useState(false);
  const forget = async (): Promise<void> => {
    setBusy(true);
    const answer = await call("DELETE /api/homes/{homeId}/locks/{lockId}", {
      params: { lockId },
      query: { isForced: "true" },
    });
    setBusy(false);
    if (!answer.ok) announce(errorText(answer.error), "bad");
  };
  return (
    <Button isBusy={isBusy} onClick={() => void forget()}>
      {t("card.failed.forget")}
    </Button>
  );
}
