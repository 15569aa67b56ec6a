/** Guests: people with a PIN for a while and a link that needs no account. */

import * as z from "zod";
import { schedule, weekDaySchedule, schedulesPerKindMax } from "../schedule.ts";
import { id, instant, localMinute, personName } from "../vocabulary.ts";
import { personView } from "./people.ts";

export const newGuest = z
  .strictObject({
    name: personName,
    locks: z.array(id).min(1).max(20).describe("Which locks the guest may open."),
    from: localMinute.optional().describe("When the stay begins, in the home's time zone."),
    to: localMinute.optional().describe("When the stay ends; given with `from`."),
    weekDays: z
      .array(weekDaySchedule)
      .max(schedulesPerKindMax)
      .default([])
      .describe("For a guest who comes on certain days, instead of a stay or within it."),
    oneTime: z.boolean().default(false).describe("The first opening is the last."),
  })
  .refine(({ from, to }) => (from === undefined) === (to === undefined), "A stay has a beginning and an end.")
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, "A stay ends after it begins.")
  .refine(
    ({ from, weekDays, oneTime }) => from !== undefined || weekDays.length > 0 || oneTime,
    "A guest comes for a stay, on days of the week, or once.",
  )
  .meta({
    examples: [
      {
        name: "Carla",
        locks: ["3f1c2b9e-8a4d-4f7b-9c61-2d5e8f7a9b10"],
        from: "2036-03-02T15:00",
        to: "2036-03-06T11:00",
      },
    ],
  });
export type NewGuest = z.infer<typeof newGuest>;

export const guestAdded = z.strictObject({
  person: personView,
  pin: z.string().describe("Shown now and never again; the guest finds it behind the link."),
  token: z.string().describe("Of the link; the guest's page asks `POST /api/guest` with it."),
  link: z
    .string()
    .describe("The page of the guest: for the guest alone, because it shows the PIN. Shown now and never again."),
  expiresAt: instant,
});

export const guestLinkView = z
  .strictObject({
    personId: id,
    name: z.string(),
    expiresAt: instant,
    isRevoked: z.boolean(),
  })
  .meta({ id: "GuestLink" });
export const guestLinkList = z.strictObject({ guests: z.array(guestLinkView) });

/** In the body: an address is written down on the way, and whoever has the token has the PIN. */
export const guestPageRequest = z.strictObject({
  token: z.string().max(100).describe("Of the link: what stands behind its `#`."),
});

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
      status: z.enum(["ready", "pending", "refused", "used", "paused"]).describe("`pending`: not at the lock yet."),
      isReachable: z.boolean(),
    }),
  ),
});
export type GuestPage = z.infer<typeof guestPage>;
