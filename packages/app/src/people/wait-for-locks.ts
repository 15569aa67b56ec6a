/** Waits, for a moment, for what the locks say to something new: so that a refusal stands where the thing was typed. */

import type { WantedStatus } from "@catenaccio/protocol";
import type { PersonView } from "@catenaccio/protocol/api";
import { call } from "../api/call.ts";
import { onHomeEvent } from "../api/events.ts";

/** A lock in reach answers sooner; one that is not gets it later anyhow. */
const patienceMs = 8_000;
/** In case that the news of it is missed. */
const askAgainMs = 1_000;

/** @returns the last that is known, which may still be pending. */
export async function waitForPerson(
  personId: string,
  isSettled: (person: PersonView) => boolean,
  patience = patienceMs,
): Promise<PersonView | null> {
  const end = Date.now() + patience;
  for (;;) {
    const answer = await call("GET /api/homes/{homeId}/people/{personId}", { params: { personId } });
    if (!answer.ok) return null;
    if (isSettled(answer.value) || Date.now() >= end) return answer.value;
    await nextNews();
  }
}

/** What every lock of the person says to it. */
export function statusesOf(person: PersonView | null, credentialId: string): readonly WantedStatus[] {
  return person?.credentials.find((row) => row.credentialId === credentialId)?.locks.map(({ status }) => status) ?? [];
}

/** Nothing more will change by itself soon: decided, or the lock does not answer. */
export function isDecided(status: WantedStatus): boolean {
  return status.status !== "pending" || status.isWaitingForLock;
}

async function nextNews(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = window.setTimeout(resolve, askAgainMs);
  const end = onHomeEvent(({ type }) => {
    if (type === "wanted" || type === "people" || type === "lock") resolve();
  });
  await promise;
  window.clearTimeout(timer);
  end();
}
