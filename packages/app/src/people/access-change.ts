/**
 * What the form of an access sends. It replaces the access whole, so what nobody touched there comes from the server's
 * newest word: another may have paused the person, or changed the hours, since the form was drawn.
 */

import type { LockRole } from "@catenaccio/protocol";
import type { AccessView } from "@catenaccio/protocol/api";
import { draftOf, scheduleOf, type ScheduleDraft } from "../schedule/schedule-draft.ts";

/** null: not touched. */
export interface AccessTouched {
  readonly schedule: ScheduleDraft | null;
  readonly role: LockRole | null;
  readonly type: AccessView["type"] | null;
  readonly isPaused: boolean | null;
}

export const nothingTouched: AccessTouched = { schedule: null, role: null, type: null, isPaused: null };

type AccessNow = Pick<AccessView, keyof AccessTouched>;

type AccessDraft = Omit<AccessNow, "schedule"> & { readonly schedule: ScheduleDraft };

/** @param now null: the person has none at this lock yet. */
export function accessDraftOf(touched: AccessTouched, now: AccessNow | null, isGuest: boolean): AccessDraft {
  return {
    schedule: touched.schedule ?? draftOf(now?.schedule ?? { weekDays: [], dates: [] }),
    role: touched.role ?? now?.role ?? (isGuest ? "guest" : "member"),
    type: touched.type ?? now?.type ?? "ordinary",
    isPaused: touched.isPaused ?? now?.isPaused ?? false,
  };
}

export function accessChangeOf(touched: AccessTouched, now: AccessNow | null, isGuest: boolean) {
  const { schedule, ...rest } = accessDraftOf(touched, now, isGuest);
  // A draft joins a night that ends the next day; what was not touched goes back as it was.
  return { ...rest, schedule: touched.schedule === null && now !== null ? now.schedule : scheduleOf(schedule) };
}
