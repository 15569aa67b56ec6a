/** What a lock is and can, and how it is now, as far as the gateway knows. The newest counts. */

import * as z from "zod";
import { guardProfiles, id, instant, lockStates, operatingMode, operatingModes, soundVolumes } from "./vocabulary.ts";

const count = z.int().min(0);

export const lockAbilities = z
  .strictObject({
    vendor: z.string(),
    product: z.string(),
    serialNumber: z.string().nullable(),
    softwareVersion: z.string(),
    isCatenaccio: z
      .boolean()
      .describe("It speaks our own cluster: enrolment from afar, the log by number, roles, whole names."),
    users: count,
    pins: count,
    cards: count,
    fingerprints: count,
    credentialsPerUser: count,
    pinLength: z.strictObject({ min: count, max: count }).nullable(),
    weekDaySchedulesPerUser: count,
    dateSchedulesPerUser: count,
    canCheckRemotePin: z.boolean().describe("It takes PINs over the network, and so can be opened with one."),
    needsRemotePin: z.boolean(),
    operatingModes: z.array(operatingMode),
    settings: z
      .array(z.enum(["operatingMode", "volume", "language", "menu", "autoRelockSeconds", "guardProfile"]))
      .describe("What can be set: those that the lock has."),
  })
  .meta({ id: "LockAbilities" });
export type LockAbilities = z.infer<typeof lockAbilities>;

export const batteryReport = z
  .strictObject({
    level: z.enum(["ok", "warning", "critical"]),
    percent: z.number().min(0).max(100).nullable(),
    volts: z.number().nullable(),
  })
  .meta({ id: "BatteryReport" });

export const lockSituation = z
  .strictObject({
    lockState: z.enum(lockStates).nullable(),
    operatingMode: z.enum(operatingModes).nullable(),
    volume: z.enum(soundVolumes).nullable(),
    language: z.string().nullable(),
    isMenuEnabled: z.boolean().nullable(),
    autoRelockSeconds: count.nullable(),
    guardProfile: z.enum(guardProfiles).nullable(),
    isPinEntryStopped: z.boolean(),
    isFingerprintEntryStopped: z.boolean(),
    isLockedOut: z.boolean(),
    isJammed: z.boolean(),
    diagnosis: z
      .array(z.string())
      .describe("Faults that the lock itself names, such as `motor-stall`: see docs/panel-protocol.md."),
    battery: batteryReport.nullable(),
    hasEmergencyPower: z.boolean(),
  })
  .meta({ id: "LockSituation" });
export type LockSituation = z.infer<typeof lockSituation>;

/** `connecting`: it was there and is looked for; `offline`: it has not answered for a while. */
export const lockLinks = ["online", "connecting", "offline"] as const;

export const lockReport = z
  .strictObject({
    lockId: id,
    link: z.enum(lockLinks),
    heardAt: instant.nullable().describe("When it was heard last; null: never."),
    answerMs: z.number().nullable().describe("Milliseconds that its last answer took; null: not known."),
    abilities: lockAbilities.nullable(),
    situation: lockSituation.nullable(),
    fabric: z
      .int()
      .min(1)
      .optional()
      .describe("The index of our own fabric at the lock, by which its records tell our orders from those of others."),
  })
  .meta({ id: "LockReport" });
export type LockReport = z.infer<typeof lockReport>;
