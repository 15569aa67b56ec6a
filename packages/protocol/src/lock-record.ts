/**
 * What happened at a lock, in the words of its log (docs/panel-protocol.md). A foreign lock's Matter events are told in
 * the same words. Indices only: who that is stands in `personId`, and names elsewhere, where they can be erased.
 */

import * as z from "zod";
import { credentialKind, id, instant } from "./vocabulary.ts";

export const credentialReference = z
  .strictObject({ kind: credentialKind, index: z.int().min(0) })
  .meta({ id: "CredentialReference" });
export type CredentialReference = z.infer<typeof credentialReference>;

export const operationSources = [
  "keypad",
  "biometric",
  "rfid",
  "remote",
  "auto",
  "schedule",
  "manual",
  "button",
  "proprietaryRemote",
  "unspecified",
] as const;
const source = z.enum(operationSources);
const user = z.int().min(1).nullable();

/** Over which Matter fabric of the lock, and which node in it. */
const origin = z.strictObject({ fabric: z.int(), node: z.string() });

const operation = z.strictObject({
  event: z.literal("lockOperation"),
  operation: z.enum(["lock", "unlock", "unlatch", "nonAccessUserEvent", "forcedUserEvent"]),
  source,
  user,
  credential: credentialReference.nullable(),
  origin: origin.optional(),
});

const refusal = z.strictObject({
  event: z.literal("lockOperationError"),
  operation: z.enum(["lock", "unlock", "unlatch"]),
  source,
  error: z.enum(["invalidCredential", "disabledUserDenied", "restricted", "insufficientBattery", "unspecified"]),
  user,
  credential: credentialReference.nullable(),
  reason: z.string().optional().describe("Why, in one word, where the lock tells it."),
  origin: origin.optional(),
});

export const alarmCodes = [
  "lockJammed",
  "wrongCodeEntryLimit",
  "entryStopped",
  "frontEscutcheonRemoved",
  "lockFactoryReset",
  "lockRadioPowerCycled",
  "lowBattery",
  "doorForcedOpen",
  "doorAjar",
  "forcedUser",
] as const;
export type AlarmCode = (typeof alarmCodes)[number];

const alarm = z.strictObject({ event: z.literal("alarm"), code: z.enum(alarmCodes) });

const userChange = z.strictObject({
  event: z.literal("userChange"),
  change: z.enum(["add", "modify", "clear"]),
  user,
  credential: credentialReference.nullable(),
  schedule: z.enum(["weekDay", "yearDay", "holiday"]).optional(),
  source,
  origin: origin.optional(),
});

const setting = z.strictObject({
  event: z.literal("setting"),
  name: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]),
  source,
});
const power = z.strictObject({ event: z.literal("power"), what: z.enum(["up", "batteriesOut", "usb"]) });
const pairing = z.strictObject({ event: z.literal("pairing"), what: z.enum(["opened", "closed", "joined", "left"]) });
const fault = z.strictObject({ event: z.literal("fault"), cause: z.string(), on: z.boolean() });

/** The lock has let records go before anybody could read them. */
const gap = z.strictObject({ event: z.literal("gap"), from: z.int(), to: z.int() });

export const lockHappening = z
  .discriminatedUnion("event", [operation, refusal, alarm, userChange, setting, power, pairing, fault, gap])
  .meta({
    id: "LockHappening",
    examples: [
      { event: "lockOperation", operation: "unlock", source: "keypad", user: 1, credential: { kind: "pin", index: 1 } },
    ],
  });
export type LockHappening = z.infer<typeof lockHappening>;

export const lockRecord = z
  .strictObject({
    lockId: id,
    numbering: z
      .enum(["log", "matter"])
      .describe(
        "`log`: the number of the lock's own log; `matter`: Matter's event number, where there is no log to read.",
      ),
    number: z.int().min(0).describe("Rising for one lock and numbering; with `log` without a gap. Once for each lock."),
    time: instant.nullable().describe("When, by the lock's clock; null: it did not know."),
    heardAt: instant.describe("When the gateway heard of it."),
    personId: id.nullable().describe("Whose user or credential it was, as far as the household knows."),
    happening: lockHappening,
  })
  .meta({ id: "LockRecord" });
export type LockRecord = z.infer<typeof lockRecord>;
