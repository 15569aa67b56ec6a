/**
 * Power cuts while a household changes who may come in: its gateway and its lock are killed at random moments, each on
 * its own, and started again on the same folder and port.
 */

import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { dirname } from "node:path";
import { test } from "node:test";
import { moveIn } from "../lock/at-the-door.ts";
import { openApart } from "./apart.ts";
import { Owner } from "./owner.ts";
import { HouseholdLife } from "./kills/household-life.ts";

/** Another seed tries another life: CATENACCIO_SEED=1234 npm test -- e2e/home/kills.test.ts. */
const seed = Number(process.env["CATENACCIO_SEED"] ?? 1);
const orderly = { code: 0, signal: null };
const least = { kills: 16, changes: 100 } as const;

test("A5, A6, G9, D-1: killed at any moment, gateway and lock come to what was wanted, and the history has each thing once", async (t) => {
  const apart = await openApart(t);
  const { home, lock } = apart;
  await lock.send(...moveIn);
  const owner = await Owner.claim(home);
  const lockId = await apart.addLock(owner, "Front door");
  const startMs = performance.now();
  const story = await new HouseholdLife(apart, owner, { lockId, seed }).live(least);
  const seconds = Math.round((performance.now() - startMs) / 1_000);
  t.diagnostic(`seed ${seed}: ${JSON.stringify({ ...story, seconds })}`);
  assert.deepEqual(await Promise.all([home.close(), lock.close()]), [orderly, orderly]);
  assert.equal(home.stderr + lock.stderr, "");
  for (const path of globSync(`${dirname(lock.data)}/**/*.sqlite`)) {
    using database = new DatabaseSync(path);
    assert.deepEqual({ ...database.prepare("PRAGMA quick_check").get() }, { quick_check: "ok" }, path);
  }
});
