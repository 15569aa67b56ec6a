/** Signing in, and accepting an invitation: for people who are nobody here yet. */

import { route, type AppRoute } from "../route.ts";

export const signInRoutes: readonly AppRoute[] = [
  route("/sign-in", async () => (await import("./sign-in-page.tsx")).SignInPage, { isPublic: true }),
  route("/invitation", async () => (await import("./invitation-page.tsx")).InvitationPage, { isPublic: true }),
];
