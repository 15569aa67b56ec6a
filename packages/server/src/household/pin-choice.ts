/**
 * PINs that the server chooses, and how the same PIN is recognised without keeping it.
 *
 * What people choose first is left out, by rules that are stricter than the lock's own: so no lock refuses as easy what
 * was chosen here. The hash is keyed, and the key is not in the database: a million six-digit PINs are tried in a second.
 */

import { createHmac, randomInt } from "node:crypto";

const lengthWished = 7;
const distinctDigitsMin = 4;
const triesMax = 10_000;
const keypadLines = ["147", "258", "369", "159", "357", "741", "852", "963", "951", "753"];

export interface PinLength {
  readonly min: number;
  readonly max: number;
}

/** @returns a length that every lock takes; null: there is none. */
export function commonPinLength(lengths: readonly PinLength[]): number | null {
  const min = Math.max(4, ...lengths.map((length) => length.min));
  const max = Math.min(10, ...lengths.map((length) => length.max));
  return min > max ? null : Math.min(max, Math.max(min, lengthWished));
}

/** @returns null: nearly every PIN of that length is somebody's. */
export function choosePin(length: number, isTaken: (digits: string) => boolean): string | null {
  for (let tries = 0; tries < triesMax; tries++) {
    const digits = Array.from({ length }, () => randomInt(10)).join("");
    if (!isGuessable(digits) && !isTaken(digits)) return digits;
  }
  return null;
}

export function isGuessable(digits: string): boolean {
  return (
    new Set(digits).size < Math.min(distinctDigitsMin, digits.length) ||
    hasRunOfThree(digits) ||
    keypadLines.some((line) => digits.includes(line)) ||
    isHalfRepeated(digits) ||
    /^(?:(\d)\1+)+$/.test(digits) ||
    mayBeDate(digits)
  );
}

/** The same PIN or card has the same tag in every home of this server, and tells nothing without the key. */
export function tagOf(key: Buffer, kind: "pin" | "rfid" | "code", secret: string): string {
  return createHmac("sha256", key)
    .update(`household ${kind} ${secret.length} ${secret.toUpperCase()}`)
    .digest("base64url");
}

/** 123, 987, 246, 555, 890: a constant step, round the end too. */
function hasRunOfThree(digits: string): boolean {
  const step = (at: number): number => (Number(digits[at]) - Number(digits[at - 1]) + 10) % 10;
  for (let at = 2; at < digits.length; at++) if (step(at) === step(at - 1)) return true;
  return false;
}

function isHalfRepeated(digits: string): boolean {
  const half = Math.floor(digits.length / 2);
  return digits.length % 2 === 0 && digits.slice(0, half) === digits.slice(half);
}

function mayBeDate(digits: string): boolean {
  if (/(?:19|20)\d\d/.test(digits)) return true;
  if (digits.length !== 6) return false;
  const pairs = [0, 2, 4].map((at) => Number(digits.slice(at, at + 2)));
  return pairs.some((month) => month >= 1 && month <= 12) && pairs.some((day) => day >= 1 && day <= 31);
}
