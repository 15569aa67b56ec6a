/** The pages of guests, and the one that a guest sees without an account. */

import { route, type AppRoute } from "../route.ts";

export const guestsRoutes: readonly AppRoute[] = [
  route("/guests", async () => (await import("./guests-page.tsx")).GuestsPage),
  route("/guests/new", async () => (await import("./new-guest-page.tsx")).NewGuestPage),
  route("/guest", async () => (await import("./guest-page.tsx")).GuestPage, { isPublic: true }),
];
