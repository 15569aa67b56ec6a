/** The language of the app: chosen by the person, or else the browser's. */

import { effect, signal } from "@preact/signals";
import type { Language } from "@catenaccio/protocol/api";

export const languageNames = { en: "English", it: "Italiano" } as const satisfies Readonly<Record<Language, string>>;

const storageKey = "catenaccio.language";

export const language = signal<Language>(firstLanguage());

effect(() => {
  document.documentElement.lang = language.value;
});

export function chooseLanguage(chosen: Language): void {
  language.value = chosen;
  try {
    localStorage.setItem(storageKey, chosen);
  } catch {
    // A browser that keeps nothing still shows the language until the page is closed.
  }
}

function firstLanguage(): Language {
  const kept = readKept();
  if (kept === "en" || kept === "it") return kept;
  return navigator.languages.find((name) => /^(?:it|en)\b/i.test(name))?.startsWith("it") === true ? "it" : "en";
}

function readKept(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}
