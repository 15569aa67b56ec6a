/** Our own cluster (docs/matter.md) as a home of ours speaks it. */
import { CatenaccioLock } from "@catenaccio/matter";
import type { ClusterAccess } from "../cluster-access.ts";
import type { HomeLock } from "../home-lock.ts";
import type { Fields } from "../wire-values.ts";

export function ours(seen: HomeLock): ClusterAccess {
  return seen.other(1, CatenaccioLock.schema);
}

/** As numbers on the wire. */
export const roles = { administrator: 0, member: 1, guest: 2 } as const;
const enrolment = { started: 0, captured: 1, again: 2, enrolled: 3, failed: 4 } as const;
export const profiles = { manual: 0, guarded: 1, strict: 2 } as const;
export const entries = { pin: 0, fingerprint: 1 } as const;

/** What is said of an enrolment, with what it does not say. */
export function progress(
  status: keyof typeof enrolment,
  captures = 0,
  more: Readonly<Record<string, number | string>> = {},
): Fields {
  return { status: enrolment[status], captures, userIndex: null, credentialIndex: null, reason: null, ...more };
}
