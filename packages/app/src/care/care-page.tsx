/** Care: when something is wrong, when something is due, when the lock is mounted. */

import { useLive } from "../api/live.ts";
import { language } from "../text/language.ts";
import { Badge } from "../ui/card.tsx";
import { Icon, type IconName } from "../ui/icon.tsx";
import { CareFrame, useLocks } from "./frame.tsx";
import { t } from "./texts.ts";

export function CarePage() {
  return (
    <CareFrame title={t("care.title")} intro={t("care.intro")} isFirst>
      {() => <Places />}
    </CareFrame>
  );
}

function Places() {
  return (
    <ul class="care-places">
      <Place name="trouble" href="/care/trouble" icon="question" />
      <Place name="maintenance" href="/care/maintenance" icon="calendar">
        <MaintenanceState />
      </Place>
      <Place name="install" href="/care/install" icon="care">
        <InstallState />
      </Place>
      <Place name="fingers" href="/care/fingers" icon="finger" />
    </ul>
  );
}

interface PlaceProps {
  readonly name: "trouble" | "maintenance" | "install" | "fingers";
  readonly href: string;
  readonly icon: IconName;
  readonly children?: preact.ComponentChildren;
}

function Place({ name, href, icon, children }: PlaceProps) {
  return (
    <li class="card care-place">
      <span class="care-place-icon">
        <Icon name={icon} size={26} />
      </span>
      <div>
        <h2>
          <a href={href}>{t(`care.card.${name}`)}</a>
        </h2>
        <p class="soft">{t(`care.card.${name}.text`)}</p>
        {children}
      </div>
    </li>
  );
}

function MaintenanceState() {
  const query = { lang: language.value };
  const { value } = useLive("GET /api/homes/{homeId}/maintenance", { query, on: ["lock"], isKept: true });
  if (value === null) return null;
  const due = value.items.filter(({ state }) => state !== "later");
  const isOverdue = due.some(({ state }) => state === "overdue");
  if (due.length === 0) return <Badge tone="good">{t("care.card.maintenance.none")}</Badge>;
  return <Badge tone={isOverdue ? "bad" : "warn"}>{t("care.card.maintenance.due", { count: due.length })}</Badge>;
}

function InstallState() {
  const locks = useLocks();
  return locks === null ? null : <InstallProgress lockId={locks[0]?.lockId} />;
}

function InstallProgress({ lockId }: { readonly lockId: string | undefined }) {
  const query = { lang: language.value, ...(lockId !== undefined && { lockId }) };
  const { value } = useLive("GET /api/homes/{homeId}/installation", { query, on: ["record"] });
  const done = value?.items.filter(({ isDone }) => isDone).length ?? 0;
  if (value === null || done === 0) return null;
  return (
    <Badge tone={value.isComplete ? "good" : "plain"}>
      {t("care.card.install.done", { done, all: value.items.length })}
    </Badge>
  );
}
