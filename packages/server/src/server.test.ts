/** The server as a whole: what it keeps over a restart, and what it says when it cannot start. */

import assert from "node:assert/strict";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { TestServer } from "../test/test-server.ts";

test("home, members, keys and sessions are there after a restart", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  const home = `/api/homes/${owner.homeId}`;
  await server.member(owner, "guest");
  const before = await owner.expect("GET", `${home}/members`);
  await server.restart();
  assert.deepEqual(await owner.expect("GET", `${home}/members`), before);
  assert.deepEqual(server.faults, []);
});

test("what signs the cookies is a file for the server alone, and a damaged one is told in one sentence", async () => {
  await using server = await TestServer.open();
  const path = join(server.folder, "session.key");
  assert.equal(statSync(path).mode & 0o777, 0o600);
  writeFileSync(path, "short");
  await assert.rejects(server.restart(), { name: "DatabaseError", message: /session\.key is damaged/ });
});

test("a fault of the server is told by its kind, never with what was asked", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  const database = server.database();
  database.exec("DROP TABLE personName");
  database.close();
  const { status, body } = await owner.ask("POST", `/api/homes/${owner.homeId}/people`, { name: "Canary" });
  assert.deepEqual([status, body.error.code], [500, "failed"]);
  assert.equal(server.faults.length, 1);
  assert.match(server.faults[0] ?? "", /^post \/api\/homes\/\{homeId\}\/people failed \(request [\w-]+\)/);
  assert.ok(!(server.faults.join("") + JSON.stringify(body)).includes("Canary"));
});
