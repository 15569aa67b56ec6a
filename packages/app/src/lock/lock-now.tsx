/** How the lock is now: its state with the big button, its link as it is measured, and which one it is. */

import { useState } from "preact/hooks";
import type { LockView } from "@catenaccio/protocol/api";
import { call } from "../api/call.ts";
import { isAdministrator } from "../api/session.ts";
import { LastEvent } from "../home/last-event.tsx";
import { LockState } from "../home/lock-state.tsx";
import { LockFacts } from "../home/lock-facts.tsx";
import { isHeard, linkQuality } from "../home/lock-condition.ts";
import { errorText } from "../text/error-text.ts";
import { agoText } from "../text/moments.ts";
import { announce } from "../ui/announce.tsx";
import { Button } from "../ui/button.tsx";
import { t } from "./texts.ts";

export function LockNow({ lock }: { readonly lock: LockView }) {
  return (
    <section class="card lock-card" aria-labelledby="lock-now">
      <LockState lock={lock} heading={<h2 id="lock-now">{t("state.title")}</h2>} />
      <LockFacts lock={lock} />
      <Link lock={lock} />
      {lock.confirmedRevision < lock.wantedRevision && !isHeard(lock) && <p class="small">{t("state.waiting")}</p>}
      <Identify lockId={lock.lockId} />
      {isAdministrator.value && <LastEvent lockId={lock.lockId} />}
    </section>
  );
}

function Link({ lock: { report } }: { readonly lock: LockView }) {
  const quality = linkQuality(report?.answerMs ?? null);
  const heardAt = report?.heardAt ?? null;
  return (
    <dl class="facts">
      {quality !== null && (
        <>
          <dt>{t("state.link")}</dt>
          <dd>
            {t(`state.link.${quality}`, { ms: Math.round(report?.answerMs ?? 0) })}
            {quality === "slow" && <span class="hint">{t("state.link.slow.help")}</span>}
          </dd>
        </>
      )}
      <dt>{t("state.lastHeard")}</dt>
      <dd>{heardAt === null ? t("state.never") : agoText(heardAt)}</dd>
    </dl>
  );
}

function Identify({ lockId }: { readonly lockId: string }) {
  const [isBusy, setBusy] = useState(false);
  const identify = async (): Promise<void> => {
    setBusy(true);
    const answer = await call("POST /api/homes/{homeId}/locks/{lockId}/identify", { params: { lockId } });
    setBusy(false);
    announce(answer.ok ? t("state.identify.done") : errorText(answer.error), answer.ok ? "good" : "bad");
  };
  return (
    <div class="row">
      <Button icon="sound" isSmall isBusy={isBusy} onClick={() => void identify()}>
        {t("state.identify")}
      </Button>
      <span class="small beside-button">{t("state.identify.help")}</span>
    </div>
  );
}
