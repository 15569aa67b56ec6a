/** What somebody typed cannot be done; the message is the sentence to show. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
