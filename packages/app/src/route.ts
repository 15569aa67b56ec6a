/** A page and its path: `route("/people/:personId", async () => (await import("./person-page.tsx")).PersonPage)`. */

import type { FunctionComponent } from "preact";
import { lazy } from "preact-iso";
import { call } from "./api/call.ts";
import { notLoadedPage } from "./shell/not-loaded-page.tsx";

export interface AppRoute {
  readonly path: string;
  /** Its parameters come as props: `{ personId }`. */
  readonly component: FunctionComponent;
  /** Whoever has no account may see it. */
  readonly isPublic: boolean;
}

export function route<Props extends object>(
  path: string,
  load: () => Promise<FunctionComponent<Props>>,
  { isPublic = false }: { readonly isPublic?: boolean } = {},
): AppRoute {
  const ask = async (): Promise<FunctionComponent<Props>> => await loadOrReload(load);
  // `lazy` keeps a failure for ever, so what it gets then is a page that can ask again.
  const component = lazy(async () => await ask().catch(() => notLoadedPage(ask)));
  return { path, component: component as unknown as FunctionComponent, isPublic };
}

const reloadedKey = "catenaccio.reloaded";
const reloadPauseMs = 10_000;

/** A page that is still of the build before may ask for a chunk that is gone: the new build has the page. */
async function loadOrReload<Component>(load: () => Promise<Component>): Promise<Component> {
  try {
    return await load();
  } catch (cause) {
    const last = Number(sessionStorage.getItem(reloadedKey) ?? 0);
    if (!navigator.onLine || Date.now() - last < reloadPauseMs) throw cause;
    // Without the server the whole app would be lost for one page. The service worker answers for `/`, not for the API.
    if (!(await call("GET /api/set-up")).ok) throw cause;
    sessionStorage.setItem(reloadedKey, String(Date.now()));
    window.location.reload();
    return await new Promise<never>(() => undefined);
  }
}
