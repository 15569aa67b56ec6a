/** The pages of this area. */

import { route, type AppRoute } from "../route.ts";

export const homeRoutes: readonly AppRoute[] = [route("/", async () => (await import("./home-page.tsx")).HomePage)];
