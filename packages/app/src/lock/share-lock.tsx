/** Lets another home system add the lock: its Matter code for a few minutes, drawn and in digits. */

import { useEffect, useState } from "preact/hooks";
import type { LockView, shareAnswer } from "@catenaccio/protocol/api";
import type { Output } from "../api/api-types.ts";
import { call, type ApiError } from "../api/call.ts";
import { ProveForm, type Proven } from "../home/prove-form.tsx";
import { errorText } from "../text/error-text.ts";
import { Button } from "../ui/button.tsx";
import { Card, Notice } from "../ui/card.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { MatterCode } from "./matter-code.tsx";
import { t } from "./texts.ts";

const shareSeconds = 900;
const secondMs = 1_000;

interface Shared extends Output<typeof shareAnswer> {
  readonly until: number;
}

export function ShareLock({ lock }: { readonly lock: LockView }) {
  const { lockId } = lock;
  const [shared, setShared] = useState<Shared | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const [isAsking, setAsking] = useState(false);
  const share = async ({ proof }: Proven): Promise<void> => {
    setAsking(false);
    setBusy(true);
    setError(null);
    const body = { seconds: shareSeconds, proof };
    const answer = await call("POST /api/homes/{homeId}/locks/{lockId}/share", { params: { lockId }, body });
    setBusy(false);
    if (answer.ok) setShared({ ...answer.value, until: Date.now() + shareSeconds * secondMs });
    else setError(answer.error);
  };
  const left = useSecondsLeft(shared?.until ?? null);
  return (
    <Card title={t("share.title")} icon="send">
      <p class="small">{t("share.why")}</p>
      {shared !== null && left > 0 ? (
        <Code shared={shared} left={left} />
      ) : (
        <>
          {shared !== null && <Notice role="status">{t("share.over")}</Notice>}
          {error !== null && (
            <Notice tone="bad" role="alert">
              {errorText(error)}
            </Notice>
          )}
          <div class="row">
            <Button icon="key" isBusy={isBusy} onClick={() => setAsking(true)}>
              {t("share.button")}
            </Button>
          </div>
          <Dialog title={t("share.title")} isOpen={isAsking} onClose={() => setAsking(false)}>
            <ProveForm lock={lock} action="share" submit={t("share.button")} onProven={(proven) => void share(proven)}>
              <p>{t("share.prove")}</p>
            </ProveForm>
          </Dialog>
        </>
      )}
    </Card>
  );
}

const systems = [
  ["Apple Home", "share.apple"],
  ["Google Home", "share.google"],
  ["Alexa", "share.alexa"],
  ["Home Assistant", "share.homeAssistant"],
] as const;

function Code({ shared: { qr, manual }, left }: { readonly shared: Shared; readonly left: number }) {
  return (
    <div class="shared-code" role="group" aria-label={t("share.title")}>
      <MatterCode text={qr} />
      <p class="small">{t("share.manual")}</p>
      <p class="matter-digits">{grouped(manual)}</p>
      <CopyButton text={manual} label={t("share.copy")} isSmall />
      <p>{t("share.left", { time: clockText(left) })}</p>
      <dl class="share-ways">
        {systems.map(([name, how]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{t(how)}</dd>
          </div>
        ))}
      </dl>
      <p class="small">{t("share.note")}</p>
    </div>
  );
}

/** As it is printed on labels: 1234-567-8901. */
function grouped(manual: string): string {
  return manual.replace(/^(\d{4})(\d{3})(\d{4})$/, "$1-$2-$3");
}

function clockText(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function useSecondsLeft(until: number | null): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (until === null) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), secondMs);
    return () => clearInterval(timer);
  }, [until]);
  return until === null ? 0 : Math.max(0, Math.ceil((until - now) / secondMs));
}
