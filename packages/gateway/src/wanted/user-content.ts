/** What the household wants of a user, in the words of the lock, and whether the lock has it so already. */

import type { LockAbilities, WantedUser } from "@catenaccio/protocol";
import type { LockUser, LockUserContent, LockUserType } from "../lock-client.ts";
import { isAlways } from "./observed-lock.ts";
import type { UserPlace } from "./places.ts";

/** Matter §5.2.6.2: a name has 10 bytes; a character that is cut off takes up to four. */
const shortNameBytesMin = 7;

export function contentOf(wanted: WantedUser): LockUserContent {
  return { name: wanted.name, role: wanted.role, isEnabled: !wanted.isPaused, type: typeOf(wanted) };
}

function typeOf({ type, schedule }: WantedUser): LockUserType {
  switch (type) {
    case "ordinary":
      return isAlways(schedule) ? "unrestricted" : "scheduled";
    case "oneTime":
      return "disposable";
    case "duress":
      return "forced";
    default:
      return type satisfies never;
  }
}

export function canonicalContent({ name, role, isEnabled, type }: LockUserContent): string {
  return JSON.stringify([name, role, isEnabled, type]);
}

/** How a lock shows a user. */
export function shownContent({ name, role, isEnabled, type }: LockUser): string {
  return canonicalContent({ name, role: role ?? "member", isEnabled, type });
}

/** Whether the lock has it so. What it confirmed and shows in its own way counts too, or it were told for ever. */
export function hasContent(
  user: LockUser,
  content: LockUserContent,
  place: UserPlace,
  abilities: LockAbilities,
): boolean {
  if (user.isEnabled !== content.isEnabled) return false;
  const isLikeConfirmed = place.confirmed === canonicalContent(content) && place.shown === shownContent(user);
  if (isLikeConfirmed) return true;
  return (
    user.type === content.type &&
    (user.role === null || user.role === content.role) &&
    isNamed(user.name, content.name, abilities)
  );
}

/** A lock of another make may keep the beginning of a name only. */
function isNamed(shown: string, wanted: string, { isCatenaccio }: LockAbilities): boolean {
  if (shown === wanted) return true;
  if (isCatenaccio) return false;
  return wanted.startsWith(shown) && Buffer.byteLength(shown) >= shortNameBytesMin;
}
