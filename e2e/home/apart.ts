/** A gateway and a lock as two processes on one machine: either can lose power without the other. */

import assert from "node:assert/strict";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { openFolder, type Label, type LogRecord } from "../lock/panel-process.ts";
import { findFreePort, LockProcess } from "../matter/lock-process.ts";
import { HomeProcess } from "./home-process.ts";
import type { Entry, Owner } from "./owner.ts";

export interface Apart {
  readonly home: HomeProcess;
  readonly lock: LockProcess;
  /** Of the lock. */
  readonly label: Label;
  /** RESET held at the lock, its label's code in the app. @returns its id. */
  readonly addLock: (owner: Owner, name: string) => Promise<string>;
}

/** Both in a fresh folder that lives as long as the test. */
export async function openApart(t: TestContext): Promise<Apart> {
  const folder = await openFolder(t);
  const home = new HomeProcess(join(folder, "home"), "gateway");
  const lock = new LockProcess(join(folder, "lock"), await findFreePort());
  const [label] = await Promise.all([lock.open(), home.open()]);
  return {
    home,
    lock,
    label,
    addLock: async (owner, name) => {
      await lock.openWindow();
      return await owner.addLock({ name, code: label.manual, port: lock.port });
    },
  };
}

/** Reads the lock's own log first, and then the history until it has come as far. */
export async function readBoth(lock: LockProcess | HomeProcess, owner: Owner) {
  const log = await lock.log();
  const newest = log.at(-1)?.seq;
  const history = await owner.untilHistory("", (entries) => entries.at(-1)?.record.number === newest);
  return { log, history };
}

/** From its beginning on the history has what the lock's log has: each record once, in order, with nothing changed. */
export function assertLikeLog(history: readonly Entry[], log: readonly LogRecord[]): void {
  const first = history[0]?.record.number ?? 0;
  const told = history.map(({ record: { number, time, happening } }) => sketch({ ...happening, seq: number, time }));
  assert.deepEqual(told, log.filter(({ seq }) => seq >= first).map(sketch));
}

/** Where a schedule stands in its list is the lock's own affair. */
function sketch({ schedule: _schedule, ...record }: LogRecord & { readonly schedule?: unknown }): LogRecord {
  return record;
}
