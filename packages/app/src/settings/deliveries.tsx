/** What became of the last deliveries to a webhook; asked for when somebody opens it. */

import { useState } from "preact/hooks";
import type { WebhookDelivery } from "@catenaccio/protocol/api";
import { useLive } from "../api/live.ts";
import { momentText } from "../text/moments.ts";
import { Badge, type Tone } from "../ui/card.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { t } from "./texts.ts";
import { useRefreshWhileSeen } from "./use-refresh-while-seen.ts";

export function Deliveries({ webhookId }: { readonly webhookId: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="deliveries" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("hooks.deliveries")}</summary>
      {isOpen && <List webhookId={webhookId} />}
    </details>
  );
}

function List({ webhookId }: { readonly webhookId: string }) {
  const deliveries = useLive("GET /api/homes/{homeId}/webhooks/{webhookId}/deliveries", { params: { webhookId } });
  useRefreshWhileSeen(deliveries.refresh);
  if (deliveries.value === null) return <Waiting live={deliveries} />;
  if (deliveries.value.deliveries.length === 0) return <p class="small">{t("hooks.deliveries.none")}</p>;
  return (
    <ul class="things">
      {deliveries.value.deliveries.map((delivery) => (
        <li key={`${delivery.deliveryId} ${delivery.attempt} ${delivery.at}`} class="spread">
          <span>
            {t(`hook.event.${delivery.event}`)}
            <span class="small block">
              {momentText(delivery.at)}
              {delivery.error !== null && `: ${errorOf(delivery)}`}
            </span>
          </span>
          <Badge tone={toneOf[delivery.outcome]}>{t(`delivery.${delivery.outcome}`)}</Badge>
        </li>
      ))}
    </ul>
  );
}

const toneOf = {
  delivered: "good",
  retrying: "warn",
  failed: "bad",
  dropped: "bad",
} as const satisfies Readonly<Record<WebhookDelivery["outcome"], Tone>>;

function errorOf({ error, status }: WebhookDelivery): string {
  return error === null ? "" : t(`delivery.error.${error}`, { status: status ?? "" });
}
