/**
 * Holiday schedules: for a span of dates the lock is in another operating mode, and goes back afterwards to the one it
 * was in. Only the edges of a span do something, so whoever ends open mode within a holiday has ended it.
 */

import { changeMode, engageClutch, freeClutch, mayEngage } from "./clutch.ts";
import type { Command, Refusal } from "./command.ts";
import { holidaySchedulesMax, type HolidaySchedule, type OperatingMode } from "./model.ts";
import { localMsOf } from "./moment.ts";
import { logUserChange, type Changer } from "./people.ts";
import { holidayAt, type OperationCause } from "./state.ts";
import type { Turn } from "./turn.ts";

const bySchedule: OperationCause = { source: "schedule", user: null, credential: null };

export function setHolidaySchedule(
  turn: Turn,
  command: Command & { readonly type: "setHolidaySchedule" },
  changer: Changer,
): Refusal | null {
  const { index, fromLocalMs, toLocalMs, operatingMode } = command;
  const isInRange =
    isHolidayIndex(index) &&
    Number.isSafeInteger(fromLocalMs) &&
    Number.isSafeInteger(toLocalMs) &&
    fromLocalMs < toLocalMs;
  if (!isInRange) return "outOfRange";
  const { schedules } = turn.durable.holidays;
  const isNew = !schedules.some((other) => other.index === index);
  const schedule: HolidaySchedule = { index, fromLocalMs, toLocalMs, operatingMode };
  keepSchedules(
    turn,
    [...schedules.filter((other) => other.index !== index), schedule].sort((one, other) => one.index - other.index),
  );
  logHolidayChange(turn, isNew ? "add" : "modify", index, changer);
  return null;
}

export function clearHolidaySchedules(
  turn: Turn,
  command: Command & { readonly type: "clearHolidaySchedules" },
  changer: Changer,
): Refusal | null {
  const { index } = command;
  if (index !== null && !isHolidayIndex(index)) return "outOfRange";
  const { schedules } = turn.durable.holidays;
  keepSchedules(
    turn,
    schedules.filter((schedule) => index !== null && schedule.index !== index),
  );
  logHolidayChange(turn, "clear", index, changer);
  return null;
}

function isHolidayIndex(index: number): boolean {
  return Number.isInteger(index) && index >= 1 && index <= holidaySchedulesMax;
}

function keepSchedules(turn: Turn, schedules: readonly HolidaySchedule[]): void {
  turn.changeDurable({ holidays: { ...turn.durable.holidays, schedules } });
  // A span that was moved is another one: it begins anew, and what it set goes back first.
  keepHolidays(turn);
}

function logHolidayChange(
  turn: Turn,
  change: "add" | "modify" | "clear",
  index: number | null,
  changer: Changer,
): void {
  logUserChange(turn, {
    ...changer,
    change,
    user: null,
    credential: null,
    schedule: { kind: "holiday", index, change },
  });
}

/** Enters and leaves the modes of the holidays as the wall clock says; with an unknown time everything stays. */
export function keepHolidays(turn: Turn): void {
  const localMs = localMsOf(turn.now);
  if (localMs === null) return;
  const { running } = turn.durable.holidays;
  const due = holidayAt(turn.durable, localMs);
  if (due?.index === running?.index && due?.operatingMode === running?.mode) return;

  const current = turn.durable.settings.operatingMode;
  // Whoever chose another mode meanwhile meant it.
  const modeAfter = running !== null && current === running.mode ? running.modeBefore : current;
  const next = due === null ? modeAfter : due.operatingMode;
  if (!enterMode(turn, next)) return;
  turn.changeDurable({
    holidays: {
      ...turn.durable.holidays,
      running: due === null ? null : { index: due.index, mode: due.operatingMode, modeBefore: modeAfter },
    },
  });
}

/** @returns false when that is not possible now. */
function enterMode(turn: Turn, mode: OperatingMode): boolean {
  const before = turn.durable.settings.operatingMode;
  if (mode === before) return true;
  if (mode === "passage") {
    if (mayEngage(turn) !== null) return false;
    changeMode(turn, "passage", { source: "schedule" });
    engageClutch(turn, bySchedule, { request: null, relockSeconds: null, modeBefore: before });
    return true;
  }
  // Privacy is for a locked door; what is engaged now lets go first.
  if (mode === "privacy" && before !== "passage" && turn.volatile.sensors.clutch === "engaged") return false;
  changeMode(turn, mode, { source: "schedule" });
  if (before === "passage") freeClutch(turn, bySchedule);
  return true;
}
