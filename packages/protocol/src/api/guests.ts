/** Guests: people with a PIN for a while and a link that needs no account. */

import * as z from "zod";
import { schedule, weekDaySchedule, schedulesPerKindMax } from "../schedule.ts";
import { id, instant, localMinute, personName } from "../vocabulary.ts";
import { personView } from "./people.ts";

export const newGuest = z
  .strictObject({
    name: personName,
    locks: z.array(id).min(1).max(20),
    from: localMinute.optional(),
    to: localMinute.optional(),
    weekDays: z.array(weekDaySchedule).max(schedulesPerKindMax).default([]),
    oneTime: z.boolean().default(false),
  })
  .refine(({ from, to }) => (from === undefined) === (to === undefined), "A stay has a beginning and an end.")
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, "A stay ends after it begins.")
  .refine(
    ({ from, weekDays, oneTime }) => from !== undefined || weekDays.length > 0 || oneTime,
    "A guest comes for a stay, on days of the week, or once.",
  );
export type NewGuest = z.infer<typeof newGuest>;

export const guestAdded = z.strictObject({
  person: personView,
  /** Shown now and never again; the guest finds it behind the link. */
  pin: z.string(),
  /** The token of the link: the address is the app's. */
  token: z.string(),
  expiresAt: instant,
});

export const guestLinkView = z.strictObject({
  personId: id,
  name: z.string(),
  expiresAt: instant,
  isRevoked: z.boolean(),
});
export const guestLinkList = z.strictObject({ guests: z.array(guestLinkView) });

/** What the guest sees. */
export const guestPage = z.strictObject({
  home: z.string(),
  timeZone: z.string(),
  pin: z.string(),
  schedule,
  oneTime: z.boolean(),
  expiresAt: instant,
  locks: z.array(
    z.strictObject({
      name: z.string(),
      /** `pending`: not at the lock yet. */
      status: z.enum(["ready", "pending", "refused", "used", "paused"]),
      isReachable: z.boolean(),
    }),
  ),
});
export type GuestPage = z.infer<typeof guestPage>;
