/**
 * Fingers, images and templates as vectors. A finger is a direction in 256 dimensions that follows from its name; an
 * image is that direction, tilted by a few degrees in a way that never repeats; a template is the mean of the images it
 * is made of. Two vectors are of one finger when the angle between them is less than 30°.
 *
 * The margins, by the triangle inequality on the sphere:
 * - an image is at most 10° off its finger, so is a mean of images (a cap of the sphere is convex), so an image is at
 *   most 20° off a template or an image of the same finger: a good image always matches (10° to spare, of which the
 *   rounding of a template to bytes takes less than 1°);
 * - a bad one (turned, hurt) is at least 60° off its finger, hence at least 50° off its template, and off the images
 *   that make one: it never matches and is never taken for the same finger; two bad ones of a finger are tilted to
 *   different sides, so they are not taken for the same finger either;
 * - the angle between two fingers is 90° ± 3.6° (one standard deviation, 1/√256 rad). To be taken for one another they
 *   would have to be within 30° + 20° = 50°, eleven standard deviations away.
 */

import { createHash } from "node:crypto";

/** On the reader, and good enough to be compared. */
const misplaced = ["turned", "hurt"] as const;
/** On the reader, but not good enough to be compared. */
const poor = ["dry", "wet", "dirty", "partial", "hard", "light"] as const;

export const fingerConditions = [...poor, ...misplaced] as const;
export type FingerCondition = (typeof fingerConditions)[number];

/** A direction; its length means nothing. */
export type FingerVector = readonly number[] | Int8Array;

export const vectorLength = 256;
const tiltDegrees = { good: { least: 3, most: 10 }, misplaced: { least: 60, most: 80 } } as const;
const cosineMin = Math.cos((30 * Math.PI) / 180);

export interface FingerTouch {
  readonly name: string;
  readonly condition: FingerCondition | null;
  /** Tells this image from all others; the same seed is the same image. */
  readonly seed: string;
}

/** What the module's camera makes of a finger; null: nothing that could be compared. */
export function takeImage({ name, condition, seed }: FingerTouch): FingerVector | null {
  if (poor.some((other) => other === condition)) return null;
  const finger = direction(`finger ${name}`);
  const aside = perpendicular(direction(`image ${seed}`), finger);
  const { least, most } = condition === null ? tiltDegrees.good : tiltDegrees.misplaced;
  const share = bytesOf(`tilt ${seed}`, 4).readUInt32BE() / 2 ** 32;
  const tilt = ((least + share * (most - least)) * Math.PI) / 180;
  return finger.map((value, index) => value * Math.cos(tilt) + (aside[index] ?? 0) * Math.sin(tilt));
}

/** One template of several images, in bytes as the module's flash keeps it. */
export function makeTemplate(images: readonly FingerVector[]): Int8Array {
  const sum = Array.from({ length: vectorLength }, () => 0);
  for (const image of images) {
    const scale = 1 / norm(image);
    for (let index = 0; index < vectorLength; index++) sum[index] = (sum[index] ?? 0) + (image[index] ?? 0) * scale;
  }
  const largest = Math.max(...sum.map(Math.abs));
  return Int8Array.from(sum, (value) => Math.round((value / largest) * 127));
}

/** The cosine of the angle between both if they are of one finger; null: they are not. */
export function similarity(left: FingerVector, right: FingerVector): number | null {
  const cosine = dot(left, right) / (norm(left) * norm(right));
  return cosine >= cosineMin ? cosine : null;
}

function direction(label: string): readonly number[] {
  return normalise(Array.from(bytesOf(label, vectorLength), (byte) => byte - 127.5));
}

/** SHA-256 in counter mode: the same bytes for the same label, and nothing else in common. */
function bytesOf(label: string, length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let block = 0; block * 32 < length; block++)
    blocks.push(createHash("sha256").update(`${block} ${label}`).digest());
  return Buffer.concat(blocks).subarray(0, length);
}

function perpendicular(vector: FingerVector, to: readonly number[]): readonly number[] {
  const along = dot(vector, to);
  return normalise(to.map((value, index) => (vector[index] ?? 0) - along * value));
}

function normalise(vector: readonly number[]): readonly number[] {
  const scale = 1 / norm(vector);
  return vector.map((value) => value * scale);
}

function norm(vector: FingerVector): number {
  return Math.sqrt(dot(vector, vector));
}

function dot(left: FingerVector, right: FingerVector): number {
  let sum = 0;
  for (let index = 0; index < vectorLength; index++) sum += (left[index] ?? 0) * (right[index] ?? 0);
  return sum;
}
