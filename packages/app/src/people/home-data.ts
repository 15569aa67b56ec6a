/** What these pages show of the home: people, locks, and the time at its doors. */

import type { LockView, PersonView } from "@catenaccio/protocol/api";
import type { AnswerOf } from "../api/call.ts";
import { useLive, type Live } from "../api/live.ts";

export function usePeople(): Live<{ readonly people: readonly PersonView[] }> {
  return useLive("GET /api/homes/{homeId}/people", { on: ["people", "wanted", "lock"], isKept: true });
}

export function useLocks(): Live<{ readonly locks: readonly LockView[] }> {
  return useLive("GET /api/homes/{homeId}/locks", { on: ["lock", "wanted", "addLock", "enrolment"], isKept: true });
}

/** Those that people can have access to. */
export function addedLocks(locks: Live<{ readonly locks: readonly LockView[] }>): readonly LockView[] {
  return (locks.value?.locks ?? []).filter(({ state }) => state === "added");
}

export function useSettings(): Live<AnswerOf<"GET /api/homes/{homeId}/settings">> {
  return useLive("GET /api/homes/{homeId}/settings", { isKept: true });
}

/** IANA name; until it is known, the browser's. */
export function useTimeZone(): string {
  return useSettings().value?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}
