/** A guest as somebody is writing one down, over three steps; and what the server is asked for at the end. */

import type { NewGuest } from "@catenaccio/protocol/api";
import {
  draftOf,
  problemsOf,
  scheduleOf,
  type ScheduleDraft,
  type ScheduleProblem,
} from "../schedule/schedule-draft.ts";
import { onDay } from "../schedule/local-minute.ts";

export const guestWays = ["stay", "week", "once"] as const;
export type GuestWay = (typeof guestWays)[number];

export interface GuestDraft {
  readonly name: string;
  readonly locks: readonly string[];
  readonly way: GuestWay;
  /** Of a stay; "2026-03-02T09:00". */
  readonly from: string;
  readonly to: string;
  readonly week: ScheduleDraft;
  /** Of one visit; both may be empty. */
  readonly onceFrom: string;
  readonly onceTo: string;
}

/** A home keeps one span of dates for a guest. */
export const guestLimits = { weekDays: 10, dates: 1 } as const;

export type GuestProblem =
  | { readonly step: 1; readonly field: "name" | "locks"; readonly text: "name" | "nameLong" | "locks" }
  | {
      readonly step: 2;
      readonly field: "from" | "to" | "onceFrom" | "onceTo";
      readonly text: "from" | "to" | "backwards" | "over" | "half";
    }
  | { readonly step: 2; readonly field: "week"; readonly schedule: readonly ScheduleProblem[] };

const checkOutTime = "11:00";

/** @param here the minute at the door. A stay that begins now can be tried at once. */
export function newDraft(here: string, locks: readonly string[]): GuestDraft {
  return {
    name: "",
    locks,
    way: "stay",
    from: `${here.slice(0, 13)}:00`,
    to: onDay(here, 1, checkOutTime),
    week: { ...draftOf({ weekDays: [], dates: [] }), choice: "weekDays" },
    onceFrom: "",
    onceTo: "",
  };
}

/** @returns what is wrong first, in the order of the steps. */
export function problemOf(draft: GuestDraft, step: 1 | 2, here: string): GuestProblem | null {
  return step === 1 ? whoProblem(draft) : whenProblem(draft, here);
}

export function requestOf(draft: GuestDraft): NewGuest {
  const { name, locks, way } = draft;
  const base = { name: name.trim(), locks: [...locks], weekDays: [], oneTime: false };
  switch (way) {
    case "stay":
      return { ...base, from: draft.from, to: draft.to };
    case "once": {
      const { onceFrom: from, onceTo: to } = draft;
      return { ...base, oneTime: true, ...(from !== "" && { from, to }) };
    }
    case "week": {
      const { weekDays, dates } = scheduleOf(draft.week);
      const [span] = dates;
      return { ...base, weekDays, ...(span !== undefined && { from: span.from, to: span.to }) };
    }
    default:
      return way satisfies never;
  }
}

const nameLengthMax = 64;

function whoProblem({ name, locks }: GuestDraft): GuestProblem | null {
  if (name.trim() === "") return { step: 1, field: "name", text: "name" };
  if (name.trim().length > nameLengthMax) return { step: 1, field: "name", text: "nameLong" };
  return locks.length === 0 ? { step: 1, field: "locks", text: "locks" } : null;
}

function whenProblem(draft: GuestDraft, here: string): GuestProblem | null {
  switch (draft.way) {
    case "stay":
      return spanProblem(draft, here, { from: "from", to: "to" });
    case "once":
      return draft.onceFrom === "" && draft.onceTo === ""
        ? null
        : spanProblem({ from: draft.onceFrom, to: draft.onceTo }, here, { from: "onceFrom", to: "onceTo" });
    case "week": {
      const schedule = problemsOf(draft.week, guestLimits);
      return schedule.length === 0 ? null : { step: 2, field: "week", schedule };
    }
    default:
      return draft.way satisfies never;
  }
}

interface SpanFields {
  readonly from: "from" | "onceFrom";
  readonly to: "to" | "onceTo";
}

function spanProblem(
  { from, to }: { readonly from: string; readonly to: string },
  here: string,
  fields: SpanFields,
): GuestProblem | null {
  const isOnce = fields.from === "onceFrom";
  if (from === "") return { step: 2, field: fields.from, text: isOnce ? "half" : "from" };
  if (to === "") return { step: 2, field: fields.to, text: isOnce ? "half" : "to" };
  if (to <= from) return { step: 2, field: fields.to, text: "backwards" };
  return to <= here ? { step: 2, field: fields.to, text: "over" } : null;
}
