/**
 * Who could come in at a given minute, by the same rules by which the lock itself decides: its own function is asked.
 * What the lock does not have yet opens nothing, whatever the schedule says.
 */

import { accessOf, endOfWindow } from "@catenaccio/lock-core/schedule";
import type { Schedule, WantedUser } from "@catenaccio/protocol";
import type { accessAtReasons } from "@catenaccio/protocol/api";

export interface Visitor {
  readonly type: WantedUser["type"];
  readonly isPaused: boolean;
  readonly isUsed: boolean;
  readonly schedule: Schedule;
  readonly hasCredential: boolean;
  readonly isAtLock: boolean;
}

type Reason = (typeof accessAtReasons)[number];

export type AccessAt =
  | { readonly canComeIn: true; readonly sentence: string }
  | { readonly canComeIn: false; readonly reason: Reason; readonly sentence: string };

/** @param time a minute in the lock's own time, "2026-03-07T22:00". */
export function accessAt(visitor: Visitor, time: string): AccessAt {
  if (visitor.isUsed) return refused("used-up");
  const access = accessOf(userOf(visitor), "door", { poweredMs: 0, utcMs: Date.parse(`${time}Z`), utcOffsetMs: 0 });
  if (access.kind === "denied") return refused(access.reason);
  if (!visitor.hasCredential) return refused("no-credential");
  if (!visitor.isAtLock) return refused("not-at-lock-yet");
  return { canComeIn: true, sentence: "Could come in then." };
}

const sentences: Readonly<Record<Reason, string>> = {
  "user-disabled": "Access is paused.",
  "user-expired": "The time of this access is over.",
  "out-of-schedule": "That is outside the times of this access.",
  "clock-unknown": "The lock does not know the time.",
  "remote-only": "This access works from afar only.",
  "no-credential": "There is no PIN, card or finger to come in with.",
  "not-at-lock-yet": "The lock does not have the PIN, card or finger yet.",
  "used-up": "This access was for one time, and has been used.",
};

function refused(reason: Reason): AccessAt {
  return { canComeIn: false, reason, sentence: sentences[reason] };
}

type LockUser = Parameters<typeof accessOf>[0];

function userOf({ type, isPaused, schedule }: Visitor): LockUser {
  return {
    userIndex: 1,
    name: "",
    uniqueId: null,
    role: "member",
    userType: userTypeOf(type, schedule),
    userStatus: isPaused ? "occupiedDisabled" : "occupiedEnabled",
    credentialRule: "single",
    weekDaySchedules: schedule.weekDays.map(({ days, from, to }, index) => ({
      index,
      days,
      fromMinute: minuteOf(from),
      toMinute: endOfWindow(minuteOf(to)),
    })),
    yearDaySchedules: schedule.dates.map(({ from, to }, index) => ({
      index,
      fromLocalMs: Date.parse(`${from}Z`),
      toLocalMs: Date.parse(`${to}Z`),
    })),
    creatorFabric: null,
    modifierFabric: null,
    expiry: null,
  };
}

function userTypeOf(type: Visitor["type"], { weekDays, dates }: Schedule): LockUser["userType"] {
  switch (type) {
    case "oneTime":
      return "disposableUser";
    case "duress":
      return "forcedUser";
    case "ordinary":
      return weekDays.length + dates.length === 0 ? "unrestrictedUser" : "scheduleRestrictedUser";
    default:
      return type satisfies never;
  }
}

function minuteOf(time: string): number {
  const [hours = "0", minutes = "0"] = time.split(":");
  return Number(hours) * 60 + Number(minutes);
}
