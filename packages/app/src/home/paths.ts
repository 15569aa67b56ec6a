/** Where pages of other areas stand. */

export const addLockPath = "/add-lock";

/** Where the guided diagnosis of a lock begins. */
export function diagnosisOf(lockId: string): string {
  return `/care/trouble?lock=${lockId}`;
}
