/** The service worker, where the browser allows one: on https, and on the machine itself. */

import { signal } from "@preact/signals";
import { isSecure } from "./secure.tsx";

/** Which page a notification wants to show. */
export const askedPage = signal<string | null>(null);

/** A newer build has come in while this page was open. */
export const isNewVersionHere = signal(false);

const updateHoursMs = 6 * 3_600_000;

export function registerWorker(): void {
  if (!isSecure || !("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("message", ({ data }: MessageEvent<{ readonly open?: unknown } | null>) => {
    if (typeof data?.open === "string" && data.open.startsWith("/")) askedPage.value = data.open;
  });
  let isFirst = navigator.serviceWorker.controller === null;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    isNewVersionHere.value ||= !isFirst;
    isFirst = false;
  });
  // The first paint is the person's; the worker can wait.
  if (document.readyState === "complete") void register();
  else window.addEventListener("load", () => void register());
}

async function register(): Promise<void> {
  try {
    const registration = await navigator.serviceWorker.register("/service-worker.js");
    // By itself a browser looks only when a page is loaded, and this one may stay open for months.
    const update = (): void => void registration.update().catch(() => undefined);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") update();
    });
    window.setInterval(update, updateHoursMs);
  } catch {
    // A browser that refuses shows the app all the same.
  }
}
