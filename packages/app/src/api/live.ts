/**
 * What a page shows of the server, kept up to date: asked for when a page shows it, and again when an event says that it is
 * new. Pages that show the same share it. What `isKept` names is there at the next start without the server, with its age.
 *
 *     const locks = useLive("GET /api/homes/{homeId}/locks", { on: ["lock"], isKept: true });
 *     if (locks.value === null) return <Waiting live={locks} />;
 */

import { useEffect } from "preact/hooks";
import { signal, type Signal } from "@preact/signals";
import {
  addressOf,
  call,
  currentHomeId,
  type AnswerOf,
  type ApiAnswer,
  type ApiError,
  type ReadRoute,
  type RequestOf,
} from "./call.ts";
import { connection, heardAt, onHomeEvent, type HomeEventType } from "./events.ts";
import { forget, keep, readKept } from "./kept.ts";

export interface Live<Value> {
  /** null: not heard yet; see `error`. */
  readonly value: Value | null;
  /** Why the newest question was not answered; `value` is older then. */
  readonly error: ApiError | null;
  /** When the server told `value`, in milliseconds. */
  readonly at: number | null;
  readonly refresh: () => Promise<void>;
}

export interface LiveOptions {
  /** At which events it is asked for again. */
  readonly on?: readonly HomeEventType[];
  readonly isKept?: boolean;
}

/** Until what was not answered is asked for again. */
const againMs = 5_000;

type Ask = () => Promise<ApiAnswer<unknown>>;
/** The route's own arguments were checked where it was named. */
const askFor = call as (route: ReadRoute, request: object) => Promise<ApiAnswer<unknown>>;

class Entry {
  readonly value: Signal<unknown> = signal(null);
  readonly error = signal<ApiError | null>(null);
  readonly at = signal<number | null>(null);
  watchers = 0;
  on: ReadonlySet<HomeEventType> = new Set();
  isKept = false;
  isStale = true;
  readonly #key: string;
  readonly #ask: Ask;
  #asking: Promise<void> | null = null;
  #again: number | undefined;

  constructor(key: string, ask: Ask) {
    this.#key = key;
    this.#ask = ask;
    const kept = readKept(key);
    if (kept === null) return;
    this.value.value = kept.value;
    this.at.value = kept.at;
  }

  /** Two askers share one question; news that came during it is asked for after it. */
  readonly refresh = async (): Promise<void> => {
    this.isStale = true;
    this.#asking ??= this.#run().finally(() => {
      this.#asking = null;
    });
    await this.#asking;
  };

  /** Of another account, or of one that may not see it any more. */
  empty(): void {
    this.value.value = null;
    this.at.value = null;
  }

  get #isCurrent(): boolean {
    return entries.get(this.#key) === this;
  }

  async #run(): Promise<void> {
    window.clearTimeout(this.#again);
    while (this.isStale) {
      this.isStale = false;
      const answer = await this.#ask();
      if (!answer.ok) {
        this.error.value = answer.error;
        if (answer.error.code === "forbidden" || answer.error.code === "notFound") {
          this.empty();
          if (this.#isCurrent) forget(this.#key);
          continue;
        }
        if (this.isStale) continue;
        this.isStale = true;
        this.#again = window.setTimeout(() => this.#askAgain(), againMs);
        return;
      }
      const at = Date.now();
      heardAt.value = at;
      this.error.value = null;
      this.at.value = at;
      // What did not change is not drawn anew.
      if (JSON.stringify(this.value.peek()) !== JSON.stringify(answer.value)) this.value.value = answer.value;
      // Somebody may have signed out meanwhile.
      if (this.isKept && this.#isCurrent) keep(this.#key, { value: answer.value, at });
    }
  }

  /** A connection that comes back asks for everything by itself. */
  #askAgain(): void {
    if (this.isStale && this.watchers > 0 && this.#isCurrent && connection.value !== "lost") void this.refresh();
  }
}

const entries = new Map<string, Entry>();

onHomeEvent(({ type }) => {
  for (const entry of entries.values()) {
    if (type !== "reconnected" && !entry.on.has(type)) continue;
    if (entry.watchers > 0) void entry.refresh();
    else entry.isStale = true;
  }
});

/** Signed out, or in another home: nothing of it is shown any more. */
currentHomeId.subscribe((homeId) => {
  if (homeId !== null) return;
  for (const entry of entries.values()) entry.empty();
  entries.clear();
});

type LiveArguments<Route extends ReadRoute> =
  object extends RequestOf<Route>
    ? [options?: LiveOptions & RequestOf<Route>]
    : [options: LiveOptions & RequestOf<Route>];

export function useLive<Route extends ReadRoute>(
  route: Route,
  ...[options]: LiveArguments<Route>
): Live<AnswerOf<Route>> {
  const { on = [], isKept = false, ...request } = (options ?? {}) as LiveOptions;
  const key = addressOf(route, request);
  const entry = entryOf(key, async () => await askFor(route, request));
  entry.isKept ||= isKept;
  if (on.some((type) => !entry.on.has(type))) entry.on = new Set([...entry.on, ...on]);
  useEffect(() => {
    entry.watchers += 1;
    if (entry.isStale) void entry.refresh();
    return () => {
      entry.watchers -= 1;
      if (entry.watchers === 0 && entry.on.size === 0) entry.isStale = true;
    };
  }, [entry]);
  return {
    value: entry.value.value as AnswerOf<Route> | null,
    error: entry.error.value,
    at: entry.at.value,
    refresh: entry.refresh,
  };
}

function entryOf(key: string, ask: Ask): Entry {
  const entry = entries.get(key) ?? new Entry(key, ask);
  entries.set(key, entry);
  return entry;
}
