/** What can be wrong with a data folder or its store: a fault from outside, told in one sentence that a person can use. */

export type StoreErrorCode =
  /** The folder belongs to something else. */
  | "notOurs"
  /** Written by a later version of this software. */
  | "newerVersion"
  | "damaged"
  | "keyMissing"
  /** The key file is whole, but it is another lock's. */
  | "keyForeign"
  | "inUse"
  /** The system does not let us read or write there. */
  | "notAccessible"
  /** A commit did not reach the disk: whatever it was to confirm must not be perceivable. */
  | "writeFailed";

export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.code = code;
  }
}
