/**
 * The HTTP side, made from the table of routes: who asks, whether they may, whether the request is well-formed, and only
 * then the handler. What is not in the table does not exist.
 */

import { randomUUID } from "node:crypto";
import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { secureHeaders } from "hono/secure-headers";
import { authPath } from "../accounts/sign-in.ts";
import { isPermitted } from "../permissions.ts";
import { AskLimit } from "./ask-limit.ts";
import { addressOf, type ClientAddress } from "./client-address.ts";
import { whoAsks, type Asker } from "./asker.ts";
import { documentation } from "./documentation.ts";
import { inputWording, notJson, refuseInput } from "./invalid-input.ts";
import { refuseForeign, type OwnHosts } from "./own-origin.ts";
import {
  errorStatuses,
  orderStatuses,
  type Caller,
  type ErrorWord,
  type Route,
  type RouteAccount,
  type RouteActor,
  type RouteRefusal,
  type RouteResult,
} from "./route.ts";
import type { RequestLog } from "./request-log.ts";
import type { Services } from "./services.ts";

/** The longest body is a wide access change; pictures and files are none of this API's. */
const bodyBytesMax = 64 * 1024;

export interface AppOptions {
  readonly routes: readonly Route[];
  readonly services: Services;
  readonly hosts: OwnHosts;
  readonly clientAddress: ClientAddress;
  readonly log: RequestLog;
  /** A handler failed: never with what was in the request. */
  readonly onFault: (fault: { readonly requestId: string; readonly route: string; readonly cause: unknown }) => void;
}

export function makeApp(options: AppOptions): Hono {
  const { routes, services, hosts } = options;
  const app = new Hono();
  app.use(apiHeaders);
  app.use("/api/*", refuseForeign({ ...hosts, origin: new URL(services.url).origin }));
  app.use("/api/*", bodyLimit({ maxSize: bodyBytesMax, onError: (context) => answerRefusal(context, tooLarge) }));
  const challengeLimit = new AskLimit();
  app.on(["GET", "POST"], `${authPath}/*`, async (context) => {
    // Whoever asks for a challenge has not said who they are, and each costs a row.
    const isChallenge = context.req.path.endsWith("/generate-authenticate-options");
    const address = addressOf(context, options.clientAddress);
    const waitSeconds = isChallenge ? challengeLimit.count(address, services.now().getTime()) : null;
    if (waitSeconds !== null) return answerRefusal(context, { ...tooOften, retryAfterSeconds: waitSeconds });
    const response = await services.signIn.handle(context.req.raw);
    return response ?? answerRefusal(context, nothingHere);
  });
  documentation(app, routes, services.url);
  for (const route of routes) app.on(route.method.toUpperCase(), honoPath(route.path), serve(route, options));
  for (const [path, takers] of Map.groupBy(routes, (route) => honoPath(route.path)))
    app.all(path, (context) => {
      context.header("Allow", takers.map(({ method }) => method.toUpperCase()).join(", "));
      return answerRefusal(context, notAllowed);
    });
  app.all("/api/*", (context) => answerRefusal(context, nothingHere));
  app.onError((cause, context) => {
    options.onFault({ requestId: randomUUID(), route: context.req.method.toLowerCase(), cause });
    return answerRefusal(context, failed);
  });
  return app;
}

const tooLarge = refusal("tooLarge", "The request is too long.");
const tooOften = refusal("tooMany", "Too many requests from your address: wait a moment.");
const nothingHere = refusal("notFound", "There is nothing here.");
const notAllowed = refusal("notAllowed", "This address does not take that method.");
const notSignedIn = refusal("unauthenticated", "Sign in first, or send an API key.");
const keyNotKnown = refusal("unauthenticated", "This API key is not known here: it was revoked, or copied wrongly.");
const forPeople = refusal("unauthenticated", "This is for people: an API key cannot do it, so sign in.");
/** A reset at the gateway ended whatever was of use before. */
const nobodysHome = refusal("forbidden", "The gateway belongs to nobody: claim it with the code of its label first.");
const notPermitted = refusal("forbidden", "Your role in this home does not allow that.");
/** The same for a home that there is not and one that is another's. */
const noSuchHome = refusal("notFound", "There is no such home.");
const notJsonType = refusal("mediaType", "Only application/json is taken.");
const failed = refusal("failed", "The server failed; nothing is known to have changed.");

function refusal(error: ErrorWord, sentence: string): RouteRefusal {
  return { ok: false, error, sentence };
}

function serve(route: Route, options: AppOptions): (context: Context) => Promise<Response> {
  return async (context) => {
    const requestId = randomUUID();
    context.header("X-Request-Id", requestId);
    // Nobody who uses the device later finds it there.
    context.header("Cache-Control", "no-store");
    const name = `${route.method} ${route.path}`;
    const began = performance.now();
    const respond = (response: Response): Response => {
      options.log({ requestId, route: name, status: response.status, milliseconds: performance.now() - began });
      return response;
    };
    try {
      return respond(answer(context, route, await run(context, route, options)));
    } catch (cause) {
      options.onFault({ requestId, route: name, cause });
      return respond(answerRefusal(context, failed));
    }
  };
}

async function run(context: Context, route: Route, options: AppOptions): Promise<RouteResult<unknown>> {
  const { services } = options;
  const caller: Caller = {
    address: addressOf(context, options.clientAddress),
    headers: context.req.raw.headers,
    signal: context.req.raw.signal,
  };
  const asker = await whoAsks(services, caller.headers);
  if (services.claim?.isClaimed === false && context.req.param("homeId") !== undefined) return nobodysHome;
  const entry = await admit(route, asker, context.req.param("homeId"));
  if (!entry.ok) return entry;
  const input = await readInput(context, route);
  if (!input.ok) return input;
  return await route.handle({
    services,
    caller,
    account: asker.account,
    actor: entry.actor,
    ...input.value,
  } as Parameters<Route["handle"]>[0]);
}

type Admission = { readonly ok: true; readonly actor: RouteActor | null } | RouteRefusal;

async function admit({ permission }: Route, asker: Asker, homeId: string | undefined): Promise<Admission> {
  if (permission === "public") return { ok: true, actor: null };
  if (asker.account === null) return asker.hasUnknownKey ? keyNotKnown : notSignedIn;
  if (permission === "account") return asker.apiKey === null ? { ok: true, actor: null } : forPeople;
  if (permission === "accountOrKey") return await admitToAnyHome(asker, asker.account);
  if (homeId === undefined) return noSuchHome;
  const role = await asker.roleIn(homeId);
  if (role === null) return noSuchHome;
  if (!isPermitted(role, permission)) return notPermitted;
  const { accountId } = asker.account;
  return { ok: true, actor: { homeId, role, accountId, apiKeyId: asker.apiKey?.apiKeyId ?? null } };
}

async function admitToAnyHome(asker: Asker, { accountId }: RouteAccount): Promise<Admission> {
  if (asker.apiKey === null) return { ok: true, actor: null };
  const { homeId, apiKeyId } = asker.apiKey;
  const role = await asker.roleIn(homeId);
  return role === null ? keyNotKnown : { ok: true, actor: { homeId, role, accountId, apiKeyId } };
}

type Input = { readonly params: unknown; readonly query: unknown; readonly body: unknown };

async function readInput(
  context: Context,
  { params, query, body }: Route,
): Promise<{ readonly ok: true; readonly value: Input } | RouteRefusal> {
  const { homeId: _, ...ids } = context.req.param();
  const path = params?.safeParse(ids);
  // An id that cannot be is one that there is not.
  if (path?.success === false) return nothingHere;
  const asked = query?.safeParse(context.req.query(), inputWording);
  if (asked?.success === false) return refuseInput(asked.error, "query");
  if (body === undefined) return { ok: true, value: { params: path?.data, query: asked?.data, body: undefined } };
  if (!isJson(context)) return notJsonType;
  const json = await readJson(context);
  if (!json.ok) return notJson;
  const given = body.safeParse(json.value, inputWording);
  if (!given.success) return refuseInput(given.error, "body");
  return { ok: true, value: { params: path?.data, query: asked?.data, body: given.data } };
}

function isJson(context: Context): boolean {
  return context.req.header("content-type")?.split(";")[0]?.trim().toLowerCase() === "application/json";
}

/** Nothing at all is `undefined`. */
async function readJson(
  context: Context,
): Promise<{ readonly ok: true; readonly value: unknown } | { readonly ok: false }> {
  const text = await context.req.text();
  try {
    return { ok: true, value: text === "" ? undefined : JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}

function answer(context: Context, route: Route, result: RouteResult<unknown>): Response {
  if (!result.ok) return answerRefusal(context, result);
  for (const [name, value] of Object.entries(result.headers ?? {}))
    for (const part of Array.isArray(value) ? value : [value]) context.header(name, part as string, { append: true });
  if (route.contentType !== undefined) {
    context.header("Content-Type", route.contentType);
    return context.body(result.value as string | ReadableStream);
  }
  if (route.response === undefined) return context.body(null, 204);
  return context.json(result.value as object, route.status ?? 200);
}

function answerRefusal(
  context: Context,
  { error, sentence, reason, field, retryAfterSeconds }: RouteRefusal,
): Response {
  if (retryAfterSeconds !== undefined) context.header("Retry-After", String(retryAfterSeconds));
  return context.json(
    {
      error: { code: error, sentence, ...(reason !== undefined && { reason }), ...(field !== undefined && { field }) },
    },
    reason === undefined ? errorStatuses[error] : orderStatuses[reason],
  );
}

/** `/api/homes/{homeId}` is `/api/homes/:homeId` to Hono. */
function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}

const apiHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", "data:"],
    connectSrc: ["'self'"],
    manifestSrc: ["'self'"],
    workerSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: "DENY",
  // Only a browser that came over https heeds it.
  strictTransportSecurity: "max-age=31536000",
});
