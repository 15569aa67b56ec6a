/** What a benchmark finds: rows of a table, and the arithmetic behind them. */

export interface Figure {
  readonly what: string;
  readonly value: string;
  readonly beside: string;
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** @returns the smallest value that so many in a hundred do not exceed; the upper one of two medians. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(Math.floor((sorted.length * percent) / 100), sorted.length - 1)] ?? Number.NaN;
}

export function rounded(value: number, digits = 2): string {
  return value.toFixed(digits);
}

/** @returns how many milliseconds it takes. */
export async function timed(act: () => Promise<unknown> | void): Promise<number> {
  const startMs = performance.now();
  await act();
  return performance.now() - startMs;
}
