/** Link and batteries of a lock, in a line. */

import type { LockView } from "@catenaccio/protocol/api";
import { connection } from "../api/events.ts";
import { localeOf } from "../text/moments.ts";
import { Icon } from "../ui/icon.tsx";
import { t } from "./texts.ts";

export function LockFacts({ lock }: { readonly lock: LockView }) {
  const link = connection.value === "lost" ? "lost" : (lock.report?.link ?? "connecting");
  const isAway = link === "offline" || link === "lost";
  return (
    <div class="lock-facts">
      <span class={`fact ${link}`}>
        <Icon name={isAway ? "noLink" : "link"} />
        {t(`card.link.${link}`)}
      </span>
      <Battery lock={lock} />
      {isAway && <p class="small">{t("card.link.offline.help")}</p>}
    </div>
  );
}

function Battery({ lock }: { readonly lock: LockView }) {
  const situation = lock.report?.situation ?? null;
  if (situation === null) return null;
  const { battery, hasEmergencyPower } = situation;
  if (hasEmergencyPower) return <Fact level="ok" text={t("card.battery.emergency")} />;
  if (battery === null) return null;
  const { level, percent } = battery;
  if (level === "ok" && percent !== null)
    return <Fact level={level} text={t("card.battery", { percent: percentText(percent) })} />;
  return <Fact level={level} text={t(`card.battery.${level}`)} />;
}

function Fact({ level, text }: { readonly level: "ok" | "warning" | "critical"; readonly text: string }) {
  return (
    <span class={`fact ${level}`}>
      <Icon name="battery" />
      {text}
    </span>
  );
}

function percentText(percent: number): string {
  return new Intl.NumberFormat(localeOf(), { style: "percent" }).format(percent / 100);
}
