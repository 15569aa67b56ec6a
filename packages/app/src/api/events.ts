/** What is new in the home, live. An event names what is new; whoever shows it asks for it again. */

import { computed, effect, signal } from "@preact/signals";
import { currentHomeId } from "./call.ts";
import { newestKeptAt } from "./kept.ts";
import { checkSession, session } from "./session.ts";

const homeEventTypes = [
  "lock",
  "addLock",
  "enrolment",
  "wanted",
  "people",
  "settings",
  "record",
  "alarm",
  "home",
] as const;
/**
 * `reconnected`: events may have been missed, so everything is asked for again. `lock`: how a lock is, its name, or that it is gone; `wanted`: what a lock has taken of people and credentials; `people`:
 * persons, credentials, guests; `home`: members, invitations, keys, the name.
 */
export type HomeEventType = (typeof homeEventTypes)[number] | "reconnected";

export interface HomeEvent {
  readonly type: HomeEventType;
  readonly lockId?: string;
  readonly number?: number;
}

export type Connection = "connecting" | "live" | "lost";

/** Whether what is shown is live. */
export const connection = signal<Connection>("connecting");
/** When the server was last known to be there; null: never, and nothing is kept of it. */
export const heardAt = signal<number | null>(null);

const listeners = new Set<(event: HomeEvent) => void>();
const reconnectMs = 2_000;
/** The server's heart beats every four seconds; a stream that is silent for three of them is broken. */
const silenceMs = 13_000;

/** @returns what ends it. */
export function onHomeEvent(listener: (event: HomeEvent) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

let source: EventSource | null = null;
let retry: number | undefined;
let silence: number | undefined;

const lookedAtHomeId = computed(() => (session.value.state === "signedIn" ? currentHomeId.value : null));

effect(() => {
  const homeId = lookedAtHomeId.value;
  close();
  if (homeId === null) return;
  if (heardAt.peek() === null) heardAt.value = newestKeptAt();
  open(homeId);
});
globalThis.addEventListener("online", () => reopen());
globalThis.addEventListener("offline", () => lose());
document.addEventListener("visibilitychange", () => {
  // While nobody looked the stream may have broken without a word.
  if (!document.hidden && (connection.value === "lost" || Date.now() - (heardAt.value ?? 0) > silenceMs)) reopen();
});

function reopen(): void {
  const homeId = lookedAtHomeId.peek();
  if (homeId === null) return;
  close();
  open(homeId);
}

function open(homeId: string): void {
  const opened = new EventSource(`/api/homes/${homeId}/events`);
  source = opened;
  awaitBeat();
  opened.addEventListener("open", () => {
    connection.value = "live";
    hear();
    // In another tab somebody else may have signed in.
    void checkSession();
    tell({ type: "reconnected" });
  });
  opened.addEventListener("beat", hear);
  for (const type of homeEventTypes)
    opened.addEventListener(type, (event: MessageEvent<string>) => {
      hear();
      if (type === "home") void checkSession();
      tell({ ...(JSON.parse(event.data) as object), type });
    });
  opened.addEventListener("error", () => {
    lose();
    // The browser comes back by itself, but not after a refusal: the session may be over.
    if (opened.readyState !== EventSource.CLOSED) return;
    close();
    retry = window.setTimeout(() => {
      void checkSession();
      reopen();
    }, reconnectMs);
  });
}

function close(): void {
  window.clearTimeout(retry);
  window.clearTimeout(silence);
  source?.close();
  source = null;
}

function hear(): void {
  heardAt.value = Date.now();
  awaitBeat();
}

function awaitBeat(): void {
  window.clearTimeout(silence);
  silence = window.setTimeout(() => {
    lose();
    reopen();
  }, silenceMs);
}

function lose(): void {
  connection.value = "lost";
}

function tell(event: HomeEvent): void {
  for (const listener of listeners) listener(event);
}
