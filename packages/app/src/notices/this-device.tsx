/** This device: whether it is notified, and the switch. Where the browser forbids it, one sentence says why. */

import type { PushSubscriptionView } from "@catenaccio/protocol/api";
import { useEffect, useState } from "preact/hooks";
import { errorText } from "../text/error-text.ts";
import { announce } from "../ui/announce.tsx";
import { Button } from "../ui/button.tsx";
import { Card, Notice } from "../ui/card.tsx";
import { Form, TextField } from "../ui/form.tsx";
import { ownSubscriptionId, readPushState, subscribe, unsubscribe, type PushState } from "./push.ts";
import { t } from "./texts.ts";

interface ThisDeviceProps {
  readonly publicKey: string;
  readonly subscriptions: readonly PushSubscriptionView[];
  readonly refresh: () => Promise<void>;
}

export function ThisDevice({ publicKey, subscriptions, refresh }: ThisDeviceProps) {
  const [state, setState] = useState<PushState | null>(null);
  const look = async (): Promise<void> => setState(await readPushState());
  useEffect(() => void look(), [subscriptions]);
  const own = subscriptions.find(({ id }) => id === ownSubscriptionId());
  return (
    <Card title={t("notices.device")} icon="bell">
      {state === "on" && own !== undefined ? (
        <TurnOff device={own} refresh={refresh} />
      ) : (
        <NotOn
          state={state}
          turnOn={async (device) => {
            const outcome = await subscribe(publicKey, device);
            if (outcome.ok) announce(t("notices.device.turnedOn"), "good");
            await look();
            await refresh();
            return outcome.ok ? null : outcome.why;
          }}
        />
      )}
    </Card>
  );
}

interface NotOnProps {
  readonly state: PushState | null;
  readonly turnOn: (
    device: string,
  ) => Promise<Extract<Awaited<ReturnType<typeof subscribe>>, { ok: false }>["why"] | null>;
}

function NotOn({ state, turnOn }: NotOnProps) {
  if (state === null) return <p class="soft">{t("notices.loading")}</p>;
  if (state === "insecure" || state === "unsupported" || state === "denied")
    return <Notice>{t(`notices.${state}`)}</Notice>;
  return (
    <>
      <p>{t("notices.device.off")}</p>
      <Form
        submit={t("notices.device.turnOn")}
        onSubmit={async (values) => {
          const why = await turnOn(values.text("device"));
          return typeof why === "string" ? { field: null, text: t(`notices.${why}`) } : why;
        }}
      >
        <TextField
          name="device"
          label={t("notices.device.name")}
          required
          maxLength={64}
          defaultValue={t(isPhone() ? "notices.device.name.phone" : "notices.device.name.computer")}
        />
      </Form>
    </>
  );
}

function TurnOff({
  device,
  refresh,
}: {
  readonly device: PushSubscriptionView;
  readonly refresh: () => Promise<void>;
}) {
  const [isBusy, setBusy] = useState(false);
  const turnOff = async (): Promise<void> => {
    setBusy(true);
    const error = await unsubscribe(device.id);
    setBusy(false);
    announce(error === null ? t("notices.device.turnedOff") : errorText(error), error === null ? "plain" : "bad");
    await refresh();
  };
  return (
    <>
      <p>{t("notices.device.on")}</p>
      <div class="row">
        <Button isBusy={isBusy} onClick={() => void turnOff()}>
          {t("notices.device.turnOff")}
        </Button>
      </div>
    </>
  );
}

function isPhone(): boolean {
  return /Android|iPhone|iPad|Mobile/i.test(navigator.userAgent);
}
