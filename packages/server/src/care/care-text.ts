/** The words of care, by id and language. */

import type { CareText, Language } from "@catenaccio/protocol/api";
import { english } from "./messages-en.ts";
import { italian } from "./messages-it.ts";

export type CareMessageId = keyof typeof english;
export type CareMessages = Readonly<Record<CareMessageId, string>>;

export const careMessages: Readonly<Record<Language, CareMessages>> = { en: english, it: italian };

export function sayCare(id: CareMessageId, language: Language): string {
  return careMessages[language][id];
}

export function careTextOf(id: CareMessageId, language: Language): CareText {
  return { id, text: sayCare(id, language) };
}
