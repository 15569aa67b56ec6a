/**
 * What a lock without a log to read tells by Matter's events (§5.2.11), in the words of the log of ours. Events for which
 * the log has no word are passed over.
 */

import type { CredentialReference, LockHappening } from "@catenaccio/protocol";
import type { DoorLock } from "@matter/main/clusters/door-lock";
import type { HeardRecord } from "../lock-network.ts";
import type { LockEvent } from "./lock-access.ts";
import {
  alarmCodes,
  credentialDataTypes,
  dataOperations,
  everyIndex,
  operationErrors,
  operationSources,
  operationTypes,
  referenceOf,
  scheduleDataTypes,
  wordOf,
} from "./lock-words.ts";

export function foreignRecord(event: LockEvent): HeardRecord | null {
  const happening = happeningOf(event);
  if (happening === null) return null;
  const { number, epochMs } = event;
  return { number, time: epochMs === null ? null : new Date(epochMs).toISOString(), happening };
}

function happeningOf(event: LockEvent): LockHappening | null {
  switch (event.name) {
    case "lockOperation":
      return operationOf(event.payload);
    case "lockOperationError":
      return refusalOf(event.payload);
    case "doorLockAlarm": {
      const code = wordOf(alarmCodes, event.payload.alarmCode);
      return code === null ? null : { event: "alarm", code };
    }
    case "lockUserChange":
      return userChangeOf(event.payload);
    case "doorStateChange":
    case "enrolmentProgress":
    case "entryStopped":
      return null;
    default:
      return event satisfies never;
  }
}

function operationOf(payload: DoorLock.LockOperationEvent): LockHappening | null {
  const operation = wordOf(operationTypes, payload.lockOperationType);
  if (operation === null) return null;
  return {
    event: "lockOperation",
    operation,
    source: wordOf(operationSources, payload.operationSource) ?? "unspecified",
    user: userOf(payload.userIndex),
    credential: lastOf(payload.credentials),
    ...originOf(payload),
  };
}

function refusalOf(payload: DoorLock.LockOperationErrorEvent): LockHappening | null {
  const operation = wordOf(operationTypes, payload.lockOperationType);
  if (operation !== "lock" && operation !== "unlock" && operation !== "unlatch") return null;
  return {
    event: "lockOperationError",
    operation,
    source: wordOf(operationSources, payload.operationSource) ?? "unspecified",
    error: wordOf(operationErrors, payload.operationError) ?? "unspecified",
    user: userOf(payload.userIndex),
    credential: lastOf(payload.credentials),
    ...originOf(payload),
  };
}

function userChangeOf(payload: DoorLock.LockUserChangeEvent): LockHappening | null {
  const change = wordOf(dataOperations, payload.dataOperationType);
  if (change === null) return null;
  const schedule = wordOf(scheduleDataTypes, payload.lockDataType);
  return {
    event: "userChange",
    change,
    user: userOf(payload.userIndex),
    credential: changedCredential(payload),
    ...(schedule !== null && { schedule }),
    source: wordOf(operationSources, payload.operationSource) ?? "unspecified",
    ...originOf(payload),
  };
}

/** All of a kind at once is nobody's in particular. */
function changedCredential({ lockDataType, dataIndex }: DoorLock.LockUserChangeEvent): CredentialReference | null {
  const kind = wordOf(credentialDataTypes, lockDataType);
  return kind === null || dataIndex === null || dataIndex === everyIndex ? null : { kind, index: dataIndex };
}

function userOf(index: number | null = null): number | null {
  return index === null || index < 1 || index === everyIndex ? null : index;
}

/** Where a user needs several, the last one moved the lock. */
function lastOf(credentials: readonly DoorLock.Credential[] | null = null): CredentialReference | null {
  const last = credentials?.at(-1);
  return last === undefined ? null : referenceOf(last);
}

/** What happened at the door itself has neither. */
function originOf({
  fabricIndex = null,
  sourceNode = null,
}: {
  readonly fabricIndex?: number | null | undefined;
  readonly sourceNode?: bigint | null | undefined;
}) {
  return fabricIndex === null || sourceNode === null
    ? {}
    : { origin: { fabric: fabricIndex, node: String(sourceNode) } };
}
