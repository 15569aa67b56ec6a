/**
 * A long day of a lock, the same each time, and what came of it in a few figures. Plain language and nothing else, so
 * that two engines can live it and compare.
 */

import type { LogRecord } from "../src/index.ts";
import { CoreLock, monday } from "./core-lock.ts";

export interface SessionSummary {
  readonly steps: number;
  readonly records: number;
  readonly effects: Readonly<Record<string, number>>;
  readonly hashes: number;
  readonly prompts: readonly string[];
  readonly lastRecord: LogRecord | null;
  /** Of the final state, and of all records and effects in their order. */
  readonly digest: string;
}

const minuteMs = 60_000;

export function liveScriptedSession(): SessionSummary {
  const lock = new CoreLock();
  moveIn(lock);
  useTheDoor(lock);
  guess(lock);
  lookAfterIt(lock);
  failAndRecover(lock);
  return summaryOf(lock);
}

function moveIn(lock: CoreLock): void {
  lock.type("3571#12#407913#407913#");
  lock.press("11#");
  for (let touch = 0; touch < 5; touch++) lock.finger("anna-thumb");
  lock.press("13#");
  lock.card("blue card");
  lock.press("42#99#*");
  lock.issue({ name: "Eva", role: "member" }, { pin: "5820346" });
  lock.issue({ role: "guest", userType: "disposableUser" }, { pin: "936150" });
  lock.issue({ role: "guest", userType: "expiringUser" }, { pin: "81739265" });
  lock.order({ type: "setWeekDaySchedule", userIndex: 4, index: null, days: ["mon"], fromMinute: 480, toMinute: 600 });
  lock.order({ type: "setYearDaySchedule", userIndex: 4, index: null, fromLocalMs: monday, toLocalMs: monday * 2 });
}

function useTheDoor(lock: CoreLock): void {
  for (const entry of [
    "407913",
    "99407913",
    "40791358203460",
    "936150",
    "936150",
    "81739265",
    "1234567890123456789012",
  ]) {
    lock.type(`${entry}#`);
    lock.wait(10_000);
  }
  lock.finger("anna-thumb");
  lock.dispatch({ type: "handleMoved", isAtRest: false });
  lock.wait(6000);
  lock.card("blue card");
  lock.dispatch({ type: "handleMoved", isAtRest: true });
  lock.dispatch({ type: "safetyBoltMoved", isThrown: true });
  lock.card("blue card");
  lock.dispatch({ type: "safetyBoltMoved", isThrown: false });
  lock.order({ type: "setOperatingMode", mode: "passage" });
  lock.wait(60 * minuteMs);
  lock.card("blue card");
  lock.order({ type: "unlockDoor", pin: "5820346", timeoutSeconds: 30 });
  lock.wait(minuteMs);
}

function guess(lock: CoreLock): void {
  for (let tried = 0; tried < 120; tried++) {
    lock.type("60417260417260417260#");
    if (tried % 7 === 0) lock.finger("stranger");
    if (tried % 11 === 0) lock.cutPower();
    lock.wait(20 * minuteMs);
  }
  lock.order({ type: "restoreEntry" });
  lock.wait(60 * minuteMs);
  lock.set({ name: "guardProfile", value: "strict" });
  lock.type("60417#60417#99407913#407913#");
}

function lookAfterIt(lock: CoreLock): void {
  lock.openMenu(() => lock.card("blue card"));
  lock.press("12#777777#12#73910482#73910482#22#1##");
  lock.press("31##33#13#*3570#*");
  lock.press("12#407#*");
  lock.dispatch({ type: "resetHeld" });
  lock.dispatch({ type: "homeJoined" });
  lock.wait(16 * minuteMs);
  lock.set({ name: "language", value: "it" });
  lock.set({ name: "volume", value: "silent" });
  lock.order({ type: "clearUser", userIndex: 5 });
}

function failAndRecover(lock: CoreLock): void {
  lock.motor = "motor-stall";
  lock.card("blue card");
  lock.motor = "healthy";
  lock.dispatch({ type: "tamperMoved", isRemoved: true });
  lock.dispatch({ type: "partChanged", part: "reader", isWorking: false });
  lock.dispatch({ type: "supplyMeasured", batteryMillivolts: 4100, hasUsb: false });
  lock.wait(2 * minuteMs);
  lock.utcMs = null;
  lock.type("5820346#");
  lock.dispatch({ type: "powerLost", areBatteriesOut: true });
  lock.cutPower({ isResetHeld: true });
  lock.press("#");
  lock.type("3571#12#904718#904718#*904718#");
  lock.wait(minuteMs);
}

function summaryOf(lock: CoreLock): SessionSummary {
  const { effects, records, said } = lock.take();
  const counts: Record<string, number> = {};
  for (const { type } of effects) counts[type] = (counts[type] ?? 0) + 1;
  return {
    steps: lock.inputs.length,
    records: records.length,
    effects: counts,
    hashes: lock.hashes,
    prompts: [...new Set(said)],
    lastRecord: records.at(-1) ?? null,
    digest: digestOf(JSON.stringify([lock.state, records, effects])),
  };
}

/** FNV-1a, twice with different beginnings: enough to tell two texts apart, and the same in every engine. */
function digestOf(text: string): string {
  const half = (start: number): string => {
    let hash = start;
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
    return hash.toString(16).padStart(8, "0");
  };
  return half(0x811c9dc5) + half(0x9dc5811c);
}
