/**
 * Power cuts while a home changes a lock over the network: the lock is killed at random moments, again and again on the
 * same folder and port, before, during and right after its answers.
 */
import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { openLock } from "./lock-process.ts";
import { MatterHome } from "./matter-home.ts";
import { RemoteLife } from "./kills/remote-life.ts";

/** Another seed tries another life: CATENACCIO_SEED=1234 npm test -- e2e/matter/kills.test.ts. */
const seed = Number(process.env["CATENACCIO_SEED"] ?? 1);
const least = { kills: 50, changes: 210 } as const;

test("D-1: a lock killed during remote changes has what it answered, the rest whole or not at all, and its home", async (t) => {
  const { lock } = await openLock(t);
  // What an orderly end leaves compiled the later starts read, which is half of a start.
  await lock.close();
  const label = await lock.open();
  await lock.openWindow();
  const home = await MatterHome.open(t, { name: "Anna" });
  const startMs = performance.now();
  const story = await new RemoteLife(lock, home, { label, seed }).live(least);
  const seconds = Math.round((performance.now() - startMs) / 1_000);
  t.diagnostic(`seed ${seed}: ${JSON.stringify({ ...story, seconds })}`);
  assert.ok(story.killsWithin >= 10 && story.unansweredDone > 0, "kills met changes on their way");
  assert.equal(lock.stderr, "");
  const databases = globSync(join(lock.data, "**", "*.sqlite"));
  assert.ok(databases.length >= 2, databases.join(" "));
  for (const path of databases) {
    using database = new DatabaseSync(path);
    assert.deepEqual(
      database
        .prepare("PRAGMA integrity_check")
        .all()
        .map((row) => ({ ...row })),
      [{ integrity_check: "ok" }],
    );
  }
});
