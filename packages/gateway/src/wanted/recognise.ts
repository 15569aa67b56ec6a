/**
 * What has become of the places, by what is at the lock now: what was ordered and is there, what was there and is gone,
 * and what stands at one of our numbers but is somebody else's. Pure.
 */

import type { WantedLock } from "@catenaccio/protocol";
import type { LockUser } from "../lock-client.ts";
import { canonicalSchedule, holderOf, userAt, type ObservedLock } from "./observed-lock.ts";
import type { CredentialPlace, Places, UserPlace } from "./places.ts";
import { shownContent } from "./user-content.ts";

export function recognise(places: Places, lock: ObservedLock, wanted: WantedLock, now: string): Places {
  const names = new Map(wanted.users.map(({ personId, name }) => [personId, name]));
  const users = new Map(
    [...places.users].map(([personId, place]) => [
      personId,
      recogniseUser(place, lock, { name: names.get(personId) ?? null, now }),
    ]),
  );
  const credentials = new Map<string, CredentialPlace>();
  for (const [credentialId, place] of places.credentials) {
    const recognised = recogniseCredential(place, users.get(place.personId) ?? null, lock);
    if (recognised !== null) credentials.set(credentialId, recognised);
  }
  return { users, credentials };
}

function recogniseUser(
  place: UserPlace,
  lock: ObservedLock,
  { name, now }: { readonly name: string | null; readonly now: string },
): UserPlace {
  const user = userAt(lock, place.userIndex);
  if (place.state === "lost") return place;
  if (user === null || !isOurs(user, place, name))
    return place.state === "intended"
      ? { ...place, shown: null }
      : { ...place, state: "lost", losses: place.losses + 1, shown: null, isUsed: place.isUsed || hasComeOnce(place) };
  const isUsed = place.isUsed || (user.type === "disposable" && place.wasEnabled && !user.isEnabled);
  const shown = place.shown ?? (place.confirmed === null ? null : shownContent(user));
  const seen = lock.schedules[user.userIndex];
  const schedule = seen === undefined ? place.schedule : canonicalSchedule(seen);
  return { ...place, state: "confirmed", confirmedAt: place.confirmedAt ?? now, isUsed, shown, schedule };
}

/**
 * Only we make users in our name. An adopted one was made by somebody else, and so is one that came to its number after
 * it was cleared at the door: that one has neither the name that was seen nor the person's.
 */
function isOurs(user: LockUser, place: UserPlace, name: string | null): boolean {
  if (user.madeBy === "us") return true;
  if (!place.isAdopted) return false;
  return (
    place.shown === null ||
    place.shown === shownContent(user) ||
    nameIn(place.shown) === user.name ||
    user.name === name
  );
}

/** Some locks take a one-time user away after the first use; whoever took this one away, it is not let in twice. */
function hasComeOnce({ wasEnabled, confirmed }: UserPlace): boolean {
  return wasEnabled && confirmed !== null && (JSON.parse(confirmed) as readonly unknown[])[3] === "disposable";
}

function nameIn(shown: string): string {
  return String((JSON.parse(shown) as readonly unknown[])[0]);
}

/** @returns null: nothing is known of it any more, and nothing can bring it back. */
function recogniseCredential(
  place: CredentialPlace,
  owner: UserPlace | null,
  lock: ObservedLock,
): CredentialPlace | null {
  if (place.state !== "confirmed") return place;
  const holder = holderOf(lock, place);
  if (holder !== null && owner?.state === "confirmed" && holder.userIndex === owner.userIndex) return place;
  if (place.kind === "fingerprint") return null;
  return { ...place, state: "lost", losses: place.losses + 1 };
}
