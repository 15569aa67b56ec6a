/** Locks: adding, sharing, settings, and what is done from afar. */

import * as z from "zod";
import { addLockSteps, enrolmentStatuses, ledColors, lockSetting, mqttSettings, orderErrors } from "../gateway-link.ts";
import { lockReport } from "../lock-report.ts";
import { credentialKind, id, personName, pinDigits } from "../vocabulary.ts";
import { foundCredential, foundUser } from "../wanted.ts";

export const lockName = z.string().trim().min(1).max(64);

export const addLockProgress = z
  .strictObject({
    step: z.enum(addLockSteps),
    error: z.string().nullable().describe("A code, as of any order to a lock; null: nothing has gone wrong."),
    sentence: z.string().nullable().describe("What has gone wrong, for a person."),
  })
  .meta({ id: "AddLockProgress" });

export const enrolmentProgress = z
  .strictObject({
    credentialId: id.nullable(),
    status: z.enum(enrolmentStatuses),
    captures: z.int().min(0),
    reason: z.string().nullable(),
  })
  .meta({ id: "EnrolmentProgress" });
export type EnrolmentProgress = z.infer<typeof enrolmentProgress>;

export const lockView = z
  .strictObject({
    lockId: id,
    name: z.string(),
    state: z.enum(["adding", "failed", "added"]),
    progress: addLockProgress.nullable().describe("How adding it goes on."),
    report: lockReport.nullable().describe("How it is; null: not known yet."),
    wantedRevision: z.int().describe("Of what the household wants of this lock."),
    confirmedRevision: z.int().describe("Of the newest answer of the gateway; smaller: it is still at work."),
    found: z.array(foundUser).describe("Users at the lock that the household did not ask for. For administrators."),
    foundCredentials: z
      .array(foundCredential)
      .describe("PINs, cards and fingers of known people that the household did not ask for."),
    enrolment: enrolmentProgress.nullable().describe("How the enrolment of a finger goes on."),
  })
  .meta({ id: "Lock" });
export type LockView = z.infer<typeof lockView>;

export const lockList = z.strictObject({ locks: z.array(lockView) });

export const newLock = z
  .strictObject({
    name: lockName,
    code: z.string().trim().min(4).max(128).describe("The text of the QR code, or the digits of the label."),
    address: z
      .strictObject({ ip: z.union([z.ipv4(), z.ipv6()]), port: z.int().min(1).max(65_535) })
      .optional()
      .describe("Where the lock is, in networks without multicast."),
  })
  .meta({ examples: [{ name: "Front door", code: "34970112332" }] });
export const lockChange = z.strictObject({ name: lockName }).meta({ examples: [{ name: "Front door" }] });
export const lockRemoval = z
  .strictObject({
    isForced: z.enum(["true", "false"]).default("false").describe("`true`: forget it although it does not answer."),
  })
  .meta({ examples: [{ isForced: "false" }] });
/** Whoever adds the lock may open it by their own rules: sharing takes the proof that unlocking takes. */
export const shareRequest = z
  .strictObject({
    seconds: z.int().min(180).max(900).default(900).describe("How long the lock can be added."),
    proof: z
      .string()
      .max(128)
      .optional()
      .describe("The fresh proof for this lock and sharing, good once within 60 seconds; without it: 401."),
  })
  .meta({ examples: [{ seconds: 900, proof: "the proof of POST …/proofs" }] });
export const shareAnswer = z.strictObject({
  manual: z.string().describe("Digits to type into the other home system."),
  qr: z.string().describe("The text of a QR code for it."),
});
export const settingChange = z
  .strictObject({ setting: lockSetting })
  .meta({ examples: [{ setting: { name: "volume", value: "low" } }] });

export const unlockRequest = z
  .strictObject({
    proof: z
      .string()
      .min(1)
      .max(512)
      .optional()
      .describe("Of who it is, fresh, for this lock and this act; without it the answer is how to get one."),
    pin: pinDigits.optional().describe("For locks that ask for one."),
  })
  .meta({ examples: [{ proof: "the proof of POST …/proofs" }] });
export const lockRequest = z.strictObject({ pin: pinDigits.optional() }).meta({ examples: [{}] });
/** Open mode lets anybody in: switching it on takes the proof that unlocking takes. */
export const passageRequest = z
  .discriminatedUnion("isOn", [
    z.strictObject({
      isOn: z.literal(true),
      proof: z
        .string()
        .min(1)
        .max(512)
        .optional()
        .describe("With the action `passage`; without it the answer is how to get one."),
    }),
    z.strictObject({ isOn: z.literal(false) }),
  ])
  .meta({ examples: [{ isOn: true, proof: "the proof of POST …/proofs" }] });

export const orderResult = z
  .discriminatedUnion("ok", [
    z.strictObject({ ok: z.literal(true) }),
    z.strictObject({ ok: z.literal(false), error: z.enum(orderErrors), sentence: z.string() }),
  ])
  .meta({ id: "OrderResult" });
export type OrderResult = z.infer<typeof orderResult>;

export const adoptUserRequest = z
  .strictObject({ personId: id.optional(), name: personName.optional() })
  .refine(
    ({ personId, name }) => (personId === undefined) !== (name === undefined),
    "Say either whose user it is, or the name of a new person.",
  )
  .meta({ examples: [{ personId: "3f1c2b9e-8a4d-4f7b-9c61-2d5e8f7a9b10" }] });
export const adoptCredentialRequest = z
  .strictObject({
    personId: id,
    kind: credentialKind,
    index: z.int().min(1),
    label: z.string().trim().max(64).default(""),
  })
  .meta({ examples: [{ personId: "3f1c2b9e-8a4d-4f7b-9c61-2d5e8f7a9b10", kind: "pin", index: 1, label: "Everyday" }] });

/** How the gateway is; null: it has not said, or there is none. */
export const gatewayView = z.strictObject({
  isThere: z.boolean(),
  box: z
    .strictObject({
      led: z.enum(ledColors),
      network: z.enum(["none", "cable", "wifi", "settingUp", "connecting"]),
      ssid: z.string().nullable(),
    })
    .nullable(),
  mqtt: z.strictObject({ isConnected: z.boolean(), error: z.string().nullable() }).nullable(),
});

export const mqttChange = z
  .strictObject({
    mqtt: mqttSettings
      .omit({ sealedPassword: true })
      .extend({ password: z.string().max(256).nullable() })
      .nullable()
      .describe("null: Home Assistant is told nothing any more."),
  })
  .meta({
    examples: [
      {
        mqtt: {
          url: "mqtt://192.168.1.10:1883",
          username: "catenaccio",
          password: "the broker's password",
          discoveryPrefix: "homeassistant",
          isUnlockAllowed: false,
        },
      },
    ],
  });
export type MqttChange = z.infer<typeof mqttChange>;
