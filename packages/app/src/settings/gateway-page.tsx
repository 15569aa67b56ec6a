/** The gateway: what its light says, its network and how to change it, and a good place for it, by what is measured. */

import type { gatewayView, LockView } from "@catenaccio/protocol/api";
import type { Output } from "../api/api-types.ts";
import { useLive } from "../api/live.ts";
import { linkQuality } from "../home/lock-condition.ts";
import { Badge, Card, Notice } from "../ui/card.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { PlacePicture } from "./place-picture.tsx";
import { RingPicture, type LedColor } from "./ring-picture.tsx";
import { SettingsPart } from "./settings-part.tsx";
import { t } from "./texts.ts";
import { useRefreshWhileSeen } from "./use-refresh-while-seen.ts";

type Box = NonNullable<Output<typeof gatewayView>["box"]>;

export function GatewayPage() {
  const gateway = useLive("GET /api/homes/{homeId}/gateway", { on: ["settings"] });
  useRefreshWhileSeen(gateway.refresh);
  return (
    <SettingsPart title={t("set.gateway")}>
      {gateway.value === null ? (
        <Waiting live={gateway} />
      ) : gateway.value.isThere ? (
        <There box={gateway.value.box} />
      ) : (
        <Notice tone="warn">{t("gateway.none")}</Notice>
      )}
    </SettingsPart>
  );
}

function There({ box }: { readonly box: Box | null }) {
  return (
    <>
      <Now box={box} />
      <Lights now={box?.led ?? null} />
      <ChangeNetwork />
      <Place />
    </>
  );
}

function Now({ box }: { readonly box: Box | null }) {
  return (
    <Card title={t("gateway.now")} icon="gateway">
      {box === null ? (
        <p>{t("gateway.silent")}</p>
      ) : (
        <div class="gateway-now" role="status">
          <RingPicture led={box.led} isLarge />
          <div>
            <p class="gateway-means">{t(`led.${box.led}.means`)}</p>
            <p>{networkText(box)}</p>
          </div>
        </div>
      )}
    </Card>
  );
}

function networkText({ network, ssid }: Box): string {
  return network === "wifi" ? t("network.wifi", { ssid: ssid ?? "" }) : t(`network.${network}`);
}

const leds = {
  white: true,
  "white-slow": true,
  "white-fast": true,
  blue: true,
  amber: true,
  red: true,
  off: true,
} as const satisfies Readonly<Record<LedColor, true>>;

function Lights({ now }: { readonly now: LedColor | null }) {
  return (
    <Card title={t("gateway.light")} icon="info">
      <ul class="lights">
        {(Object.keys(leds) as LedColor[]).map((led) => (
          <li key={led} class={led === now ? "now" : undefined}>
            <RingPicture led={led} />
            <span>
              <strong>{t(`led.${led}`)}</strong> {led === now && <Badge tone="good">{t("gateway.light.now")}</Badge>}
              <span class="small block">{t(`led.${led}.means`)}</span>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function ChangeNetwork() {
  return (
    <Card title={t("network.change")} icon="link">
      <p>{t("network.change.cable")}</p>
      <ol class="text">
        <li>{t("network.change.1")}</li>
        <li>{t("network.change.2")}</li>
        <li>{t("network.change.3")}</li>
      </ol>
      <p class="small">{t("network.reset")}</p>
    </Card>
  );
}

function Place() {
  const locks = useLive("GET /api/homes/{homeId}/locks", { on: ["lock", "addLock"], isKept: true });
  const added = locks.value?.locks.filter(({ state }) => state === "added") ?? [];
  return (
    <Card title={t("place.title")} icon="home">
      <PlacePicture />
      <ul class="text">
        <li>{t("place.middle")}</li>
        <li>{t("place.router")}</li>
        <li>{t("place.metal")}</li>
      </ul>
      <h3>{t("place.measured")}</h3>
      {added.length === 0 ? (
        <p class="small">{t("place.noLocks")}</p>
      ) : (
        <ul class="measured">
          {added.map((lock) => (
            <li key={lock.lockId}>
              <Bars lock={lock} />
              {measuredText(lock)}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function measuredText({ name: lock, report }: LockView): string {
  if (report?.link === "offline") return t("place.lock.offline", { lock });
  const answerMs = report?.answerMs ?? null;
  const quality = linkQuality(answerMs);
  return quality === null
    ? t("place.lock.unknown", { lock })
    : t(`place.lock.${quality}`, { lock, ms: Math.round(answerMs ?? 0) });
}

const barsOf = { fast: 3, fair: 2, slow: 1 } as const;

function Bars({ lock: { report } }: { readonly lock: LockView }) {
  const quality = report?.link === "offline" ? null : linkQuality(report?.answerMs ?? null);
  const full = quality === null ? 0 : barsOf[quality];
  return (
    <svg class="bars" viewBox="0 0 20 20" aria-hidden="true">
      {[1, 2, 3].map((bar) => (
        <rect
          key={bar}
          class={bar <= full ? "full" : undefined}
          x={bar * 6 - 4}
          y={18 - bar * 5}
          width="4"
          height={bar * 5}
          rx="1"
        />
      ))}
    </svg>
  );
}
