/** What the lock says, in every language for which there is a file. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { factorySettings, type PromptId, type PromptValues } from "@catenaccio/lock-core";
import { z } from "zod";
import { fillText, voiceFile, type VoiceFile } from "./voice-file.ts";

/** A voice file is not as it must be: the installation is at fault. */
export class VoiceError extends Error {
  override readonly name = "VoiceError";
}

/** A prompt as it is spoken. */
export interface SpokenText {
  readonly text: string;
  readonly language: string;
}

export interface PromptToSay {
  readonly prompt: PromptId;
  readonly values: PromptValues;
  readonly language: string;
}

export interface VoiceLanguage {
  /** Lower-case code, such as `it`. */
  readonly language: string;
  /** The language's own name for itself. */
  readonly name: string;
}

export interface Voice {
  readonly languages: readonly VoiceLanguage[];
  /** In the language that was asked for, or else in the one that every lock has. */
  speech(said: PromptToSay): SpokenText;
}

const promptsFolder = fileURLToPath(new URL("../../prompts", import.meta.url));

/**
 * Reads every `.json` file of the folder: a language is added by adding its file.
 * @throws VoiceError when a file does not hold every prompt, or a prompt that nobody says.
 */
export function loadVoice(folder: string = promptsFolder): Voice {
  const files = readVoiceFiles(folder);
  const voices = new Map(files.map((file) => [file.language, { file, plural: new Intl.PluralRules(file.language) }]));
  const fallback = voices.get(factorySettings.language);
  if (fallback === undefined) throw new VoiceError(`There is no voice file for ${factorySettings.language}.`);
  return {
    languages: files.map(({ language, name }) => ({ language, name })),
    speech: ({ prompt, values, language }) => {
      const { file, plural } = voices.get(language) ?? fallback;
      return { text: fillText(file.prompts[prompt], values, plural), language: file.language };
    },
  };
}

/** @throws VoiceError */
export function readVoiceFiles(folder: string = promptsFolder): readonly VoiceFile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .toSorted()
    .map((name) => readVoiceFile(folder, name));
}

function readVoiceFile(folder: string, name: string): VoiceFile {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(join(folder, name), "utf8"));
  } catch (cause) {
    throw new VoiceError(`The voice file ${name} is not JSON.`, { cause });
  }
  const result = voiceFile.safeParse(content);
  if (!result.success)
    throw new VoiceError(`The voice file ${name} does not fit: ${z.prettifyError(result.error)}`, {
      cause: result.error,
    });
  if (name !== `${result.data.language}.json`)
    throw new VoiceError(`The voice file ${name} says that its language is ${result.data.language}.`);
  return result.data;
}
