/** A home's own settings, and what is kept about a person. */

import * as z from "zod";
import { instant } from "../vocabulary.ts";
import { historyEntry } from "./history.ts";
import { personView } from "./people.ts";

const knownTimeZone = z.string().max(64).refine(isTimeZone, "A time zone is written Europe/Rome.");

export const homeSettings = z.strictObject({
  /** IANA name. */
  timeZone: knownTimeZone,
  /** How long history is kept; null: for ever. */
  historyDays: z.int().min(1).max(3650).nullable(),
  /** Sealed PINs and cards stay, so that a new lock can have them; otherwise they go when every lock has them. */
  keepsSealedPins: z.boolean(),
});
export type HomeSettings = z.infer<typeof homeSettings>;

/** Everything that is kept about one person. */
export const personExport = z.strictObject({
  exportedAt: instant,
  person: personView,
  history: z.array(historyEntry),
});
export type PersonExport = z.infer<typeof personExport>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
