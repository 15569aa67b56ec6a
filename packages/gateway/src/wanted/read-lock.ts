/** Reads what the plan has to know of a lock, and no more: each schedule is up to twenty messages to its batteries. */

import type { Schedule, WantedLock } from "@catenaccio/protocol";
import type { LockClient, LockUser } from "../lock-client.ts";
import { canonicalSchedule, isAlways, type ObservedLock } from "./observed-lock.ts";
import type { Places, UserPlace } from "./places.ts";

const noSchedule = canonicalSchedule({ weekDays: [], dates: [] });

export async function readLock(client: LockClient, wanted: WantedLock, places: Places): Promise<ObservedLock> {
  const users = await client.readUsers();
  const schedules: Record<number, Schedule> = {};
  for (const user of users) {
    const place = [...places.users.values()].find(({ userIndex }) => userIndex === user.userIndex);
    if (place !== undefined && doesScheduleCount(user, place, wanted))
      schedules[user.userIndex] = await client.readSchedule(user.userIndex);
  }
  return { abilities: client.abilities, users, schedules };
}

function doesScheduleCount(user: LockUser, place: UserPlace, { users }: WantedLock): boolean {
  const wanted = users.find(({ personId }) => personId === place.personId);
  if (wanted === undefined) return false;
  const hadOne = place.schedule !== null && place.schedule !== noSchedule;
  return user.type === "scheduled" || !isAlways(wanted.schedule) || hadOne;
}
