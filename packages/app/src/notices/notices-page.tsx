/** Notifications: on this device or not, of what, and which other devices get them. */

import type { PushSubscriptionView } from "@catenaccio/protocol/api";
import { useLive } from "../api/live.ts";
import { Page } from "../ui/page.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { DeviceList } from "./device-list.tsx";
import { t } from "./texts.ts";
import { ThisDevice } from "./this-device.tsx";
import { WantedKinds } from "./wanted-kinds.tsx";
import "./notices.css";

export function NoticesPage() {
  const push = useLive("GET /api/homes/{homeId}/push");
  return (
    <Page title={t("notices.title")} intro={t("notices.intro")} isNarrow>
      {push.value === null ? <Waiting live={push} /> : <Devices push={push.value} refresh={push.refresh} />}
      <WantedKinds />
    </Page>
  );
}

interface DevicesProps {
  readonly push: { readonly publicKey: string; readonly subscriptions: readonly PushSubscriptionView[] };
  readonly refresh: () => Promise<void>;
}

function Devices({ push: { publicKey, subscriptions }, refresh }: DevicesProps) {
  return (
    <>
      <ThisDevice publicKey={publicKey} subscriptions={subscriptions} refresh={refresh} />
      <DeviceList subscriptions={subscriptions} refresh={refresh} />
    </>
  );
}
