/** A lock's pairing code, as it stands on its label: the text of the QR code, or the digits below it. */

import { MatterError } from "@matter/main";
import { ManualPairingCodeCodec, QrPairingCodeCodec } from "@matter/main/types";

export interface PairingCode {
  readonly passcode: number;
  /** By which the lock is known among those that can be added; typed digits have only its first four bits. */
  readonly discriminator: { readonly longDiscriminator: number } | { readonly shortDiscriminator: number };
}

const qrPrefix = "MT:";
/** 11 digits, or 21 with the vendor and the product; spaces and dashes as people put them. */
const typedDigits = /^(\d{11}|\d{21})$/;

/** @returns null: it is no pairing code, or a digit is wrong. */
export function readPairingCode(text: string): PairingCode | null {
  const trimmed = text.trim();
  try {
    return trimmed.toUpperCase().startsWith(qrPrefix) ? readQr(trimmed.toUpperCase()) : readDigits(trimmed);
  } catch (cause) {
    if (cause instanceof MatterError) return null;
    throw cause;
  }
}

/** The letters of its alphabet are all capitals. */
function readQr(text: string): PairingCode | null {
  const [first] = QrPairingCodeCodec.decode(text);
  if (first === undefined) return null;
  return { passcode: first.passcode, discriminator: { longDiscriminator: first.discriminator } };
}

function readDigits(text: string): PairingCode | null {
  const digits = text.replace(/[\s-]/g, "");
  if (!typedDigits.test(digits)) return null;
  const { passcode, shortDiscriminator } = ManualPairingCodeCodec.decode(digits);
  if (shortDiscriminator === undefined) return null;
  return { passcode, discriminator: { shortDiscriminator } };
}
