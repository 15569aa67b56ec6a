import assert from "node:assert/strict";
import { test } from "node:test";
import { alarmCodes, operationSources, type LockHappening } from "@catenaccio/protocol";
import { sampleAbilities, samplePersonId, sampleRecord } from "../../test/sample-lock.ts";
import { describeRecord, eventTypes, methods, triggerOf, triggersFor } from "./happening.ts";

const unlock = {
  event: "lockOperation",
  operation: "unlock",
  source: "keypad",
  user: 1,
  credential: { kind: "pin", index: 2 },
} as const;

function typeOf(happening: LockHappening): string | null {
  return describeRecord(sampleRecord(1, happening), null)?.event_type ?? null;
}

test("what happens at a lock has a word in Home Assistant, or none", () => {
  const table: readonly (readonly [LockHappening, string | null])[] = [
    [unlock, "unlocked"],
    [{ ...unlock, operation: "unlatch" }, "unlocked"],
    [{ ...unlock, operation: "lock" }, "locked"],
    [{ ...unlock, operation: "forcedUserEvent" }, "duress"],
    [{ ...unlock, operation: "nonAccessUserEvent" }, null],
    [{ ...unlock, event: "lockOperationError", operation: "unlock", error: "restricted" }, "denied"],
    [{ event: "userChange", change: "clear", user: 2, credential: null, source: "keypad" }, "user_changed"],
    [{ event: "setting", name: "volume", value: "low", source: "keypad" }, null],
    [{ event: "power", what: "up" }, null],
    [{ event: "pairing", what: "joined" }, null],
    [{ event: "fault", cause: "motor-stall", on: true }, null],
    [{ event: "gap", from: 1, to: 3 }, null],
  ];
  for (const [happening, expected] of table) assert.equal(typeOf(happening), expected, JSON.stringify(happening));
});

test("each alarm has its word", () => {
  assert.deepEqual(
    alarmCodes.map((code) => [code, typeOf({ event: "alarm", code })]),
    [
      ["lockJammed", "jammed"],
      ["wrongCodeEntryLimit", "lockout"],
      ["entryStopped", "lockout"],
      ["frontEscutcheonRemoved", "tamper"],
      ["lockFactoryReset", "factory_reset"],
      ["lockRadioPowerCycled", null],
      ["lowBattery", "low_battery"],
      ["doorForcedOpen", "door_forced"],
      ["doorAjar", "door_ajar"],
      ["forcedUser", "duress"],
    ],
  );
});

test("an access tells who, how, with which credential, and when", () => {
  const record = sampleRecord(7, unlock, { personId: samplePersonId, time: "2026-01-05T08:00:00.000Z" });
  assert.deepEqual(describeRecord(record, "Anna"), {
    event_type: "unlocked",
    user: "Anna",
    user_id: samplePersonId,
    user_index: 1,
    method: "pin",
    credential: "pin",
    credential_index: 2,
    reason: null,
    source: "keypad",
    ts: "2026-01-05T08:00:00.000Z",
    seq: 7,
  });
});

test("a refusal tells why: in the lock's own word where there is one", () => {
  const refusal = { ...unlock, event: "lockOperationError", error: "restricted" } as const;
  assert.equal(describeRecord(sampleRecord(1, refusal), null)?.reason, "restricted");
  assert.equal(describeRecord(sampleRecord(1, { ...refusal, reason: "outsideHours" }), null)?.reason, "outsideHours");
});

test("each way to a lock is a method that the sensor knows", () => {
  for (const source of operationSources) {
    const method = describeRecord(sampleRecord(1, { ...unlock, source }), null)?.method;
    assert.ok(method !== null && method !== undefined && methods.includes(method), source);
  }
});

test("a trigger is offered for all that triggers, and for no reader that the lock does not have", () => {
  const offered = triggersFor(sampleAbilities).map(({ type, subtype }) => `${type} ${subtype}`);
  for (const source of ["keypad", "biometric", "rfid", "manual"] as const) {
    const event = describeRecord(sampleRecord(1, { ...unlock, source }), null);
    assert.ok(event !== null);
    const trigger = triggerOf(event);
    assert.ok(trigger !== null && offered.includes(`${trigger.type} ${trigger.subtype}`), source);
  }
  for (const event_type of eventTypes) {
    const event = describeRecord(sampleRecord(1, unlock), null);
    assert.ok(event !== null);
    const trigger = triggerOf({ ...event, event_type, method: null });
    if (trigger !== null) assert.ok(offered.includes(`${trigger.type} ${trigger.subtype}`), event_type);
  }
  const plain = triggersFor({ ...sampleAbilities, cards: 0, fingerprints: 0, pins: 0 });
  assert.deepEqual(
    plain.map(({ subtype }) => subtype),
    ["by_key", "at_the_lock", "at_the_lock", "at_the_lock", "at_the_lock"],
  );
});

test("an unlock from afar or by itself is no trigger of the door's", () => {
  for (const source of ["remote", "auto", "schedule", "unspecified"] as const) {
    const event = describeRecord(sampleRecord(1, { ...unlock, source }), null);
    assert.equal(event === null ? null : triggerOf(event), null);
  }
});
