/** Webhooks: which programs are told of events, and whether it reaches them. */

import { useState } from "preact/hooks";
import type { WebhookView } from "@catenaccio/protocol/api";
import { call, type ApiError } from "../api/call.ts";
import { useLive } from "../api/live.ts";
import { errorText } from "../text/error-text.ts";
import { momentText } from "../text/moments.ts";
import { announce } from "../ui/announce.tsx";
import { Button } from "../ui/button.tsx";
import { Badge, Card, Notice } from "../ui/card.tsx";
import { ConfirmDialog } from "../ui/dialog.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { AddWebhook } from "./add-webhook.tsx";
import { Deliveries } from "./deliveries.tsx";
import { SecretOnce } from "./secret-once.tsx";
import { SettingsPart } from "./settings-part.tsx";
import { t } from "./texts.ts";

export function WebhooksPage() {
  const webhooks = useLive("GET /api/homes/{homeId}/webhooks", { on: ["home"] });
  const [secret, setSecret] = useState<string | null>(null);
  const refresh = (): void => void webhooks.refresh();
  return (
    <SettingsPart title={t("set.webhooks")} intro={t("hooks.intro")}>
      {secret !== null && <SecretOnce text={t("hooks.made")} secret={secret} />}
      {webhooks.value === null && <Waiting live={webhooks} />}
      {webhooks.value?.webhooks.length === 0 && <p>{t("hooks.none")}</p>}
      {webhooks.value?.webhooks.map((webhook) => (
        <Webhook key={webhook.id} webhook={webhook} onChange={refresh} />
      ))}
      <Card title={t("hooks.add")} icon="plus">
        <AddWebhook
          key={secret ?? "first"}
          onMade={(made) => {
            setSecret(made);
            refresh();
          }}
        />
      </Card>
    </SettingsPart>
  );
}

interface WebhookProps {
  readonly webhook: WebhookView;
  readonly onChange: () => void;
}

function Webhook({ webhook, onChange }: WebhookProps) {
  const { name, url, events, isEnabled, failingSince, waiting } = webhook;
  return (
    <Card
      title={name}
      icon="send"
      actions={<Badge tone={isEnabled ? "good" : "plain"}>{isEnabled ? t("hooks.on") : t("hooks.off")}</Badge>}
    >
      <p class="breakable">{url}</p>
      <p class="small">{events.map((event) => t(`hook.event.${event}`)).join(", ")}</p>
      {failingSince !== null && <Notice tone="warn">{t("hooks.failing", { date: momentText(failingSince) })}</Notice>}
      {waiting > 0 && <p class="small">{t("hooks.waiting", { count: waiting })}</p>}
      <WebhookActs webhook={webhook} onChange={onChange} />
      <Deliveries webhookId={webhook.id} />
    </Card>
  );
}

function WebhookActs({ webhook: { id: webhookId, name, isEnabled }, onChange }: WebhookProps) {
  const [isAsking, setAsking] = useState(false);
  const params = { webhookId };
  const tell = (error: ApiError | null, done: string): void => {
    announce(error === null ? done : errorText(error), error === null ? "good" : "bad");
    onChange();
  };
  const test = async (): Promise<void> => {
    const answer = await call("POST /api/homes/{homeId}/webhooks/{webhookId}/test", { params });
    tell(answer.ok ? null : answer.error, t("hooks.tested"));
  };
  const turn = async (): Promise<void> => {
    const body = { isEnabled: !isEnabled };
    const answer = await call("PATCH /api/homes/{homeId}/webhooks/{webhookId}", { params, body });
    tell(answer.ok ? null : answer.error, t("set.saved"));
  };
  const remove = async (): Promise<ApiError | null> => {
    const answer = await call("DELETE /api/homes/{homeId}/webhooks/{webhookId}", { params });
    if (!answer.ok) return answer.error;
    tell(null, t("hooks.removed"));
    return null;
  };
  return (
    <div class="row">
      {isEnabled && (
        <Button isSmall onClick={() => void test()}>
          {t("hooks.test")}
        </Button>
      )}
      <Button isSmall onClick={() => void turn()}>
        {isEnabled ? t("hooks.switchOff") : t("hooks.switchOn")}
      </Button>
      <Button isSmall tone="danger" onClick={() => setAsking(true)}>
        {t("set.remove")}
      </Button>
      <ConfirmDialog
        title={t("hooks.remove.title", { name })}
        action={t("set.remove")}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={remove}
      >
        <p>{t("hooks.remove.text")}</p>
      </ConfirmDialog>
    </div>
  );
}
