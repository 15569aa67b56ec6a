/** The words that gateway, server and app share: Matter's Door Lock words where there are any (docs/glossary.md). */

import * as z from "zod";

/** What an account may do in a home. */
export const homeRoles = ["owner", "administrator", "member", "guest"] as const;
export const homeRole = z.enum(homeRoles);
export type HomeRole = z.infer<typeof homeRole>;

/** What a user may do at the lock's own menu. */
export const lockRoles = ["administrator", "member", "guest"] as const;
export const lockRole = z.enum(lockRoles);
export type LockRole = z.infer<typeof lockRole>;

export const credentialKinds = ["pin", "rfid", "fingerprint"] as const;
export const credentialKind = z.enum(credentialKinds);
export type CredentialKind = z.infer<typeof credentialKind>;

export const weekDays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export const weekDay = z.enum(weekDays);
export type WeekDay = z.infer<typeof weekDay>;

export const lockStates = ["locked", "unlocked", "notFullyLocked", "unlatched"] as const;
export const operatingModes = ["normal", "vacation", "privacy", "noRemoteLockUnlock", "passage"] as const;
export const operatingMode = z.enum(operatingModes);
export const soundVolumes = ["high", "medium", "low", "silent"] as const;
export const guardProfiles = ["manual", "guarded", "strict"] as const;

export const id = z.uuid();
/** UTC, ISO 8601 with milliseconds. */
export const instant = z.iso.datetime();
/** A minute of a day at the lock: "09:00". */
export const minuteOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "A time is written 09:00.");
/** A minute at the lock, in its own time zone: "2026-03-02T09:00". */
export const localMinute = z
  .string()
  .regex(
    /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/,
    "A moment is written 2026-03-02T09:00.",
  )
  .refine(isInCalendar, "The calendar has no such day.");

export const personNameLengthMax = 64;
/** What came as broken UTF-8 was read as U+FFFD. */
const plainText = /^[^\p{Cc}\uFFFD]*$/u;
export const personName = z
  .string()
  .trim()
  .min(1)
  .max(personNameLengthMax)
  .regex(plainText, "A name has letters, digits and signs only.");
/** Matter: 6 to 10 digits on our lock; other locks have other limits, which the gateway knows. */
export const pinDigits = z.string().regex(/^\d{4,10}$/, "A PIN has digits only.");
/** ISO/IEC 14443-3: the identifier of a card, hexadecimal. */
export const cardIdentifier = z.string().regex(/^([0-9A-Fa-f]{2}){4,20}$/, "A card's identifier is hexadecimal.");

/** A date that there is not, such as 30 February, is read as one of the month after. */
function isInCalendar(local: string): boolean {
  const ms = Date.parse(`${local}Z`);
  return Number.isNaN(ms) || new Date(ms).toISOString().startsWith(local);
}
