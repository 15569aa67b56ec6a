/** Settings: one's own, the home's, and those for programs. Only what one's role may change is listed. */

import "./settings.css";
import { isAdministrator, isOwner } from "../api/session.ts";
import { Card } from "../ui/card.tsx";
import { Icon, type IconName } from "../ui/icon.tsx";
import { Page } from "../ui/page.tsx";
import { t } from "./texts.ts";

type Name =
  | "account"
  | "notices"
  | "alarms"
  | "privacy"
  | "household"
  | "members"
  | "gateway"
  | "homeAssistant"
  | "backup"
  | "apiKeys"
  | "webhooks"
  | "audit";

interface Entry {
  readonly name: Name;
  readonly href: string;
  readonly icon: IconName;
}

const account: Entry = { name: "account", href: "/settings/account", icon: "person" };
const notices: Entry = { name: "notices", href: "/notices", icon: "bell" };
const alarms: Entry = { name: "alarms", href: "/alarms", icon: "alarm" };
const privacy: Entry = { name: "privacy", href: "/settings/privacy", icon: "search" };
const household: Entry = { name: "household", href: "/settings/household", icon: "home" };
const members: Entry = { name: "members", href: "/settings/members", icon: "people" };
const gateway: Entry = { name: "gateway", href: "/settings/gateway", icon: "gateway" };
const homeAssistant: Entry = { name: "homeAssistant", href: "/settings/home-assistant", icon: "link" };
const backup: Entry = { name: "backup", href: "/settings/backup", icon: "download" };
const apiKeys: Entry = { name: "apiKeys", href: "/settings/api-keys", icon: "key" };
const webhooks: Entry = { name: "webhooks", href: "/settings/webhooks", icon: "send" };
const audit: Entry = { name: "audit", href: "/settings/audit", icon: "history" };

export function SettingsPage() {
  const ofHome = [
    ...(isAdministrator.value ? [household, members] : []),
    ...(isAdministrator.value ? [gateway] : []),
    ...(isOwner.value ? [backup, audit] : []),
  ];
  const forPrograms = [
    ...(isAdministrator.value ? [homeAssistant, webhooks] : []),
    ...(isOwner.value ? [apiKeys] : []),
  ];
  return (
    <Page title={t("set.title")}>
      <div class="settings-groups">
        <Group title={t("set.you")} entries={[account, notices, alarms, privacy]} />
        {ofHome.length > 0 && <Group title={t("set.home")} entries={ofHome} />}
        {forPrograms.length > 0 && <Group title={t("set.programs")} entries={forPrograms} />}
      </div>
    </Page>
  );
}

function Group({ title, entries }: { readonly title: string; readonly entries: readonly Entry[] }) {
  return (
    <Card title={title}>
      <ul class="list">
        {entries.map(({ name, href, icon }) => (
          <li key={name}>
            <a class="list-row" href={href}>
              <Icon name={icon} />
              <span class="list-row-words">
                <strong>{t(`set.${name}`)}</strong>
                <span class="small">{t(`set.${name}.text`)}</span>
              </span>
              <Icon name="next" />
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
}
