/** What a lock is and can, and how it is now, as far as the gateway knows. The newest counts. */

import * as z from "zod";
import { guardProfiles, id, instant, lockStates, operatingMode, operatingModes, soundVolumes } from "./vocabulary.ts";

const count = z.int().min(0);

export const lockAbilities = z.strictObject({
  vendor: z.string(),
  product: z.string(),
  serialNumber: z.string().nullable(),
  softwareVersion: z.string(),
  /** It speaks our own cluster: enrolment from afar, the log by number, roles, whole names. */
  isCatenaccio: z.boolean(),
  users: count,
  pins: count,
  cards: count,
  fingerprints: count,
  credentialsPerUser: count,
  pinLength: z.strictObject({ min: count, max: count }).nullable(),
  weekDaySchedulesPerUser: count,
  dateSchedulesPerUser: count,
  /** It takes PINs over the network, and so can be opened with one. */
  canCheckRemotePin: z.boolean(),
  needsRemotePin: z.boolean(),
  operatingModes: z.array(operatingMode),
  /** What can be set: those that the lock has. */
  settings: z.array(z.enum(["operatingMode", "volume", "language", "menu", "autoRelockSeconds", "guardProfile"])),
});
export type LockAbilities = z.infer<typeof lockAbilities>;

export const batteryReport = z.strictObject({
  level: z.enum(["ok", "warning", "critical"]),
  percent: z.number().min(0).max(100).nullable(),
  volts: z.number().nullable(),
});

export const lockSituation = z.strictObject({
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
  /** The causes of L41–L48 that the lock itself names (docs/panel-protocol.md). */
  diagnosis: z.array(z.string()),
  battery: batteryReport.nullable(),
  hasEmergencyPower: z.boolean(),
});
export type LockSituation = z.infer<typeof lockSituation>;

/** `connecting`: it was there and is looked for; `offline`: it has not answered for a while. */
export const lockLinks = ["online", "connecting", "offline"] as const;

export const lockReport = z.strictObject({
  lockId: id,
  link: z.enum(lockLinks),
  /** When it was heard last; null: never. */
  heardAt: instant.nullable(),
  /** Milliseconds that its last answer took; null: not known. */
  answerMs: z.number().nullable(),
  abilities: lockAbilities.nullable(),
  situation: lockSituation.nullable(),
});
export type LockReport = z.infer<typeof lockReport>;
