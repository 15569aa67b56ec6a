/** The speaker in the front panel. What is ordered is heard: which tones `silent` mutes is decided by the core. */

import type { PromptId, Tone, Volume } from "@catenaccio/lock-core";

export interface Speech {
  readonly prompt: PromptId;
  readonly text: string;
  /** Lower-case language code of the text, such as `it`. */
  readonly language: string;
}

export interface Speaker {
  speak(speech: Speech): void;
  sound(tone: Tone): void;
  /** Holds until the next order or until power goes; a speaker that was cut off in between sounds again. */
  siren(isOn: boolean): void;
  /** Of everything but the siren, which is always at its loudest. A speaker that had no power is at `high`. */
  setLoudness(volume: Volume): void;
}
