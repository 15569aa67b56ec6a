/** `panel`: one virtual lock on standard input and output. */

import { loadVoice } from "@catenaccio/lock";
import { speakJsonLines, VirtualLock } from "@catenaccio/lock/virtual";
import { readPanelOptions } from "./options.ts";

export async function runPanel(args: readonly string[]): Promise<number> {
  const voice = loadVoice();
  const languages = voice.languages.map(({ language: code }) => code);
  const { data, clock, profile, language } = readPanelOptions(args, languages);
  const lock = new VirtualLock({ folder: data, clock, voice, profile, language });
  try {
    const failure = failureOf(lock);
    const talk = speakJsonLines(lock, process.stdin, process.stdout);
    lock.start();
    await Promise.race([talk, failure]);
    return 0;
  } finally {
    lock.close();
  }
}

/** Rejects when the device had to stop. */
export function failureOf(lock: VirtualLock): Promise<never> {
  return new Promise((_, reject) => {
    lock.device.onFailure(reject);
  });
}
