import assert from "node:assert/strict";
import { test } from "node:test";
import type { LockHappening, LockRecord, LockReport } from "@catenaccio/protocol";
import { factsOf } from "./lock-facts.ts";

const now = new Date("2026-03-02T09:00:00.000Z");
const report = (changes: Partial<LockReport>, situation: Partial<NonNullable<LockReport["situation"]>> = {}) =>
  ({
    lockId: "l",
    link: "online",
    abilities: { isCatenaccio: true },
    situation: {
      operatingMode: "normal",
      autoRelockSeconds: 5,
      isFingerprintEntryStopped: false,
      isLockedOut: false,
      diagnosis: [],
      battery: null,
      ...situation,
    },
    ...changes,
  }) as unknown as LockReport;

const refusal = (source: "biometric" | "keypad", reason: string): LockHappening => ({
  event: "lockOperationError",
  operation: "unlock",
  source,
  error: "invalidCredential",
  user: null,
  credential: null,
  reason,
});
const record = (minutesAgo: number, happening: LockHappening) =>
  ({ heardAt: new Date(now.getTime() - minutesAgo * 60_000).toISOString(), happening }) as LockRecord;

test("our lock's silence about a cause is an answer too; another maker's is none", () => {
  assert.equal(factsOf(report({}), [], now).motorOpen, false);
  const foreign = report({ abilities: { isCatenaccio: false } as LockReport["abilities"] });
  assert.deepEqual(factsOf(foreign, [], now), {
    lockAlive: true,
    openMode: false,
    relockOff: false,
    lockedOut: false,
    fingerprintStopped: false,
  });
});

test("of a lock that does not answer nothing is known but that its batteries were going", () => {
  const level = { battery: { level: "critical", percent: null, volts: null } } as const;
  assert.deepEqual(factsOf(report({ link: "offline" }, { diagnosis: ["motor-open"] }), [], now), {});
  assert.deepEqual(factsOf(report({ link: "connecting" }, level), [], now), { batteryCritical: true });
  assert.deepEqual(factsOf(null, [], now), {});
});

test("the last failure counts, up to half an hour, and not past a success", () => {
  const bolted = record(1, refusal("keypad", "bolted-inside"));
  const handle = record(2, refusal("keypad", "handle-not-at-rest"));
  assert.deepEqual(factsOf(null, [bolted, handle], now), { boltedInside: true });
  assert.deepEqual(factsOf(null, [record(31, refusal("keypad", "bolted-inside"))], now), {});
  const opened: LockHappening = {
    event: "lockOperation",
    operation: "unlock",
    source: "rfid",
    user: 1,
    credential: null,
  };
  assert.deepEqual(factsOf(null, [record(0, opened), bolted], now), {});
});

test("a wrong PIN says nothing about a finger", () => {
  assert.deepEqual(factsOf(null, [record(1, refusal("keypad", "unknown-pin"))], now), {});
  const both = [record(1, refusal("keypad", "unknown-pin")), record(2, refusal("biometric", "unknown-finger"))];
  assert.deepEqual(factsOf(null, both, now), { unknownFinger: true });
  assert.deepEqual(factsOf(null, [record(1, refusal("biometric", "out-of-schedule"))], now), { notAllowedNow: true });
});
