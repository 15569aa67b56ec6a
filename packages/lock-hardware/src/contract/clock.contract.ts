/** The contract of a clock. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Clock } from "../clock.ts";
import type { Hand, MakeSubject, Subject } from "./subject.ts";

export interface ClockSubject extends Subject<Clock> {
  /** Lets at least so much time pass, callbacks included. */
  readonly wait: Hand<[ms: number]>;
}

export function testClock(name: string, makeSubject: MakeSubject<ClockSubject>): void {
  const tick = (sentence: string, run: (subject: ClockSubject) => Promise<void>): void => {
    test(sentence, async () => {
      const subject = await makeSubject();
      try {
        await run(subject);
      } finally {
        await subject.dispose?.();
      }
    });
  };

  describe(`${name} as a clock`, () => {
    tick("elapsed time is whole milliseconds and goes on by what has passed", async ({ part, wait }) => {
      const before = part.elapsedMs();
      await wait(30);
      const after = part.elapsedMs();
      assert.ok(Number.isInteger(before) && Number.isInteger(after));
      assert.ok(after - before >= 30);
    });

    tick("an alarm comes once, not before its time and not within the order", async ({ part, wait }) => {
      const dueMs = part.elapsedMs() + 30;
      const wokenAtMs: number[] = [];
      part.wakeAt(dueMs, () => wokenAtMs.push(part.elapsedMs()));
      assert.deepEqual(wokenAtMs, []);
      await wait(60);
      assert.equal(wokenAtMs.length, 1);
      assert.ok((wokenAtMs[0] ?? 0) >= dueMs);
    });

    tick("an alarm that is overdue comes at the next occasion", async ({ part, wait }) => {
      let wakings = 0;
      part.wakeAt(part.elapsedMs() - 1000, () => wakings++);
      assert.equal(wakings, 0);
      await wait(30);
      assert.equal(wakings, 1);
    });

    tick("a new alarm replaces the former one", async ({ part, wait }) => {
      const woken: string[] = [];
      part.wakeAt(part.elapsedMs() + 20, () => woken.push("first"));
      part.wakeAt(part.elapsedMs() + 30, () => woken.push("second"));
      await wait(60);
      assert.deepEqual(woken, ["second"]);
    });

    tick("an alarm can be taken back", async ({ part, wait }) => {
      let wakings = 0;
      part.wakeAt(part.elapsedMs() + 20, () => wakings++);
      part.wakeAt(null, () => wakings++);
      await wait(60);
      assert.equal(wakings, 0);
    });

    tick("an alarm may set the next one", async ({ part, wait }) => {
      let wakings = 0;
      const wake = (): void => {
        wakings++;
        if (wakings < 3) part.wakeAt(part.elapsedMs() + 10, wake);
      };
      part.wakeAt(part.elapsedMs() + 10, wake);
      for (let tries = 0; wakings < 3 && tries < 50; tries++) await wait(20);
      assert.equal(wakings, 3);
    });

    tick("setting the wall clock moves it, and not elapsed time", async ({ part, wait }) => {
      const newYearMs = Date.UTC(2030, 0, 1);
      const before = part.elapsedMs();
      part.setWallTime(newYearMs);
      const { utcMs } = part.now();
      assert.ok(utcMs !== null && Math.abs(utcMs - newYearMs) < 1000);
      assert.ok(Math.abs(part.elapsedMs() - before) < 1000);
      await wait(30);
      assert.ok((part.now().utcMs ?? 0) - utcMs >= 29);
    });

    tick("local time is UTC and an offset, which is set apart from the clock", async ({ part }) => {
      part.setWallTime(Date.UTC(2030, 0, 1));
      part.setUtcOffset(3_600_000);
      const { utcMs, utcOffsetMs } = part.now();
      assert.equal(utcOffsetMs, 3_600_000);
      assert.ok(utcMs !== null && Math.abs(utcMs - Date.UTC(2030, 0, 1)) < 1000);
    });

    tick("the wall clock may be unknown, and elapsed time goes on", async ({ part, wait }) => {
      part.setWallTime(null);
      const before = part.elapsedMs();
      await wait(30);
      assert.equal(part.now().utcMs, null);
      assert.ok(part.elapsedMs() - before >= 30);
    });
  });
}
