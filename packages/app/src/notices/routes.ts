/** The pages of this area. */

import { route, type AppRoute } from "../route.ts";

export const noticesRoutes: readonly AppRoute[] = [
  route("/notices", async () => (await import("./notices-page.tsx")).NoticesPage),
];
