/** Routes: a home's own settings. */

import { homeSettings } from "@catenaccio/protocol/api";
import { defineRoute } from "../http/route.ts";
import { changeSettings, readSettings } from "./settings.ts";

const settings = "/api/homes/{homeId}/settings";

export const settingsRoutes = [
  defineRoute({
    method: "get",
    path: settings,
    permission: "settings.read",
    summary: "Time zone, how long history is kept, whether sealed PINs are kept",
    response: homeSettings,
    handle: async ({ services: { household }, actor }) => ({
      ok: true,
      value: await readSettings(household.database, actor.homeId),
    }),
  }),
  defineRoute({
    method: "put",
    path: settings,
    permission: "settings.change",
    summary: "Change the settings of the home",
    body: homeSettings,
    response: homeSettings,
    handle: async ({ services: { household }, actor, body }) => {
      const changed = await changeSettings(household, actor, body);
      return changed.ok ? { ok: true, value: body } : changed;
    },
  }),
] as const;
