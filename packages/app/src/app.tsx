/** The app: the frame, and in it the page that fits the path and whoever is there. */

import { ErrorBoundary } from "preact-iso";
import { LocationProvider, Route, Router, useLocation } from "preact-iso/router";
import { useEffect } from "preact/hooks";
import { checkSession, home, session } from "./api/session.ts";
import { routes } from "./routes.ts";
import { NoHomePage, NotFoundPage } from "./shell/other-pages.tsx";
import { askedPage } from "./shell/register-worker.ts";
import { Shell } from "./shell/shell.tsx";
import { Waiting } from "./ui/waiting.tsx";

/** What the server itself answers is not the app's. */
const ownPaths = /^\/(?!panel\/|api\/)/;

export function App() {
  return (
    <LocationProvider scope={ownPaths}>
      <Shell>
        <ErrorBoundary>
          <Pages />
        </ErrorBoundary>
      </Shell>
    </LocationProvider>
  );
}

function Pages() {
  const { path, route } = useLocation();
  const isPublic = routes.some((one) => one.isPublic && one.path === path);
  const { state } = session.value;
  const goal = state === "signedOut" && !isPublic ? (session.value.setUp.isClaimed ? "/sign-in" : "/start") : null;
  useEffect(() => {
    if (goal !== null) route(goal, true);
  }, [goal]);
  const asked = askedPage.value;
  useEffect(() => {
    askedPage.value = null;
    if (asked !== null) route(asked);
  }, [asked]);
  if (!isPublic && state === "unknown") return <Waiting live={{ error: session.value.error, refresh: checkSession }} />;
  if (goal !== null) return null;
  if (!isPublic && home.value === null) return <NoHomePage />;
  return (
    <Router onRouteChange={() => window.scrollTo(0, 0)}>
      {[
        ...routes.map((one) => <Route<object> key={one.path} path={one.path} component={one.component} />),
        <Route key="default" default component={NotFoundPage} />,
      ]}
    </Router>
  );
}
