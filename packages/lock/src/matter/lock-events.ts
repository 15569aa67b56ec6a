/**
 * From what one step of the lock has come to, to the events of Matter's Door Lock cluster (§5.2.11): each record that
 * Matter has a word for, once, whatever its source.
 */

import type { CredentialReference, DurableState, LogRecord, Origin } from "@catenaccio/lock-core";
import { FabricIndex, NodeId } from "@matter/main";
import { DoorLock } from "@matter/main/clusters/door-lock";
import type { DeviceStep } from "../device.ts";
import {
  alarmCodes,
  credentialOf,
  dataOperations,
  everyIndex,
  lockDataTypeOf,
  operationErrors,
  operationSources,
  operationTypes,
  scheduleDataTypes,
  userChangeSources,
} from "./matter-words.ts";

export type LockEventOut =
  | { readonly name: "lockOperation"; readonly payload: DoorLock.LockOperationEvent }
  | { readonly name: "lockOperationError"; readonly payload: DoorLock.LockOperationErrorEvent }
  | { readonly name: "lockUserChange"; readonly payload: DoorLock.LockUserChangeEvent }
  | { readonly name: "doorLockAlarm"; readonly payload: DoorLock.DoorLockAlarmEvent };

type Entry<Event extends LogRecord["event"]> = LogRecord & { readonly event: Event };

export function eventsOf({ before, records }: DeviceStep): readonly LockEventOut[] {
  const changes = records.filter((record) => record.event === "userChange");
  return records.flatMap((record): readonly LockEventOut[] => {
    switch (record.event) {
      case "lockOperation":
        return operationEvents(record, before.durable);
      case "lockOperationError":
        return [operationError(record)];
      case "alarm": {
        const alarmCode = alarmCodes[record.code];
        return alarmCode === null ? [] : [{ name: "doorLockAlarm", payload: { alarmCode } }];
      }
      case "userChange":
        return userChanges(record, changes);
      case "setting":
      case "power":
      case "pairing":
      case "fault":
        return [];
      default:
        return record satisfies never;
    }
  });
}

function whoAsked(origin: Origin | undefined) {
  return origin === undefined
    ? { fabricIndex: null, sourceNode: null }
    : { fabricIndex: FabricIndex(origin.fabric), sourceNode: NodeId(BigInt(origin.node)) };
}

function credentialsOf(references: readonly (CredentialReference | null)[]): DoorLock.Credential[] | null {
  const credentials = references.filter((reference) => reference !== null).map(credentialOf);
  return credentials.length === 0 ? null : credentials;
}

function operationEvents(record: Entry<"lockOperation">, before: DurableState): readonly LockEventOut[] {
  const { operation, source, user, credential, credentialsBefore = [], origin } = record;
  const tell = (lockOperationType: DoorLock.LockOperationType): DoorLock.LockOperationEvent => ({
    lockOperationType,
    operationSource: operationSources[source],
    userIndex: user,
    ...whoAsked(origin),
    credentials: credentialsOf([...credentialsBefore, credential]),
  });
  const isForced = operation === "unlock" && user !== null && before.users[user]?.userType === "forcedUser";
  // Beside the silent alarm (§5.2.6.18.6); the unlock itself is told like any other.
  const types = [operationTypes[operation], ...(isForced ? [DoorLock.LockOperationType.ForcedUserEvent] : [])];
  return types.map((type) => ({ name: "lockOperation", payload: tell(type) }));
}

function operationError(record: Entry<"lockOperationError">): LockEventOut {
  const { operation, source, error, user, credential, origin } = record;
  return {
    name: "lockOperationError",
    payload: {
      lockOperationType: operationTypes[operation],
      operationSource: operationSources[source],
      operationError: operationErrors[error],
      userIndex: user,
      ...whoAsked(origin),
      credentials: credentialsOf([credential]),
    },
  };
}

/** Where a whole kind was cleared, one event tells of all its places (§5.2.11.5), and each user who went has its own. */
function userChanges(record: Entry<"userChange">, all: readonly Entry<"userChange">[]): readonly LockEventOut[] {
  const { credential, within } = record;
  if (record.schedule !== undefined) return [scheduleChange(record, record.schedule)];
  if (within === "everybody")
    return [userChange(record, { type: DoorLock.LockDataType.UserIndex, user: everyIndex, index: everyIndex })];
  if (credential === null) {
    const user = record.user;
    return [userChange(record, { type: DoorLock.LockDataType.UserIndex, user, index: user })];
  }
  const ofCredential = { type: lockDataTypeOf(credential), user: record.user, index: credential.index };
  const userEvent = userAlongside(record);
  if (within === undefined) {
    const event = userChange(record, ofCredential);
    return record.change === "add" ? [...userEvent, event] : [event, ...userEvent];
  }
  const first = all.find((other) => other.within === within);
  const kindEvent =
    first === record ? [userChange(record, { type: ofCredential.type, user: null, index: everyIndex })] : [];
  return [...kindEvent, ...userEvent];
}

/** A user that came with its first credential, or went with its last, has no record of its own. */
function userAlongside(record: Entry<"userChange">): readonly LockEventOut[] {
  const { user, isUserToo = false } = record;
  return isUserToo ? [userChange(record, { type: DoorLock.LockDataType.UserIndex, user, index: user })] : [];
}

function scheduleChange(
  record: Entry<"userChange">,
  { kind, index, change = record.change }: NonNullable<Entry<"userChange">["schedule"]>,
): LockEventOut {
  const place = { type: scheduleDataTypes[kind], user: record.user, index: index ?? everyIndex };
  return userChange({ ...record, change }, place);
}

function userChange(
  { change, source, origin }: Entry<"userChange">,
  what: { readonly type: DoorLock.LockDataType; readonly user: number | null; readonly index: number | null },
): LockEventOut {
  return {
    name: "lockUserChange",
    payload: {
      lockDataType: what.type,
      dataOperationType: dataOperations[change],
      operationSource: userChangeSources[source],
      userIndex: what.user,
      ...whoAsked(origin),
      dataIndex: what.index,
    },
  };
}
