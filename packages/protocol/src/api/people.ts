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

export const accessView = z
  .strictObject({
    lockId: id,
    role: lockRole,
    type: wantedUserType,
    isPaused: z.boolean(),
    isUsed: z.boolean().describe("A one-time access whose only use has been made."),
    schedule,
    status: wantedStatus.describe("Whether the lock has it."),
  })
  .meta({ id: "Access" });
export type AccessView = z.infer<typeof accessView>;

export const credentialView = z
  .strictObject({
    credentialId: id,
    kind: credentialKind,
    label: z.string(),
    createdAt: instant,
    isSecretKept: z.boolean().describe("Whether it can still be brought to another lock without being given again."),
    locks: z.array(z.strictObject({ lockId: id, status: wantedStatus })),
  })
  .meta({ id: "Credential" });
export type CredentialView = z.infer<typeof credentialView>;

export const personView = z
  .strictObject({
    personId: id,
    name: z.string(),
    accountId: z.string().nullable().describe("The member that this person is; null: none."),
    isGuest: z.boolean(),
    createdAt: instant,
    access: z.array(accessView).describe("To which locks, when, and whether each lock has it."),
    credentials: z.array(credentialView).describe("PINs, cards and fingers."),
  })
  .meta({ id: "Person" });
export type PersonView = z.infer<typeof personView>;

export const personList = z.strictObject({ people: z.array(personView) });

export const newPerson = z
  .strictObject({
    name: personName,
    accountId: z.string().min(1).max(64).optional().describe("The member that this person is."),
  })
  .meta({ examples: [{ name: "Anna" }] });
export const personChange = z.strictObject({ name: personName }).meta({ examples: [{ name: "Anna Maria" }] });
export const pauseChange = z.strictObject({ isPaused: z.boolean() }).meta({ examples: [{ isPaused: true }] });

export const accessChange = z
  .strictObject({
    role: lockRole.default("member").describe("What the person may do at the menu of the lock."),
    type: wantedUserType
      .default("ordinary")
      .describe("`oneTime`: the first opening is the last; `duress`: opens, and calls for help."),
    isPaused: z.boolean().default(false),
    schedule: schedule.default({ weekDays: [], dates: [] }).describe("Nothing in it: always."),
  })
  .meta({
    examples: [
      {
        role: "member",
        type: "ordinary",
        isPaused: false,
        schedule: { weekDays: [{ days: ["mon", "tue", "wed", "thu", "fri"], from: "08:00", to: "18:30" }], dates: [] },
      },
    ],
  });
export type AccessChange = z.infer<typeof accessChange>;

export const newCredential = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("pin"),
      label: credentialLabel.default(""),
      digits: pinDigits.optional().describe("Without them the server chooses, and shows them this once."),
    }),
    z.strictObject({
      kind: z.literal("rfid"),
      label: credentialLabel.default(""),
      identifier: cardIdentifier.describe("What the card tells a reader, in hexadecimal."),
    }),
    /** It is enrolled at a lock afterwards. */
    z.strictObject({ kind: z.literal("fingerprint"), label: credentialLabel.default("") }),
  ])
  .meta({ examples: [{ kind: "pin", label: "Everyday", digits: "408137" }] });
export type NewCredential = z.infer<typeof newCredential>;

export const credentialAdded = z.strictObject({
  credential: credentialView,
  digits: z.string().nullable().describe("The digits of a PIN that the server chose: shown now and never again."),
});

export const credentialChange = z
  .strictObject({
    label: credentialLabel.optional(),
    digits: pinDigits.optional().describe("A PIN given anew."),
    identifier: cardIdentifier.optional().describe("A card given anew."),
  })
  .meta({ examples: [{ label: "Blue card" }] });
export type CredentialChange = z.infer<typeof credentialChange>;

export const enrolmentStart = z
  .strictObject({ lockId: id })
  .meta({ examples: [{ lockId: "3f1c2b9e-8a4d-4f7b-9c61-2d5e8f7a9b10" }] });

export const accessAtQuery = z
  .strictObject({ time: localMinute.describe("A minute in the home's time zone.") })
  .meta({ examples: [{ time: "2026-03-02T09:00" }] });

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
