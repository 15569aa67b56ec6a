import assert from "node:assert/strict";
import { test } from "node:test";
import { lockHappening } from "@catenaccio/protocol";
import { FabricIndex, NodeId } from "@matter/main";
import { DoorLock } from "@matter/main/clusters/door-lock";
import { foreignRecord } from "./foreign-happenings.ts";
import type { LockEvent } from "./lock-access.ts";

const { LockOperationType, OperationSource, OperationError, CredentialType, LockDataType, DataOperationType } =
  DoorLock;
const atTheDoor = { fabricIndex: null, sourceNode: null };
const frame = { cluster: "doorLock", number: 5, epochMs: Date.UTC(2026, 2, 2, 9) } as const;

function told(event: LockEvent) {
  const record = foreignRecord(event);
  if (record !== null) lockHappening.parse(record.happening);
  return record?.happening ?? null;
}

test("who opened with what is told, and over which home", () => {
  const byEva = {
    lockOperationType: LockOperationType.Unlock,
    operationSource: OperationSource.Keypad,
    userIndex: 3,
    ...atTheDoor,
    credentials: [
      { credentialType: CredentialType.Rfid, credentialIndex: 2 },
      { credentialType: CredentialType.Pin, credentialIndex: 4 },
    ],
  };
  const opened: LockEvent = { ...frame, name: "lockOperation", payload: byEva };
  const happening = {
    event: "lockOperation",
    operation: "unlock",
    source: "keypad",
    user: 3,
    credential: { kind: "pin", index: 4 },
  };
  assert.deepEqual(told(opened), happening);
  assert.deepEqual(foreignRecord(opened), { number: 5, time: "2026-03-02T09:00:00.000Z", happening });
  assert.equal(foreignRecord({ ...opened, epochMs: null })?.time, null);

  const fromAfar = { ...byEva, fabricIndex: FabricIndex(2), sourceNode: NodeId(18_446_744_073_709_551_615n) };
  assert.deepEqual(told({ ...opened, payload: fromAfar }), {
    ...happening,
    origin: { fabric: 2, node: "18446744073709551615" },
  });
});

test("what there is no word for is unspecified, or nobody's", () => {
  const face = [{ credentialType: CredentialType.Face, credentialIndex: 4 }];
  const payload = {
    lockOperationType: LockOperationType.Lock,
    operationSource: OperationSource.Aliro,
    operationError: OperationError.Restricted,
    userIndex: 0xfffe,
    ...atTheDoor,
    credentials: face,
  };
  const plain = { operation: "lock", source: "unspecified", user: null, credential: null };
  assert.deepEqual(told({ ...frame, name: "lockOperation", payload }), { event: "lockOperation", ...plain });
  assert.deepEqual(told({ ...frame, name: "lockOperationError", payload }), {
    event: "lockOperationError",
    error: "restricted",
    ...plain,
  });
  assert.equal(told({ ...frame, name: "doorStateChange", payload: { doorState: 1 } }), null);
});

test("changes of people say whose and what, all at once as nobody's in particular", () => {
  const change = (lockDataType: DoorLock.LockDataType, userIndex: number | null, dataIndex: number | null) =>
    told({
      ...frame,
      name: "lockUserChange",
      payload: {
        lockDataType,
        dataOperationType: DataOperationType.Clear,
        operationSource: OperationSource.Keypad,
        userIndex,
        ...atTheDoor,
        dataIndex,
      },
    });
  const cleared = { event: "userChange", change: "clear", user: null, credential: null, source: "keypad" };
  assert.deepEqual(change(LockDataType.UserIndex, 0xfffe, 0xfffe), cleared);
  assert.deepEqual(change(LockDataType.Rfid, null, 0xfffe), cleared);
  assert.deepEqual(change(LockDataType.Rfid, 4, 2), { ...cleared, user: 4, credential: { kind: "rfid", index: 2 } });
  assert.deepEqual(change(LockDataType.WeekDaySchedule, 4, 1), { ...cleared, user: 4, schedule: "weekDay" });
});

test("each alarm has its word", () => {
  const alarms = Object.values(DoorLock.AlarmCode).filter((code) => typeof code === "number");
  assert.deepEqual(
    alarms.map((alarmCode) => told({ ...frame, name: "doorLockAlarm", payload: { alarmCode } })),
    [
      "lockJammed",
      "lockFactoryReset",
      "lockRadioPowerCycled",
      "wrongCodeEntryLimit",
      "frontEscutcheonRemoved",
      "doorForcedOpen",
      "doorAjar",
      "forcedUser",
    ].map((code) => ({ event: "alarm", code })),
  );
});
