/** The service worker, where the browser allows one: on https, and on the machine itself. */

import { signal } from "@preact/signals";
import { isSecure } from "./secure.tsx";

/** Which page a notification wants to show. */
export const askedPage = signal<string | null>(null);

export function registerWorker(): void {
  if (!isSecure || !("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("message", ({ data }: MessageEvent<{ readonly open?: unknown } | null>) => {
    if (typeof data?.open === "string" && data.open.startsWith("/")) askedPage.value = data.open;
  });
  // The first paint is the person's; the worker can wait.
  if (document.readyState === "complete") register();
  else window.addEventListener("load", register);
}

function register(): void {
  // A browser that refuses shows the app all the same.
  navigator.serviceWorker.register("/service-worker.js").catch(() => undefined);
}
