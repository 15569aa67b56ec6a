/** The contract of a card reader. */

import assert from "node:assert/strict";
import type { CardRead, CardReader } from "../card-reader.ts";
import type { FactQueue } from "./fact-queue.ts";
import { describePart, type Hand, type MakeSubject, type Subject } from "./subject.ts";

export interface CardReaderSubject extends Subject<CardReader> {
  /** The same name is the same card. */
  readonly presentCard: Hand<[card: string]>;
}

/** ISO/IEC 14443-3 §6.5.4. */
const identifierLengths = [4, 7, 10];

export function testCardReader(name: string, makeSubject: MakeSubject<CardReaderSubject>): void {
  describePart<CardRead, CardReaderSubject>(`${name} as a card reader`, makeSubject, {
    "a card is read once each time it is presented": async (subject, facts) => {
      const first = await read(subject, facts, "blue");
      assert.ok(identifierLengths.includes(first.length), `${first.length} bytes are no identifier.`);
      assert.deepEqual(await read(subject, facts, "blue"), first);
    },

    "two cards have two identifiers": async (subject, facts) => {
      assert.notDeepEqual(await read(subject, facts, "blue"), await read(subject, facts, "red"));
    },

    "an identifier that was wiped after use does not spoil the next reading": async (subject, facts) => {
      const first = await read(subject, facts, "blue");
      const copy = first.slice();
      first.fill(0);
      assert.deepEqual(await read(subject, facts, "blue"), copy);
    },
  });
}

async function read({ presentCard }: CardReaderSubject, facts: FactQueue<CardRead>, card: string): Promise<Uint8Array> {
  await presentCard(card);
  const { identifier } = await facts.next();
  await facts.expectNothing();
  return identifier;
}
