/** All routes of the household. */

import type { Route } from "../http/route.ts";
import { guestRoutes } from "./guest-routes.ts";
import { historyRoutes } from "./history-routes.ts";
import { lockRoutes } from "./lock-routes.ts";
import { peopleRoutes } from "./people-routes.ts";
import { settingsRoutes } from "./settings-routes.ts";

export const householdRoutes: readonly Route[] = [
  ...peopleRoutes,
  ...guestRoutes,
  ...lockRoutes,
  ...historyRoutes,
  ...settingsRoutes,
];
