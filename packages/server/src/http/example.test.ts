/** What people copy from the page works. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { exampleOf } from "./example.ts";
import { routes } from "./routes.ts";

for (const { method, path, body, query, response, contentType } of routes)
  test(`${method} ${path}: the examples are taken`, () => {
    for (const schema of [body, query]) if (schema !== undefined) schema.parse(exampleOf(schema));
    if (response !== undefined && contentType === undefined) response.parse(exampleOf(response, "output"));
  });

test("an example shows what the route is for", () => {
  const ofRoute = (suffix: string, method = "post"): unknown => {
    const route = routes.find((each) => each.path.endsWith(suffix) && each.method === method);
    return route?.body === undefined ? undefined : exampleOf(route.body);
  };
  const parts = (example: unknown): readonly string[] => Object.keys(example as object);
  assert.deepEqual(parts(ofRoute("/proofs")), ["action", "password"]);
  assert.deepEqual(parts(ofRoute("/unlock")), ["proof"]);
  assert.deepEqual(parts(ofRoute("/guests")), ["name", "locks", "from", "to"]);
  assert.deepEqual(parts(ofRoute("/access/{lockId}", "put")), ["role", "type", "isPaused", "schedule"]);
  assert.deepEqual(parts(ofRoute("/webhooks/{webhookId}", "patch")), ["isEnabled"]);
});
