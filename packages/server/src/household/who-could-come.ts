/** Who could come in at a lock at a given minute, each person with the reason. */

import type { AccessAtAnswer } from "@catenaccio/protocol/api";
import { accessAt } from "./access-at.ts";
import type { Actor, Household, Result } from "./household.ts";
import { isLockOf, noSuchLock, readPeople } from "./people.ts";

export async function whoCouldCome(
  household: Household,
  actor: Actor,
  { lockId, time }: { readonly lockId: string; readonly time: string },
): Promise<Result<AccessAtAnswer>> {
  if (!(await isLockOf(household.database, actor.homeId, lockId))) return noSuchLock;
  const people = await readPeople(household.database, actor.homeId);
  return { ok: true, value: { lockId, time, people: people.flatMap((person) => answerFor(person, { lockId, time })) } };
}

type Person = Awaited<ReturnType<typeof readPeople>>[number];

function answerFor(
  person: Person,
  { lockId, time }: { readonly lockId: string; readonly time: string },
): AccessAtAnswer["people"] {
  const access = person.access.find((candidate) => candidate.lockId === lockId);
  if (access === undefined) return [];
  const places = person.credentials.flatMap(({ locks }) => locks).filter((place) => place.lockId === lockId);
  const answer = accessAt(
    {
      type: access.type,
      isPaused: access.isPaused,
      isUsed: access.isUsed,
      schedule: access.schedule,
      hasCredential: places.length > 0,
      isAtLock: access.status.status === "confirmed" && places.some(({ status }) => status.status === "confirmed"),
    },
    time,
  );
  const { personId, name } = person;
  const { canComeIn, sentence } = answer;
  return [{ personId, name, canComeIn, reason: answer.canComeIn ? null : answer.reason, sentence }];
}
