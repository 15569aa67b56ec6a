/** History, alarms, and why something was refused. */

import * as z from "zod";
import { alarmCodes, lockRecord } from "../lock-record.ts";
import { id, instant } from "../vocabulary.ts";

/** What a reader of the history looks for. */
export const historyKinds = ["opened", "locked", "refused", "alarm", "people", "settings", "power", "other"] as const;
export type HistoryKind = (typeof historyKinds)[number];

export const historyQuery = z.strictObject({
  personId: id.optional(),
  lockId: id.optional(),
  kind: z.enum(historyKinds).optional(),
  from: instant.optional(),
  to: instant.optional(),
  text: z.string().trim().min(1).max(100).optional(),
});
export type HistoryQuery = z.infer<typeof historyQuery>;

export const historyPageQuery = historyQuery.extend({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const historyEntry = z.strictObject({
  record: lockRecord,
  kind: z.enum(historyKinds),
  /** When it was, or was heard of. */
  at: instant,
  lockName: z.string(),
  /** null: nobody that is known, or somebody who was deleted. */
  personName: z.string().nullable(),
});
export type HistoryEntry = z.infer<typeof historyEntry>;

export const historyPage = z.strictObject({
  entries: z.array(historyEntry),
  /** For the next page; null: this was the last. */
  cursor: z.string().nullable(),
});
export type HistoryPage = z.infer<typeof historyPage>;

export const whyRefused = z.strictObject({
  /** The lock's own word, or Matter's where it gave none. */
  reason: z.string(),
  sentence: z.string(),
  /** What to do: a code, which the app puts into words. */
  remedy: z.string(),
});
export type WhyRefused = z.infer<typeof whyRefused>;

export const alarmView = z.strictObject({
  alarmId: id,
  lockId: id,
  lockName: z.string(),
  code: z.enum(alarmCodes),
  at: instant,
  acknowledgedAt: instant.nullable(),
  acknowledgedBy: z.string().nullable(),
});
export type AlarmView = z.infer<typeof alarmView>;
export const alarmList = z.strictObject({ alarms: z.array(alarmView) });
export const alarmQuery = z.strictObject({ isOpen: z.enum(["true", "false"]).optional() });
