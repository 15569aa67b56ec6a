/** What of a request is written down, and what never is. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { goodPassword, TestServer } from "../../test/test-server.ts";

test("a line names the route, and holds no address, no header and nothing of a body", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  const people = `/api/homes/${owner.homeId}/people`;
  await owner.expect("POST", people, { name: "Nonna Canary" });
  await server.browser().ask("POST", "/api/guest", { token: "canary-token" });
  await server.browser().ask("POST", "/api/session", { email: "canary@example.org", password: "canary password" });
  const lines = server.log.map((line) => JSON.parse(line));
  const made = lines.find(({ route }) => route === "post /api/homes/{homeId}/people");
  assert.deepEqual(Object.keys(made).toSorted(), ["level", "milliseconds", "requestId", "route", "status", "time"]);
  assert.equal(made.status, 201);
  assert.equal(lines.find(({ route }) => route === "post /api/session").status, 401);
  for (const secret of [goodPassword, "anary", owner.homeId, owner.cookie, owner.cookie.split("=")[1] ?? ""])
    assert.ok(!server.log.join("").includes(secret), secret);
});
