/** The pages of this area. */

import { route, type AppRoute } from "../route.ts";

export const historyRoutes: readonly AppRoute[] = [
  route("/history", async () => (await import("./history-page.tsx")).HistoryPage),
];
