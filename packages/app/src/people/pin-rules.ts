/** What a person's locks say about PINs before any is given. */

import type { AccessView, LockView } from "@catenaccio/protocol/api";

export interface PinLength {
  readonly min: number;
  readonly max: number;
}

/** Of our own lock, for one that has not said yet. */
const ownPinLength: PinLength = { min: 6, max: 10 };

/** @returns lengths that every lock of the person takes; null: there is none. */
export function pinLengthFor(
  access: readonly Pick<AccessView, "lockId">[],
  locks: readonly LockView[],
): PinLength | null {
  const lengths = locks
    .filter(({ lockId }) => access.some((granted) => granted.lockId === lockId))
    .map(({ report }) => report?.abilities?.pinLength ?? ownPinLength);
  if (lengths.length === 0) return ownPinLength;
  const min = Math.max(...lengths.map((length) => length.min));
  const max = Math.min(...lengths.map((length) => length.max));
  return min > max ? null : { min, max };
}

/** "7391 542": groups that are read and remembered at once. */
export function inGroups(digits: string): string {
  const size = digits.length % 4 === 0 || digits.length > 8 ? 4 : 3;
  const last = digits.length % size;
  // A single digit at the end is lost easily: the group before it takes it.
  const end = last === 1 ? digits.length - size - 1 : digits.length;
  const groups = digits.slice(0, end).match(new RegExp(`.{1,${size}}`, "g")) ?? [];
  return [...groups, ...(last === 1 ? [digits.slice(end)] : [])].join(" ");
}
