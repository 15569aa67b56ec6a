/**
 * What must hold after every step, in production too: a lock that finds itself in a state that cannot be stops, with
 * the clutch undriven, rather than going on with it.
 */

import { assertInvariant } from "./errors.ts";
import { usersMax, credentialsPerKindMax, credentialKinds, pinEntryLengthMax, programmingPinIndex } from "./model.ts";
import type { Moment } from "./moment.ts";
import { entryOf, type LockState } from "./state.ts";

export function assertInvariants(before: LockState, after: LockState, now: Moment): void {
  const { durable, volatile } = after;
  assertInvariant(now.poweredMs >= before.durable.clock.poweredMs, "Powered time went back.");
  assertInvariant(durable.log.nextSeq >= before.durable.log.nextSeq, "A log number would be used twice.");
  assertInvariant(durable.guard.wrongTries >= 0, "The count of wrong tries is below 0.");
  assertInvariant(
    (volatile.pendingTry === null) === (durable.guard.openTry === null) || volatile.session.kind === "off",
    "A try is judged that was not counted, or counted and not judged.",
  );
  assertInvariant(entryOf(volatile.session).digits.length <= pinEntryLengthMax, "An entry grew without bound.");
  if (durable.users !== before.durable.users || durable.credentials !== before.durable.credentials) {
    assertInvariant(Object.keys(durable.users).length <= usersMax, "More users than the lock has room for.");
    for (const kind of credentialKinds) {
      const ofKind = Object.values(durable.credentials[kind]).filter(({ index }) => index !== programmingPinIndex);
      assertInvariant(ofKind.length <= credentialsPerKindMax, `More ${kind} credentials than the lock has room for.`);
      for (const credential of Object.values(durable.credentials[kind]))
        assertInvariant(
          durable.users[credential.userIndex] !== undefined,
          `Credential ${kind} ${credential.index} belongs to nobody.`,
        );
    }
  }
}
