/**
 * How often a property is checked. The gate takes the same cases each time; CATENACCIO_SEED takes others, `random` ones
 * each time, and CATENACCIO_RUNS so many times more. A failure prints its seed and path.
 */

import type { Parameters } from "fast-check";

export function runsChecked(numRuns: number): Parameters<unknown> {
  const { CATENACCIO_SEED: wanted = "20260105", CATENACCIO_RUNS: times = "1" } = process.env;
  return { numRuns: numRuns * Number(times), ...(wanted !== "random" && { seed: Number(wanted) }) };
}
