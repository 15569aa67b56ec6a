/** The pages of people. */

import { route, type AppRoute } from "../route.ts";

export const peopleRoutes: readonly AppRoute[] = [
  route("/people", async () => (await import("./people-page.tsx")).PeoplePage),
  route("/people/:personId", async () => (await import("./person-page.tsx")).PersonPage),
  route("/people/:personId/locks/:lockId", async () => (await import("./access-page.tsx")).AccessPage),
  route("/who", async () => (await import("./who-page.tsx")).WhoPage),
];
