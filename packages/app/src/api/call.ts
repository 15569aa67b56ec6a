/**
 * Calls the API. A refusal is returned, never thrown, and so is a server that cannot be reached (`offline`): whoever calls
 * keeps what the person typed and shows the sentence.
 *
 *     const answer = await call("PATCH /api/homes/{homeId}/locks/{lockId}", { params: { lockId }, body: { name } });
 *     if (!answer.ok) return answer.error;
 */

import { signal } from "@preact/signals";
import type { ApiRoutes } from "./api-routes.ts";

export interface ApiError {
  /** The server's word, or `offline`: it could not be reached. */
  readonly code: string;
  /** The server's own sentence, in English; `errorText` (text/error-text.ts) has the person's. */
  readonly sentence: string;
  /** Which part of the request it is about. */
  readonly field: string | null;
  readonly retryAfterSeconds: number | null;
  /** Of `orderFailed`: what the gateway or the lock answered. */
  readonly reason?: string;
}

export type ApiAnswer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: ApiError };

export type RouteName = keyof ApiRoutes;
export type ReadRoute = Extract<RouteName, `GET ${string}`>;
export type AnswerOf<Route extends RouteName> = ApiRoutes[Route]["answer"];

type ParamNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamNames<Rest>
  : never;
/** `homeId` is the current home's when it is left out. */
type ParamsOf<Route extends string> = {
  readonly [Name in Exclude<ParamNames<Route>, "homeId">]: string | number;
} & { readonly homeId?: string };

type Part<Name extends string, Value> = [Value] extends [never]
  ? object
  : object extends Value
    ? { readonly [Key in Name]?: Value }
    : { readonly [Key in Name]: Value };
type Of<Route extends RouteName, Name extends string> = ApiRoutes[Route] extends { readonly [Key in Name]: infer Value }
  ? Value
  : never;

export type RequestOf<Route extends RouteName> = Part<"params", ParamsOf<Route>> &
  Part<"body", Of<Route, "body">> &
  Part<"query", Of<Route, "query">>;
export type RequestArguments<Route extends RouteName> =
  object extends RequestOf<Route> ? [request?: RequestOf<Route>] : [request: RequestOf<Route>];

/** A network that swallows what it is sent says nothing by itself. */
const readMsMax = 15_000;
/** An order waits for its lock. */
const changeMsMax = 60_000;

/** In which home a call is made that names none; set by the session. */
export const currentHomeId = signal<string | null>(null);

const unauthenticatedListeners = new Set<() => void>();
/** @param listener hears that the server knows no session any more. */
export function onUnauthenticated(listener: () => void): void {
  unauthenticatedListeners.add(listener);
}

export async function call<Route extends RouteName>(
  route: Route,
  ...[request]: RequestArguments<Route>
): Promise<ApiAnswer<AnswerOf<Route>>> {
  const [method = "GET"] = route.split(" ");
  const { body } = (request ?? {}) as { readonly body?: unknown };
  const init: RequestInit = { method, credentials: "same-origin", headers: { accept: "application/json" } };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { accept: "application/json", "content-type": "application/json" };
  }
  return await send<AnswerOf<Route>>(addressOf(route, request), init);
}

/** For what the API does not describe: better-auth's own routes under /api/auth. */
export async function send<Value>(address: string, init: RequestInit): Promise<ApiAnswer<Value>> {
  const signal = AbortSignal.timeout((init.method ?? "GET") === "GET" ? readMsMax : changeMsMax);
  let response: Response;
  let text: string;
  try {
    response = await fetch(address, { ...init, signal });
    text = await response.text();
  } catch {
    return offline;
  }
  const content = contentOf(text);
  if (response.ok) return { ok: true, value: content as Value };
  const error = errorOf(response, content);
  if (error.code === "unauthenticated") for (const listener of unauthenticatedListeners) listener();
  return { ok: false, error };
}

/** The address of a route, for links that download: `addressOf("GET /api/…", { params, query })`. */
export function addressOf<Route extends RouteName>(route: Route, request?: object): string {
  const { params = {}, query = {} } = (request ?? {}) as {
    readonly params?: Readonly<Record<string, string | number>>;
    readonly query?: Readonly<Record<string, string | number | undefined>>;
  };
  const all: Readonly<Record<string, string | number>> = { homeId: currentHomeId.value ?? "none", ...params };
  const path = route
    .slice(route.indexOf(" ") + 1)
    .replaceAll(/\{(\w+)\}/g, (_place, name: string) => encodeURIComponent(String(all[name] ?? "none")));
  const asked = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  return asked.length === 0
    ? path
    : `${path}?${new URLSearchParams(asked.map(([name, value]) => [name, String(value)]))}`;
}

const offline = {
  ok: false,
  error: { code: "offline", sentence: "The server cannot be reached.", field: null, retryAfterSeconds: null },
} as const;

function contentOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function errorOf(response: Response, content: unknown): ApiError {
  const told = (content as { readonly error?: Partial<ApiError> } | null)?.error;
  const retryAfter = Number(response.headers.get("retry-after") ?? Number.NaN);
  // A proxy in between has no words of ours.
  const code = told?.code ?? (response.status >= 500 ? "failed" : "notFound");
  return {
    code,
    sentence: told?.sentence ?? "The server failed.",
    field: told?.field ?? null,
    retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : null,
    ...(told?.reason !== undefined && { reason: told.reason }),
  };
}
