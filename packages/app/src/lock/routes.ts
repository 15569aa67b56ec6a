/** The pages of this area. */

import { route, type AppRoute } from "../route.ts";

export const lockRoutes: readonly AppRoute[] = [
  route("/locks/:lockId", async () => (await import("./lock-page.tsx")).LockPage),
];
