/**
 * The service worker: the app's own files, so that it opens without the server, and notifications. It never answers for the
 * API: what the app knew last it keeps itself (api/kept.ts). A new build is fetched whole before it takes over, and its old
 * files stay for pages that are still open.
 */

import type { PushMessage } from "@catenaccio/protocol/api";

declare const self: ServiceWorkerGlobalScope;

/** Written in by the build (vite.config.ts). */
const version = "%version%";
const files = "%files%" as unknown as readonly string[];

const cachePrefix = "catenaccio-files-";
const cacheName = cachePrefix + version;
/** This build and the one before it. */
const cachesKeptMax = 2;

self.addEventListener("install", (event) => {
  event.waitUntil(fill());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname.startsWith("/api/") || pathname.startsWith("/panel/")) return;
  event.respondWith(request.mode === "navigate" ? pageFor(request) : fileFor(request));
  if (request.mode === "navigate") event.waitUntil(refreshPage());
});

self.addEventListener("push", (event) => {
  const message = event.data === null ? null : (event.data.json() as PushMessage);
  if (message !== null) event.waitUntil(show(message));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openPage(String((event.notification.data as { readonly page?: string } | null)?.page ?? "/")));
});

async function fill(): Promise<void> {
  const cache = await caches.open(cacheName);
  // Past the browser's own cache: one build, not half of two.
  await cache.addAll(files.map((file) => new Request(file, { cache: "reload" })));
  await self.skipWaiting();
}

async function takeOver(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(cachePrefix) && name !== cacheName);
  for (const name of names.slice(0, Math.max(0, names.length - (cachesKeptMax - 1)))) await caches.delete(name);
  await self.clients.claim();
}

/** Every page is the same document; the app reads the path. */
async function pageFor(request: Request): Promise<Response> {
  const kept = await (await caches.open(cacheName)).match("/");
  return kept ?? (await fetch(request));
}

/**
 * The server writes into the document what may change without a new build, so the next start has it anew; the first paint
 * does not wait for it. The document of another build comes with that build's worker, and never without its files.
 */
async function refreshPage(): Promise<void> {
  try {
    const answer = await fetch("/", { cache: "no-cache" });
    if (!answer.ok || answer.redirected) return;
    const named = (await answer.clone().text()).match(/\/assets\/[\w.-]+/g) ?? [];
    if (named.every((file) => files.includes(file))) await (await caches.open(cacheName)).put("/", answer);
  } catch {
    // Without the server what is kept holds.
  }
}

async function fileFor(request: Request): Promise<Response> {
  const current = await (await caches.open(cacheName)).match(request, { ignoreVary: true });
  // A page of the build before asks for its own files, which the server has no more.
  const kept = current ?? (await caches.match(request, { ignoreVary: true }));
  return kept ?? (await fetch(request));
}

async function show(message: PushMessage): Promise<void> {
  const { title, body, language, tag, isSilent, at, kind } = message;
  const options: NotificationOptions & { readonly timestamp: number; readonly renotify: boolean } = {
    body,
    lang: language,
    tag,
    silent: isSilent,
    timestamp: Date.parse(at),
    renotify: !isSilent,
    icon: "/icon-192.png",
    badge: "/badge-96.png",
    data: { page: pageOf(message, kind) },
  };
  await self.registration.showNotification(title, options);
}

function pageOf({ lockId }: PushMessage, kind: PushMessage["kind"]): string {
  if (kind === "test") return "/notices";
  if (kind === "maintenanceDue") return "/care";
  if (kind === "webhookStopped") return "/settings";
  if (kind === "lockOffline" || kind === "lockBack" || kind === "batteryLow" || kind === "batteryCritical")
    return lockId === null ? "/" : `/locks/${lockId}`;
  return "/alarms";
}

async function openPage(page: string): Promise<void> {
  const open = await self.clients.matchAll({ type: "window" });
  const app = open.find(({ url }) => !new URL(url).pathname.startsWith("/panel/"));
  if (app === undefined) {
    await self.clients.openWindow(page);
    return;
  }
  await app.focus();
  app.postMessage({ open: page });
}
