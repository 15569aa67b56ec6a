/**
 * Why a lock refused an order of just now. Its record says so, to those who may read the history; to everybody else what
 * the lock itself finds wrong with it.
 */

import type { LockView } from "@catenaccio/protocol/api";
import { call } from "../api/call.ts";
import { isAdministrator } from "../api/session.ts";
import { isKnownReason, type KnownReason } from "./order-words.ts";
import { remoteReasonOf } from "./remote-reason.ts";

/** The record comes after the answer, by another way. */
const triesMax = 8;
const pauseMs = 250;
/** Somebody at the door may be refused meanwhile. */
const entriesAsked = 5;
/** The lock's clock and this device's are not the same one. */
const clockSlackMs = 3_000;

/** Of what a lock finds with itself, what keeps it from opening; the first counts. */
const hindrances = ["bolted-inside", "handle-not-at-rest", "motor-stall", "motor-open", "clutch"] as const;

export async function whyNot(lockId: string, since: number): Promise<KnownReason | null> {
  for (let tries = 0; tries < triesMax; tries++) {
    const reason = (isAdministrator.peek() ? await recordedReason(lockId, since) : null) ?? (await foundReason(lockId));
    if (reason !== null) return reason;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return null;
}

async function recordedReason(lockId: string, since: number): Promise<KnownReason | null> {
  const query = {
    lockId,
    kind: "refused",
    limit: entriesAsked,
    from: new Date(since - clockSlackMs).toISOString(),
  } as const;
  const page = await call("GET /api/homes/{homeId}/history", { query });
  const reason = page.ok ? remoteReasonOf(page.value.entries) : null;
  return reason !== null && isKnownReason(reason) ? reason : null;
}

async function foundReason(lockId: string): Promise<KnownReason | null> {
  const lock = await call("GET /api/homes/{homeId}/locks/{lockId}", { params: { lockId } });
  return lock.ok ? hindranceOf(lock.value) : null;
}

export function hindranceOf({ report }: Pick<LockView, "report">): KnownReason | null {
  const diagnosis = report?.situation?.diagnosis ?? [];
  return hindrances.find((hindrance) => diagnosis.includes(hindrance)) ?? null;
}
