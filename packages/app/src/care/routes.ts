/** The pages of care. */

import { route, type AppRoute } from "../route.ts";

export const careRoutes: readonly AppRoute[] = [
  route("/care", async () => (await import("./care-page.tsx")).CarePage),
  route("/care/trouble", async () => (await import("./trouble-page.tsx")).TroublePage),
  route("/care/maintenance", async () => (await import("./maintenance-page.tsx")).MaintenancePage),
  route("/care/install", async () => (await import("./install-page.tsx")).InstallPage),
  route("/care/fingers", async () => (await import("./fingers-page.tsx")).FingersPage),
];
