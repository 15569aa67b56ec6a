/** Asks a route of the household as the server does: with what its schemas make of the request, and of the answer. */

import type { HomeRole } from "@catenaccio/protocol";
import type { Method, Route } from "../../src/http/route.ts";
import type { Services } from "../../src/http/services.ts";
import { householdRoutes } from "../../src/household/routes.ts";
import type { TestHome } from "./test-home.ts";

export interface Question {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly role?: HomeRole;
  readonly homeId?: string;
}

/** @returns the value, or `error: sentence`. */
export async function ask(home: TestHome, method: Method, path: string, question: Question = {}): Promise<unknown> {
  const route = findRoute(method, path);
  const { params = {}, query = {}, body, role = "owner", homeId = home.actor.homeId } = question;
  const answer = await route.handle({
    services: { household: home.household, url: "https://lock.example.org" } as Services,
    actor: { ...home.actor, homeId, role, apiKeyId: null },
    account: { accountId: home.actor.accountId, name: "Owner", email: "owner@example.org" },
    params: route.params?.parse(params),
    query: route.query?.parse(query),
    body: route.body?.parse(body),
    caller: { address: "192.0.2.1", headers: new Headers(), signal: AbortSignal.timeout(5000) },
  });
  if (!answer.ok) return `${answer.error}: ${answer.sentence}`;
  return route.response === undefined ? null : route.response.parse(answer.value);
}

function findRoute(method: Method, path: string): Route {
  const whole = path.startsWith("/api/") ? path : `/api/homes/{homeId}${path}`;
  const route = householdRoutes.find((candidate) => candidate.method === method && candidate.path === whole);
  if (route === undefined) throw new RangeError(`There is no route ${method} ${whole}.`);
  return route;
}
