/**
 * A limit of time on whatever machine runs the tests: so that it tells of a slow program, and not of a slow or busy machine.
 * Work that always is the same is done beside it, and the limit grows as that takes longer than where it was set.
 */

const usualMs = 60;
const measurements = 3;
const size = 300_000;

/** @returns the limit as it is on this machine at this moment; never less than it was set to. */
export function limitHere(limitMs: number): number {
  work();
  const slowestMs = Math.max(...Array.from({ length: measurements }, work));
  return limitMs * Math.max(1, slowestMs / usualMs);
}

/** @returns how long it took. */
function work(): number {
  const startMs = performance.now();
  Array.from({ length: size }, (_, at) => (at * 7_919) % (size + 7)).sort((one, other) => one - other);
  return performance.now() - startMs;
}
