/** A page and its path: `route("/people/:personId", async () => (await import("./person-page.tsx")).PersonPage)`. */

import type { FunctionComponent } from "preact";
import { lazy } from "preact-iso";

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
  return { path, component: lazy(() => loadOrReload(load)) as unknown as FunctionComponent, isPublic };
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
    sessionStorage.setItem(reloadedKey, String(Date.now()));
    window.location.reload();
    return await new Promise<never>(() => undefined);
  }
}
