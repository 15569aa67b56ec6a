/** When somebody may come, in the lock's local time. Both kinds must permit where there are both; none: always. */

import * as z from "zod";
import { localMinute, minuteOfDay, weekDay } from "./vocabulary.ts";

/** Matter keeps windows within one day (§5.2.6.4.3): a night is two of them. */
export const weekDaySchedule = z
  .strictObject({
    days: z.array(weekDay).min(1).max(7),
    from: minuteOfDay,
    to: minuteOfDay.describe("After `from`."),
  })
  .refine(({ from, to }) => from < to, "A window ends after it begins, on the same day.")
  .meta({ id: "WeekDaySchedule", examples: [{ days: ["mon", "tue"], from: "08:00", to: "18:30" }] });
export type WeekDaySchedule = z.infer<typeof weekDaySchedule>;

export const dateSchedule = z
  .strictObject({
    from: localMinute,
    to: localMinute.describe("After `from`."),
  })
  .refine(({ from, to }) => from < to, "A range of dates ends after it begins.")
  .meta({ id: "DateSchedule", examples: [{ from: "2026-03-02T15:00", to: "2026-03-06T11:00" }] });
export type DateSchedule = z.infer<typeof dateSchedule>;

export const schedulesPerKindMax = 10;

export const schedule = z
  .strictObject({
    weekDays: z.array(weekDaySchedule).max(schedulesPerKindMax),
    dates: z.array(dateSchedule).max(schedulesPerKindMax),
  })
  .meta({ id: "Schedule" });
export type Schedule = z.infer<typeof schedule>;

export const always: Schedule = { weekDays: [], dates: [] };
