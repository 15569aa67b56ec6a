/** The pages of this area. */

import { route, type AppRoute } from "../route.ts";

export const alarmsRoutes: readonly AppRoute[] = [
  route("/alarms", async () => (await import("./alarms-page.tsx")).AlarmsPage),
];
