/** The app: the frame, and in it the page that fits the path and whoever is there. */

import { effect } from "@preact/signals";
import { ErrorBoundary } from "preact-iso";
import { LocationProvider, Route, Router, useLocation } from "preact-iso/router";
import { useEffect } from "preact/hooks";
import { onHomeEvent } from "./api/events.ts";
import { checkSession, home, session } from "./api/session.ts";
import { routes } from "./routes.ts";
import { FaultBoundary } from "./shell/fault-boundary.tsx";
import { hasLeftOnPurpose } from "./shell/left-on-purpose.ts";
import { NewVersion } from "./shell/new-version.tsx";
import { NoHomePage, NotFoundPage } from "./shell/other-pages.tsx";
import { askedPage } from "./shell/register-worker.ts";
import { Shell } from "./shell/shell.tsx";
import { homeTimeZone } from "./text/moments.ts";
import { Waiting } from "./ui/waiting.tsx";

/** What the server itself answers is not the app's. */
const ownPaths = /^\/(?!panel\/|api\/)/;

export function App() {
  return (
    <LocationProvider scope={ownPaths}>
      <Shell>
        <NewVersion />
        <ErrorBoundary>
          <Pages />
        </ErrorBoundary>
      </Shell>
    </LocationProvider>
  );
}

/** Times are the home's, wherever the reader is. */
effect(() => {
  homeTimeZone.value = home.value?.timeZone;
});

onHomeEvent(({ type }) => {
  if (type === "settings") void checkSession();
});

function Pages() {
  const { path, url, route } = useLocation();
  const isPublic = routes.some((one) => one.isPublic && one.path === path);
  const { state } = session.value;
  const goal = state === "signedOut" && !isPublic ? (session.value.setUp.isClaimed ? signInFor(url) : "/start") : null;
  useEffect(() => {
    if (goal !== null) route(goal, true);
  }, [goal]);
  useEffect(() => {
    if (state === "signedIn") hasLeftOnPurpose.value = false;
  }, [state]);
  const asked = askedPage.value;
  useEffect(() => {
    askedPage.value = null;
    if (asked !== null) route(asked);
  }, [asked]);
  if (!isPublic && state === "unknown") return <Waiting live={{ error: session.value.error, refresh: checkSession }} />;
  if (goal !== null) return null;
  if (!isPublic && home.value === null) return <NoHomePage />;
  return (
    <FaultBoundary path={path}>
      <Router onRouteChange={() => window.scrollTo(0, 0)}>
        {[
          ...routes.map((one) => <Route<object> key={one.path} path={one.path} component={one.component} />),
          <Route key="default" default component={NotFoundPage} />,
        ]}
      </Router>
    </FaultBoundary>
  );
}

/** Whoever's session has ended comes back to where they were. */
function signInFor(url: string): string {
  return url === "/" || hasLeftOnPurpose.value ? "/sign-in" : `/sign-in?to=${encodeURIComponent(url)}`;
}
