/** A home's own settings, and what is kept about a person. */

import * as z from "zod";
import { instant } from "../vocabulary.ts";
import { historyEntry } from "./history.ts";
import { personView } from "./people.ts";

/** IANA name. */
export const knownTimeZone = z.string().max(64).refine(isTimeZone, "A time zone is written Europe/Rome.");

export const homeSettings = z
  .strictObject({
    timeZone: knownTimeZone.describe("IANA name."),
    historyDays: z.int().min(1).max(3650).nullable().describe("How long history is kept; null: for ever."),
    keepsSealedPins: z
      .boolean()
      .describe(
        "Sealed PINs and cards stay, so that a new lock can have them; otherwise they go when every lock has them.",
      ),
  })
  .meta({ id: "HomeSettings", examples: [{ timeZone: "Europe/Rome", historyDays: 90, keepsSealedPins: false }] });
export type HomeSettings = z.infer<typeof homeSettings>;

/** Everything that is kept about one person. */
export const personExport = z
  .strictObject({
    exportedAt: instant,
    person: personView,
    history: z.array(historyEntry),
  })
  .meta({ id: "PersonExport" });
export type PersonExport = z.infer<typeof personExport>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
