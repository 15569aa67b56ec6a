/** The contract of a speaker. It reports nothing: somebody, or a microphone, has to listen. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { volumes, type PromptId, type Tone } from "@catenaccio/lock-core";
import type { Speaker, Speech } from "../speaker.ts";
import type { Hand, MakeSubject, Subject } from "./subject.ts";

export type Sound =
  | { readonly spoken: PromptId; readonly text: string; readonly language: string }
  | { readonly tone: Tone }
  | { readonly siren: boolean };

export interface SpeakerSubject extends Subject<Speaker> {
  /** What was heard since the last call, in its order. */
  readonly heard: () => readonly Sound[] | Promise<readonly Sound[]>;
  /** The power goes and comes back. */
  readonly cutPower: Hand;
}

const speech: Speech = { prompt: "menu-open", text: "Menu.", language: "en" };
const tones: readonly Tone[] = ["key", "success", "failure", "alarm"];

export function testSpeaker(name: string, makeSubject: MakeSubject<SpeakerSubject>): void {
  const hear = (sentence: string, run: (subject: SpeakerSubject) => Promise<void>): void => {
    test(sentence, async () => {
      const subject = await makeSubject();
      try {
        await run(subject);
      } finally {
        await subject.dispose?.();
      }
    });
  };

  describe(`${name} as a speaker`, () => {
    hear("speech and tones are heard in the order in which they were ordered", async ({ part, heard }) => {
      part.sound("success");
      part.speak(speech);
      part.sound("key");
      assert.deepEqual(await heard(), [
        { tone: "success" },
        { spoken: "menu-open", text: "Menu.", language: "en" },
        { tone: "key" },
      ]);
    });

    hear("whatever the loudness, what is ordered is heard", async ({ part, heard }) => {
      for (const volume of volumes) {
        part.setLoudness(volume);
        for (const tone of tones) part.sound(tone);
        assert.deepEqual(
          await heard(),
          tones.map((tone) => ({ tone })),
        );
      }
    });

    hear("the siren sounds until it is told to stop", async ({ part, heard }) => {
      part.siren(true);
      part.siren(true);
      assert.deepEqual(await heard(), [{ siren: true }]);
      part.siren(false);
      assert.deepEqual(await heard(), [{ siren: false }]);
    });

    hear(
      "without power the siren is silent, and it does not begin again by itself",
      async ({ part, heard, cutPower }) => {
        part.siren(true);
        await cutPower();
        assert.deepEqual(await heard(), [{ siren: true }, { siren: false }]);
      },
    );
  });
}
