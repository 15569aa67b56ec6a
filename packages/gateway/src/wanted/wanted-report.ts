/** A plan as the server is told of it. */

import type { WantedLock, WantedReport, WantedStatus } from "@catenaccio/protocol";
import type { Plan, SubjectState } from "./plan.ts";

export function wantedReportOf(
  wanted: WantedLock,
  plan: Pick<Plan, "users" | "found" | "foundCredentials">,
  isWaitingForLock: boolean,
): WantedReport {
  const statusOf = (state: SubjectState): WantedStatus => {
    switch (state.state) {
      case "pending":
        return { status: "pending", isWaitingForLock };
      case "confirmed":
        return state.at === null ? { status: "pending", isWaitingForLock } : { status: "confirmed", at: state.at };
      case "refused":
        return { status: "refused", reason: state.reason };
      default:
        return state satisfies never;
    }
  };
  return {
    lockId: wanted.lockId,
    revision: wanted.revision,
    users: plan.users.map(({ personId, userIndex, state, credentials }) => ({
      personId,
      userIndex,
      status: statusOf(state),
      credentials: credentials.map((each) => ({
        credentialId: each.credentialId,
        credential: each.credential,
        status: statusOf(each.state),
      })),
    })),
    found: [...plan.found],
    foundCredentials: [...plan.foundCredentials],
  };
}

/** Of a lock that has never been read. */
export function unreadReportOf(wanted: WantedLock): WantedReport {
  const users = wanted.users.map(({ personId, credentials }) => ({
    personId,
    userIndex: null,
    state: { state: "pending" } as const,
    credentials: credentials.map(({ credentialId }) => ({
      credentialId,
      credential: null,
      state: { state: "pending" } as const,
    })),
  }));
  return wantedReportOf(wanted, { users, found: [], foundCredentials: [] }, true);
}
