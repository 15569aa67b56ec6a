/** What this browser keeps for the page. It may be missing, full, forbidden or written by somebody else: nothing depends on it. */

const prefix = "catenaccio.panel.";
/** The app's own, as the app writes it: whichever was asked last, both start in that language. */
const languageKey = "catenaccio.language";

/** @returns null when there is nothing readable; the value is not checked. */
export function readStored(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(prefix + name) ?? "null") as unknown;
  } catch {
    return null;
  }
}

export function writeStored(name: string, value: unknown): void {
  try {
    localStorage.setItem(prefix + name, JSON.stringify(value));
  } catch (cause) {
    console.warn("This browser does not keep the page's settings.", cause);
  }
}

export function readLanguage(): string | null {
  try {
    return localStorage.getItem(languageKey);
  } catch {
    return null;
  }
}

export function writeLanguage(language: string): void {
  try {
    localStorage.setItem(languageKey, language);
  } catch (cause) {
    console.warn("This browser does not keep the language.", cause);
  }
}

/** Hears of a choice in another window of this browser. */
export function onLanguageStored(hear: () => void): void {
  window.addEventListener("storage", ({ key }) => {
    if (key === languageKey) hear();
  });
}
