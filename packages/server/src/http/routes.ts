/** Every route of the server: what is not here does not exist. */

import { accountRoutes } from "../accounts/account-routes.ts";
import { memberRoutes } from "../accounts/member-routes.ts";
import { proofRoutes } from "../accounts/proof-routes.ts";
import { careRoutes } from "../care/care-routes.ts";
import { householdRoutes } from "../household/routes.ts";
import { notifyRoutes } from "../notify/notify-routes.ts";
import { eventRoutes } from "./event-routes.ts";
import type { Route } from "./route.ts";

export const routes: readonly Route[] = [
  ...accountRoutes,
  ...memberRoutes,
  ...householdRoutes,
  ...proofRoutes,
  ...notifyRoutes,
  ...careRoutes,
  ...eventRoutes,
];
