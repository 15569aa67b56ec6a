/** When a delivery that failed is tried again, and when no more: pure, so that days pass in a test at once. */

export interface RetryPlan {
  readonly firstDelayMs: number;
  readonly factor: number;
  readonly delayMsMax: number;
  readonly attemptsMax: number;
}

const second = 1000;
const hour = 3_600 * second;

/** An alarm that is late by an hour is history: it stands in the app. */
export const pushRetries: RetryPlan = { firstDelayMs: 5 * second, factor: 3, delayMsMax: 0.5 * hour, attemptsMax: 7 };

/** A little more than a day: a receiver may be away for a night. */
export const webhookRetries: RetryPlan = { firstDelayMs: 5 * second, factor: 3, delayMsMax: 6 * hour, attemptsMax: 13 };

/**
 * @param attempts that were made so far.
 * @param retryAfterMs what the receiver asked for; it may ask for patience, not for haste.
 * @returns milliseconds until the next one; null: it was the last.
 */
export function delayAfter(plan: RetryPlan, attempts: number, retryAfterMs: number | null = null): number | null {
  if (attempts >= plan.attemptsMax) return null;
  const own = Math.min(plan.firstDelayMs * plan.factor ** (attempts - 1), plan.delayMsMax);
  return Math.max(own, Math.min(retryAfterMs ?? 0, plan.delayMsMax));
}
