/** The pages of this area. */

import { route, type AppRoute } from "../route.ts";

export const settingsRoutes: readonly AppRoute[] = [
  route("/settings", async () => (await import("./settings-page.tsx")).SettingsPage),
  route("/settings/account", async () => (await import("./account-page.tsx")).AccountPage),
  route("/settings/household", async () => (await import("./household-page.tsx")).HouseholdPage),
  route("/settings/members", async () => (await import("./members-page.tsx")).MembersPage),
  route("/settings/privacy", async () => (await import("./privacy-page.tsx")).PrivacyPage),
  route("/settings/gateway", async () => (await import("./gateway-page.tsx")).GatewayPage),
  route("/settings/home-assistant", async () => (await import("./home-assistant-page.tsx")).HomeAssistantPage),
  route("/settings/backup", async () => (await import("./backup-page.tsx")).BackupPage),
  route("/settings/api-keys", async () => (await import("./api-keys-page.tsx")).ApiKeysPage),
  route("/settings/webhooks", async () => (await import("./webhooks-page.tsx")).WebhooksPage),
  route("/settings/audit", async () => (await import("./audit-page.tsx")).AuditPage),
];
