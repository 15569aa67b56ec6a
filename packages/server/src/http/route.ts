/**
 * How a route is written: as data, with its permission, its schemas and one handler, so that documentation, checks and
 * tests come from the same table (http/routes.ts, where each area's list is added).
 *
 *     export const renamePersonRoute = defineRoute({
 *       method: "patch",
 *       path: "/api/homes/{homeId}/people/{personId}",
 *       permission: "person.change",
 *       summary: "Rename a person",
 *       params: z.object({ personId: id }),
 *       body: personChange,
 *       response: personView,
 *       handle: async ({ services, actor, params, body }) => renamePerson(services.household, actor, params.personId, body),
 *     });
 *
 * `handle` returns `{ ok: true, value }`, or a refusal `{ ok: false, error, sentence }` whose error word has its HTTP
 * status in `errorStatuses`. With a path below `/api/homes/{homeId}` the account is a member of that home before `handle`
 * runs, and its role has the permission; ids further below are looked up within `actor.homeId` by the handler.
 */

import type { HomeRole, OrderError } from "@catenaccio/protocol";
import type * as z from "zod";
import type { Permission } from "../permissions.ts";
import type { Services } from "./services.ts";

export const errorStatuses = {
  invalid: 400,
  unauthenticated: 401,
  wrongCredentials: 401,
  proofRefused: 403,
  forbidden: 403,
  paused: 403,
  foreignOrigin: 403,
  notLocal: 403,
  notFound: 404,
  notAllowed: 405,
  alreadyClaimed: 409,
  duplicate: 409,
  easyPin: 409,
  full: 409,
  noCommonPinLength: 409,
  conflict: 409,
  proofUsed: 409,
  tooLarge: 413,
  mediaType: 415,
  blocked: 429,
  tooMany: 429,
  failed: 500,
  orderFailed: 502,
  noGateway: 503,
} as const;
/** Of `orderFailed`, by what the gateway or the lock answered. 502 is for what is nobody's fault here. */
export const orderStatuses = {
  unknownLock: 404,
  notFound: 404,
  badCode: 400,
  wrongPasscode: 400,
  alreadyAdded: 409,
  busy: 409,
  refused: 409,
  invalid: 409,
  notSupported: 409,
  full: 409,
  duplicate: 409,
  pinLength: 409,
  easyPin: 409,
  longerPinNeeded: 409,
  schedulesNotSupported: 409,
  secretForgotten: 409,
  enrolAtReader: 409,
  lastAdministrator: 409,
  otherHome: 409,
  batteryCritical: 409,
  brokerUnreachable: 502,
  unreachable: 503,
  expired: 504,
} as const satisfies Readonly<Record<OrderError, number>>;

export type ErrorWord = keyof typeof errorStatuses;

export interface RouteRefusal {
  readonly ok: false;
  readonly error: ErrorWord;
  /** For a person. */
  readonly sentence: string;
  /** Of `orderFailed`: what the gateway or the lock answered. */
  readonly reason?: OrderError;
  /** Which part of the request it is about. */
  readonly field?: string;
  readonly retryAfterSeconds?: number;
}

export type RouteResult<Value> =
  | {
      readonly ok: true;
      readonly value: Value;
      readonly headers?: Readonly<Record<string, string | readonly string[]>>;
    }
  | RouteRefusal;

/** Who asks, within which home. */
export interface RouteActor {
  readonly homeId: string;
  readonly role: HomeRole;
  readonly accountId: string;
  /** null: a person in a browser. */
  readonly apiKeyId: string | null;
}

/** Whoever is signed in, outside of a home. */
export interface RouteAccount {
  readonly accountId: string;
  readonly name: string;
  readonly email: string;
}

export interface Caller {
  /** Of the client; a proxy's word counts only where the proxy is trusted. */
  readonly address: string;
  readonly headers: Headers;
  /** Ends when the client goes. */
  readonly signal: AbortSignal;
}

/** `account`: whoever is signed in; `accountOrKey`: or an API key, which is the actor then; `public`: anybody. */
export type RoutePermission = Permission | "account" | "accountOrKey" | "public";

type ActorOf<Of extends RoutePermission> = Of extends Permission
  ? RouteActor
  : Of extends "accountOrKey"
    ? RouteActor | null
    : null;
type AccountOf<Of extends RoutePermission> = Of extends "public" ? null : RouteAccount;
type OutputOf<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

export interface RouteRequest<Of extends RoutePermission, Params, Query, Body> {
  readonly services: Services;
  readonly actor: ActorOf<Of>;
  readonly account: AccountOf<Of>;
  readonly params: OutputOf<Params>;
  readonly query: OutputOf<Query>;
  readonly body: OutputOf<Body>;
  readonly caller: Caller;
}

export type Method = "get" | "post" | "put" | "patch" | "delete";
export type ObjectSchema = z.ZodObject<Readonly<Record<string, z.ZodType>>>;

export interface RouteDefinition<
  Of extends RoutePermission,
  Params extends ObjectSchema | undefined,
  Query extends ObjectSchema | undefined,
  Body extends z.ZodType | undefined,
  Response extends z.ZodType | undefined,
> {
  readonly method: Method;
  /** As OpenAPI writes it: `/api/homes/{homeId}/people`. */
  readonly path: string;
  readonly permission: Of;
  readonly summary: string;
  readonly description?: string;
  /** Of the path, without `homeId`. */
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Absent: 204, nothing. */
  readonly response?: Response;
  /** Of success, where it is not 200. */
  readonly status?: 201 | 202;
  /** Other than JSON: the value is its text, or the stream itself. */
  readonly contentType?: string;
  /** What it is for takes a person: documentation shows it with a session, and without an API key. */
  readonly needsPerson?: boolean;
  readonly handle: (
    request: RouteRequest<Of, Params, Query, Body>,
  ) => Promise<RouteResult<Response extends z.ZodType ? z.input<Response> : unknown>>;
}

/** One whose types are forgotten: what the table holds. */
export type Route = RouteDefinition<
  RoutePermission,
  ObjectSchema | undefined,
  ObjectSchema | undefined,
  z.ZodType | undefined,
  z.ZodType | undefined
>;

/** What a route is about: of `/api/homes/{homeId}/people/…` people. */
export function areaOf(path: string): string {
  const [, , first = "", , third] = path.split("/");
  return (first === "homes" ? (third ?? "homes") : first).replace(/\..*/, "");
}

export function defineRoute<
  Of extends RoutePermission,
  Params extends ObjectSchema | undefined = undefined,
  Query extends ObjectSchema | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
  Response extends z.ZodType | undefined = undefined,
>(definition: RouteDefinition<Of, Params, Query, Body, Response>): Route {
  // The app hands each handler what its own schemas made.
  return definition as unknown as Route;
}
