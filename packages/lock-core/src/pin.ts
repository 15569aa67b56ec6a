/**
 * PINs as digits: the runs of an entry that may be a PIN, which of them is one, and which PINs are easy to guess.
 *
 * A padded entry of 20 digits has 65 runs of 6–10 digits. All are hashed and all are compared with all PINs, whatever
 * the outcome, so that neither time nor power tells somebody at the keypad how near a guess was.
 */

import type { PinCandidate } from "./event.ts";
import { pinEntryLengthMax, pinLengthMax, pinLengthMin, type PinCredential } from "./model.ts";

export interface PinRun {
  readonly digits: string;
  readonly start: number;
}

/** The runs to hash for an entry of at most 20 digits. Not padded: the entry as a whole, if its length may be a PIN's. */
export function pinRunsOf(entry: string, isPadded: boolean): readonly PinRun[] {
  if (entry.length > pinEntryLengthMax) return [];
  if (!isPadded) return isPinLength(entry.length) ? [{ digits: entry, start: 0 }] : [];
  const runs: PinRun[] = [];
  for (let length = pinLengthMin; length <= pinLengthMax; length++)
    for (let start = 0; start + length <= entry.length; start++)
      runs.push({ digits: entry.slice(start, start + length), start });
  return runs;
}

export function isPinLength(length: number): boolean {
  return length >= pinLengthMin && length <= pinLengthMax;
}

/** The longest PIN among the candidates wins, then the earliest. No early exit. */
export function findPin(
  candidates: readonly PinCandidate[],
  pins: Iterable<PinCredential>,
  isAcceptable: (candidate: PinCandidate) => boolean,
): PinCredential | null {
  const known = new Map<string, PinCredential>();
  for (const pin of pins) known.set(pin.tag, pin);
  let found: PinCredential | null = null;
  let foundLength = 0;
  let foundStart = 0;
  for (const candidate of candidates) {
    const pin = known.get(candidate.tag);
    const isBetter =
      found === null ||
      candidate.length > foundLength ||
      (candidate.length === foundLength && candidate.start < foundStart);
    if (pin !== undefined && isAcceptable(candidate) && isBetter) {
      found = pin;
      foundLength = candidate.length;
      foundStart = candidate.start;
    }
  }
  return found;
}

/** Six-digit PINs that a wrong entry of so many digits has ruled out, for the guess budget. */
export function guessWindowsOf(entryLength: number): number {
  return entryLength > pinEntryLengthMax ? 0 : Math.max(1, entryLength - (pinLengthMin - 1));
}

/** Repeats, runs, dates and lines on the keypad: what people choose first, and guessers try first. */
export function isEasyPin(digits: string): boolean {
  return isRepetition(digits) || isRun(digits) || isDate(digits) || isKeypadLine(digits);
}

/** One block over and over (111111, 121212, 123123), or each digit doubled or tripled (112233, 111222). */
function isRepetition(digits: string): boolean {
  for (let block = 1; block <= digits.length / 2; block++)
    if (digits.length % block === 0 && digits.slice(0, block).repeat(digits.length / block) === digits) return true;
  return /^(?:(\d)\1+)+$/.test(digits);
}

/** A constant step from digit to digit, round the end too: 123456, 987654, 890123, 246802. */
function isRun(digits: string): boolean {
  const steps = new Set<number>();
  for (let at = 1; at < digits.length; at++) steps.add((Number(digits[at]) - Number(digits[at - 1]) + 10) % 10);
  return steps.size === 1;
}

function isDate(digits: string): boolean {
  const part = (from: number, length: number): number => Number(digits.slice(from, from + length));
  const isDayAndMonth = (day: number, month: number): boolean => month >= 1 && month <= 12 && day >= 1 && day <= 31;
  if (digits.length === 6)
    return (
      isDayAndMonth(part(0, 2), part(2, 2)) ||
      isDayAndMonth(part(2, 2), part(0, 2)) ||
      isDayAndMonth(part(4, 2), part(2, 2))
    );
  if (digits.length !== 8) return false;
  const isYear = (year: number): boolean => year >= 1900 && year <= 2099;
  return (
    (isYear(part(4, 4)) && (isDayAndMonth(part(0, 2), part(2, 2)) || isDayAndMonth(part(2, 2), part(0, 2)))) ||
    (isYear(part(0, 4)) && isDayAndMonth(part(6, 2), part(4, 2)))
  );
}

const keypadRows = ["123", "456", "789"];
const keypadColumns = ["147", "258", "369", "2580"];
const keypadDiagonals = ["159", "357"];
const keypadLines = [...keypadRows, ...keypadColumns, ...keypadDiagonals].flatMap((line) => [
  line,
  [...line].reverse().join(""),
]);
const keypadLinePattern = new RegExp(`^(?:${keypadLines.join("|")})+$`);

function isKeypadLine(digits: string): boolean {
  return keypadLinePattern.test(digits);
}
