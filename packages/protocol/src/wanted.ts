/**
 * What the household wants of one lock, as a whole: the gateway brings the lock there and keeps it there. A document is
 * taken or left by its revision; the newest counts. And what came of it.
 */

import * as z from "zod";
import { credentialReference } from "./lock-record.ts";
import { schedule } from "./schedule.ts";
import { credentialKind, id, instant, lockRole, personNameLengthMax } from "./vocabulary.ts";

export const wantedCredential = z.strictObject({
  credentialId: id,
  kind: credentialKind,
  /**
   * A PIN's digits or a card's identifier, sealed to the gateway; null: forgotten, because every lock had it, or because
   * only the lock's reader can read it (a finger).
   */
  sealed: z.string().nullable(),
});
export type WantedCredential = z.infer<typeof wantedCredential>;

/** `oneTime`: the first use is the last (Matter disposableUser). `duress`: opens, and calls for help (forcedUser). */
export const wantedUserType = z.enum(["ordinary", "oneTime", "duress"]);

export const wantedUser = z.strictObject({
  personId: id,
  /** As it is kept: what is judged when it is given is not judged again, or one name would keep everybody from the lock. */
  name: z.string().trim().min(1).max(personNameLengthMax),
  role: lockRole,
  isPaused: z.boolean(),
  type: wantedUserType,
  schedule,
  credentials: z.array(wantedCredential).max(20),
});
export type WantedUser = z.infer<typeof wantedUser>;

export const wantedUsersMax = 150;

export const wantedLock = z.strictObject({
  lockId: id,
  revision: z.int().min(1),
  users: z.array(wantedUser).max(wantedUsersMax),
});
export type WantedLock = z.infer<typeof wantedLock>;

/** Why the lock does not have it: codes, which the app puts into words. */
export const refusalReasons = [
  /** The lock has no more room of that kind. */
  "full",
  /** Somebody has that PIN or card already. */
  "duplicate",
  "pinLength",
  "easyPin",
  "longerPinNeeded",
  /** The lock cannot do that at all: no cards, no fingerprints, no one-time users. */
  "notSupported",
  /** The lock knows no schedules (or too few): somebody who may come at times only is not let in always instead. */
  "schedulesNotSupported",
  /** What was sealed is forgotten: the PIN or card has to be given again. */
  "secretForgotten",
  /** A finger has to be enrolled at that lock's reader. */
  "enrolAtReader",
  "lastAdministrator",
  "otherHome",
  "batteryCritical",
  /** The lock refused and gave no reason. */
  "refused",
] as const;
export const refusalReason = z.enum(refusalReasons).meta({ id: "RefusalReason" });
export type RefusalReason = z.infer<typeof refusalReason>;

export const wantedStatus = z
  .discriminatedUnion("status", [
    z.strictObject({
      status: z.literal("pending"),
      isWaitingForLock: z.boolean().describe("The lock does not answer; it gets it as soon as it does."),
    }),
    z.strictObject({ status: z.literal("confirmed"), at: instant }),
    z.strictObject({ status: z.literal("refused"), reason: refusalReason }),
  ])
  .meta({ id: "WantedStatus", examples: [{ status: "confirmed", at: "2026-03-02T09:00:00.000Z" }] });
export type WantedStatus = z.infer<typeof wantedStatus>;

/** A user of the lock that the household did not ask for: made at the keypad, or by another home. */
export const foundUser = z
  .strictObject({
    userIndex: z.int().min(1),
    name: z.string(),
    isEnabled: z.boolean(),
    role: lockRole.nullable(),
    credentials: z.array(credentialReference),
    hasSchedules: z.boolean(),
    madeBy: z
      .enum(["keypad", "home", "unknown"])
      .describe("`keypad`: at the lock; `home`: another Matter home; `unknown`."),
  })
  .meta({ id: "FoundUser" });
export type FoundUser = z.infer<typeof foundUser>;

/** A credential of a person's user that the household did not ask for, such as a second finger enrolled at the door. */
export const foundCredential = z
  .strictObject({ personId: id, credential: credentialReference })
  .meta({ id: "FoundCredential" });
export type FoundCredential = z.infer<typeof foundCredential>;

export const wantedReport = z.strictObject({
  lockId: id,
  revision: z.int().min(0).describe("Of the document that this is about."),
  users: z.array(
    z.strictObject({
      personId: id,
      userIndex: z.int().nullable(),
      status: wantedStatus,
      credentials: z.array(
        z.strictObject({ credentialId: id, credential: credentialReference.nullable(), status: wantedStatus }),
      ),
    }),
  ),
  found: z.array(foundUser),
  foundCredentials: z.array(foundCredential),
});
export type WantedReport = z.infer<typeof wantedReport>;
