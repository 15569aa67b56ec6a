/** The app's table of routes is the server's: nothing that there is not, and nothing left out but what no page asks for. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { ApiClient } from "../home/api-client.ts";
import { openHome } from "../home/home-process.ts";

const table = readFileSync(new URL("../../packages/app/src/api/api-routes.ts", import.meta.url), "utf8");
/** Read by the browser itself: a stream, and a file to download. */
const notCalled = ["GET /api/homes/{homeId}/events", "GET /api/homes/{homeId}/history.csv"];

test("the app knows every route of the API, and no other", async (t) => {
  const home = await openHome(t);
  const { paths } = await new ApiClient(home.url).expect("GET", "/api/openapi.json");
  const served = Object.entries(paths as Readonly<Record<string, object>>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const known = [...table.matchAll(/^ {2}"([A-Z]+ \/api\/[^"]+)": \{/gm)].map(([, route]) => route ?? "");
  assert.ok(known.length > 60, "the table was read");
  assert.deepEqual([...known, ...notCalled].toSorted(), served.toSorted());
});
