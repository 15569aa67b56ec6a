/** What can be wrong with the gateway's data folder: a fault from outside, told in one sentence that a person can use. */

export type GatewayStoreErrorCode =
  /** The database belongs to something else. */
  | "notOurs"
  /** Written by a later version of this software. */
  | "newerVersion"
  | "damaged"
  | "keyMissing"
  /** The key file is whole, but it is another gateway's. */
  | "keyForeign"
  | "inUse"
  /** The system does not let us read or write there. */
  | "notAccessible"
  /** A change did not reach the disk; nothing of it counts. */
  | "writeFailed";

export class GatewayStoreError extends Error {
  override readonly name = "GatewayStoreError";
  readonly code: GatewayStoreErrorCode;

  constructor(code: GatewayStoreErrorCode, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.code = code;
  }
}
