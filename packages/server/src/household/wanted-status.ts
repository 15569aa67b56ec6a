/**
 * What came of what is wanted, as the newest report of the gateway tells it. A report about an older document confirms
 * nothing: what was changed since is not at the lock yet.
 */

import { lockReport, wantedReport, type LockReport, type WantedReport, type WantedStatus } from "@catenaccio/protocol";
import type { LockTable } from "./schema.ts";

export interface LockStanding {
  readonly lockId: string;
  readonly isCurrent: boolean;
  readonly isOnline: boolean;
  readonly wanted: WantedReport | null;
}

export function standingOf(lock: LockTable): LockStanding {
  const wanted = readWantedReport(lock);
  return {
    lockId: lock.lockId,
    isCurrent: wanted?.revision === lock.wantedRevision,
    isOnline: readLockReport(lock)?.link === "online",
    wanted,
  };
}

export function userStatus(standing: LockStanding, personId: string): WantedStatus {
  return current(standing, personIn(standing, personId)?.status);
}

export function credentialStatus(standing: LockStanding, personId: string, credentialId: string): WantedStatus {
  const credentials = personIn(standing, personId)?.credentials ?? [];
  return current(standing, credentials.find((credential) => credential.credentialId === credentialId)?.status);
}

export function readLockReport({ report }: LockTable): LockReport | null {
  return report === null ? null : lockReport.parse(JSON.parse(report));
}

export function readWantedReport({ wantedReport: report }: LockTable): WantedReport | null {
  return report === null ? null : wantedReport.parse(JSON.parse(report));
}

function personIn({ wanted }: LockStanding, personId: string): WantedReport["users"][number] | undefined {
  return wanted?.users.find((user) => user.personId === personId);
}

function current({ isCurrent, isOnline }: LockStanding, status: WantedStatus | undefined): WantedStatus {
  return isCurrent && status !== undefined ? status : { status: "pending", isWaitingForLock: !isOnline };
}
