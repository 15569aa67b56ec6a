/** History, alarms, and why something was refused. */

import * as z from "zod";
import { alarmCodes, lockRecord } from "../lock-record.ts";
import { id, instant } from "../vocabulary.ts";

/** What a reader of the history looks for. */
export const historyKinds = ["opened", "locked", "refused", "alarm", "people", "settings", "power", "other"] as const;
export type HistoryKind = (typeof historyKinds)[number];

export const historyQuery = z
  .strictObject({
    personId: id.optional().describe("Of this person alone."),
    lockId: id.optional().describe("At this lock alone."),
    kind: z.enum(historyKinds).optional(),
    from: instant.optional().describe("Not earlier."),
    to: instant.optional().describe("Earlier than that."),
    text: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .optional()
      .describe("Words in the name of the person or lock, or in the record."),
  })
  .meta({ examples: [{ kind: "opened", from: "2026-03-01T00:00:00.000Z", to: "2026-04-01T00:00:00.000Z" }] });
export type HistoryQuery = z.infer<typeof historyQuery>;

export const historyPageQuery = historyQuery
  .extend({
    cursor: z.string().max(200).optional().describe("The `cursor` of the page before."),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  })
  .meta({ examples: [{ kind: "opened", from: "2026-03-01T00:00:00.000Z", limit: 50 }] });

export const historyEntry = z
  .strictObject({
    record: lockRecord,
    kind: z.enum(historyKinds),
    at: instant.describe("When it was, or was heard of."),
    lockName: z.string(),
    personName: z
      .string()
      .nullable()
      .describe(
        "Of the person, or of the account that gave an order from afar; null: nobody that is known, or who was deleted.",
      ),
  })
  .meta({ id: "HistoryEntry" });
export type HistoryEntry = z.infer<typeof historyEntry>;

export const historyPage = z.strictObject({
  entries: z.array(historyEntry),
  cursor: z.string().nullable().describe("For the next page; null: this was the last."),
});
export type HistoryPage = z.infer<typeof historyPage>;

export const whyRefused = z.strictObject({
  reason: z.string().describe("The lock's own word, or Matter's where it gave none."),
  sentence: z.string(),
  remedy: z.string().describe("What to do: a code."),
  remedySentence: z.string().describe("What to do, in words."),
});
export type WhyRefused = z.infer<typeof whyRefused>;

export const alarmView = z
  .strictObject({
    alarmId: id,
    lockId: id,
    lockName: z.string(),
    code: z.enum(alarmCodes),
    at: instant,
    acknowledgedAt: instant.nullable(),
    acknowledgedBy: z.string().nullable().describe("The account of whoever has seen to it."),
  })
  .meta({ id: "Alarm" });
export type AlarmView = z.infer<typeof alarmView>;
export const alarmList = z.strictObject({ alarms: z.array(alarmView) });
export const alarmQuery = z
  .strictObject({
    isOpen: z
      .enum(["true", "false"])
      .optional()
      .describe("`true`: those that nobody has seen to; `false`: the others."),
  })
  .meta({ examples: [{ isOpen: "true" }] });
