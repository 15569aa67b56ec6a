/** Our own cluster on the device: orders in, answers and attributes out; nothing is kept here. */

import {
  diagnose,
  InvariantError,
  userNameLengthMax,
  usersMax,
  type CommandBody,
  type DurableState,
  type EnrolmentReport,
  type GuardProfile,
  type LockState,
  type Refusal,
  type Role,
} from "@catenaccio/lock-core";
import {
  CatenaccioLock,
  clusterLimits,
  enrolmentStatusNumbers,
  entryNumbers,
  guardProfileNumbers,
  logPageBytesMax,
  roleNumbers,
  type CatenaccioAttributes,
  type EnrolFingerprintRequest,
  type EnrolmentProgress,
  type EntryStopped,
  type GetUserDetailsRequest,
  type GetUserDetailsResponse,
  type MergeUsersRequest,
  type ReadLogRequest,
  type ReadLogResponse,
  type SetUserDetailsRequest,
} from "@catenaccio/matter";
import { ClusterBehavior, type ActionContext } from "@matter/main";
import { hasRemoteActor } from "@matter/main/protocol";
import { Status, StatusResponseError } from "@matter/main/types";
import type { DeviceStep } from "../device.ts";
import { reportRecord } from "../log-report.ts";
import { LockPort } from "./lock-port.ts";
import { wordOf } from "./matter-words.ts";

const logPageMax = 16;

guardProfileNumbers satisfies Record<GuardProfile, number>;
roleNumbers satisfies Record<Role, number>;
if (clusterLimits.usersMax !== usersMax || clusterLimits.userNameLengthMax !== userNameLengthMax)
  throw new InvariantError("The cluster and the lock differ in how many users there are, or how long a name is.");

export class CatenaccioServer extends ClusterBehavior.for(CatenaccioLock) {
  static override lockOnInvoke = false;

  override initialize(): void {
    this.reactTo(this.events.guardProfile$Changing, this.#profileChanging);
  }

  override async enrolFingerprint({ userIndex }: EnrolFingerprintRequest): Promise<void> {
    await this.#done({ type: "beginEnrolment", userIndex });
  }

  override async cancelEnrolment(): Promise<void> {
    await this.#done({ type: "cancelEnrolment" });
  }

  override readLog({ from }: ReadLogRequest): ReadLogResponse {
    const { device } = this.env.get(LockPort);
    const records: string[] = [];
    let bytes = 0;
    for (const record of device.readRecords(from, logPageMax + 1)) {
      const text = JSON.stringify(reportRecord(record));
      bytes += Buffer.byteLength(text);
      if (records.length === logPageMax || (bytes > logPageBytesMax && records.length > 0))
        return { records, next: record.seq };
      records.push(text);
    }
    return { records, next: null };
  }

  override async setUserDetails({ userIndex, name, role }: SetUserDetailsRequest): Promise<void> {
    const word = role === null ? null : wordOf(roleNumbers, role);
    if (role !== null && word === null) throw new StatusResponseError("There is no such role.", Status.ConstraintError);
    await this.#done({
      type: "setUser",
      operation: "modify",
      userIndex,
      ...(name !== null && { name }),
      ...(word !== null && { role: word }),
    });
  }

  override getUserDetails({ userIndex }: GetUserDetailsRequest): GetUserDetailsResponse {
    const user = this.env.get(LockPort).state.durable.users[userIndex];
    if (user === undefined) return { userIndex, name: null, role: null };
    return { userIndex, name: user.name, role: roleNumbers[user.role] };
  }

  override async mergeUsers({ from, into }: MergeUsersRequest): Promise<void> {
    await this.#done({ type: "mergeUsers", from, into });
  }

  override async restoreEntry(): Promise<void> {
    await this.#done({ type: "restoreEntry" });
  }

  async #done(body: CommandBody): Promise<void> {
    const result = await this.env.get(LockPort).command(body, this.context);
    if (!result.ok) throw new StatusResponseError("The lock refused the order.", statusOf(result.error));
  }

  #profileChanging(value: number, _before: number, context?: ActionContext): void {
    if (context === undefined || !hasRemoteActor(context)) return;
    const profile = wordOf(guardProfileNumbers, value);
    if (profile === null) throw new StatusResponseError("There is no such profile.", Status.ConstraintError);
    const body = { type: "changeSetting", setting: { name: "guardProfile", value: profile } } as const;
    const result = this.env.get(LockPort).write(body, context);
    if (result !== null && !result.ok)
      throw new StatusResponseError("The lock refused the value.", Status.InvalidInState);
  }
}

const statuses: { readonly [Error in Refusal]?: Status } = {
  outOfRange: Status.ConstraintError,
  unknownUser: Status.NotFound,
  notInUse: Status.NotFound,
  full: Status.ResourceExhausted,
  batteryCritical: Status.ResourceExhausted,
  busy: Status.Busy,
  lastAdministrator: Status.InvalidInState,
  otherHome: Status.InvalidInState,
};

function statusOf(error: Refusal): Status {
  return statuses[error] ?? Status.Failure;
}

export function catenaccioAttributes(state: LockState, oldestLogNumber: number): CatenaccioAttributes {
  const { settings, guard, log } = state.durable;
  return {
    guardProfile: guardProfileNumbers[settings.guardProfile],
    pinEntryStopped: guard.isPinEntryStopped,
    fingerprintEntryStopped: guard.isFingerprintEntryStopped,
    lockedOut: guard.lockoutUntilMs !== null,
    diagnosis: [...diagnose(state)],
    oldestLogNumber,
    newestLogNumber: log.nextSeq - 1,
  };
}

export function progressOf(report: EnrolmentReport, captures: number): EnrolmentProgress {
  const nothing = { captures, userIndex: null, credentialIndex: null, reason: null };
  const status = enrolmentStatusNumbers[report.status];
  switch (report.status) {
    case "started":
      return { ...nothing, status };
    case "captured":
      return { ...nothing, status, captures: report.captures };
    case "again":
      return { ...nothing, status, captures: report.captures, reason: report.reason };
    case "enrolled":
      return { ...nothing, status, userIndex: report.user, credentialIndex: report.index };
    case "failed":
      return { ...nothing, status, reason: report.reason };
    default:
      return report satisfies never;
  }
}

/** Which kinds of entry this step has stopped. */
export function stoppedEntries({ before, after }: DeviceStep): readonly EntryStopped[] {
  const stops = (name: "isPinEntryStopped" | "isFingerprintEntryStopped"): boolean =>
    guardOf(after.durable)[name] && !guardOf(before.durable)[name];
  return [
    ...(stops("isPinEntryStopped") ? [{ entry: entryNumbers.pin }] : []),
    ...(stops("isFingerprintEntryStopped") ? [{ entry: entryNumbers.fingerprint }] : []),
  ];
}

function guardOf({ guard }: DurableState): DurableState["guard"] {
  return guard;
}
