/** Live updates of a home, as server-sent events. */

import { isPermitted } from "../permissions.ts";
import { whoAsks } from "./asker.ts";
import { defineRoute, type Route } from "./route.ts";

export const eventRoutes: readonly Route[] = [
  defineRoute({
    method: "get",
    path: "/api/homes/{homeId}/events",
    permission: "home.read",
    summary: "What is new in the home, live (server-sent events)",
    description:
      'Each event names what is new, as in `event: lock` with `data: {"type":"lock","lockId":"…"}`; ask for it by its own route. The stream ends within five seconds after the session, the key or the membership.',
    contentType: "text/event-stream",
    handle: async ({ services, actor, caller }) => {
      const { homeId } = actor;
      const stream = services.events.open(homeId, async () => {
        const role = await (await whoAsks(services, caller.headers)).roleIn(homeId);
        return role !== null && isPermitted(role, "home.read");
      });
      return stream === null
        ? { ok: false, error: "tooMany", sentence: "Too many pages are open.", retryAfterSeconds: 10 }
        : { ok: true, value: stream };
    },
  }),
];
