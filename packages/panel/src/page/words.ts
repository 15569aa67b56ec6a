/** Sentences in the reader's language: a message with its values filled in. Pure; the page and the tests use it. */

import { english, type MessageKey, type Messages } from "./messages-en.ts";
import { italian } from "./messages-it.ts";

export const pageLanguages = ["en", "it"] as const;
export type PageLanguage = (typeof pageLanguages)[number];

export const messagesOf: Readonly<Record<PageLanguage, Messages>> = { en: english, it: italian };

export type Values = Readonly<Record<string, string | number>>;
export type Say = (key: MessageKey, values?: Values) => string;

export function sayIn(language: PageLanguage): Say {
  const messages = messagesOf[language];
  return (key, values = {}) =>
    messages[key].replaceAll(/\{([a-z]+)\}/gi, (place, name: string) => String(values[name] ?? place));
}

export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(english, key);
}

/** For words that a newer lock may bring: the message `prefix.word`, or the word itself. */
export function sayWord(say: Say, prefix: string, word: string): string {
  const key = `${prefix}.${word}`;
  return isMessageKey(key) ? say(key) : word;
}
