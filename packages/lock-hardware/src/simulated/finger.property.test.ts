/** The margins of the finger model, tried on thousands of fingers. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { fingerConditions, makeTemplate, similarity, takeImage, type FingerVector } from "./finger.ts";

function imageOf(name: string, seed: string, condition: "turned" | "hurt" | null = null): FingerVector {
  const image = takeImage({ name, condition, seed });
  assert.ok(image !== null);
  return image;
}

function templateOf(name: string, seed: string): Int8Array {
  return makeTemplate(Array.from({ length: 5 }, (_, capture) => imageOf(name, `${seed} ${capture}`)));
}

const name = fc.string({ minLength: 1, maxLength: 12 });

describe("L43: fingers", () => {
  test("a good image always matches its own template, and any other good image of the finger", () => {
    fc.assert(
      fc.property(name, fc.integer(), (finger, seed) => {
        const image = imageOf(finger, `${seed}`);
        assert.notEqual(similarity(templateOf(finger, `enrol ${seed}`), image), null);
        assert.notEqual(similarity(imageOf(finger, `other ${seed}`), image), null);
      }),
      { numRuns: 500 },
    );
  });

  test("of two thousand fingers none is taken for another, as an image or as a template", () => {
    const fingers = Array.from({ length: 2000 }, (_, index) => `finger ${index}`);
    const images = fingers.map((finger) => imageOf(finger, "x"));
    const templates = fingers.slice(0, 50).map((finger) => templateOf(finger, "y"));
    templates.forEach((template, slot) =>
      images.forEach((image, index) => assert.equal(similarity(template, image) !== null, slot === index)),
    );
  });

  test("any two names are two fingers", () => {
    fc.assert(
      fc.property(name, name, fc.integer(), (one, other, seed) => {
        fc.pre(one !== other);
        assert.equal(similarity(templateOf(one, `${seed}`), imageOf(other, `${seed}`)), null);
      }),
      { numRuns: 500 },
    );
  });

  test("a turned or hurt finger matches nothing: neither its template, nor itself, nor another finger", () => {
    fc.assert(
      fc.property(name, name, fc.constantFrom("turned", "hurt"), fc.integer(), (one, other, condition, seed) => {
        const image = imageOf(one, `${seed}`, condition);
        assert.equal(similarity(templateOf(one, `${seed}`), image), null);
        assert.equal(similarity(templateOf(other, `${seed}`), image), null);
        assert.equal(similarity(imageOf(one, `other ${seed}`), image), null);
        assert.equal(similarity(imageOf(one, `other ${seed}`, condition), image), null);
      }),
      { numRuns: 500 },
    );
  });

  test("a dry, wet, dirty, partial, hard or light touch gives no image", () => {
    const unreadable = fingerConditions.filter((condition) => takeImage({ name: "a", condition, seed: "1" }) === null);
    assert.deepEqual(unreadable, ["dry", "wet", "dirty", "partial", "hard", "light"]);
  });

  test("no two images are the same; the same seed is the same image", () => {
    assert.notDeepEqual(imageOf("a", "1"), imageOf("a", "2"));
    assert.deepEqual(imageOf("a", "1"), imageOf("a", "1"));
  });
});
