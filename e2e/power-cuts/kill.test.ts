/**
 * Power cuts as a real process has them: a lock that works for a household is killed at random moments, again and
 * again on the same data folder, in the middle of whatever it is doing.
 */

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { adminPin, moveIn, nobodysPin, press, records, refusals, unlocks } from "../lock/at-the-door.ts";
import { openFolder, PanelProcess, type State } from "../lock/panel-process.ts";
import { Chance } from "./chance.ts";
import { Life, type LifeStory } from "./life.ts";
import { wrongTriesMax } from "./world.ts";

/** Another first seed tries other lives: CATENACCIO_SEED=1234 npm test -- e2e/power-cuts/. */
const firstSeed = Number(process.env["CATENACCIO_SEED"] ?? 1);
const lives = 4;
const killsEach = 60;
/** As many as two cores can keep busy. */
const atOnce = 2;
/** Longer than any line takes. */
const momentMsMax = 8;

test("L33: 200 kills at random moments lose nothing that was confirmed, and leave nothing by halves", async (t) => {
  const folder = await openFolder(t);
  await compileOnce(folder);
  const seeds = Array.from({ length: lives }, (_, at) => firstSeed + at);
  const stories: LifeStory[] = [];
  const failure = new AbortController();
  const liveSome = async (): Promise<void> => {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
      const life = new Life(join(folder, `seed-${seed}`), { seed, isOld: seed % lives === 1 });
      const story = await life.live(killsEach, failure.signal);
      t.diagnostic(`seed ${seed}: ${JSON.stringify(story)}`);
      stories.push(story);
    }
  };
  // Nobody is left behind with a folder that is gone.
  const ends = await Promise.allSettled(
    Array.from({ length: atOnce }, () =>
      liveSome().catch((cause: unknown) => {
        failure.abort();
        throw cause;
      }),
    ),
  );
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  assert.ok(stories.reduce((sum, { kills }) => sum + kills, 0) >= 200);
});

const lockoutMs = 180_000;
const wrongPin = press(`${nobodysPin}#`);
const rightPin = press(`${adminPin}#`);

test("L15x, P-4: kills after wrong tries and in the middle of them give nobody a sixth, nor a shorter lock-out", async (t) => {
  const folder = await openFolder(t);
  await compileOnce(folder);
  const chance = new Chance(firstSeed);
  const panel = new PanelProcess(join(folder, "lock"));
  panel.start();
  await panel.send(...moveIn);
  let kills = 0;
  const cutPower = async (): Promise<State> => {
    kills++;
    await panel.cutPower();
    return await panel.state();
  };

  let judged = 0;
  for (let state = await cutPower(); state.lockedOutMs === 0; state = await cutPower()) {
    assert.ok(state.wrongTries >= judged && state.wrongTries < wrongTriesMax, `${state.wrongTries} after ${judged}`);
    panel.write(...wrongPin);
    const line = 1 + wrongPin.length;
    // At once when it was refused, before that, or at any moment in between.
    await panel.untilDone(chance.isLucky(0.5) ? line : line - 1);
    if (chance.isLucky(0.5)) await setTimeout(chance.share() * momentMsMax);
    judged += refusals(records(await panel.kill())).length;
  }
  const counted = refusals(await panel.log());
  const interrupted = counted.filter(({ reason }) => reason === "interrupted");
  assert.equal(counted.length, wrongTriesMax);
  assert.ok(judged + interrupted.length <= wrongTriesMax, `${judged} were judged, ${interrupted.length} interrupted`);

  // Ten kills in the three minutes; between them, what the lock is awake counts, and no more.
  for (let waitedMs = 0; waitedMs < lockoutMs; waitedMs += lockoutMs / 10) {
    assert.equal((await panel.state()).lockedOutMs, lockoutMs - waitedMs);
    assert.deepEqual(unlocks(records(await panel.send(...rightPin))), [], "the right PIN is not judged");
    await panel.send({ wait: lockoutMs / 10 });
    await cutPower();
  }
  const over = await panel.state();
  assert.deepEqual([over.lockedOutMs, over.wrongTries], [0, 0]);
  assert.equal(unlocks(records(await panel.send(...rightPin))).length, 1);
  t.diagnostic(`${kills} kills`);
});

/** What one process has compiled the others read, which is half of a start; but only one that ends in order leaves it. */
async function compileOnce(folder: string): Promise<void> {
  const first = new PanelProcess(join(folder, "first"));
  first.start();
  assert.deepEqual(await first.close(), { code: 0, signal: null }, first.stderr);
}
