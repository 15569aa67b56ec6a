/** The contract of a fingerprint reader. */

import assert from "node:assert/strict";
import type { FingerprintReader, FingerprintReaderFact } from "../fingerprint-reader.ts";
import type { FactQueue } from "./fact-queue.ts";
import { describePart, type Hand, type MakeSubject, type Subject } from "./subject.ts";

/** The module is empty at first. */
export interface FingerprintReaderSubject extends Subject<FingerprintReader> {
  /** One touch; the same name is the same finger. */
  readonly placeFinger: Hand<[finger: string]>;
  /** One touch that gives no usable image. */
  readonly placeFingerPoorly: Hand<[finger: string]>;
  /** The power goes and comes back. */
  readonly cutPower: Hand;
}

const capturesInAll = 5;

type Facts = FactQueue<FingerprintReaderFact>;

export function testFingerprintReader(name: string, makeSubject: MakeSubject<FingerprintReaderSubject>): void {
  describePart<FingerprintReaderFact, FingerprintReaderSubject>(`${name} as a fingerprint reader`, makeSubject, {
    "five captures make a template, and the same finger matches its slot": async (subject, facts) => {
      await enrol(subject, facts, { finger: "thumb", slot: 7 });
      assert.equal(await match(subject, facts, "thumb"), 7);
    },

    "another finger matches no slot": async (subject, facts) => {
      await enrol(subject, facts, { finger: "thumb", slot: 1 });
      assert.equal(await match(subject, facts, "index"), null);
    },

    "without any template no finger matches": async (subject, facts) => {
      assert.equal(await match(subject, facts, "thumb"), null);
    },

    "of several fingers each matches its own slot": async (subject, facts) => {
      await enrol(subject, facts, { finger: "thumb", slot: 2 });
      await enrol(subject, facts, { finger: "index", slot: 1 });
      assert.equal(await match(subject, facts, "thumb"), 2);
      assert.equal(await match(subject, facts, "index"), 1);
    },

    "a finger that is enrolled is told at the first capture": async (subject, facts) => {
      await enrol(subject, facts, { finger: "thumb", slot: 1 });
      assert.equal(await capture(subject, facts, { finger: "thumb", number: 1 }), "alreadyEnrolled");
    },

    "another finger between captures is told, and keeps what was kept": async (subject, facts) => {
      await capture(subject, facts, { finger: "thumb", number: 1 });
      assert.equal(await capture(subject, facts, { finger: "index", number: 2 }), "otherFinger");
      for (let number = 2; number <= capturesInAll; number++)
        assert.equal(await capture(subject, facts, { finger: "thumb", number }), "kept");
      subject.part.storeTemplate(1);
      await facts.expect({ type: "templateStored", slot: 1, isStored: true });
      assert.equal(await match(subject, facts, "thumb"), 1);
      assert.equal(await match(subject, facts, "index"), null);
    },

    "the first capture begins an enrolment anew": async (subject, facts) => {
      await capture(subject, facts, { finger: "thumb", number: 1 });
      await enrol(subject, facts, { finger: "index", slot: 1 });
      assert.equal(await match(subject, facts, "index"), 1);
      assert.equal(await match(subject, facts, "thumb"), null);
    },

    "a finger that cannot be read is told as such": async (subject, facts) => {
      await subject.placeFingerPoorly("thumb");
      await facts.expect({ type: "fingerUnreadable" });
    },

    "discarded captures make no template": async (subject, facts) => {
      for (let number = 1; number <= capturesInAll; number++)
        await capture(subject, facts, { finger: "thumb", number });
      subject.part.discardEnrolment();
      subject.part.storeTemplate(1);
      await facts.expect({ type: "templateStored", slot: 1, isStored: false });
      assert.deepEqual(subject.part.templateSlots(), []);
    },

    "a slot that the module does not have takes no template": async (subject, facts) => {
      for (let number = 1; number <= capturesInAll; number++)
        await capture(subject, facts, { finger: "thumb", number });
      subject.part.storeTemplate(1_000_000);
      await facts.expect({ type: "templateStored", slot: 1_000_000, isStored: false });
    },

    "a deleted template matches no more, and its finger can be enrolled again": async (subject, facts) => {
      await enrol(subject, facts, { finger: "thumb", slot: 1 });
      subject.part.deleteTemplate(1);
      assert.equal(await match(subject, facts, "thumb"), null);
      await enrol(subject, facts, { finger: "thumb", slot: 2 });
      assert.equal(await match(subject, facts, "thumb"), 2);
    },

    "deleting an empty slot does nothing": async (subject, facts) => {
      await enrol(subject, facts, { finger: "thumb", slot: 1 });
      subject.part.deleteTemplate(2);
      await facts.expectNothing();
      assert.deepEqual(subject.part.templateSlots(), [1]);
    },

    "templates survive a power cut, and their slots are known after it": async (subject, facts) => {
      await enrol(subject, facts, { finger: "thumb", slot: 12 });
      await enrol(subject, facts, { finger: "index", slot: 3 });
      await subject.cutPower();
      assert.deepEqual(subject.part.templateSlots(), [3, 12]);
      assert.equal(await match(subject, facts, "thumb"), 12);
    },

    "a power cut during an enrolment leaves no template": async (subject, facts) => {
      for (let number = 1; number < capturesInAll; number++) await capture(subject, facts, { finger: "thumb", number });
      await subject.cutPower();
      assert.deepEqual(subject.part.templateSlots(), []);
      await capture(subject, facts, { finger: "thumb", number: capturesInAll });
      subject.part.storeTemplate(1);
      await facts.expect({ type: "templateStored", slot: 1, isStored: false });
    },

    "an image is used once": async (subject, facts) => {
      await match(subject, facts, "thumb");
      subject.part.matchFinger();
      await facts.expectNothing();
    },

    "nothing of a finger leaves the module but slots and outcomes": async (subject, facts) => {
      const seen: FingerprintReaderFact[] = [];
      const next = async (): Promise<void> => {
        seen.push(await facts.next());
      };
      for (let number = 1; number <= capturesInAll; number++) {
        await subject.placeFinger("thumb");
        await next();
        subject.part.captureEnrolment(number);
        await next();
      }
      subject.part.storeTemplate(1);
      await next();
      await subject.placeFinger("thumb");
      await next();
      subject.part.matchFinger();
      await next();
      for (const fact of seen)
        for (const [field, value] of Object.entries(fact)) {
          assert.ok(["type", "slot", "outcome", "isStored"].includes(field), `A fact has a field "${field}".`);
          assert.ok(typeof value !== "object" || value === null, `The field "${field}" holds more than one value.`);
        }
    },
  });
}

async function capture(
  { part, placeFinger }: FingerprintReaderSubject,
  facts: Facts,
  { finger, number }: { readonly finger: string; readonly number: number },
): Promise<string> {
  await placeFinger(finger);
  await facts.expect({ type: "fingerCaptured" });
  part.captureEnrolment(number);
  const answer = await facts.next();
  assert.ok(answer.type === "enrolmentCaptured", `The capture was answered by ${answer.type}.`);
  return answer.outcome;
}

async function enrol(
  subject: FingerprintReaderSubject,
  facts: Facts,
  { finger, slot }: { readonly finger: string; readonly slot: number },
): Promise<void> {
  for (let number = 1; number <= capturesInAll; number++)
    assert.equal(await capture(subject, facts, { finger, number }), "kept");
  subject.part.storeTemplate(slot);
  await facts.expect({ type: "templateStored", slot, isStored: true });
}

async function match(
  { part, placeFinger }: FingerprintReaderSubject,
  facts: Facts,
  finger: string,
): Promise<number | null> {
  await placeFinger(finger);
  await facts.expect({ type: "fingerCaptured" });
  part.matchFinger();
  const answer = await facts.next();
  assert.ok(answer.type === "fingerMatched", `The match was answered by ${answer.type}.`);
  return answer.slot;
}
