/** What is the virtual clock's own, beside the contract of a clock. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { UsageError } from "../errors.ts";
import { VirtualClock } from "./virtual-clock.ts";

describe("the virtual clock", () => {
  test("begins on a Monday morning, and stands still", () => {
    const clock = new VirtualClock();
    assert.deepEqual(clock.now(), { utcMs: Date.parse("2026-01-05T08:00:00Z"), utcOffsetMs: 0 });
    assert.equal(clock.elapsedMs(), 0);
    assert.equal(new Date(clock.now().utcMs ?? 0).getUTCDay(), 1);
  });

  test("steps to each deadline in order, and each callback sees its own instant", () => {
    const clock = new VirtualClock();
    const calls: (readonly [string, number])[] = [];
    const note = (name: string) => (): void => void calls.push([name, clock.elapsedMs()]);
    clock.callAt(20, note("b"));
    clock.callAt(10, note("a"));
    clock.callAt(20, note("c"));
    clock.callAt(31, note("too late"));
    clock.callAt(10, () => clock.callAt(15, note("set on the way")));
    clock.callAt(20, note("taken back"))();
    clock.advance(30);
    assert.deepEqual(calls, [
      ["a", 10],
      ["set on the way", 15],
      ["b", 20],
      ["c", 20],
    ]);
    assert.equal(clock.elapsedMs(), 30);
  });

  test("what is overdue comes at the next advance, even by nothing", () => {
    const clock = new VirtualClock();
    clock.advance(100);
    let calls = 0;
    clock.callAt(50, () => calls++);
    clock.advance(0);
    assert.equal(calls, 1);
  });

  test("wall time may jump back while elapsed time goes on", () => {
    const clock = new VirtualClock();
    clock.setWallTime(0);
    clock.advance(5);
    assert.equal(clock.now().utcMs, 5);
    assert.equal(clock.elapsedMs(), 5);
  });

  test("goes on where it was saved", () => {
    const clock = new VirtualClock();
    clock.advance(1234);
    clock.setWallTime(null);
    const other = new VirtualClock(clock.save());
    assert.equal(other.elapsedMs(), 1234);
    assert.equal(other.now().utcMs, null);
  });

  test("callbacks that wake each other for ever are told to the caller, and time may pass afterwards", () => {
    const clock = new VirtualClock();
    const again = (): void => clock.wakeAt(clock.elapsedMs(), again);
    again();
    assert.throws(() => clock.advance(1), UsageError);
    clock.wakeAt(null, again);
    clock.advance(1);
  });

  test("time cannot be moved from within time, nor by less than nothing", () => {
    const clock = new VirtualClock();
    clock.callAt(1, () => clock.advance(1));
    assert.throws(() => clock.advance(1), UsageError);
    for (const ms of [-1, 0.5, NaN, Infinity]) assert.throws(() => clock.advance(ms), UsageError);
  });
});
