/** The first run: from a box that is nobody's to a door that opens. */

import { route, type AppRoute } from "../route.ts";

export const firstRunRoutes: readonly AppRoute[] = [
  route("/start", async () => (await import("./start-page.tsx")).StartPage, { isPublic: true }),
  // Where the label of a gateway leads a phone's camera.
  route("/claim", async () => (await import("./start-page.tsx")).StartPage, { isPublic: true }),
  route("/add-lock", async () => (await import("./add-lock-page.tsx")).AddLockPage),
];
