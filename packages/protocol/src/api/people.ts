/** People of a home, what they hold, and on which locks: the bodies of their routes. */

import * as z from "zod";
import { schedule } from "../schedule.ts";
import {
  cardIdentifier,
  credentialKind,
  id,
  instant,
  localMinute,
  lockRole,
  personName,
  pinDigits,
} from "../vocabulary.ts";
import { wantedStatus, wantedUserType } from "../wanted.ts";

export const credentialLabel = z.string().trim().max(64);

export const accessView = z.strictObject({
  lockId: id,
  role: lockRole,
  type: wantedUserType,
  isPaused: z.boolean(),
  /** A one-time access whose only use has been made. */
  isUsed: z.boolean(),
  schedule,
  status: wantedStatus,
});
export type AccessView = z.infer<typeof accessView>;

export const credentialView = z.strictObject({
  credentialId: id,
  kind: credentialKind,
  label: z.string(),
  createdAt: instant,
  /** Whether it can still be brought to another lock without being given again. */
  isSecretKept: z.boolean(),
  locks: z.array(z.strictObject({ lockId: id, status: wantedStatus })),
});
export type CredentialView = z.infer<typeof credentialView>;

export const personView = z.strictObject({
  personId: id,
  name: z.string(),
  accountId: z.string().nullable(),
  isGuest: z.boolean(),
  createdAt: instant,
  access: z.array(accessView),
  credentials: z.array(credentialView),
});
export type PersonView = z.infer<typeof personView>;

export const personList = z.strictObject({ people: z.array(personView) });

export const newPerson = z.strictObject({ name: personName, accountId: z.string().min(1).max(64).optional() });
export const personChange = z.strictObject({ name: personName });
export const pauseChange = z.strictObject({ isPaused: z.boolean() });

export const accessChange = z.strictObject({
  role: lockRole.default("member"),
  type: wantedUserType.default("ordinary"),
  isPaused: z.boolean().default(false),
  schedule: schedule.default({ weekDays: [], dates: [] }),
});
export type AccessChange = z.infer<typeof accessChange>;

export const newCredential = z.discriminatedUnion("kind", [
  /** Without digits the server chooses them, and shows them this once. */
  z.strictObject({ kind: z.literal("pin"), label: credentialLabel.default(""), digits: pinDigits.optional() }),
  z.strictObject({ kind: z.literal("rfid"), label: credentialLabel.default(""), identifier: cardIdentifier }),
  /** It is enrolled at a lock afterwards. */
  z.strictObject({ kind: z.literal("fingerprint"), label: credentialLabel.default("") }),
]);
export type NewCredential = z.infer<typeof newCredential>;

export const credentialAdded = z.strictObject({
  credential: credentialView,
  /** The digits of a PIN that the server chose: shown now and never again. */
  digits: z.string().nullable(),
});

export const credentialChange = z.strictObject({
  label: credentialLabel.optional(),
  /** A PIN given anew. */
  digits: pinDigits.optional(),
  /** A card given anew. */
  identifier: cardIdentifier.optional(),
});
export type CredentialChange = z.infer<typeof credentialChange>;

export const enrolmentStart = z.strictObject({ lockId: id });

export const accessAtQuery = z.strictObject({ time: localMinute });

/** Why somebody could not come in then; null: could. */
export const accessAtReasons = [
  "user-disabled",
  "user-expired",
  "out-of-schedule",
  "clock-unknown",
  "remote-only",
  "no-credential",
  "not-at-lock-yet",
  "used-up",
] as const;

export const accessAtAnswer = z.strictObject({
  lockId: id,
  time: localMinute,
  people: z.array(
    z.strictObject({
      personId: id,
      name: z.string(),
      canComeIn: z.boolean(),
      reason: z.enum(accessAtReasons).nullable(),
      sentence: z.string(),
    }),
  ),
});
export type AccessAtAnswer = z.infer<typeof accessAtAnswer>;
