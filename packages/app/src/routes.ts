/** Which page stands under which path. Each area lists its own pages; each is loaded when it is first opened. */

import type { AppRoute } from "./route.ts";
import { alarmsRoutes } from "./alarms/routes.ts";
import { careRoutes } from "./care/routes.ts";
import { firstRunRoutes } from "./first-run/routes.ts";
import { guestsRoutes } from "./guests/routes.ts";
import { historyRoutes } from "./history/routes.ts";
import { homeRoutes } from "./home/routes.ts";
import { lockRoutes } from "./lock/routes.ts";
import { noticesRoutes } from "./notices/routes.ts";
import { peopleRoutes } from "./people/routes.ts";
import { settingsRoutes } from "./settings/routes.ts";
import { signInRoutes } from "./sign-in/routes.ts";

export const routes: readonly AppRoute[] = [
  ...homeRoutes,
  ...lockRoutes,
  ...peopleRoutes,
  ...guestsRoutes,
  ...historyRoutes,
  ...alarmsRoutes,
  ...careRoutes,
  ...settingsRoutes,
  ...noticesRoutes,
  ...signInRoutes,
  ...firstRunRoutes,
];
