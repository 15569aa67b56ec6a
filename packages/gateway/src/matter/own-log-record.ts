/**
 * A record of our lock's log, as ReadLog gives it (docs/matter.md): JSON in the words of docs/panel-protocol.md. A lock
 * may be newer than its gateway, so what is not known is left out.
 */

import { lockHappening, type LockHappening } from "@catenaccio/protocol";
import * as z from "zod";
import type { HeardRecord } from "../lock-network.ts";

const frame = z.looseObject({ seq: z.int().min(1), time: z.iso.datetime().nullable() });

/** Its schemas without what a newer lock may add. */
const known = z.discriminatedUnion(
  "event",
  lockHappening.options.map((option) => z.object(option.shape)) as unknown as typeof lockHappening.options,
);

/**
 * @returns null: it is no record at all. One that is, in words that are not known, is told as a gap of its own number,
 * because the household must see that there was something.
 */
export function ownRecord(text: string): HeardRecord | null {
  const framed = frame.safeParse(parsed(text));
  if (!framed.success) return null;
  const { seq: number, time, ...entry } = framed.data;
  return { number, time, happening: happeningOf(entry) ?? gapOf(number, number) };
}

/** Records that the lock has let go. */
export function gapOf(from: number, to: number): LockHappening {
  return { event: "gap", from, to };
}

function happeningOf(entry: Readonly<Record<string, unknown>>): LockHappening | null {
  const read = known.safeParse({ ...entry, ...scheduleOf(entry) });
  return read.success ? read.data : null;
}

/** The log says which place too. */
function scheduleOf({ schedule }: Readonly<Record<string, unknown>>) {
  return typeof schedule === "object" && schedule !== null && "kind" in schedule ? { schedule: schedule.kind } : {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
