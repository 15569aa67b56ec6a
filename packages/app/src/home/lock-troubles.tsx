/** What keeps a lock from doing its work, as far as it says so itself, and what one can do here and now. */

import { useState } from "preact/hooks";
import type { LockView } from "@catenaccio/protocol/api";
import { call } from "../api/call.ts";
import { isAdministrator } from "../api/session.ts";
import { errorText } from "../text/error-text.ts";
import { announce } from "../ui/announce.tsx";
import { Button } from "../ui/button.tsx";
import { Notice, type Tone } from "../ui/card.tsx";
import { diagnosisOf } from "./paths.ts";
import { t } from "./texts.ts";
import { hindranceOf } from "./why-not.ts";

type Situation = NonNullable<NonNullable<LockView["report"]>["situation"]>;

interface Trouble {
  readonly text: string;
  readonly tone: Tone;
  readonly isDiagnosable?: boolean;
  readonly isRestorable?: boolean;
}

export function LockTroubles({ lock }: { readonly lock: LockView }) {
  const situation = lock.report?.situation ?? null;
  if (situation === null) return null;
  return (
    <>
      {troublesOf(lock, situation).map((trouble) => (
        <Notice key={trouble.text} tone={trouble.tone} role="status">
          <p>{trouble.text}</p>
          {trouble.isDiagnosable === true && <a href={diagnosisOf(lock.lockId)}>{t("card.trouble.diagnose")}</a>}
          {trouble.isRestorable === true && isAdministrator.value && <RestoreButton lockId={lock.lockId} />}
        </Notice>
      ))}
    </>
  );
}

function troublesOf(lock: LockView, situation: Situation): readonly Trouble[] {
  const hindrance = hindranceOf(lock);
  const found: Trouble[] = [];
  if (hindrance === "bolted-inside") found.push({ text: t("card.trouble.bolted"), tone: "plain" });
  if (hindrance === "handle-not-at-rest")
    found.push({ text: t("card.trouble.handle"), tone: "warn", isDiagnosable: true });
  if (situation.isJammed || hindrance === "motor-stall" || hindrance === "motor-open" || hindrance === "clutch")
    found.push({ text: t("card.trouble.jammed"), tone: "bad", isDiagnosable: true });
  if (situation.isLockedOut) found.push({ text: t("card.trouble.lockedOut"), tone: "warn" });
  if (situation.isPinEntryStopped) found.push({ text: t("card.trouble.pinStopped"), tone: "warn", isRestorable: true });
  if (situation.isFingerprintEntryStopped)
    found.push({ text: t("card.trouble.fingerStopped"), tone: "warn", isRestorable: true });
  return found;
}

function RestoreButton({ lockId }: { readonly lockId: string }) {
  const [isBusy, setBusy] = useState(false);
  const restore = async (): Promise<void> => {
    setBusy(true);
    const answer = await call("POST /api/homes/{homeId}/locks/{lockId}/restore-entry", { params: { lockId } });
    setBusy(false);
    announce(answer.ok ? t("card.trouble.restored") : errorText(answer.error), answer.ok ? "good" : "bad");
  };
  return (
    <Button isSmall isBusy={isBusy} onClick={() => void restore()}>
      {t("card.trouble.restore")}
    </Button>
  );
}
