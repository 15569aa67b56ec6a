/**
 * A voice for locks with a loudspeaker: says texts with the program `espeak-ng`, one after the other. Where it is not
 * installed the lock stays silent, and says so once.
 *
 * Guidance goes stale: a person who is already two keys further must not be told to press the first. So only a few
 * texts wait, and a new one drops the oldest of them.
 */

import { spawn, type ChildProcess } from "node:child_process";
import type { Volume } from "@catenaccio/lock-core";
import type { SpokenText } from "./voice.ts";

export interface EspeakOptions {
  /** Told once, in a sentence, why nothing is heard. */
  readonly onNotice: (sentence: string) => void;
  readonly program?: string;
  /** More arguments for the program, such as the sound card to use. */
  readonly programArguments?: readonly string[];
}

const waitingMax = 3;
/** The program's amplitude, 0–200. `silent` mutes tones; guidance is always heard (L29). */
const amplitudes = { high: 200, low: 60, silent: 60 } as const satisfies Record<Volume, number>;

export class EspeakVoice {
  readonly #options: EspeakOptions;
  readonly #waiting: SpokenText[] = [];
  #speaking: ChildProcess | null = null;
  #volume: Volume = "high";
  #isSilenced = false;

  constructor(options: EspeakOptions) {
    this.#options = options;
  }

  say(spoken: SpokenText): void {
    if (this.#isSilenced) return;
    this.#waiting.push(spoken);
    if (this.#waiting.length > waitingMax) this.#waiting.shift();
    if (this.#speaking === null) this.#speakNext();
  }

  setLoudness(volume: Volume): void {
    this.#volume = volume;
  }

  /** Falls silent at once and for good. */
  stop(): void {
    this.#isSilenced = true;
    this.#waiting.length = 0;
    this.#speaking?.kill();
  }

  #speakNext(): void {
    const next = this.#waiting.shift();
    if (next === undefined) return;
    const { program = "espeak-ng", programArguments = [] } = this.#options;
    const child = spawn(
      program,
      // After `--` a text cannot be taken for an option.
      ["-v", next.language, "-a", String(amplitudes[this.#volume]), ...programArguments, "--", next.text],
      { stdio: "ignore" },
    );
    this.#speaking = child;
    let isOver = false;
    const end = (fault: string | null): void => {
      // A program that cannot be started reports its error and may report its end too.
      if (isOver) return;
      isOver = true;
      this.#speaking = null;
      if (fault !== null) this.#giveUp(fault);
      else this.#speakNext();
    };
    child.on("error", (cause) => end(`${program} cannot be started (${cause.message})`));
    child.on("exit", (status) => end(status === null || status === 0 ? null : `${program} failed (status ${status})`));
  }

  #giveUp(fault: string): void {
    if (this.#isSilenced) return;
    this.#isSilenced = true;
    this.#waiting.length = 0;
    this.#options.onNotice(`The lock cannot be heard: ${fault}.`);
  }
}
