/** The devices of the account: reached when, tested, removed. */

import type { PushSubscriptionView } from "@catenaccio/protocol/api";
import { useState } from "preact/hooks";
import { call } from "../api/call.ts";
import { errorText } from "../text/error-text.ts";
import { momentText } from "../text/moments.ts";
import { announce } from "../ui/announce.tsx";
import { Button } from "../ui/button.tsx";
import { Badge, Card } from "../ui/card.tsx";
import { ownSubscriptionId, unsubscribe } from "./push.ts";
import { t } from "./texts.ts";

interface DeviceListProps {
  readonly subscriptions: readonly PushSubscriptionView[];
  readonly refresh: () => Promise<void>;
}

export function DeviceList({ subscriptions, refresh }: DeviceListProps) {
  return (
    <Card title={t("notices.devices")} icon="panel">
      {subscriptions.length === 0 ? (
        <p class="soft">{t("notices.devices.none")}</p>
      ) : (
        <ul class="notice-devices">
          {subscriptions.map((subscription) => (
            <Device key={subscription.id} subscription={subscription} refresh={refresh} />
          ))}
        </ul>
      )}
    </Card>
  );
}

interface DeviceProps {
  readonly subscription: PushSubscriptionView;
  readonly refresh: () => Promise<void>;
}

function Device({ subscription, refresh }: DeviceProps) {
  const { id, device, service, createdAt, deliveredAt } = subscription;
  const [isBusy, setBusy] = useState(false);
  const act = async (work: () => Promise<string | null>, done: string): Promise<void> => {
    setBusy(true);
    const objection = await work();
    setBusy(false);
    announce(objection ?? done, objection === null ? "plain" : "bad");
    await refresh();
  };
  const test = async (): Promise<string | null> => {
    const answer = await call("POST /api/homes/{homeId}/push/{subscriptionId}/test", {
      params: { subscriptionId: id },
    });
    return answer.ok ? null : errorText(answer.error);
  };
  const remove = async (): Promise<string | null> => {
    const error = await unsubscribe(id);
    return error === null ? null : errorText(error);
  };
  return (
    <li>
      <p class="row">
        <strong>{device}</strong>
        {id === ownSubscriptionId() && <Badge tone="good">{t("notices.devices.this")}</Badge>}
      </p>
      <p class="small">
        {t("notices.devices.since", { when: momentText(createdAt), service })}
        {" · "}
        {deliveredAt === null
          ? t("notices.devices.never")
          : t("notices.devices.delivered", { when: momentText(deliveredAt) })}
      </p>
      <div class="row">
        <Button isSmall isBusy={isBusy} icon="bell" onClick={() => void act(test, t("notices.test.sent", { device }))}>
          {t("notices.test")}
          <span class="unseen">: {device}</span>
        </Button>
        <Button
          isSmall
          isBusy={isBusy}
          icon="trash"
          onClick={() => void act(remove, t("notices.devices.removed", { device }))}
        >
          {t("notices.devices.remove")}
          <span class="unseen">: {device}</span>
        </Button>
      </div>
    </li>
  );
}
