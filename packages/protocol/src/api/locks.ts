/** Locks: adding, sharing, settings, and what is done from afar. */

import * as z from "zod";
import { addLockSteps, enrolmentStatuses, ledColors, lockSetting, mqttSettings, orderErrors } from "../gateway-link.ts";
import { lockReport } from "../lock-report.ts";
import { credentialKind, id, personName, pinDigits } from "../vocabulary.ts";
import { foundCredential, foundUser } from "../wanted.ts";

export const lockName = z.string().trim().min(1).max(64);

export const addLockProgress = z.strictObject({ step: z.enum(addLockSteps), error: z.string().nullable() });

export const enrolmentProgress = z.strictObject({
  credentialId: id.nullable(),
  status: z.enum(enrolmentStatuses),
  captures: z.int().min(0),
  reason: z.string().nullable(),
});
export type EnrolmentProgress = z.infer<typeof enrolmentProgress>;

export const lockView = z.strictObject({
  lockId: id,
  name: z.string(),
  state: z.enum(["adding", "failed", "added"]),
  progress: addLockProgress.nullable(),
  report: lockReport.nullable(),
  wantedRevision: z.int(),
  /** Of the newest answer of the gateway; smaller: it is still at work. */
  confirmedRevision: z.int(),
  found: z.array(foundUser),
  foundCredentials: z.array(foundCredential),
  enrolment: enrolmentProgress.nullable(),
});
export type LockView = z.infer<typeof lockView>;

export const lockList = z.strictObject({ locks: z.array(lockView) });

export const newLock = z.strictObject({
  name: lockName,
  /** The text of the QR code, or the digits of the label. */
  code: z.string().trim().min(4).max(128),
  address: z.strictObject({ ip: z.union([z.ipv4(), z.ipv6()]), port: z.int().min(1).max(65_535) }).optional(),
});
export const lockChange = z.strictObject({ name: lockName });
export const lockRemoval = z.strictObject({ isForced: z.enum(["true", "false"]).default("false") });
export const shareRequest = z.strictObject({ seconds: z.int().min(180).max(900).default(900) });
export const shareAnswer = z.strictObject({ manual: z.string(), qr: z.string() });
export const settingChange = z.strictObject({ setting: lockSetting });

export const unlockRequest = z.strictObject({
  /** Of who it is, fresh, for this lock and this act; without it the answer is how to get one. */
  proof: z.string().min(1).max(512).optional(),
  /** For locks that ask for one. */
  pin: pinDigits.optional(),
});
export const lockRequest = z.strictObject({ pin: pinDigits.optional() });
/** Open mode lets anybody in: switching it on takes the proof that unlocking takes. */
export const passageRequest = z.discriminatedUnion("isOn", [
  z.strictObject({ isOn: z.literal(true), proof: z.string().min(1).max(512).optional() }),
  z.strictObject({ isOn: z.literal(false) }),
]);

export const orderResult = z.discriminatedUnion("ok", [
  z.strictObject({ ok: z.literal(true) }),
  z.strictObject({ ok: z.literal(false), error: z.enum(orderErrors), sentence: z.string() }),
]);
export type OrderResult = z.infer<typeof orderResult>;

export const adoptUserRequest = z
  .strictObject({ personId: id.optional(), name: personName.optional() })
  .refine(
    ({ personId, name }) => (personId === undefined) !== (name === undefined),
    "Say either whose user it is, or the name of a new person.",
  );
export const adoptCredentialRequest = z.strictObject({
  personId: id,
  kind: credentialKind,
  index: z.int().min(1),
  label: z.string().trim().max(64).default(""),
});

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

export const mqttChange = z.strictObject({
  /** null: Home Assistant is told nothing any more. */
  mqtt: mqttSettings
    .omit({ sealedPassword: true })
    .extend({ password: z.string().max(256).nullable() })
    .nullable(),
});
export type MqttChange = z.infer<typeof mqttChange>;
