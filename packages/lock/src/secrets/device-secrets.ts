/**
 * The secrets of the lock, as the device uses them: hashes under a key that nobody outside gets to see. A file holds the
 * key today, a secure element may tomorrow.
 */

export interface DeviceSecrets {
  /** Keyed hash of one run of digits, in hex. The length is part of it. */
  hashPinRun(digits: string): string;
  /** Keyed hash of a card's identifier, in hex. No PIN has the same one. */
  hashCard(identifier: Uint8Array): string;
  /** Makes a new key; whatever was hashed with the old one is worthless from then on. */
  renew(): void;
}
