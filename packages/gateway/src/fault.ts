/** What went wrong outside our own doing, for a log. */

export function sentenceOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : "for an unknown reason";
}
